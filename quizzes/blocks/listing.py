"""Labels as the choices of a form."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from quizzes.labels import Label

Word = TypeVar("Word", bound=StrEnum)


def listed(labels: Mapping[Word, Label]) -> list[tuple[str, Label]]:
    """Value and label of each word, in their order."""
    return [(word.value, label) for word, label in labels.items()]
