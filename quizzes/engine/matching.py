"""What belongs together in two lists, what moved, and which words of two texts differ. Knows no scenario."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")

WORD = re.compile(r"\s*\S+\s*")
LARGEST = 1_000_000  # words before × words after that are matched; beyond it a text counts as written anew
ISLAND = 2  # words


@dataclass(frozen=True)
class Row(Generic[Item]):
    """One thing before and after. Without `was` it came, without `now` it went. `moved`: it passed others."""

    was: Item | None
    now: Item | None
    moved: bool = False


def matched(
    old: Sequence[Item],
    new: Sequence[Item],
    key: Callable[[Item], Hashable],
    *alike: Callable[[Item], str | tuple[Hashable, ...]],
) -> tuple[Row[Item], ...]:
    """Two lists side by side, in the order of the new one; what went stands last.

    The same thing is what has one key (the second of a key that stands twice is the second), then what is `alike` among
    the rest; an empty likeness says nothing. Linear, but for finding what moved.
    """
    partners = _partners(dict(enumerate(old)), dict(enumerate(new)), key)
    for likeness in alike:
        taken = set(partners.values())
        rest_old = {at: item for at, item in enumerate(old) if at not in partners and likeness(item)}
        rest_new = {at: item for at, item in enumerate(new) if at not in taken and likeness(item)}
        partners |= _partners(rest_old, rest_new, likeness)
    old_of = {there: here for here, there in partners.items()}
    places = sorted(old_of)
    still = {places[at] for at in _rising([old_of[place] for place in places])}
    here = [
        Row(old[old_of[place]], item, place not in still) if place in old_of else Row(None, item)
        for place, item in enumerate(new)
    ]
    return (*here, *(Row(item, None) for place, item in enumerate(old) if place not in partners))


def aligned(old: Sequence[Item], new: Sequence[Item]) -> tuple[Row[Item], ...]:
    """Things without a key side by side, in order: what is equal, what stands where something else stood, the rest.

    What went at one place and came at another is one row, `moved`, where it stands now.
    """
    found: list[Row[Item]] = []
    for kind, start, end, there, there_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            found += [Row(was, now) for was, now in zip_longest(old[start:end], new[there:there_end])]
        else:
            found += [Row(item, item) for item in new[there:there_end]]
    return tuple(_with_moves(found))


def _with_moves(rows: Sequence[Row[Item]]) -> Iterator[Row[Item]]:
    """The rows, in which a thing that changes its place is taken out of the row it shared by chance."""
    others = [row for row in rows if row.was != row.now]
    moved = Counter(row.was for row in others if row.was is not None)
    moved &= Counter(row.now for row in others if row.now is not None)
    came, gone = Counter(moved), Counter(moved)
    for row in rows:
        was, now = row.was, row.now
        if was == now:
            yield row
            continue
        if now is not None and came[now]:
            came[now] -= 1
            yield Row(now, now, moved=True)
            now = None
        if was is not None and gone[was]:
            gone[was] -= 1
            was = None
        if was is not None or now is not None:
            yield Row(was, now)


def _partners(old: Mapping[int, Item], new: Mapping[int, Item], key: Callable[[Item], Hashable]) -> dict[int, int]:
    """Place in the old list to place in the new one, for equal keys; the second to the second."""
    there = dict(_numbered(new, key))
    return {place: there[numbered] for numbered, place in _numbered(old, key) if numbered in there}


def _numbered(items: Mapping[int, Item], key: Callable[[Item], Hashable]) -> list[tuple[tuple[Hashable, int], int]]:
    seen: Counter[Hashable] = Counter()
    found = []
    for place, item in items.items():
        seen[key(item)] += 1
        found.append(((key(item), seen[key(item)]), place))
    return found


def _rising(numbers: Sequence[int]) -> set[int]:
    """Places of a longest rising row in `numbers`, all different: what is outside of it moved."""
    tails: list[int] = []  # the smallest last number of a row of each length
    ends: list[int] = []  # and its place
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(tails, number)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [number]
        ends[length : length + 1] = [place]
    row, at = set(), ends[-1] if ends else -1
    while at >= 0:
        row.add(at)
        at = before[at]
    return row


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """Some words of a text and what became of them."""

    mark: Mark
    text: str


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts as one, word by word: what stayed, what went, what came. Spaces alone are no difference.

    What stayed and what came make `after`.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    found: list[Piece] = []
    for kind, start, end, there_start, there_end in _steps(old, new):
        if kind == "equal":
            found.append(Piece(Mark.SAME, "".join(new[there_start:there_end])))
            continue
        if end > start:
            found.append(Piece(Mark.REMOVED, "".join(old[start:end])))
        if there_end > there_start:
            found.append(Piece(Mark.ADDED, "".join(new[there_start:there_end])))
    return tuple(found)


def _steps(old: Sequence[str], new: Sequence[str]) -> list[Any]:
    plain_old, plain_new = [word.strip() for word in old], [word.strip() for word in new]
    if len(old) * len(new) > LARGEST and plain_old != plain_new:
        return [("replace", 0, len(old), 0, len(new))]
    return _without_islands(SequenceMatcher(None, plain_old, plain_new, autojunk=False).get_opcodes())


def _without_islands(steps: Sequence[Any]) -> list[Any]:
    """The steps, in which a word or two that stayed by chance between changes went and came with them."""
    found: list[Any] = []
    for number, step in enumerate(steps):
        kind, start, end, there, there_end = step
        is_island = kind == "equal" and 0 < number < len(steps) - 1 and end - start <= ISLAND
        if found and found[-1][0] == "replace" and (is_island or kind != "equal"):
            _kind, first, _end, first_there, _there_end = found[-1]
            found[-1] = ("replace", first, end, first_there, there_end)
        else:
            found.append(step if kind == "equal" and not is_island else ("replace", start, end, there, there_end))
    return found
