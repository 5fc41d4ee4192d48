import io
import random
from typing import Any

import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image, ImageFilter

from certificates.pdf.qr import MASK, Symbol, svg_path, symbol
from certificates.tokens import ALPHABET

SITE = "HTTPS://TRAINING.EXAMPLE.ORG/V"
OTHER_SITE = "https://a_b.example/~training/V"


def text(length: int) -> str:
    """Letters of a token, the same each time."""
    return "".join(random.Random(length).choices(ALPHABET, k=length))


def rows(drawn: Symbol) -> list[list[bool]]:
    return [[drawn.is_dark(row, column) for column in range(drawn.side)] for row in range(drawn.side)]


def made_by_segno(site: str, held: str) -> list[list[bool]]:
    segments: Any = [site, "#", held]
    code = segno.make(segments, error="m", boost_error=False, micro=False, mask=MASK)
    return [[bool(module) for module in row] for row in code.matrix]


def picture(drawn: Symbol, *, dots: int) -> Image.Image:
    """The symbol with its quiet zone, `dots` wide."""
    stride = (drawn.side + 7) // 8 * 8
    image = Image.frombytes("1", (stride, drawn.side), bytes(255 - octet for octet in drawn.rows)).convert("L")
    sheet = Image.new("L", (drawn.side + 8, drawn.side + 8), 255)
    sheet.paste(image.crop((0, 0, drawn.side, drawn.side)), (4, 4))
    return sheet.resize((dots, dots), Image.Resampling.BOX)


def read(image: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(image)]


# Where the bits end on a codeword after the terminator, segno adds a codeword of zeros that the standard does not have.
@pytest.mark.parametrize("site", [SITE, OTHER_SITE], ids=["letters", "octets"])
@pytest.mark.parametrize(
    "length", [4, 26, 55, 87, 119, 144, 186, 228, 274, 329, 383, 447, 492, 564, 620, 697, 1097, 1415, 2000], ids=str
)
def test_symbol_is_the_one_that_segno_makes(site, length):
    held = text(length)

    assert rows(symbol(site, held)) == made_by_segno(site, held)


@pytest.mark.parametrize("length", range(1, 60, 3))
def test_symbol_is_read_whatever_bits_its_end_leaves_over(length):
    held = text(length)

    assert read(picture(symbol(SITE, held), dots=400)) == [f"{SITE}#{held}"]


@pytest.mark.parametrize("degrees", [0, 7, 41, 90, 180])
@pytest.mark.parametrize("length", [195, 247, 270])
def test_symbol_is_read_from_a_turned_and_blurred_print_of_150_dots_per_inch(length, degrees):
    held = text(length)
    printed = picture(symbol(SITE, held), dots=177)  # 30 mm
    paper = Image.new("L", (400, 400), 255)
    paper.paste(printed, (111, 111))

    seen = paper.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.6))

    assert read(seen) == [f"{SITE}#{held}"]


@given(some.text(some.sampled_from(ALPHABET), min_size=100, max_size=400))
@settings(max_examples=30)
def test_every_token_is_read_back(held):
    assert read(picture(symbol(SITE, held), dots=600)) == [f"{SITE}#{held}"]


def test_site_may_be_any_address():
    site = "https://prüfen.example/~ä/V"

    assert read(picture(symbol(site, "ABC"), dots=400)) == [f"{site}#ABC"]


@pytest.mark.parametrize(("length", "side"), [(1, 25), (195, 53), (226, 53), (227, 57), (1500, 121)])
def test_symbol_is_as_small_as_can_be(length, side):
    assert symbol(SITE, text(length)).side == side


@pytest.mark.parametrize("held", ["abc", "A#B", "É", "ABc"])
def test_text_with_other_letters_is_refused(held):
    with pytest.raises(ValueError, match="letters outside"):
        symbol(SITE, held)


def test_more_than_a_symbol_holds_is_refused():
    with pytest.raises(ValueError, match="more than"):
        symbol(SITE, text(5000))


def test_path_covers_the_dark_modules_and_no_other():
    drawn = symbol(SITE, text(195))

    runs = [run.split("h") for run in svg_path(drawn).replace("v1", "").removesuffix("z").split("z")]
    dark = [
        (int(place.split()[1]), int(place.split()[0][1:]) + step)
        for place, width, back in runs
        for step in range(int(width))
    ]

    assert sorted(dark) == [
        (row, column) for row, line in enumerate(rows(drawn)) for column, is_dark in enumerate(line) if is_dark
    ]
    assert {int(width) + int(back) for _place, width, back in runs} == {0}


def test_rows_are_padded_with_light_bits():
    drawn = symbol(SITE, text(195))

    assert drawn.side == 53
    assert len(drawn.rows) == 53 * 7
    assert {octet & 7 for octet in drawn.rows[6::7]} == {0}
    assert io.BytesIO(drawn.rows).read(1) == b"\xfe"  # a finder and its separator
