"""What is seen: three renderers show the same page, both ways look alike, the code reads from a print of 150 dpi."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from certificates import rendering
from tests.conformance.cases import LATIN, Case, drawn, row
from tests.conformance.programs import picture_by_mupdf, picture_by_pdfium, picture_by_poppler

DOTS = 150  # per inch
# Renderers smooth edges each in their own way. Blurred by 2 px and reduced to a quarter they differ by about 50
# steps of 255, a letter that is missing in a name by more than 200.
SAME = 90
ALIKE = 45  # the same renderer on both ways: a place may differ by a thousandth of an em
CODE = {"ltr": (248.0, 146.0, 282.0, 181.0), "rtl": (15.0, 146.0, 49.0, 181.0)}  # millimetres
RENDERERS = {"poppler": picture_by_poppler, "PDFium": picture_by_pdfium, "MuPDF": picture_by_mupdf}
EVERY_RENDERER = pytest.mark.parametrize("see", RENDERERS.values(), ids=RENDERERS)
NAMES = {
    "latin": LATIN,
    "two lines": "María Guadalupe Esperanza de los Ángeles Fernández-Villaverde y Montgomery-Oikonomopoulou",
    "arabic": "فاطمة الزهراء العلوي",
    "marks": "Nguyễn Thị Ánh",
}
EVERY_NAME = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
See = Callable[[bytes, int], Image.Image]


def difference(one: Image.Image, other: Image.Image) -> int:
    """The largest difference in a colour, of 255, that a blurred eye would see."""
    seen = [_blurred(picture) for picture in (one, other)]
    apart = ImageChops.difference(*seen)
    return max(high for _low, high in apart.getextrema())


def without(picture: Image.Image, box: Sequence[float]) -> Image.Image:
    """The picture with a white box, in millimetres."""
    white = picture.copy()
    white.paste("white", tuple(round(edge / 25.4 * DOTS) for edge in box))
    return white


def _blurred(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(2)).reduce(4)


@EVERY_NAME
@pytest.mark.parametrize("way", ["fast", "slow"])
@pytest.mark.parametrize("other", ["PDFium", "MuPDF"])
def test_three_renderers_show_the_same_page(way: Any, other: str, name: str):
    content = drawn(Case(way=way, name=name))

    apart = difference(picture_by_poppler(content, DOTS), RENDERERS[other](content, DOTS))

    assert apart < SAME


def test_one_letter_less_would_be_seen():
    long, short = (drawn(Case(name=name)) for name in ("Anna Maria Ilic", "Anna Maria lic"))

    assert difference(picture_by_poppler(long, DOTS), picture_by_poppler(short, DOTS)) > SAME


@EVERY_NAME
@pytest.mark.parametrize("language", ["en", "ar"])
def test_both_ways_look_alike(language: str, name: str):
    certificate = row(Case(language=language, name=name))
    box = CODE["rtl" if language == "ar" else "ltr"]

    ways = (rendering.fast_pdf(certificate), rendering.slow_pdf(certificate))
    pictures = [without(picture_by_poppler(content, DOTS), box) for content in ways]

    assert difference(*pictures) < ALIKE


@EVERY_RENDERER
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("way", ["fast", "slow"])
def test_code_reads_from_150_dots_per_inch(way: Any, language: str, see: See):
    case = Case(way=way, language=language)

    codes = zxingcpp.read_barcodes(see(drawn(case), DOTS))

    assert [code.text for code in codes] == [rendering.check_address(row(case))]


@pytest.mark.parametrize("way", ["fast", "slow"])
@pytest.mark.parametrize("angle", [90, 180, 3])
def test_code_reads_from_a_print_that_lies_askew(way: Any, angle: int):
    case = Case(way=way, name="Олександра Володимирівна Шевченко-Коваленко")
    page = picture_by_poppler(drawn(case), DOTS)
    askew = page.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor="white")

    codes = zxingcpp.read_barcodes(askew)

    assert [code.text for code in codes] == [rendering.check_address(row(case))]
