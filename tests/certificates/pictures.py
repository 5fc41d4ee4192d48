"""Pictures as trainers upload them, made for tests."""

import io
import random
from typing import Any

from PIL import Image, ImageDraw


def drawn(size: tuple[int, int] = (600, 240), mode: str = "RGBA") -> Image.Image:
    """A dark ring on nothing, or on white where the mode has no alpha."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((2, 2, size[0] - 3, size[1] - 3), outline=(14, 90, 99, 255), width=12)
    if mode == "RGBA":
        return picture
    white = Image.new("RGBA", size, "white")
    white.alpha_composite(picture)
    return white.convert(mode)


def noise(size: tuple[int, int]) -> Image.Image:
    """What no compression makes smaller."""
    return Image.frombytes("RGB", size, random.Random(7).randbytes(size[0] * size[1] * 3))


def file(picture: Image.Image, kind: str = "PNG", **options: Any) -> io.BytesIO:
    """The picture as a file, opened at its beginning."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    out.seek(0)
    return out
