"""What is wrong with a check question, in words that say what to do."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quizzes.questions.kinds import MARKED, Kind, Question

STEPS = 4  # of a confidence question
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")

MESSAGES: Mapping[str, str] = {
    "no-prompt": "The question has no text. Write what is asked.",
    "no-right": "No option fits. Mark each option that is part of the right answer.",
    "single-right": "%(count)s options fit, but only one can be picked. Mark one, or make it a multiple question.",
    "too-few": "There are too few parts to choose between. Add a second one.",
    "missing-text": "“%(part)s” has no text. Write it, or take it out.",
    "missing-feedback": "“%(part)s” has no feedback. Say what this answer shows.",
    "duplicate-key": "The key “%(part)s” is used twice. Give one of the two another key.",
    "bad-key": "The key “%(part)s” has other signs than letters, digits and hyphens. Shorten it.",
    "duplicate-text": "“%(part)s” stands there twice. Change one of the two.",
    "duplicate-right": "The right side “%(part)s” stands there twice, so nobody can tell the two apart. Change one.",
    "stray-part": "A %(kind)s question has no %(part)s. Take them out, or choose another kind.",
    "no-about": "The question does not say which question it is about. Name the one that follows it.",
    "no-scale": "The scale needs four steps, from unsure to sure.",
    "unknown-about": "There is no question “%(part)s” here that can be marked. Name the one that follows it.",
}

PARTS = {
    Kind.SINGLE: {"options"},
    Kind.MULTIPLE: {"options"},
    Kind.ORDERING: {"items", "feedback"},
    Kind.MATCHING: {"pairs", "feedback"},
    Kind.CONFIDENCE: {"about", "scale"},
    Kind.REFLECTION: set[str](),
}


@dataclass(frozen=True)
class Problem:
    """A fault of the question `key`. `part`: key of the option, item or pair, if it lies there."""

    code: str
    key: str
    part: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


def say(problem: Problem) -> str:
    """The problem as an English sentence that says what to do."""
    return MESSAGES[problem.code] % problem.parameters


def problems(question: Question) -> tuple[Problem, ...]:
    """All faults of this question by itself; each of them keeps it from being published."""
    return (*_common(question), *_own(question))


def problems_together(questions: Sequence[Question]) -> tuple[Problem, ...]:
    """All faults of the questions of one place, those between them included."""
    found = [problem for question in questions for problem in problems(question)]
    found += [_problem("duplicate-key", key, part=key) for key in _repeated(question.key for question in questions)]
    marked = {question.key for question in questions if question.kind in MARKED}
    found += [
        _problem("unknown-about", question.key, part=question.about)
        for question in questions
        if question.about and question.about not in marked
    ]
    return tuple(found)


def _own(question: Question) -> Iterator[Problem]:
    match question.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            yield from _options(question)
        case Kind.ORDERING:
            yield from _sorting(question, [(item.key, item.text) for item in question.items])
        case Kind.MATCHING:
            yield from _sorting(question, [(pair.key, pair.left) for pair in question.pairs])
            yield from _right_sides(question)
        case Kind.CONFIDENCE:
            if not question.about:
                yield _problem("no-about", question.key)
            if len(question.scale) != STEPS:
                yield _problem("no-scale", question.key)
        case Kind.REFLECTION:
            return


def _common(question: Question) -> Iterator[Problem]:
    if not question.prompt.strip():
        yield _problem("no-prompt", question.key)
    for part in ("options", "items", "pairs", "feedback", "about", "scale"):
        if getattr(question, part) and part not in PARTS[question.kind]:
            yield Problem("stray-part", question.key, "", {"kind": question.kind.value, "part": part})
    keys = [part.key for parts in (question.options, question.items, question.pairs) for part in parts]
    for key in _repeated(keys):
        yield _problem("duplicate-key", question.key, part=key)
    for key in keys:
        if not KEY.fullmatch(key):
            yield _problem("bad-key", question.key, part=key)


def _options(question: Question) -> Iterator[Problem]:
    yield from _texts(question, [(option.key, option.text) for option in question.options])
    fitting = sum(option.right for option in question.options)
    if not fitting:
        yield _problem("no-right", question.key)
    if fitting > 1 and question.kind is Kind.SINGLE:
        yield Problem("single-right", question.key, "", {"count": str(fitting)})
    for option in question.options:
        if not option.feedback.strip():
            yield Problem("missing-feedback", question.key, option.key, {"part": option.text or option.key})


def _sorting(question: Question, texts: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    yield from _texts(question, texts)
    if not question.feedback.strip():
        yield Problem("missing-feedback", question.key, "", {"part": question.prompt})


def _texts(question: Question, texts: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    if len(texts) < 2:
        yield _problem("too-few", question.key)
    for key, text in texts:
        if not text.strip():
            yield _problem("missing-text", question.key, part=key)
    for text in _repeated(text.strip() for _, text in texts if text.strip()):
        yield _problem("duplicate-text", question.key, part=text)


def _right_sides(question: Question) -> Iterator[Problem]:
    for pair in question.pairs:
        if not pair.right.strip():
            yield _problem("missing-text", question.key, part=pair.key)
    for text in _repeated(pair.right.strip() for pair in question.pairs if pair.right.strip()):
        yield _problem("duplicate-right", question.key, part=text)


def _problem(code: str, key: str, *, part: str = "") -> Problem:
    return Problem(code, key, part, {"part": part} if part else {})


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]
