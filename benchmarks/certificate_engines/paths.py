"""The art of the certificate (braids, weave, mark) as drawing steps, read once from the SVG files."""

import re
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree as ET

from benchmarks.certificate_engines.words import ART

_TOKEN = re.compile(r"([MLCZHV])|(-?\d*\.?\d+)")
_ARGUMENTS = {"M": 2, "L": 2, "C": 6, "Z": 0}


@dataclass(frozen=True)
class Shape:
    """One path or circle. `steps`: (M, L, C or Z, numbers); a circle is (O, x, y, radius)."""

    steps: tuple[tuple[str, tuple[float, ...]], ...]
    stroke: str | None
    width: float
    fill: str | None
    dashes: tuple[float, ...]
    round: bool


@dataclass(frozen=True)
class Art:
    """A picture in its own units."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


@cache
def art(name: str) -> Art:
    """A picture by the name of its file."""
    root = ET.parse(ART / name).getroot()  # noqa: S314 -- a file of ours
    _x, _y, width, height = map(float, root.attrib["viewBox"].split())
    return Art(width, height, tuple(_shape(element, root.attrib) for element in root))


def _shape(element: ET.Element, above: dict[str, str]) -> Shape:
    told = {**above, **element.attrib}
    fill = told.get("fill", "none")
    return Shape(
        steps=_circle(told) if element.tag.endswith("circle") else tuple(_steps(told["d"])),
        stroke=told.get("stroke"),
        width=float(told.get("stroke-width", 1)),
        fill=None if fill == "none" else fill.replace("#fff", "#ffffff"),
        dashes=tuple(map(float, told.get("stroke-dasharray", "").split())),
        round=told.get("stroke-linecap") == "round",
    )


def _circle(told: dict[str, str]) -> tuple[tuple[str, tuple[float, ...]], ...]:
    return (("O", (float(told["cx"]), float(told["cy"]), float(told["r"]))),)


def _steps(path: str) -> list[tuple[str, tuple[float, ...]]]:
    steps: list[tuple[str, tuple[float, ...]]] = []
    command, numbers = "M", []
    for letter, number in _TOKEN.findall(path):
        if letter:
            command, numbers = letter, []
            if letter == "Z":
                steps.append(("Z", ()))
            continue
        numbers.append(float(number))
        if len(numbers) == _ARGUMENTS[command]:
            steps.append((command, tuple(numbers)))
            command, numbers = ("L" if command == "M" else command), []
    return steps
