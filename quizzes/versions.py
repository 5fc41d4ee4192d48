"""Freezing scenarios, and reading them back without asking the database twice."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from django.utils import translation

from quizzes.authoring.changes import summary
from quizzes.engine import codec, roles
from quizzes.engine.comparing import compare
from quizzes.engine.graph import Graph
from quizzes.models import ScenarioVersion
from quizzes.terms import Role

NOTE_LENGTH = 300  # signs, as the column has it


def newest(key: UUID, language: str) -> ScenarioVersion | None:
    """The version that new attempts begin with. One query."""
    return ScenarioVersion.objects.filter(key=key, language=language).order_by("-number").first()


def freeze(key: UUID, language: str, graph: Graph, on: date, note: str = "") -> ScenarioVersion:
    """The version that holds this graph: the newest one if nothing changed, otherwise a new one. Two queries.

    `note`: what changed, in the author's words; where it is missing or was said of the version before, it is counted.
    """
    digest = codec.digest(graph)
    last = newest(key, language)
    if last is not None and last.digest == digest:
        return last
    if last is not None and note in {"", last.note}:
        with translation.override(language):
            note = summary(compare(graph_of(last), graph))
    return ScenarioVersion.objects.create(
        key=key,
        language=language,
        number=last.number + 1 if last else 1,
        digest=digest,
        content=codec.to_json(graph),
        published_on=on,
        note=note[:NOTE_LENGTH],
    )


_graphs: dict[str, Graph] = {}


def graph_of(version: ScenarioVersion) -> Graph:
    """The graph of a version. No query; parsed once per process and digest."""
    graph = _graphs.get(version.digest)
    if graph is None:
        if len(_graphs) >= 256:  # a bound, not a policy: sites have a few dozen scenarios
            _graphs.clear()
        graph = _graphs[version.digest] = codec.from_json(version.content)
    return graph


@lru_cache(maxsize=512)
def _graph_for(digest: str, role: Role) -> Graph:
    return roles.for_role(_graphs[digest], role)


def graph_for(version: ScenarioVersion, role: Role) -> Graph:
    """The graph of a version in the words of a role. No query; made once per process, digest and role."""
    graph_of(version)
    return _graph_for(version.digest, role)
