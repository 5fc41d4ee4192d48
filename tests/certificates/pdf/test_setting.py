import io
import math
import re
import subprocess
import unicodedata
from math import inf

import pypdfium2
import pytest
import uharfbuzz as hb
from hypothesis import given, reject
from hypothesis import strategies as some
from PIL import ImageOps
from pypdf import PdfReader

from certificates import serials
from certificates.normal import NAME_FACES, Face, NameRefused, coverage, faces_for, printed_name, script_of
from certificates.pdf.fonts import slot_face
from certificates.pdf.runs import Run, runs
from certificates.pdf.setting import FixedType, SetLine, Typesetter, set_in_pairs, set_line
from certificates.pdf.slow import SlowPath
from tests.certificates.names import ISSUED_BEFORE, SPECIAL_NAMES, european_names
from tests.certificates.pdf import drawn, tiny

BLACK = (0.0, 0.0, 0.0)
SIZES = (34, 12)
TURNING = str.maketrans("", "", "\u202a\u202b\u202c\u202d\u202e\u200e\u200f")
# Letters that are drawn in two parts, of which each would have to be copied as the whole.
SLOW = {"Croatian digraphs", "Sindhi"}
NAMES = {key: printed_name(name) for key, name in SPECIAL_NAMES.items() if key not in SLOW} | ISSUED_BEFORE
LETTERS = sorted(set.union(*(set(coverage(face)) for face in NAME_FACES)) - {"\0", "\r"})
# Names that readers of PDF put in another order, by where the letters stand: raised marks, two directions with brackets
# or signs between them. WeasyPrint's files are read no better.
READ_OTHERWISE = {
    "widest", "stacked marks", "Arabic with vowels", "Arabic digits", "Arabic with a superscript alef",
    "Arabic with hyphen and comma", "Hebrew with points", "Yiddish", "Arabic and Latin", "Arabic in brackets",
    "Latin in brackets", "Arabic, digits and Latin", "Latin and Hebrew", "Hebrew and Latin", "Hebrew, digits",
    "every script", "brackets at both ends", "leading signs", "trailing signs",
}  # fmt: skip
READ = pytest.mark.parametrize("name", [name for key, name in NAMES.items() if key not in READ_OTHERWISE], ids=str)


def accepted(text: str) -> str:
    """The text as a name; texts that are refused are not looked at."""
    try:
        return printed_name(text)
    except NameRefused:
        reject()


def set_if_proven(name: str) -> SetLine:
    """The name in one line; what takes the slow path is not looked at."""
    try:
        return tiny.line(name)
    except SlowPath:
        reject()


@pytest.fixture(scope="session")
def drawn_by_weasyprint() -> dict[tuple[str, int], list[drawn.Place]]:
    return {
        (key, size): line
        for size in SIZES
        for key, line in zip(NAMES, drawn.by_weasyprint(list(NAMES.values()), size=size), strict=True)
    }


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", NAMES)
def test_every_letter_stands_where_weasyprint_puts_it(drawn_by_weasyprint, key, size):
    theirs = drawn_by_weasyprint[key, size]

    assert apart(drawn.by_us(NAMES[key], size=size), theirs) < 0.05


def test_name_with_marks_is_as_wide_on_the_page_as_weasyprint_draws_it():
    name = "שָׂרָה כֹּהֵן"

    theirs = ink_of(drawn.file_by_weasyprint([name], size=34))

    assert ink_of(tiny.page([tiny.line(name)])) == pytest.approx(theirs, abs=1)


def ink_of(content: bytes) -> int:
    """How far PDFium draws from the leftmost to the rightmost point, in quarters of a point."""
    document = pypdfium2.PdfDocument(content)
    picture = document[0].render(scale=4).to_pil().convert("L")
    document.close()
    left, _top, right, _bottom = ImageOps.invert(picture).getbbox() or (0, 0, 0, 0)
    return right - left


def test_names_of_europe_stand_where_weasyprint_puts_them():
    names = european_names(80, seed=4)

    distances = map(apart, (drawn.by_us(name, size=30) for name in names), drawn.by_weasyprint(names, size=30))

    assert max(distances) < 0.05


def apart(ours: list[drawn.Place], theirs: list[drawn.Place]) -> float:
    """The largest distance in points of a letter from its place; infinite if it is another letter."""
    if [place[:2] for place in ours] != [place[:2] for place in theirs]:
        return inf
    return max(math.dist(one[2:], other[2:]) for one, other in zip(ours, theirs, strict=True))


def test_next_to_no_european_name_takes_the_slow_path():
    slow = [name for name in european_names(5000) if takes_the_slow_path(name)]

    assert slow == []


def takes_the_slow_path(name: str) -> bool:
    try:
        tiny.line(name)
    except SlowPath:
        return True
    return False


@pytest.mark.parametrize("key", sorted(SLOW))
def test_letter_in_two_parts_takes_the_slow_path(key):
    with pytest.raises(SlowPath, match="several glyphs"):
        tiny.line(printed_name(SPECIAL_NAMES[key]))


@given(some.text(some.sampled_from(LETTERS), min_size=1, max_size=30))
def test_glyphs_and_width_are_those_of_harfbuzz(text):
    name = accepted(text)

    line = set_if_proven(name)

    cut = runs(name, faces_for(name), right_to_left=script_of(name).direction == "rtl")
    glyphs, widths = zip(*[shaped_by_harfbuzz(name, run) for run in cut], strict=True)
    assert [[glyph.sign.glyph for glyph in run.glyphs] for run in line.runs] == list(glyphs)
    assert line.width_em == pytest.approx(sum(widths), abs=0.001)


