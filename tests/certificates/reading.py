"""A PDF as others read it: where words stand, and in which order they are spoken."""

import re
import subprocess
from dataclasses import dataclass
from itertools import combinations

_LINE = re.compile(r'<line xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</line>', re.DOTALL)


@dataclass(frozen=True)
class Line:
    """A line of words and its place in points, from the upper left corner. The height is that of x-high letters."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Line") -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.5
            and min(self.bottom, other.bottom) - max(self.top, other.top) > 0.5
        )


def lines_of(content: bytes) -> list[Line]:
    """The lines as poppler sees them."""
    xml = _run("pdftotext", "-bbox-layout", "-", "-", content=content)
    return [_line(*map(float, box), body) for *box, body in _LINE.findall(xml)]


def meetings(lines: list[Line]) -> list[tuple[str, str]]:
    """Lines that stand in each other."""
    return [(one.words, other.words) for one, other in combinations(lines, 2) if one.meets(other)]


def spoken(content: bytes) -> list[str]:
    """What is read aloud, in order."""
    tree = _run("pdfinfo", "-struct-text", "-", content=content)
    return [line.strip().strip('"').strip() for line in tree.splitlines() if line.strip().startswith('"')]


def _line(left: float, top: float, right: float, bottom: float, body: str) -> Line:
    # Boxes are as high as the whole face; letters take the middle half of it.
    quarter = (bottom - top) / 4
    return Line(" ".join(re.findall(r">([^<]+)</word>", body)), left, top + quarter, right, bottom - quarter)


def _run(*command: str, content: bytes) -> str:
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
