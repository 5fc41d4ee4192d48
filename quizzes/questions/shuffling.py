"""The order in which a question is shown: mixed, and the same for the same learner."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from quizzes.questions.kinds import Item, Kind, Option, Pair, Question
from quizzes.questions.marking import PAIR, Fields

UNKNOWN = "?"
Part = TypeVar("Part", Option, Item, Pair)


@dataclass(frozen=True)
class Shown:
    """The parts of a question in the order to show them. `lefts` keep the author's order, `rights` are mixed."""

    options: tuple[Option, ...]
    items: tuple[Item, ...]
    lefts: tuple[Pair, ...]
    rights: tuple[Pair, ...]


def shuffled(question: Question, seed: str) -> Shown:
    """The parts of `question`, mixed by `seed`. Items and right sides never stand in the author's order."""
    seed = f"{seed}\0{question.key}"
    return Shown(
        options=_mixed(question.options, seed),
        items=_away(question.items, seed),
        lefts=question.pairs,
        rights=_away(question.pairs, seed),
    )


def _mixed(parts: Iterable[Part], seed: str) -> tuple[Part, ...]:
    def place(part: Part) -> bytes:
        return hashlib.sha256(f"{seed}\0{part.key}".encode()).digest()

    return tuple(sorted(parts, key=place))


def _away(parts: tuple[Part, ...], seed: str) -> tuple[Part, ...]:
    # The author's order is the answer.
    mixed: tuple[Part, ...] = _mixed(parts, seed)
    return mixed[1:] + mixed[:1] if mixed == parts else mixed


def unveiled(question: Question, fields: Fields, seed: str) -> Fields:
    """The fields of a matching question with the keys of the right sides instead of their places on the page.

    A page offers the right sides by their place (1 to n), because their keys would give the answer away. What is no
    such place becomes a key that no question has, so that `marking.read` refuses it. Other kinds stay as they are.
    """
    if question.kind is not Kind.MATCHING:
        return fields
    keys = {str(place): pair.key for place, pair in enumerate(shuffled(question, seed).rights, start=1)}
    return {
        name: [keys.get(value, UNKNOWN) if value else "" for value in values] if name.startswith(PAIR) else values
        for name, values in fields.items()
    }
