"""Lines of letters: shaped, measured, and written as PDF text, each letter where WeasyPrint puts it.

WeasyPrint cuts distances to whole thousandths of an em and takes 1,024 parts of an em for 1,000 where it moves marks.
Both are below what anyone sees, and done here in the same way: a page drawn by either path is the same page.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import uharfbuzz as hb

from certificates.normal import Face
from certificates.pdf.fonts import OBJECTS, ScaledFace, Sign, font_objects, slot_face
from certificates.pdf.runs import Run, runs
from certificates.pdf.slow import SlowPath

_POINTS_PER_PIXEL = 0.75
_PANGO = 1024  # units a pixel
_FLAGS = hb.BufferFlags.BOT | hb.BufferFlags.EOT
_FINEST = hb.BufferClusterLevel.CHARACTERS
Colour = tuple[float, float, float]
# A ligature of a right-to-left script stands for its one compatibility letter where there is one (لا is U+FEFB):
# readers of PDF that turn a line around turn the letters of one glyph around, too.
_JOINED = {
    letters: joined
    for joined in map(chr, [*range(0xFB1D, 0xFE00), *range(0xFE70, 0xFF00)][::-1])
    if len(letters := unicodedata.normalize("NFKC", joined)) > 1
}


@dataclass(frozen=True, slots=True, eq=False)
class SetGlyph:
    """A glyph in its place: its advance in Pango's units, and what stands before and after its code in a TJ array."""

    sign: Sign
    advance: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SetRun:
    """Glyphs of one face, from the left, and how far they reach in Pango's units."""

    face: Face
    glyphs: Sequence[SetGlyph]
    advance: int


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line as it will be drawn. `size` in points."""

    text: str
    size: float
    runs: tuple[SetRun, ...]

    @property
    def width_em(self) -> float:
        """The width in ems."""
        return sum([run.advance for run in self.runs]) / _scale(self.size)

    @property
    def width(self) -> float:
        """The width in points."""
        return self.width_em * self.size


def set_line(text: str, faces: Sequence[Face], *, direction: str, size: float) -> SetLine:
    """The line, shaped at `size` points.

    `faces`: as the style sheet lists them; each letter takes the first that has it. `direction`: of the paragraph,
    "ltr" or "rtl". Raises SlowPath for what is not proven to come out as WeasyPrint draws it.
    """
    scale = _scale(size)
    cut = runs(text, faces, right_to_left=direction == "rtl")
    return SetLine(text, size, tuple([_shaped(text, run, scale) for run in cut]))


def set_in_pairs(text: str, faces: Sequence[Face], *, size: float) -> SetLine:
    """The line of letters, from left to right, that no face joins and that are kerned with their next one alone.

    Each pair is shaped once in a process. That is for callers to know who can prove it, as of capitals and digits.
    """
    stack = tuple(faces)
    glyphs = [_before(letter, following, stack, size) for letter, following in zip(text, [*text[1:], ""], strict=True)]
    return SetLine(text, size, (SetRun(stack[0], glyphs, sum([glyph.advance for glyph in glyphs])),))


@lru_cache(maxsize=4096)
def _before(letter: str, following: str, faces: tuple[Face, ...], size: float) -> SetGlyph:
    """The letter as it stands before another one. Raises SlowPath if the two are not two glyphs of the first face."""
    (run,) = set_line(letter + following, faces, direction="ltr", size=size).runs
    if run.face != faces[0] or len(run.glyphs) != len(letter + following):
        raise SlowPath("letters that are joined")
    return run.glyphs[0]


def _scale(size: float) -> int:
    """Pango's units of an em of this size."""
    return int(size / _POINTS_PER_PIXEL * _PANGO)


def _shaped(text: str, run: Run, scale: int) -> SetRun:
    """As Pango calls HarfBuzz: a letter sees its neighbours in the next run, default features, no language."""
    face = slot_face(run.face).at(scale)
    buffer = hb.Buffer()
    buffer.add_str(text, run.start, run.end - run.start)
    buffer.direction = "rtl" if run.right_to_left else "ltr"
    buffer.script = run.script
    buffer.cluster_level = _FINEST  # than Pango's, but only for what a glyph is told to stand for
    buffer.flags = _FLAGS
    hb.shape(face.font, buffer)
    infos = buffer.glyph_infos
    texts = _texts(text, run, [info.cluster for info in infos])
    glyphs = [
        _glyph(face, info.codepoint, said, position.position)
        for info, said, position in zip(infos, texts, buffer.glyph_positions, strict=True)
    ]
    return SetRun(run.face, glyphs, sum([glyph.advance for glyph in glyphs]))


