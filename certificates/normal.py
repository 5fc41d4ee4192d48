"""One normal form each for names that are printed and codes that are typed. No Django: forms find the words."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "static" / "certificates" / "fonts"
LONGEST_NAME = 120
WIDEST_NAME = 150.0  # ems; 120 of the widest capital letters
LONGEST_CODE = 64
MOST_MARKS = 3  # on one letter; more are drawn over the line above


class Face(StrEnum):
    """A typeface of a certificate. Values are the font files."""

    LITERATA = "Literata_500Medium.ttf"
    COMMISSIONER = "Commissioner_400Regular.ttf"
    VAZIRMATN = "Vazirmatn_400Regular.ttf"
    NASKH = "NotoNaskhArabic_500Medium.ttf"
    HEBREW = "NotoSerifHebrew_500Medium.ttf"
    GEORGIAN = "NotoSerifGeorgian_500Medium.ttf"
    ARMENIAN = "NotoSerifArmenian_500Medium.ttf"
    COMMISSIONER_SEMIBOLD = "Commissioner_600SemiBold.ttf"
    VAZIRMATN_SEMIBOLD = "Vazirmatn_600SemiBold.ttf"


# In which a name may be set, best first, as the style sheet has them. Naskh would suit Literata better than Vazirmatn,
# but draws letters as skeleton and dots, so that copied text comes out garbled; it helps where Vazirmatn lacks one.
NAME_FACES = (
    Face.LITERATA,
    Face.COMMISSIONER,
    Face.VAZIRMATN,
    Face.NASKH,
    Face.HEBREW,
    Face.GEORGIAN,
    Face.ARMENIAN,
)


class Refusal(StrEnum):
    """Why a name cannot be printed."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    CONTROL = "control"
    DIRECTION = "direction"
    INVISIBLE = "invisible"
    PRIVATE = "private"
    BROKEN = "broken"
    SYMBOL = "symbol"
    UNKNOWN_LETTER = "unknown-letter"
    STACKED_MARKS = "stacked-marks"
    NO_LETTER = "no-letter"


class NameRefused(ValueError):
    """The text cannot stand on a certificate. `sign`: the letter to blame, if it can be shown."""

    def __init__(self, reason: Refusal, sign: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.sign = sign


@dataclass(frozen=True)
class Script:
    """How a run of letters reads. `language`: a tag; the script alone where many languages share it."""

    language: str
    direction: str


_SCRIPTS = {
    "Arab": Script("ar", "rtl"),
    "Hebr": Script("he", "rtl"),
    "Grek": Script("el", "ltr"),
    "Geor": Script("ka", "ltr"),
    "Armn": Script("hy", "ltr"),
    "Cyrl": Script("und-Cyrl", "ltr"),
}
_LATIN = Script("und-Latn", "ltr")

_LOOK_ALIKES = str.maketrans("OIL", "011")
_LOOK_ALIKES_ALONE = _LOOK_ALIKES | str.maketrans("", "", " -\t")  # without what ASCII has of spaces and dashes
_NOT_IN_NAMES = frozenset("{}\\@#%*_^")  # of markup, addresses and formulas; brackets, quotes and digits are in names
_SHOWN_ON_REFUSAL = {Refusal.SYMBOL, Refusal.UNKNOWN_LETTER}
# Signs that move or turn what stands beside them: marks, embeddings, overrides, isolates.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters and marks by category, yet nothing to see: fillers, joiners, variation selectors, a blank braille cell.
_UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
)


def printed_name(text: str) -> str:
    """The name as it will be printed: NFC, no outer space, one plain space between parts, otherwise as typed.

    Raises NameRefused with the first reason found. Cheap for any length.
    """
    if len(text) > 4 * LONGEST_NAME:
        raise NameRefused(Refusal.TOO_LONG)
    name = unicodedata.normalize("NFC", _with_plain_spaces(text.strip()))
    if not name:
        raise NameRefused(Refusal.EMPTY)
    if len(name) > LONGEST_NAME:
        raise NameRefused(Refusal.TOO_LONG)
    for sign in name:
        reason = _refusal(sign)
        if reason:
            raise NameRefused(reason, sign if reason in _SHOWN_ON_REFUSAL else "")
    if not any(sign.isalpha() for sign in name):
        raise NameRefused(Refusal.NO_LETTER)
    _refuse_what_no_face_has(name)
    if width_of(name) > WIDEST_NAME:
        raise NameRefused(Refusal.TOO_LONG)
    return name


