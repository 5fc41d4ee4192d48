"""Other people's programs that read a PDF: poppler, MuPDF, qpdf, PDFium. Judges that share no code with ours."""

import io
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image

BIDI = str.maketrans("", "", "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Signature:
    """What poppler's pdfsig says of the one signature."""

    valid: bool
    whole_file: bool
    kind: str


def said_by(*command: str, content: bytes) -> bytes:
    """What a program answers that takes the PDF from its standard input."""
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


@contextmanager
def as_file(content: bytes) -> Iterator[str]:
    """The PDF as a file, for programs that want to jump in it."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        yield file.name


def pdfsig(content: bytes) -> Signature:
    """Poppler's verdict, without asking whether the root is trusted."""
    with as_file(content) as path:
        text = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    kind = re.search(r"Signature Type: (\S+)", text)
    return Signature(
        valid="Signature Validation: Signature is Valid." in text,
        whole_file="Total document signed" in text,
        kind=kind[1] if kind else "",
    )


def qpdf_findings(content: bytes) -> str:
    """What `qpdf --check` has to say beside that all is well; empty for a sound file."""
    with as_file(content) as path:
        done = subprocess.run(["qpdf", "--check", "--no-warn", path], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def attached(content: bytes) -> dict[str, bytes]:
    """The files inside, by name, taken out by poppler."""
    with tempfile.TemporaryDirectory() as folder, as_file(content) as path:
        subprocess.run(["pdfdetach", "-saveall", "-o", folder, path], capture_output=True, check=True)
        return {file.name: file.read_bytes() for file in Path(folder).iterdir()}


def spoken(content: bytes) -> list[str]:
    """The texts in the order of the structure, as a screen reader meets them; without signs of direction."""
    structure = said_by("pdfinfo", "-struct-text", "-", content=content).decode()
    quoted = (line.strip() for line in structure.splitlines())
    texts = (line.strip('"').translate(BIDI).strip() for line in quoted if line.startswith('"'))
    return [text for text in texts if text]


# ---- Text, as it is copied or searched


def text_by_poppler(content: bytes) -> str:
    """All text, as pdftotext finds it."""
    return _plain(said_by("pdftotext", "-", "-", content=content).decode())


def text_by_pdfium(content: bytes) -> str:
    """All text, as Chromium's viewer finds it."""
    document = pypdfium2.PdfDocument(content)
    try:
        return _plain(document[0].get_textpage().get_text_bounded())
    finally:
        document.close()


def text_by_pypdf(content: bytes) -> str:
    """All text, as pypdf finds it."""
    from pypdf import PdfReader  # noqa: PLC0415 -- half a second, and few tests want it

    return _plain(PdfReader(io.BytesIO(content)).pages[0].extract_text())


def _plain(text: str) -> str:
    return " ".join(text.translate(BIDI).split())


# ---- Pictures


def picture_by_poppler(content: bytes, dots: int) -> Image.Image:
    """The page at so many dots per inch, as Evince and Okular show it."""
    return _opened(said_by("pdftoppm", "-r", str(dots), "-singlefile", "-", content=content))


def picture_by_pdfium(content: bytes, dots: int) -> Image.Image:
    """The page as Chromium shows it."""
    document = pypdfium2.PdfDocument(content)
    try:
        picture: Image.Image = document[0].render(scale=dots / 72).to_pil().convert("RGB")
        return picture
    finally:
        document.close()


def picture_by_mupdf(content: bytes, dots: int) -> Image.Image:
    """The page as MuPDF shows it."""
    with as_file(content) as path:
        command = ["mutool", "draw", "-q", "-r", str(dots), "-F", "ppm", "-o", "-", path, "1"]
        return _opened(subprocess.run(command, capture_output=True, check=True).stdout)


def _opened(ppm: bytes) -> Image.Image:
    with Image.open(io.BytesIO(ppm)) as picture:
        return picture.convert("RGB")
