"""Check questions as JSON values, the form in which a version is frozen."""

import hashlib
from typing import Any

from quizzes import shapes
from quizzes.questions.kinds import Question

BadQuestion = shapes.BadShape


def to_json(question: Question) -> dict[str, Any]:
    """The question as plain JSON values; what equals its default is left out."""
    return shapes.write(question)


def from_json(value: object) -> Question:
    """The question that this JSON value describes, sound or not. Raises BadQuestion with the place of the fault."""
    return shapes.read(Question, value)


def digest(question: Question) -> str:
    """64 hex digits that are equal exactly for equal questions."""
    return hashlib.sha256(shapes.canonical(to_json(question))).hexdigest()