def faces_for(name: str) -> tuple[Face, ...]:
    """The faces for a name, best first: the first that has all of it, else all, each for the letters it has."""
    signs = set(name)
    for face in NAME_FACES:
        if signs <= coverage(face):
            return (face,)
    return NAME_FACES


def script_of(name: str) -> Script:
    """How the name reads, by its first letter."""
    from fontTools import unicodedata as scripts  # noqa: PLC0415 -- not needed to check a token offline

    first = next((sign for sign in name if sign.isalpha()), "A")
    return _SCRIPTS.get(scripts.script(first), _LATIN)


def typed_code(text: str) -> str:
    """Crockford letters and digits as meant: capitals, O read as 0, I and L as 1, no spaces or dashes; "" if hopeless.

    The one normal form of certificate numbers, recovery codes and organisation codes. Idempotent.
    """
    if len(text) > LONGEST_CODE:
        return ""
    if text.isascii():  # as most are: the same without a look at each letter
        return text.upper().translate(_LOOK_ALIKES_ALONE)
    capitals = unicodedata.normalize("NFKC", text).upper()
    kept = "".join(
        sign for sign in capitals if unicodedata.category(sign) not in {"Zs", "Pd", "Cf"} and sign not in "−\t"
    )
    return kept.translate(_LOOK_ALIKES) if kept.isascii() else ""


@cache
def coverage(face: Face) -> frozenset[str]:
    """The signs that a face can draw."""
    return frozenset(_advances(face))


def width_of(text: str) -> float:
    """Width in ems, each sign in the best face that has it. Arabic letters count unjoined, which is wider."""
    faces = faces_for(text)
    if len(faces) == 1:
        return sum(map(_advances(faces[0]).__getitem__, text))
    return sum(_advances(next(face for face in faces if sign in coverage(face)))[sign] for sign in text)


@cache
def _advances(face: Face) -> dict[str, float]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- not needed to check a token offline

    with TTFont(FONTS / face.value, lazy=True) as font:
        em, widths = font["head"].unitsPerEm, font["hmtx"]
        return {chr(code): widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}


def _with_plain_spaces(text: str) -> str:
    """Every run of space signs, no-break ones too, as one plain space; HTML would fold them anyway."""
    spaced = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in text)
    return " ".join(part for part in spaced.split(" ") if part)


def _refusal(sign: str) -> Refusal | None:
    """Why this one sign cannot stand in a name, whatever the fonts can draw."""
    if sign in _TURNING:
        return Refusal.DIRECTION
    if sign in _UNSEEN:
        return Refusal.INVISIBLE
    if sign in _NOT_IN_NAMES:
        return Refusal.SYMBOL
    category = unicodedata.category(sign)
    by_category = {
        "Cc": Refusal.CONTROL,
        "Zl": Refusal.CONTROL,
        "Zp": Refusal.CONTROL,
        "Cn": Refusal.UNKNOWN_LETTER,
        "Cf": Refusal.INVISIBLE,
        "Co": Refusal.PRIVATE,
        "Cs": Refusal.BROKEN,
        "So": Refusal.SYMBOL,
        "Sm": Refusal.SYMBOL,  # with < > = | ~ +
        "Sc": Refusal.SYMBOL,
        "Me": Refusal.SYMBOL,
    }
    return by_category.get(category)


def _refuse_what_no_face_has(name: str) -> None:
    """A letter and its marks must come from one face; across two faces a mark lands beside its letter."""
    for cluster in _clusters(name):
        if len(cluster) > 1 + MOST_MARKS or unicodedata.combining(cluster[0]):
            raise NameRefused(Refusal.STACKED_MARKS)
        if not any(set(cluster) <= coverage(face) for face in NAME_FACES):
            raise NameRefused(Refusal.UNKNOWN_LETTER, cluster)


def _clusters(name: str) -> list[str]:
    """Each sign with the marks that sit on it."""
    clusters: list[str] = []
    for sign in name:
        if clusters and unicodedata.category(sign) in {"Mn", "Mc"}:
            clusters[-1] += sign
        else:
            clusters.append(sign)
    return clusters
