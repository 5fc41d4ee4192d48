"""What a course may add to its certificates: one line, and the picture of the organisation that it is offered with."""

import hashlib
import io
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from certificates.models import Emblem
from certificates.normal import Face, coverage

TEXT_FACES = (Face.COMMISSIONER, Face.VAZIRMATN)  # what sets everything but names and titles
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_BYTES = 2_000_000
MOST_PIXELS = 4_000_000
LEAST_LONG, LEAST_SHORT = 160, 48  # pixels; below, 46 mm of paper look torn
WIDEST, TALLEST = 8.0, 0.5  # width to height
PRINTED = (600, 240)  # pixels at most; 46 mm are 543 at 300 dpi
MOST_PRINTED_BYTES = 150_000
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
FAINTEST = 24  # steps of 255 between the lightest and the darkest; less is paper


class EmblemRefused(ValueError):
    """The picture cannot stand on a certificate; the message says why and what to do."""


@dataclass(frozen=True)
class Picture:
    """A picture as it is printed: an opaque sRGB PNG without metadata, and its size in pixels."""

    png: bytes
    width: int
    height: int


def strange_letters(text: str) -> str:
    """The signs of this text that the certificate's typefaces lack, each once, in order. Empty: all of it prints.

    Marks that turn the direction of what follows are among them, though a typeface may have them.
    """
    known = frozenset[str]().union(*map(coverage, TEXT_FACES)) - _TURNING
    return "".join(dict.fromkeys(sign for sign in text if sign not in known))


def refusal(file: IO[bytes]) -> str:
    """Why this picture cannot stand on a certificate, as a sentence; empty if it can."""
    try:
        picture(file)
    except EmblemRefused as error:
        return str(error)
    return ""


def keep(name: str, file: IO[bytes]) -> str:
    """The digest of the emblem with this picture and name, written unless it is there. Raises EmblemRefused."""
    found = picture(file)
    digest = hashlib.sha256(found.png + b"\0" + name.encode()).hexdigest()
    fields = {"name": name, "png": found.png, "width": found.width, "height": found.height}
    Emblem.objects.get_or_create(digest=digest, defaults=fields)
    return digest


def picture(file: IO[bytes]) -> Picture:
    """The picture made anew from its pixels: on white, turned upright, small. Raises EmblemRefused.

    Nothing is decoded before format and size are known from the header. Colours are read as sRGB whatever profile comes
    along; transparency and profiles would need more of PDF/A (ISO 19005-3, 6.2.4 and 6.2.10) than a small picture is
    worth.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise EmblemRefused(_("The picture's file is larger than 2 MB. Save it smaller, 600 pixels wide is enough."))
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as source:
            _refuse_by_header(source)
            source.verify()  # WeasyPrint makes Pillow complete broken files
        with Image.open(io.BytesIO(content), formats=FORMATS) as source:
            flat = _on_white(ImageOps.exif_transpose(source))
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError, *_BOMBS) as error:
        if isinstance(error, EmblemRefused):
            raise
        raise EmblemRefused(_("This picture cannot be read. Save it as PNG or JPEG and try again.")) from None
    if all(high - low < FAINTEST for low, high in _extremes(flat)):
        raise EmblemRefused(_("The picture is blank, or too pale for white paper. Choose a dark version of it."))
    flat.thumbnail(PRINTED, Image.Resampling.LANCZOS)
    return Picture(_png(flat), *flat.size)


_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def _refuse_by_header(source: Image.Image) -> None:
    width, height = source.size
    if width * height > MOST_PIXELS:
        raise EmblemRefused(_("The picture has more than 4 million pixels. Save it smaller, 600 wide is enough."))
    if getattr(source, "is_animated", False):
        raise EmblemRefused(_("This picture moves. Choose one that stands still."))
    if max(width, height) < LEAST_LONG or min(width, height) < LEAST_SHORT:
        raise EmblemRefused(
            _("The picture is too small to print. It needs %(long)s pixels on its long side, %(short)s on the other.")
            % {"long": LEAST_LONG, "short": LEAST_SHORT}
        )
    if not TALLEST <= width / height <= WIDEST:
        raise EmblemRefused(
            _("The picture is too long and thin. It may be eight times as wide as high, or twice as high as wide.")
        )


def _on_white(source: Image.Image) -> Image.Image:
    """The pixels alone, in RGB, on white."""
    paper = Image.new("RGBA", source.size, "white")
    paper.alpha_composite(source.convert("RGBA"))
    return paper.convert("RGB")


def _extremes(flat: Image.Image) -> list[tuple[int, int]]:
    return [channel.getextrema() for channel in flat.split()]  # type: ignore[misc]  # of one channel: a pair


def _png(flat: Image.Image) -> bytes:
    """The picture as PNG; with 256 colours if all of them take too much room."""
    content = _encoded(flat)
    return content if len(content) <= MOST_PRINTED_BYTES else _encoded(flat.quantize(256).convert("P"))


def _encoded(flat: Image.Image) -> bytes:
    out = io.BytesIO()
    flat.save(out, "PNG", optimize=True)
    return out.getvalue()
