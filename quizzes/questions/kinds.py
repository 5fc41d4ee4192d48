"""The six kinds of check question. Values only; `marking` and `shuffling` hold the rules."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a learner is asked to do."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    ORDERING = "ordering"
    MATCHING = "matching"
    CONFIDENCE = "confidence"
    REFLECTION = "reflection"


MARKED = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.ORDERING, Kind.MATCHING})  # done when right once


@dataclass(frozen=True)
class Option:
    """One thing to pick in a single or multiple question."""

    key: str
    text: str
    right: bool
    feedback: str


@dataclass(frozen=True)
class Item:
    """One thing to put in order; the author's order is the right one."""

    key: str
    text: str


@dataclass(frozen=True)
class Pair:
    """Two things that belong together."""

    key: str
    left: str
    right: str


@dataclass(frozen=True)
class Question:
    """A check question. Only the parts of its kind are filled.

    `about`: for confidence, the key of the question that follows it. `scale`: words from unsure to sure.
    `feedback`: said after any try at ordering and matching.
    """

    key: str
    kind: Kind
    prompt: str
    principles: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    items: tuple[Item, ...] = ()
    pairs: tuple[Pair, ...] = ()
    feedback: str = ""
    about: str = ""
    scale: tuple[str, ...] = ()
