"""Problems of a scenario or a question as errors of the form, each at its block."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.blocks.list_block import ListBlockValidationError

from quizzes.authoring.places import OWN, Path, place_of
from quizzes.authoring.questions import to_questions
from quizzes.blocks.keys import keys_in
from quizzes.engine import checking
from quizzes.engine.graph import Graph
from quizzes.labels import COMPETENCES, DOORS, ROLES
from quizzes.questions import checking as question_checking
from quizzes.questions.kinds import Question
from quizzes.terms import Door

PARTS = {
    "title": _("Title"),
    "name": _("Name"),
    "setting": _("Setting"),
    "you": _("You are"),
    "intro": _("Introduction"),
    "text": _("Text"),
    "debrief": _("Debrief"),
}
STREAMS = frozenset({"body", "competences", "cast", "threads", "scenes", "endings", "variants"})
LISTS = frozenset(
    # The last row: inside the words for another role.
    {"choices", "lines", "options", "items", "pairs"} | {"cast", "threads", "scenes", "endings", "titles"}
)


def sentence(problem: checking.Problem | question_checking.Problem) -> str:
    """The problem as a sentence in the language of the reader."""
    if problem.code == "unknown-start" and not problem.parameters.get("key"):
        return gettext("The scenario does not say where it starts. Choose its first scene.")
    messages = checking.MESSAGES if isinstance(problem, checking.Problem) else question_checking.MESSAGES
    return gettext(messages[problem.code]) % {name: _named(name, word) for name, word in problem.parameters.items()}


def _named(parameter: str, word: str) -> str:
    """The word as the form names it: a field by its label, a role, door or competence by its name."""
    if parameter == "doors":
        return ", ".join(str(DOORS[Door(door)]) for door in word.split(", "))
    labels: dict[str, Mapping[Any, Any]] = {"part": PARTS, "role": ROLES, "competence": COMPETENCES}
    return str(labels.get(parameter, {}).get(word, word))


def no_principle(key: str) -> str:
    """The sentence for a key that no principle has."""
    return gettext("There is no principle %(key)s. Name another.") % {"key": key}


def scenario_errors(
    graph: Graph, problems: Iterable[checking.Problem], unknown: Collection[str] = ()
) -> dict[str, ValidationError]:
    """An error per field of the form, with the errors of its blocks inside. `unknown`: principles that do not exist."""
    found = [(place_of(graph, problem), sentence(problem)) for problem in problems]
    return _by_field([*found, *unknown_principles(graph, unknown)])


def unknown_principles(graph: Graph, unknown: Collection[str]) -> list[tuple[Path, str]]:
    """The place and the sentence of each principle that a choice names and that does not exist."""
    return [
        (("scenes", number, "choices", place, "principles"), no_principle(key))
        for number, scene in enumerate(graph.scenes)
        for place, choice in enumerate(scene.choices)
        for key in choice.principles
        if key in unknown
    ]


def stream_errors(
    field: str, stream: Sequence[Any], problems: Iterable[question_checking.Problem], unknown: Collection[str] = ()
) -> dict[str, ValidationError]:
    """An error for the stream `field` of a lesson, with the errors of its questions and other blocks inside.

    `unknown`: principles that do not exist.
    """
    keys = [str(child.id) for child in stream]
    questions = {question.key: question for question in to_questions(stream)}
    found: list[tuple[Path, str]] = []
    for problem in problems:
        inside = _question_path(questions[problem.key], problem)
        found.append(((field, keys.index(problem.key), *inside), sentence(problem)))
    for number, child in enumerate(stream):
        named = keys_in(child.value["principles"]) if _names_principles(child) else ()
        found += [((field, number, "principles"), no_principle(key)) for key in named if key in unknown]
    return _by_field(found)


def _names_principles(child: Any) -> bool:
    return "principles" in getattr(child.block, "child_blocks", {})


def _question_path(question: Question, problem: question_checking.Problem) -> Path:
    if problem.code == "no-prompt":
        return ("prompt",)
    options = [option.key for option in question.options]
    if problem.part in options:
        field = "feedback" if problem.code == "missing-feedback" else "text"
        return ("options", options.index(problem.part), field)
    return (OWN,)


def _by_field(found: Iterable[tuple[Path, str]]) -> dict[str, ValidationError]:
    tree: dict[Any, Any] = {}
    for path, text in found:
        inside = tree
        for step in path[:-1]:
            inside = inside.setdefault(step, {})
        inside.setdefault(path[-1], []).append(text)
    return {field: _error(field, inside, STREAMS) for field, inside in tree.items()}


def _error(name: str | int, inside: Any, streams: Collection[str] = ()) -> ValidationError:
    if isinstance(inside, list):
        return ValidationError(" ".join(dict.fromkeys(inside)))
    own = [ValidationError(text) for text in dict.fromkeys(inside.pop(OWN, []))]
    parts = {step: _error(step, part) for step, part in inside.items()}
    kind: Any = StructBlockValidationError
    if name in streams:
        kind = StreamBlockValidationError
    elif name in LISTS:
        kind = ListBlockValidationError
    error: ValidationError = kind(block_errors=parts, non_block_errors=own)
    return error