@lru_cache(maxsize=20_000)
def _glyph(face: ScaledFace, glyph: int, text: str, position: tuple[int, int, int, int]) -> SetGlyph:
    """The glyph as WeasyPrint draws it: moved, raised, the rest of its advance as kerning in whole thousandths."""
    if not glyph:
        raise SlowPath("a letter that the face draws as a box")
    right, up, advance, _down = position
    sign = face.sign(glyph, text)
    move = right * _PANGO / face.scale
    rest = int(sign.width + move - advance * 1000 / face.scale) or ""
    before = f" {_number(-move)}" if move else ""  # a space: a number may stand before it
    if up:
        return SetGlyph(
            sign, advance, f"]TJ {_number(up * _POINTS_PER_PIXEL / 1000)} Ts[{before}<", f">]TJ 0 Ts[{rest}"
        )
    return SetGlyph(sign, advance, f"{before}<", f">{rest}")


def _texts(text: str, run: Run, clusters: Sequence[int]) -> list[str]:
    """The letters of each glyph. Raises SlowPath where two glyphs share letters and neither has them alone."""
    if len(clusters) == run.end - run.start == len(set(clusters)):
        return [text[cluster] for cluster in clusters]
    starts = sorted(set(clusters))
    if len(starts) < len(clusters):
        raise SlowPath("a letter drawn as several glyphs")
    ends = dict(zip(starts, [*starts[1:], run.end], strict=True))
    texts = [text[cluster : ends[cluster]] for cluster in clusters]
    return [_JOINED.get(letters, letters) for letters in texts] if run.right_to_left else texts


class Typesetter:
    """The lines of one document: their operators, and the fonts that they need.

    `prefix`: how the fonts are named among the resources of the page, followed by a number.
    """

    def __init__(self, prefix: str = "N") -> None:
        self._prefix = prefix
        self._codes: dict[Face, dict[Sign, str]] = {}

    def add(self, line: SetLine, *, x: float, baseline: float, colour: Colour) -> bytes:
        """The operators of a text object (ISO 32000-1, 9.4) that draws the line. Points from the lower left."""
        place = f"{_filled(colour)} BT 1 0 0 1 {_number(x)} {_number(baseline)} Tm"
        shown = "".join([self._shown(run, line.size) for run in line.runs])
        return f"{place}{shown} ET\n".encode()

    def objects(self, first: int) -> list[bytes]:
        """The bodies of the font objects, numbered from `first`."""
        return [
            body
            for place, (face, codes) in enumerate(self._codes.items())
            for body in font_objects(slot_face(face), list(codes), first + place * OBJECTS)
        ]

    def resources(self, first: int) -> bytes:
        """The entries of the fonts in the /Font dictionary of a page."""
        return b"".join(
            [
                b"/%b%d %d 0 R" % (self._prefix.encode(), place, first + place * OBJECTS)
                for place in range(len(self._codes))
            ]
        )

    def _shown(self, run: SetRun, size: float) -> str:
        """TJ arrays, interrupted where a mark is raised (Ts). New signs are counted."""
        codes = self._codes.get(run.face)
        if codes is None:
            codes = self._codes.setdefault(run.face, {})
        parts = []
        for glyph in run.glyphs:
            code = codes.get(glyph.sign)
            if code is None:
                code = codes.setdefault(glyph.sign, f"{len(codes) + 1:04X}")
            parts.append(f"{glyph.before}{code}{glyph.after}")
        shown = "".join(parts).replace("><", "")
        array = f"[{shown}]TJ".replace("[]TJ", "")
        return f" /{self._prefix}{list(self._codes).index(run.face)} {size:g} Tf{array}"


class FixedType(Typesetter):
    """The lines of a place whose letters are known, as of days and numbers: fonts made once for all documents.

    `samples`: lines that hold every letter that can come. `add` raises SlowPath for another one.
    """

    def __init__(self, samples: Sequence[SetLine], prefix: str = "D") -> None:
        super().__init__(prefix)
        for line in samples:
            self.add(line, x=0, baseline=0, colour=(0, 0, 0))
        self._codes = _Closed({face: _Closed(codes) for face, codes in self._codes.items()})


Key = TypeVar("Key")
Value = TypeVar("Value")


class _Closed(dict[Key, Value]):
    """Takes nothing new."""

    def setdefault(self, key: Key, default: Any = None, /) -> Value:
        """Never anything. Raises SlowPath."""
        raise SlowPath("a letter in a place that knows its letters")


@lru_cache(maxsize=64)
def _filled(colour: Colour) -> str:
    return " ".join(map(_number, colour)) + " rg"


def _number(value: float) -> str:
    """A number as a PDF has it, to a thousandth."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
