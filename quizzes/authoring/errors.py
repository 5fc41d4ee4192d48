"""Problems of a scenario or a question as errors of the form, each at its block."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.blocks.list_block import ListBlockValidationError

from quizzes.authoring.questions import to_questions
from quizzes.blocks.keys import keys_in
from quizzes.engine import checking
from quizzes.engine.graph import Graph
from quizzes.questions import checking as question_checking
from quizzes.questions.kinds import Question

Path = tuple[str | int, ...]
OWN = ""  # the last step of a path whose error belongs to the block itself and to none of its fields

# Which field of a scene, and which of a choice, a problem is shown at.
SCENE_FIELDS: Mapping[str, Path] = {
    "missing-text": ("title",),
    "long-title": ("title",),
    "choice-count": ("choices", OWN),
    "no-lines": ("lines", OWN),
    "no-speaker": ("lines", OWN),
    "unknown-person": ("lines", OWN),
    "unknown-thread": ("lays",),
    "thread-again": ("lays",),
}
CHOICE_FIELDS: Mapping[str, Path] = {
    "missing-text": ("text",),
    "dangling-target": ("to",),
    "no-feedback": ("feedback",),
    "no-principle": ("principles",),
    "effect-range": ("effects", OWN),
    "effect-competence": ("effects", OWN),
    "unknown-person": ("addressed",),
    "unknown-thread": ("tells",),
    "thread-early": ("tells",),
    "thread-again": ("tells",),
}
WHOLE_FIELDS: Mapping[str, Path] = {
    "unknown-start": ("start",),
    "competence-count": ("competences", OWN),
    "too-few-endings": ("endings", OWN),
    "missing-variant": ("variants", OWN),
    "variant-role": ("variants", OWN),
    "variant-cast": ("variants", OWN),
    "variant-unknown": ("variants", OWN),
}
STREAMS = frozenset({"body", "competences", "cast", "threads", "scenes", "endings", "variants"})
LISTS = frozenset({"choices", "lines", "options", "items", "pairs"})


def sentence(problem: checking.Problem | question_checking.Problem) -> str:
    """The problem as a sentence in the language of the reader."""
    messages = checking.MESSAGES if isinstance(problem, checking.Problem) else question_checking.MESSAGES
    return gettext(messages[problem.code]) % problem.parameters


def no_principle(key: str) -> str:
    """The sentence for a key that no principle has."""
    return gettext("There is no principle %(key)s. Name another.") % {"key": key}


def scenario_errors(
    graph: Graph, problems: Iterable[checking.Problem], unknown: Collection[str] = ()
) -> dict[str, ValidationError]:
    """An error per field of the form, with the errors of its blocks inside. `unknown`: principles that do not exist."""
    found = [(_scenario_path(graph, problem), sentence(problem)) for problem in problems]
    for number, scene in enumerate(graph.scenes):
        for place, choice in enumerate(scene.choices):
            path = ("scenes", number, "choices", place, "principles")
            found += [(path, no_principle(key)) for key in choice.principles if key in unknown]
    return _by_field(found)


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


def _scenario_path(graph: Graph, problem: checking.Problem) -> Path:
    scenes = [scene.key for scene in graph.scenes]
    if problem.scene in scenes:
        number = scenes.index(problem.scene)
        if not problem.choice:
            return ("scenes", number, *SCENE_FIELDS.get(problem.code, (OWN,)))
        choices = [choice.key for choice in graph.scenes[number].choices]
        return ("scenes", number, "choices", choices.index(problem.choice), *CHOICE_FIELDS.get(problem.code, (OWN,)))
    endings = [ending.key for ending in graph.endings]
    if problem.scene in endings:
        part = problem.parameters.get("part")
        return ("endings", endings.index(problem.scene), part or OWN)
    part = problem.parameters.get("part")
    if problem.code == "missing-text" and part in {"setting", "you", "intro"} and _is_of_the_whole(graph, problem):
        return (part,)
    return WHOLE_FIELDS.get(problem.code, (NON_FIELD_ERRORS,))


def _is_of_the_whole(graph: Graph, problem: checking.Problem) -> bool:
    return problem.parameters.get("key") not in {variant.role.value for variant in graph.variants}


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
    return {field: _error(field, inside) for field, inside in tree.items()}


def _error(name: str | int, inside: Any) -> ValidationError:
    if isinstance(inside, list):
        return ValidationError(" ".join(dict.fromkeys(inside)))
    own = [ValidationError(text) for text in dict.fromkeys(inside.pop(OWN, []))]
    parts = {step: _error(step, part) for step, part in inside.items()}
    kind: Any = StructBlockValidationError
    if name in STREAMS:
        kind = StreamBlockValidationError
    elif name in LISTS:
        kind = ListBlockValidationError
    error: ValidationError = kind(block_errors=parts, non_block_errors=own)
    return error
