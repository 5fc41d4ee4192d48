"""How large a name is set, and in how many lines: as large as fits its place, which never grows."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from certificates.normal import Face, faces_for, script_of, width_of

WIDTH = 515.0  # points: 184 mm, less a little for kerning that is not measured
ONE_LINE = (34, 30, 27, 24)
TWO_LINES = (24, 21, 18, 16, 14, 12, 10, 9, 8)
SMALLEST = TWO_LINES[-1]  # then three lines, broken anywhere
# Faces that reach so far up and down that two lines of the largest size would touch.
_TALL = {Face.VAZIRMATN, Face.NASKH}


@dataclass(frozen=True, kw_only=True)
class PrintedName:
    """The name in lines that fit, the size in points, its faces, and how it reads."""

    lines: tuple[str, ...]
    size: int
    faces: tuple[Face, ...]
    language: str
    direction: str

    @property
    def face(self) -> str:
        """What the style sheet calls the faces."""
        return self.faces[0].name.lower() if len(self.faces) == 1 else "mixed"

    @property
    def spacing(self) -> str:
        """What the style sheet calls the distance of the lines."""
        if len(self.lines) == 1:
            return "one"
        return "tall" if _TALL.intersection(self.faces) and len(self.lines) == 2 else "more"


def printed(name: str) -> PrintedName:
    """The largest step at which the name fits. Widths are those of letters that stand alone."""
    faces = faces_for(name)
    script = script_of(name)
    size, lines = _step(name, tall=bool(_TALL.intersection(faces)))
    return PrintedName(lines=lines, size=size, faces=faces, language=script.language, direction=script.direction)


def _step(name: str, *, tall: bool) -> tuple[int, tuple[str, ...]]:
    """The size in points, and the lines."""
    width = width_of(name)
    for size in ONE_LINE:
        if width * size <= WIDTH:
            return size, (name,)
    lines = tuple(_lines(name, 2))
    width = max(map(width_of, lines))
    for size in TWO_LINES[tall:]:
        if width * size <= WIDTH:
            return size, lines
    return SMALLEST, tuple(_lines(name, 3, anywhere=True))


def _lines(name: str, count: int, *, anywhere: bool = False) -> Iterator[str]:
    """The name in at most `count` lines of about one width, broken after a space or hyphen, or `anywhere`."""
    cuts = [0, *_cuts(name, count, anywhere=anywhere), len(name)]
    return (line for start, end in pairwise(cuts) if (line := name[start:end].strip()))


def _cuts(name: str, count: int, *, anywhere: bool) -> list[int]:
    reached = list(accumulate(map(width_of, name)))
    shares = [reached[-1] * line / count for line in range(1, count)]
    gaps = [place for place in range(1, len(name)) if anywhere or name[place - 1] in " -‐"]
    return [min(gaps, key=lambda gap: (abs(reached[gap - 1] - share), gap), default=0) for share in shares]
