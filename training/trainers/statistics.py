"""What those who finished a course version answered, counted by the database and rounded before it is written.

Counted is what somebody did first: in the first attempt at a scenario, the first choice at each scene and the first
ending; at a question, the first pick. After a step back, what is chosen at a scene for the second time is not counted.
Who left the course or was erased is not there any more.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from itertools import product
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Sum

from modules import catalogue
from modules.models import CourseVersion
from quizzes import versions
from quizzes.engine.play import BACK
from quizzes.models import ScenarioVersion
from quizzes.questions.kinds import MARKED, Kind, Question
from training.models.progress import CourseDone, EndingReached, QuestionAnswered, Turn
from training.models.statistics import Snapshot
from training.trainers.rounding import LEARNERS_NEEDED, MORE_LEARNERS_NEEDED, Table, down, rounded, to_json

SCENES, ENDINGS, PICKS, SURE = "scenes", "endings", "picks", "sure"
RIGHT, NOT_RIGHT = "right", "not"
_TRIES = 3

Counts = dict[str, int]


class SomebodyLeft(Exception):
    """While this was counted, somebody who was counted left the course. Count again."""


class Outcome(Enum):
    """What became of a course version this week."""

    FROZEN = auto()
    THERE_ALREADY = auto()
    NOTHING_NEW = auto()
    RESTLESS = auto()


@dataclass(frozen=True)
class Measured:
    """Figures that are not written yet. `population`: tells whether the same people are still there."""

    course: CourseVersion
    week: date
    population: tuple[int, int]
    snapshots: tuple[Snapshot, ...]


def week_of(day: date) -> date:
    """The Monday of the week with this day."""
    return day - timedelta(days=day.weekday())


def courses_to_measure(week: date) -> list[CourseVersion]:
    """The course versions that ten people or more had finished before this week. One query."""
    finished = CourseDone.objects.filter(completed_on__lt=week).values("start__version").order_by()
    enough = finished.annotate(learners=Count("pk")).filter(learners__gte=LEARNERS_NEEDED)
    return list(CourseVersion.objects.filter(pk__in=enough.values("start__version")).order_by("key", "number"))


def take(course: CourseVersion, week: date) -> Outcome:
    """Freezes the figures of this week, once. Two queries where there is nothing to do, else nine at most."""
    last = Snapshot.objects.filter(course=course).aggregate(week=Max("week"))["week"]
    if last is not None and last >= week:
        return Outcome.THERE_ALREADY
    if last is not None and _finished(course, week).filter(completed_on__gte=last).count() < MORE_LEARNERS_NEEDED:
        return Outcome.NOTHING_NEW
    for _try in range(_TRIES):
        try:
            freeze(measure(course, week))
        except SomebodyLeft:
            continue
        except IntegrityError:  # the command ran twice at once: the unique rule decided
            return Outcome.THERE_ALREADY
        return Outcome.FROZEN
    return Outcome.RESTLESS


def measure(course: CourseVersion, week: date) -> Measured:
    """The figures as they are now. Five queries, four of them counts made by the database."""
    population = _population(course, week)
    learners = down(population[0])
    made = [
        Snapshot(course=course, week=week, learners=learners, **parts)
        for parts in (*_scenarios(course, week), *_questions(course, week))
    ]
    return Measured(course, week, population, tuple(made))


def freeze(measured: Measured) -> None:
    """Writes all figures of a week, or none. Two queries. Raises SomebodyLeft, and IntegrityError if they are there."""
    # Counted outside of this transaction, so that nobody waits for it; who left meanwhile is in none of the figures.
    with transaction.atomic(durable=True):
        if _population(measured.course, measured.week) != measured.population:
            raise SomebodyLeft
        Snapshot.objects.bulk_create(measured.snapshots)


def right_pick(question: Question) -> str:
    """The right answer as answers are written."""
    match question.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            return " ".join(sorted(option.key for option in question.options if option.right))
        case Kind.ORDERING:
            return " ".join(item.key for item in question.items)
        case _:
            return " ".join(sorted(f"{pair.key}={pair.key}" for pair in question.pairs))


def confidence_about(questions: Iterable[Question]) -> dict[str, Question]:
    """The questions about being sure, by the key of the question they are about."""
    return {question.about: question for question in questions if question.kind is Kind.CONFIDENCE}


def sure_key(step: int, right: bool) -> str:
    """The cell of those who were that sure and were right, or not."""
    return f"{step} {RIGHT if right else NOT_RIGHT}"


# ---- Scenarios


def _scenarios(course: CourseVersion, week: date) -> Iterable[dict[str, Any]]:
    """What a snapshot holds, for each scenario version that enough of them began with. Three queries."""
    starts = _finished(course, week).values("start")
    scenes = _by_version(_first_choices(starts), "scene", "choice")
    endings = _by_version(_first_endings(starts), "ending")
    for version in ScenarioVersion.objects.filter(pk__in=scenes).order_by("key", "number"):
        graph = versions.graph_of(version)
        by_scene: dict[str, Counts] = {
            scene.key: dict.fromkeys(graph.choices_by_key[scene.key], 0) for scene in graph.scenes
        }
        for (scene, choice), learners in scenes[version.pk].items():
            by_scene[scene][choice] = learners
        of_endings = dict.fromkeys(graph.endings_by_key, 0)
        of_endings.update({ending: learners for (ending,), learners in endings[version.pk].items()})
        tables = {scene: rounded(counts) for scene, counts in by_scene.items()}
        reached = rounded(of_endings)
        if reached.is_shown or any(table.is_shown for table in tables.values()):
            figures = {SCENES: {scene: to_json(table) for scene, table in tables.items()}, ENDINGS: to_json(reached)}
            yield _about(Snapshot.Subject.SCENARIO, version.key, figures, version.number)


def _first_choices(starts: QuerySet[Any]) -> QuerySet[Any]:
    """The first choice of each first attempt at each scene."""
    choices = Turn.objects.exclude(choice=BACK)
    before = choices.filter(attempt=OuterRef("attempt"), scene=OuterRef("scene"), number__lt=OuterRef("number"))
    return _first_attempts(choices, starts).filter(~Exists(before))


def _first_endings(starts: QuerySet[Any]) -> QuerySet[Any]:
    """The ending that each first attempt reached first."""
    before = EndingReached.objects.filter(attempt=OuterRef("attempt"), pk__lt=OuterRef("pk"))
    return _first_attempts(EndingReached.objects.all(), starts).filter(~Exists(before))


def _first_attempts(rows: QuerySet[Any], starts: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(attempt__number=1, attempt__start__in=starts)


def _by_version(rows: QuerySet[Any], *names: str) -> Mapping[int, dict[tuple[str, ...], int]]:
    """How many rows there are of these values, by scenario version. One query."""
    found: dict[int, dict[tuple[str, ...], int]] = defaultdict(dict)
    for version, *values, learners in _counted(rows, "attempt__version", *names):
        found[version][tuple(values)] = learners
    return found


# ---- Questions


def _questions(course: CourseVersion, week: date) -> Iterable[dict[str, Any]]:
    """What a snapshot holds, for each question of this version that enough of them answered. One query."""
    picks: dict[str, Counts] = defaultdict(lambda: defaultdict(int))
    sure: dict[str, Counts] = defaultdict(lambda: defaultdict(int))
    for key, picked, right, step, learners in _counted(
        _first_picks(_finished(course, week).values("start")), "question", "picked", "right", "confidence"
    ):
        picks[str(key)][picked] += learners
        if step is not None:
            sure[str(key)][sure_key(step, right)] += learners
    for step in catalogue.outline_of(course).steps:
        scales = confidence_about(step.questions)
        for question in step.questions:
            picked = rounded({**_offered(question), **picks[question.key]})
            if question.kind in MARKED and picked.is_shown:
                how_sure = _how_sure(scales.get(question.key), sure[question.key])
                figures = {PICKS: to_json(picked), SURE: to_json(how_sure)}
                yield _about(Snapshot.Subject.QUESTION, UUID(question.key), figures)


def _first_picks(starts: QuerySet[Any]) -> QuerySet[Any]:
    """What was picked first at each question."""
    before = QuestionAnswered.objects.filter(
        start=OuterRef("start"), question=OuterRef("question"), pk__lt=OuterRef("pk")
    )
    return QuestionAnswered.objects.filter(~Exists(before), start__in=starts)


def _offered(question: Question) -> Counts:
    """Nobody yet, for each option of a single question; of the other kinds, for the right answer."""
    keys = [option.key for option in question.options] if question.kind is Kind.SINGLE else [right_pick(question)]
    return dict.fromkeys(keys, 0)


def _how_sure(scale: Question | None, counts: Mapping[str, int]) -> Table:
    steps = range(len(scale.scale)) if scale else ()
    return rounded({**{sure_key(step, right): 0 for step, right in product(steps, (True, False))}, **counts})


# ---- Both


def _finished(course: CourseVersion, week: date) -> QuerySet[CourseDone]:
    return CourseDone.objects.filter(start__version=course, completed_on__lt=week)


def _population(course: CourseVersion, week: date) -> tuple[int, int]:
    """How many had finished, and a sum that changes when one goes and another comes. One query."""
    found = _finished(course, week).aggregate(learners=Count("pk"), total=Sum("pk"))
    return found["learners"], found["total"] or 0


def _counted(rows: QuerySet[Any], *names: str) -> Iterable[tuple[Any, ...]]:
    """The different values of these columns, each with the number of its rows last. One query."""
    found: Iterable[tuple[Any, ...]] = rows.order_by(*names).values_list(*names).annotate(learners=Count("pk"))
    return found


def _about(subject: Snapshot.Subject, key: UUID, figures: dict[str, Any], number: int = 0) -> dict[str, Any]:
    return {"subject": subject, "key": key, "number": number, "figures": figures}