def shaped_by_harfbuzz(name: str, run: Run) -> tuple[list[int], float]:
    """The glyphs of a run, and its width in ems, in the face's own units."""
    face = slot_face(run.face).harfbuzz
    buffer = hb.Buffer()
    buffer.add_str(name, run.start, run.end - run.start)
    buffer.guess_segment_properties()
    buffer.direction, buffer.script, buffer.language = "rtl" if run.right_to_left else "ltr", run.script, "und"
    hb.shape(hb.Font(face), buffer)
    width = sum(position.x_advance for position in buffer.glyph_positions)
    return [info.codepoint for info in buffer.glyph_infos], width / face.upem


@given(some.text(some.sampled_from(LETTERS), min_size=1, max_size=30))
def test_line_says_every_letter_once(text):
    name = accepted(text)

    line = set_if_proven(name)

    said = "".join(glyph.sign.text for run in line.runs for glyph in run.glyphs)
    assert sorted(unicodedata.normalize("NFKD", said)) == sorted(unicodedata.normalize("NFKD", name))


@READ
def test_name_is_read_from_the_page_by_three_readers(name, tmp_path):
    content = tiny.page([tiny.line(name, size=20)])
    file = tmp_path / "name.pdf"
    file.write_bytes(content)

    poppler = subprocess.run(["pdftotext", "-enc", "UTF-8", file, "-"], capture_output=True, check=True, text=True)
    pdfium = pypdfium2.PdfDocument(content)

    assert plain(poppler.stdout) == plain(name)
    assert plain(pdfium[0].get_textpage().get_text_range()) == plain(name)
    pdfium.close()


def plain(text: str) -> str:
    """Without signs that turn the reading direction, and ligatures as their letters."""
    return unicodedata.normalize("NFKC", " ".join(text.translate(TURNING).replace("\f", " ").split()))


@pytest.mark.parametrize("key", ["Latin and Greek", "Vietnamese", "Polish", "Ukrainian", "Georgian", "Armenian"])
def test_name_is_read_by_pypdf(key):
    reader = PdfReader(io.BytesIO(tiny.page([tiny.line(NAMES[key])])))

    assert plain(reader.pages[0].extract_text()) == plain(NAMES[key])


def test_line_is_written_with_its_kerning():
    shown = Typesetter().add(tiny.line("AVA"), x=48.2, baseline=300, colour=(0.1, 0.2, 0.3))

    assert shown == b"0.1 0.2 0.3 rg BT 1 0 0 1 48.2 300 Tm /N0 34 Tf[<0001>114<0002>125<0001>]TJ ET\n"


def test_mark_is_raised_and_the_line_goes_on():
    shown = Typesetter().add(tiny.line("مَد", size=10), x=0, baseline=0, colour=BLACK)

    array = rb"\[[ \d.-]*<000%d>\]TJ"
    assert re.search(array % 1 + rb" [\d.-]+ Ts" + array % 2 + rb" 0 Ts" + array % 3 + rb" ET", shown)


def test_faces_of_one_document_are_numbered():
    typesetter = Typesetter("F")
    for name in ("Miriam מרים", "Ann"):
        typesetter.add(tiny.line(name), x=0, baseline=0, colour=BLACK)

    assert typesetter.resources(20) == b"/F0 20 0 R/F1 26 0 R"
    assert len(typesetter.objects(20)) == 12


def test_lines_of_one_document_share_a_font():
    typesetter = Typesetter()
    first = typesetter.add(tiny.line("Anna"), x=0, baseline=0, colour=BLACK)
    second = typesetter.add(tiny.line("Anna"), x=0, baseline=0, colour=BLACK)

    assert first == second
    assert len(typesetter.objects(1)) == 6


def fixed(samples: str) -> FixedType:
    return FixedType([set_line(samples, [Face.COMMISSIONER_SEMIBOLD], direction="ltr", size=11)])


def test_fixed_type_sets_what_it_knows_without_another_font():
    number = set_line("TD-1023", [Face.COMMISSIONER_SEMIBOLD], direction="ltr", size=11)
    type_ = fixed("0123456789-TD")
    before = type_.objects(9)

    shown = type_.add(number, x=1, baseline=2, colour=BLACK)

    assert b"/D0 11 Tf" in shown
    assert type_.objects(9) == before


def test_fixed_type_takes_no_new_letter():
    number = set_line("TD-X", [Face.COMMISSIONER_SEMIBOLD], direction="ltr", size=11)
    type_ = fixed("0123456789-TD")

    with pytest.raises(SlowPath, match="knows its letters"):
        type_.add(number, x=0, baseline=0, colour=BLACK)


def test_letter_that_the_face_draws_as_a_box_takes_the_slow_path():
    with pytest.raises(SlowPath, match="no face has"):
        set_line("Añא", [Face.LITERATA], direction="ltr", size=34)


def test_face_is_loaded_once():
    assert slot_face(Face.LITERATA) is slot_face(Face.LITERATA)


@given(
    letters=some.text(alphabet=serials.ALPHABET + "TD-", min_size=1, max_size=30),
    size=some.sampled_from((8.5, 9.0, 11.0)),
)
def test_number_set_in_pairs_is_the_number_set_at_once(letters, size):
    faces = (Face.COMMISSIONER_SEMIBOLD, Face.VAZIRMATN_SEMIBOLD)

    whole, paired = set_line(letters, faces, direction="ltr", size=size), set_in_pairs(letters, faces, size=size)

    assert paired.width == whole.width
    assert _operators(paired) == _operators(whole)


def _operators(line: SetLine) -> bytes:
    return Typesetter().add(line, x=0, baseline=0, colour=BLACK)


def test_letters_that_join_are_not_set_in_pairs():
    with pytest.raises(SlowPath):
        set_in_pairs("لا", (Face.VAZIRMATN_SEMIBOLD,), size=9.0)
