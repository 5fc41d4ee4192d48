"""Scenarios as JSON values, the form in which a version is frozen."""

import hashlib
from typing import Any

from quizzes import shapes
from quizzes.engine.graph import Graph
from quizzes.shapes import canonical as canonical

BadScenario = shapes.BadShape


def to_json(graph: Graph) -> dict[str, Any]:
    """The graph as plain JSON values; what equals its default is left out."""
    return shapes.write(graph)


def from_json(value: object) -> Graph:
    """The graph that this JSON value describes, sound or not. Raises BadScenario with the place of the fault."""
    return shapes.read(Graph, value)


def digest(graph: Graph) -> str:
    """64 hex digits that are equal exactly for equal graphs."""
    return hashlib.sha256(canonical(to_json(graph))).hexdigest()
