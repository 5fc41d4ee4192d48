"""The picture of a partner is made anew, small and plain, or refused with a reason."""

import io
import struct
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from certificates import emblems
from certificates.emblems import EmblemRefused
from certificates.models import Emblem
from tests.certificates.pictures import drawn, file, noise


def read(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def header_of(width: int, height: int) -> io.BytesIO:
    """A PNG that says this size and holds next to nothing."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b""))


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGBA", "PNG"), ("RGB", "JPEG"), ("L", "PNG"), ("P", "GIF"), ("RGB", "WEBP"), ("CMYK", "JPEG")]
)
def test_picture_of_any_kind_is_printed_opaque_on_white(mode, kind):
    found = emblems.picture(file(drawn(mode=mode), kind))

    picture = read(found.png)
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (600, 240))
    assert min(picture.getpixel((0, 0))) > 250


def test_picture_is_made_small_enough_to_print_and_keeps_its_shape():
    found = emblems.picture(file(drawn((1800, 400))))

    assert (found.width, found.height) == read(found.png).size == (600, 133)


def test_picture_that_no_compression_makes_small_stays_below_the_limit():
    found = emblems.picture(file(noise((1000, 400)), "JPEG"))

    assert (found.width, found.height) == (600, 240)
    assert len(found.png) <= emblems.MOST_PRINTED_BYTES


def test_picture_leaves_behind_what_its_file_said_about_people_and_places():
    words = PngInfo()
    words.add_text("Author", "Karin Example")
    exif = Image.Exif()
    exif[0x9003] = "2026:01:01 10:00:00"
    exif[0x010F] = "Karin's telephone"

    found = emblems.picture(file(drawn(), pnginfo=words, exif=exif, icc_profile=b"a profile", dpi=(300, 300)))

    chunks = {found.png[at - 4 : at] for at in range(12, len(found.png)) if found.png[at - 4 : at].isalpha()}
    assert read(found.png).info == {}
    assert not chunks & {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP", b"pHYs", b"tIME", b"gAMA", b"tRNS"}


def test_picture_that_lies_on_its_side_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it by a quarter

    found = emblems.picture(file(drawn((240, 400), "RGB"), "JPEG", exif=exif))

    assert (found.width, found.height) == (400, 240)


def test_same_picture_gives_the_same_bytes():
    assert emblems.picture(file(drawn())).png == emblems.picture(file(drawn())).png


REFUSED = {
    "a file too large": (io.BytesIO(b"\x89PNG" + bytes(emblems.MOST_BYTES)), "larger than 2 MB"),
    "too many pixels": (header_of(2500, 1601), "more than 4 million pixels"),
    "a bomb": (header_of(30_000, 30_000), "cannot be read"),
    "a bomb that only warns": (header_of(10_000, 10_000), "cannot be read"),
    "half a file": (io.BytesIO(file(drawn()).getvalue()[:700]), "cannot be read"),
    "no pixels": (header_of(600, 240), "blank, or too pale"),
    "a drawing": (io.BytesIO(b'<svg xmlns="http://www.w3.org/2000/svg"/>'), "cannot be read"),
    "a program": (io.BytesIO(b"MZ" + bytes(400)), "cannot be read"),
    "another kind of picture": (file(drawn(mode="RGB"), "TIFF"), "cannot be read"),
    "nothing": (io.BytesIO(), "cannot be read"),
    "a film": (file(drawn(mode="RGB"), "GIF", save_all=True, append_images=[noise((600, 240))]), "moves"),
    "a film as PNG": (file(drawn(), save_all=True, append_images=[noise((600, 240))]), "moves"),
    "a dot": (file(drawn((159, 100))), "too small"),
    "a stripe": (file(drawn((400, 47))), "too small"),
    "a ribbon": (file(drawn((900, 100))), "too long and thin"),
    "a banner": (file(drawn((100, 201))), "too long and thin"),
    "white": (file(Image.new("RGB", (600, 240), "white")), "blank, or too pale"),
    "nothing but transparency": (file(Image.new("RGBA", (600, 240))), "blank, or too pale"),
    "pale grey on white": (file(Image.linear_gradient("L").point(lambda grey: 255 - grey // 12)), "blank, or too pale"),
}


@pytest.mark.parametrize(("upload", "words"), REFUSED.values(), ids=REFUSED)
def test_picture_that_cannot_be_printed_is_refused_with_the_reason(upload, words):
    upload.seek(0)

    sentence = emblems.refusal(upload)

    assert words in sentence
    assert sentence.endswith(".")


def test_picture_that_can_be_printed_is_not_refused():
    assert emblems.refusal(file(drawn())) == ""


@pytest.mark.django_db
def test_same_picture_and_name_are_kept_once():
    first = emblems.keep("Probation Academy", file(drawn()))
    again = emblems.keep("Probation Academy", file(drawn()))

    row = Emblem.objects.get()
    assert first == again == row.digest
    assert (row.name, row.width, row.height) == ("Probation Academy", 600, 240)


@pytest.mark.django_db
def test_same_picture_under_another_name_is_another_emblem():
    emblems.keep("Probation Academy", file(drawn()))
    emblems.keep("Academy of Probation", file(drawn()))

    assert Emblem.objects.count() == 2


@pytest.mark.django_db
def test_picture_that_is_refused_is_not_kept():
    with pytest.raises(EmblemRefused):
        emblems.keep("Probation Academy", file(Image.new("RGB", (600, 240), "white")))

    assert not Emblem.objects.exists()


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("Zażółć, Ελένη, Ґанок, فاطمة – “2026”", ""),
        ("Tandem 漢字 ☂ 漢", "漢字☂"),
        ("A \u202eesruoc", "\u202e"),
        ("", ""),
    ],
)
def test_letters_that_the_typefaces_lack_are_named_once(text, strange):
    assert emblems.strange_letters(text) == strange
