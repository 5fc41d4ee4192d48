"""Text with signs of the packaged fonts only, so that no font of this machine steps in (ISO 19005-3, 6.2.11.4)."""

import unicodedata
from functools import cache
from pathlib import Path

import uharfbuzz

MISSING = "?"  # stands for a sign that none of the packaged fonts has
_JOINERS = "\u00ad\u200c\u200d\u200e\u200f"  # drawn as nothing, but words need them
_SPACES = "\t\n\r"


def drawable(text: str, fonts: Path) -> str:
    """The text with "?" for each sign that no font in this folder has; HTML stays HTML.

    Control characters go; so do marks that turn the direction of what follows.
    """
    known, signs = _signs(fonts), set(text) - set(_JOINERS + _SPACES)
    dropped = {sign for sign in signs if unicodedata.category(sign) in {"Cc", "Cf"}}
    foreign = {sign for sign in signs - dropped if ord(sign) not in known}
    return text.translate({**{ord(sign): MISSING for sign in foreign}, **{ord(sign): None for sign in dropped}})


@cache
def _signs(fonts: Path) -> frozenset[int]:
    """The code points of all fonts in this folder together."""
    faces = (uharfbuzz.Face(path.read_bytes()) for path in sorted(fonts.glob("*.ttf")))
    return frozenset().union(*(face.unicodes for face in faces))
