"""The order in which a question is shown: mixed, and the same for the same learner."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from quizzes.questions.kinds import Item, Option, Pair, Question

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
