"""A rounded table as a bar and as rows beside it, every value as text. Plain Python but for the words."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase

from django.utils.translation import gettext as _

from training.trainers.rounding import Cell, Table

_SIGN = 2.5  # per cent of the bar that a sign of a label needs on a small screen


@dataclass(frozen=True)
class Row:
    """One line of the table. `texts`: several where cells were merged. `marked`: the right answer is among them."""

    letters: str
    texts: tuple[str, ...]
    number: str
    share: str
    marked: bool = False


@dataclass(frozen=True)
class Part:
    """One piece of the bar. Places as SVG takes them: per cent of its width."""

    label: str
    x: str
    middle: str
    width: str
    is_merged: bool
    is_odd: bool


@dataclass(frozen=True)
class Drawn:
    """What a page shows of a table. `said`: the bar in words. Without parts it is hatched, and `said` says why."""

    rows: tuple[Row, ...]
    parts: tuple[Part, ...]
    said: str
    learners: int = 0


def drawn(table: Table, texts: Mapping[str, str], marked: str = "") -> Drawn:
    """The bar and the rows of a table. `texts`: by key, in the order of letters; `marked`: key of the right one."""
    if not table.is_shown:
        return Drawn((), (), _("fewer than 10, not shown"))
    if not table.cells:
        words = _("at least %(learners)s learners, not told apart: a group would be too small")
        return Drawn((), (), words % {"learners": table.learners}, table.learners)
    letters = {key: letter(place) for place, key in enumerate(texts)}
    rows = tuple(_row(cell, letters, texts, marked) for cell in table.cells)
    said = "; ".join(f"{row.letters}: {number_and_share(row.number, row.share)}" for row in rows)
    return Drawn(rows, _parts(table, letters), said, table.learners)


def letter(place: int) -> str:
    """A to Z, then AA."""
    return (letter(place // 26 - 1) if place >= 26 else "") + ascii_uppercase[place % 26]


def number_of(cell: Cell) -> str:
    """The number of a cell in words that are true for what was rounded."""
    return _("at least %(learners)s") % {"learners": cell.learners} if cell.learners else _("hardly anybody")


def share_of(cell: Cell) -> str:
    """Per cent, or nothing where they are not shown."""
    return _("%(share)s %%") % {"share": cell.share} if cell.share else ""


def number_and_share(number: str, share: str) -> str:
    """Both in one."""
    return f"{number} ({share})" if share else number


def _row(cell: Cell, letters: Mapping[str, str], texts: Mapping[str, str], marked: str) -> Row:
    return Row(
        letters=_(" or ").join(letters[key] for key in cell.keys),
        texts=tuple(texts[key] for key in cell.keys),
        number=number_of(cell),
        share=share_of(cell),
        marked=marked in cell.keys,
    )


def _parts(table: Table, letters: Mapping[str, str]) -> tuple[Part, ...]:
    parts: list[Part] = []
    begun = 0.0
    for cell in (cell for cell in table.cells if cell.learners):
        width = 100 * cell.learners / table.learners
        name = ", ".join(letters[key] for key in cell.keys)
        names = [name, _("others")] if len(cell.keys) > 1 else [name]
        labels = [*(f"{name} · {cell.learners}" for name in names), *names, ""]
        parts.append(
            Part(
                label=next(label for label in labels if _SIGN * len(label) <= width),
                x=f"{begun:.2f}%",
                middle=f"{begun + width / 2:.2f}%",
                width=f"{width:.2f}%",
                is_merged=len(cell.keys) > 1,
                is_odd=len(parts) % 2 == 1,
            )
        )
        begun += width
    return tuple(parts)
