"""How counts of learners are rounded before anybody sees them, the database included. Plain Python.

A table says of some learners what each of them did: each is in exactly one cell. What becomes of it:

1. Fewer than ten learners: nothing is shown.
2. Every number is rounded down to fives: 10 stands for 10, 11, 12, 13 or 14. The number of learners of a table is the
   sum of what its cells show, so it cannot be used to compute what is hidden.
3. Cells of 1 to 4 are merged into one, never one alone and never fewer than five learners together: where they are,
   the next smallest cell goes with them. Cells of nobody go with them, too, so that no cell is known to be empty. If
   that takes everything, only the number of learners is shown.
4. One learner who alone did what nobody else did is left out of the table, unless there is another small cell. So a
   cell of nobody may have had one, and where all did the same, one may have done something else.
5. Per cent come from the rounded numbers, from 20 on, to the nearest five, and end in "<5" and ">95".

What this promises, and tests prove by trying every small table: no size below five of any cell can be told from at
least one other size; every number that is shown stands for three to five possible ones, every number of learners for
five. What it cannot promise: who knows what all others did, knows what the last one did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LEARNERS_NEEDED = 10
MORE_LEARNERS_NEEDED = 5
SMALLEST_CELL = ROUNDED_TO = 5
PER_CENT_FROM = 20
LEAST, MOST = "<5", ">95"


@dataclass(frozen=True)
class Cell:
    """What is shown of some cells. `keys`: one, or two and more that were merged.

    `learners`: a multiple of five; 0: nobody, or one. `share`: per cent as text, or empty.
    """

    keys: tuple[str, ...]
    learners: int
    share: str


@dataclass(frozen=True)
class Table:
    """What is shown of a table. `learners`: a multiple of five; 0: fewer than ten. `cells`: empty if not told apart."""

    learners: int = 0
    cells: tuple[Cell, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether there were learners enough to say anything."""
        return self.learners >= LEARNERS_NEEDED

    def cell_of(self, key: str) -> Cell | None:
        """The cell that holds this key; None where cells are not told apart."""
        return next((cell for cell in self.cells if key in cell.keys), None)


TOO_FEW = Table()


def rounded(counts: Mapping[str, int]) -> Table:
    """The table of these counts as it may be kept and shown. Keys keep their order, what was merged comes last."""
    counts = without_a_single_one(counts)
    learners = sum(counts.values())
    if learners < LEARNERS_NEEDED:
        return TOO_FEW
    merged = to_merge(counts)
    if merged.issuperset(key for key, count in counts.items() if count):
        return Table(down(learners))
    shown: dict[tuple[str, ...], int] = {(key,): down(count) for key, count in counts.items() if key not in merged}
    if merged:
        shown[tuple(key for key in counts if key in merged)] = down(sum(counts[key] for key in merged))
    learners = sum(shown.values())
    cells = tuple(Cell(keys, count, share(count, learners)) for keys, count in shown.items())
    return Table(learners, cells)


def down(count: int) -> int:
    """The multiple of five that is not above this count."""
    return count - count % ROUNDED_TO


def without_a_single_one(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts without the one learner who alone did what nobody else did, if that is the only small cell."""
    if sum(count for count in counts.values() if count < SMALLEST_CELL) != 1:
        return dict(counts)
    return {key: 0 if count == 1 else count for key, count in counts.items()}


def to_merge(counts: Mapping[str, int]) -> set[str]:
    """The keys of the cells that are shown as one: none, or all small ones with as many others as they need."""
    if not any(0 < count < SMALLEST_CELL for count in counts.values()):
        return set()
    merged = {key for key, count in counts.items() if count < SMALLEST_CELL}
    for key in sorted(counts, key=lambda key: counts[key]):
        if sum(counts[key] for key in merged) >= SMALLEST_CELL:
            break
        merged.add(key)
    return merged


def share(count: int, learners: int) -> str:
    """Per cent of rounded numbers, as text; empty below 20 learners. The ends are named at any size."""
    per_cent = 100 * count / learners
    if per_cent < SMALLEST_CELL:
        return LEAST
    if per_cent > 100 - SMALLEST_CELL:
        return MOST
    return str(ROUNDED_TO * round(per_cent / ROUNDED_TO)) if learners >= PER_CENT_FROM else ""


def to_json(table: Table) -> dict[str, Any]:
    """The table as plain JSON values."""
    cells = [{"keys": list(cell.keys), "learners": cell.learners, "share": cell.share} for cell in table.cells]
    return {"learners": table.learners, "cells": cells}


def from_json(value: Mapping[str, Any]) -> Table:
    """The table that `to_json` wrote."""
    cells: Sequence[Mapping[str, Any]] = value["cells"]
    return Table(value["learners"], tuple(Cell(tuple(cell["keys"]), cell["learners"], cell["share"]) for cell in cells))
