"""A crowd for the demo that finished the course, so that answers in aggregate are worth a look. Nobody has a name.

Whatever they pick follows from their number alone: the same demo everywhere.
"""

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from django.utils import timezone

from modules import catalogue
from modules.models import CourseVersion
from modules.outline import Step, StepKind
from quizzes import versions
from quizzes.engine import play
from quizzes.engine.graph import Choice, Graph
from quizzes.models import ScenarioVersion
from quizzes.questions import marking
from quizzes.questions.kinds import MARKED, Kind, Question
from quizzes.terms import Role
from training.models.people import Learner
from training.models.progress import Attempt, CourseDone, CourseStart, EndingReached, QuestionAnswered, Turn

PEOPLE = 56
_PLAYED, _RIGHT = 78, 58  # per cent who played a scenario, who were right at first
_SURE = (1, 3, 5, 4)
_MOST_TURNS = 20
T = TypeVar("T")


def load(course: CourseVersion, now: datetime) -> None:
    """Adds the crowd, once. Ten statements, however many they are."""
    ids = [uuid.uuid5(uuid.NAMESPACE_URL, f"tandem-demo/crowd/{number}") for number in range(PEOPLE)]
    if Learner.objects.filter(pk=ids[0]).exists():
        return
    today = timezone.localtime(now).date()
    days = [today - timedelta(days=8 + 3 * number) for number in range(PEOPLE)]
    roles = [list(Role)[number % len(Role)].value for number in range(PEOPLE)]
    learners = [
        Learner(pk=pk, role=role, active_month=day.replace(day=1))
        for pk, role, day in zip(ids, roles, days, strict=True)
    ]
    Learner.objects.bulk_create(learners)
    starts = CourseStart.objects.bulk_create(
        [CourseStart(learner=learner, version=course, course_key=course.key) for learner in learners]
    )
    CourseDone.objects.bulk_create(
        [CourseDone(start=start, completed_on=day) for start, day in zip(starts, days, strict=True)]
    )
    steps = catalogue.outline_of(course).steps
    QuestionAnswered.objects.bulk_create(
        row for number, start in enumerate(starts) for row in _answers(start, number, steps)
    )
    _play(course, starts, roles, [step for step in steps if step.kind is StepKind.SCENARIO])


def _drawn(*parts: object) -> int:
    """0 to 99, always the same for the same parts."""
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:4]) % 100


def _one_of(things: Sequence[T], weights: Sequence[int], drawn: int) -> T:
    """One of these things, the heavier the likelier."""
    left = drawn * sum(weights) / 100
    for thing, weight in zip(things, weights, strict=True):
        left -= weight
        if left < 0:
            return thing
    return things[-1]


# ---- Questions


def _answers(start: CourseStart, number: int, steps: Sequence[Step]) -> Iterator[QuestionAnswered]:
    for step in steps:
        asked = {question.about: question for question in step.questions if question.kind is Kind.CONFIDENCE}
        for question in step.questions:
            if question.kind in MARKED:
                picked = _picked(question, _drawn(number, question.key))
                yield QuestionAnswered(
                    start=start,
                    question=question.key,
                    picked=" ".join(picked),
                    right=marking.mark(question, picked).right,
                    confidence=_sure(asked.get(question.key), number),
                )


def _sure(scale: Question | None, number: int) -> int | None:
    """How sure somebody says to be; some do not say."""
    drawn = _drawn(number, "sure", scale.about) if scale else 99
    return None if scale is None or drawn > 90 else _one_of(range(len(scale.scale)), _SURE[: len(scale.scale)], drawn)


def _picked(question: Question, drawn: int) -> tuple[str, ...]:
    """An answer in its normal form."""
    right, wrong = drawn < _RIGHT, drawn - _RIGHT
    match question.kind:
        case Kind.SINGLE:
            fits = [option.key for option in question.options if option.right is right]
            return (fits[wrong % len(fits)],)
        case Kind.MULTIPLE:
            keys = [option.key for option in question.options if option.right]
            return tuple(sorted(keys if right else _off_by_one(question, keys, wrong)))
        case Kind.ORDERING:
            keys = [item.key for item in question.items]
            at = 0 if right else wrong % (len(keys) - 1) + 1
            return (*keys[at:], *keys[:at])
        case _:
            keys = [pair.key for pair in question.pairs]
            at = 0 if right else wrong % (len(keys) - 1) + 1
            return tuple(sorted(f"{one}={other}" for one, other in zip(keys, (*keys[at:], *keys[:at]), strict=True)))


def _off_by_one(question: Question, right: Sequence[str], wrong: int) -> list[str]:
    """The right options without one, or with one too many."""
    others = [option.key for option in question.options if not option.right]
    if others and (wrong % 3 or len(right) == 1):
        return [*right, others[wrong % len(others)]]
    return [key for key in right if key != right[wrong % len(right)]]


# ---- Scenarios


def _play(
    course: CourseVersion, starts: Sequence[CourseStart], roles: Sequence[str], scenarios: Sequence[Step]
) -> None:
    """First attempts, each to its ending."""
    attempts, ways = [], []
    for step in scenarios:
        version = versions.newest(uuid.UUID(step.key), course.language)
        if version is None:
            continue
        for number, start in enumerate(starts):
            if _drawn(number, step.key) < _PLAYED:
                attempts.append(_attempt(start, version, roles[number]))
                ways.append(_way(versions.graph_of(version), number))
    Attempt.objects.bulk_create(attempts)
    Turn.objects.bulk_create(
        Turn(attempt=attempt, number=at, scene=turn.scene, choice=turn.choice)
        for attempt, way in zip(attempts, ways, strict=True)
        for at, turn in enumerate(way.turns, start=1)
    )
    EndingReached.objects.bulk_create(
        EndingReached(attempt=attempt, ending=way.here, door=way.graph.endings_by_key[way.here].door.value)
        for attempt, way in zip(attempts, ways, strict=True)
        if way.finished
    )


def _attempt(start: CourseStart, version: ScenarioVersion, role: str) -> Attempt:
    return Attempt(start=start, version=version, scenario=version.key, number=1, role=role)


def _way(graph: Graph, number: int) -> play.State:
    """A way through the scenario that likes choices which do some good."""
    state = play.begin(graph)
    while not state.finished and len(state.turns) < _MOST_TURNS:
        choices = graph.scenes_by_key[state.here].choices
        drawn = _drawn(number, graph.title, state.here, len(state.turns))
        state = play.choose(state, _one_of(choices, [_liked(choice) for choice in choices], drawn).key)
    return state


def _liked(choice: Choice) -> int:
    return 2 + max(0, 2 * sum(choice.effects.values()))
