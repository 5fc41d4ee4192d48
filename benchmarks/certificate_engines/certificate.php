<?php
// The certificate by TCPDF as Moodle's customcert makes it: a new document each, a background picture, every element measured
// and written through writeHTMLCell(), the QR code as a PNG in a temporary file, then the PKCS#7 signature.
// php certificate.php WORK.json: reads words and paths, prints {"cpu": [ms, …], "peak": bytes}; files go to its folder.
error_reporting(E_ALL & ~E_DEPRECATED & ~E_WARNING & ~E_NOTICE);
$work = json_decode(file_get_contents($argv[1]), true);
$folder = $work['folder'];
foreach ([
    'K_TCPDF_EXTERNAL_CONFIG' => true, 'K_PATH_FONTS' => "$folder/fonts/", 'K_PATH_CACHE' => "$folder/cache/", 'K_PATH_IMAGES' => '',
    'PDF_PAGE_FORMAT' => 'A4', 'PDF_PAGE_ORIENTATION' => 'L', 'PDF_CREATOR' => 'TCPDF', 'PDF_AUTHOR' => 'Exit Training Network',
    'PDF_UNIT' => 'mm', 'PDF_FONT_NAME_MAIN' => 'helvetica', 'K_CELL_HEIGHT_RATIO' => 1.25, 'K_TCPDF_CALLS_IN_HTML' => false,
    'K_TCPDF_THROW_EXCEPTION_ERROR' => true, 'K_TIMEZONE' => 'UTC', 'HEAD_MAGNIFICATION' => 1.1, 'K_TITLE_MAGNIFICATION' => 1.3,
    'K_SMALL_RATIO' => 2 / 3, 'K_THAI_TOPCHARS' => false, 'K_BLANK_IMAGE' => '',
] as $name => $value) {
    define($name, $value);
}
require '/usr/share/php/tcpdf/tcpdf.php';
require_once '/usr/share/php/tcpdf/tcpdf_barcodes_2d.php';

$faces = [];
foreach ($work['faces'] as $name => $file) { // converted once, kept in the folder
    $faces[$name] = TCPDF_FONTS::addTTFfont($file, 'TrueTypeUnicode', '', 32, K_PATH_FONTS);
}

function element(TCPDF $page, string $text, string $face, float $size, string $colour, float $x, float $y, float $width, string $align = 'L'): void
{
    $page->setFont($face, '', $size);
    $rgb = TCPDF_COLORS::convertHTMLColorToDec($colour, $spots);
    $page->setTextColor($rgb['R'], $rgb['G'], $rgb['B']);
    $page->setCellPaddings(0, 0, 0, 0);
    $page->GetStringWidth($text);
    $page->writeHTMLCell($width, 0, $x, $y, htmlspecialchars($text), 0, 0, false, true, $align);
}

function certificate(array $words, array $work, array $faces): string
{
    [$ink, $quiet] = ['#1E2A2D', '#475252'];
    $page = new TCPDF('L', 'mm', 'A4', true, 'UTF-8');
    $page->setPrintHeader(false);
    $page->setPrintFooter(false);
    $page->setTitle($words['title']);
    $page->setAutoPageBreak(true, 0);
    $page->setMargins(0, 0, 0);
    $page->AddPage('L', [297, 210]);
    $page->Image($work['background'], 0, 0, 297, 210);
    element($page, 'Tandem', $faces['Lit'], 15, $ink, 29, 19.5, 60);
    element($page, 'Record of self-study', $faces['ComB'], 11, '#0E5A63', 17, 44, 150);
    element($page, $words['name'], $faces[$words['right_to_left'] ? 'Vaz' : 'Lit'], 30, $ink, 17, 51, 180);
    element($page, 'has completed the self-paced course', $faces['Com'], 9.5, $ink, 17, 71, 140);
    element($page, $words['course'], $faces['Lit'], 19, $ink, 17, 77, 140);
    element($page, $words['version'], $faces['Com'], 9.5, $quiet, 17, 87, 140);
    $page->setDrawColor(0x1E, 0x2A, 0x2D);
    $page->setLineWidth(.35);
    $page->Line(17, 128, 280, 128);
    foreach ([[17, 28], [53, 50], [111, 112], [230, 50]] as $i => [$x, $width]) {
        element($page, $words['facts'][$i][0], $faces['ComB'], 8.5, $quiet, $x, 131.5, $width);
        element($page, $words['facts'][$i][1], $faces['Com'], 9.5, $ink, $x, 135.5, $width);
    }
    $page->setLineWidth(.25);
    $page->Line(17, 175.5, 91, 175.5);
    element($page, $words['issued_by'], $faces['Com'], 9.5, $ink, 17, 177, 100);
    element($page, $words['number'], $faces['ComB'], 11, $ink, 130, 169, 113, 'R');
    element($page, $words['address'], $faces['Com'], 9.5, $ink, 130, 174, 113, 'R');
    $code = new TCPDF2DBarcode($words['code'], 'QRCODE,M');
    $picture = tempnam(K_PATH_CACHE, 'qr');
    file_put_contents($picture, $code->getBarcodePngData(4, 4));
    $page->Image($picture, 250, 149.5, 30, 30, 'PNG', $words['code']);
    unlink($picture);
    element($page, $work['limits'], $faces['Com'], 8.5, $quiet, 17, 189.5, 186);
    element($page, $work['invitation'], $faces['Com'], 8.5, $quiet, 224, 189.5, 56, 'R');
    if ($work['key']) {
        $page->setSignature("file://{$work['certificate']}", "file://{$work['key']}", '', '', 2, ['Name' => 'Exit Training Network']);
    }
    return $page->Output('', 'S');
}

function cpu(): float
{
    $used = getrusage();
    return $used['ru_utime.tv_sec'] * 1e3 + $used['ru_utime.tv_usec'] / 1e3 + $used['ru_stime.tv_sec'] * 1e3 + $used['ru_stime.tv_usec'] / 1e3;
}

$spent = [];
foreach ($work['certificates'] as $number => $words) {
    $begun = cpu();
    $content = certificate($words, $work, $faces);
    $spent[] = cpu() - $begun;
    file_put_contents("$folder/$number.pdf", $content);
}
echo json_encode(['cpu' => $spent, 'peak' => memory_get_peak_usage(true)]);
