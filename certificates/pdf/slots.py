"""The places of a page that differ from document to document, as the compiled page leaves them open."""

from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class Line:
    """Where a line of letters begins and ends, and what it stands on. Points from the lower left of the page."""

    left: float
    right: float
    baseline: float


@dataclass(frozen=True, kw_only=True)
class Slot:
    """An element as it was drawn. Points from the lower left of the page; `colour` as red, green, blue up to 1.

    `element`: the object number of its structure element in the file that was drawn.
    """

    element: int
    left: float
    bottom: float
    right: float
    top: float
    size: float
    colour: tuple[float, float, float]
    lines: tuple[Line, ...]

    @property
    def flush(self) -> str:
        """The side at which its first line stands: "left" or "right"."""
        first = self.lines[0]
        return "left" if first.left - self.left <= self.right - first.right else "right"

    def start(self, width: float) -> float:
        """Where a line of this width begins."""
        return self.left if self.flush == "left" else self.right - width

    def to_items(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)

    @classmethod
    def from_items(cls, items: dict[str, Any]) -> Self:
        """As it was stored."""
        return cls(**{**items, "colour": tuple(items["colour"]), "lines": tuple(Line(**one) for one in items["lines"])})
