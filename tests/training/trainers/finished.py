"""People who finished a small course, and what they did in it."""

import uuid
from collections.abc import Sequence
from datetime import date

from modules.models import CourseVersion
from modules.outline import Step
from quizzes.engine.graph import Graph
from tests import builders
from tests.factories import LearnerFactory
from tests.quizzes.engine.specimen import JONAS
from tests.training.learners.course import first_step, question_key
from training.models import Attempt, CourseDone, CourseStart, EndingReached, QuestionAnswered, Snapshot, Turn
from training.trainers.rounding import rounded, to_json
from training.trainers.statistics import ENDINGS, PICKS, SCENES, SURE

WEEK, BEFORE = date(2026, 11, 16), date(2026, 11, 11)  # a Monday, and a day of the week before
DESK, SINGLE = builders.key_of("at-the-desk"), question_key("m1-03")
THANKED = (("desk", "ask"), ("friday", "thank"))


def course(scenarios: int = 1) -> CourseVersion:
    """A course version with the lesson of questions and so many scenarios."""
    steps = [builders.scenario_step("at-the-desk" if not more else f"desk-{more}") for more in range(scenarios)]
    for step in steps:
        builders.scenario_version(step)
    return builders.course_version(builders.module_outline(first_step(), *steps))


def finish(version: CourseVersion, people: int, *, on: date | None = BEFORE) -> list[CourseStart]:
    """So many people with a place in the course, who finished it on this day, or have not."""
    starts = [builders.start_of(LearnerFactory(), version) for _person in range(people)]
    if on:
        CourseDone.objects.bulk_create([CourseDone(start=start, completed_on=on) for start in starts])
    return starts


def play(
    starts: Sequence[CourseStart],
    turns: Sequence[tuple[str, str]] = THANKED,
    endings: Sequence[str] = ("open",),
    *,
    number: int = 1,
    step: Step | None = None,
    graph: Graph = JONAS,
) -> None:
    """They play the scenario in this way."""
    scenario = step or builders.scenario_step()
    version = builders.scenario_version(scenario, graph)
    for start in starts:
        attempt = Attempt.objects.create(
            start=start, version=version, scenario=uuid.UUID(scenario.key), number=number, role="social-work"
        )
        Turn.objects.bulk_create(
            [
                Turn(attempt=attempt, number=at, scene=scene, choice=choice)
                for at, (scene, choice) in enumerate(turns, 1)
            ]
        )
        EndingReached.objects.bulk_create([EndingReached(attempt=attempt, ending=key, door="open") for key in endings])


def answer(
    starts: Sequence[CourseStart], picked: str, *, right: bool = False, sure: int | None = None, key: str = SINGLE
) -> None:
    """They answer a question in this way."""
    QuestionAnswered.objects.bulk_create(
        [QuestionAnswered(start=start, question=key, picked=picked, right=right, confidence=sure) for start in starts]
    )


def frozen(version: CourseVersion, week: date = WEEK) -> tuple[Snapshot, Snapshot]:
    """Figures about the conversation at the desk and about one question, as `snapshot` leaves them."""
    scenes = {
        "desk": rounded({"ask": 26, "file": 11, "wait": 0}),
        "friday": rounded({"thank": 13, "why": 8}),
        "door": rounded({"let": 9, "hold": 0}),
    }
    tables = {SCENES: {key: to_json(table) for key, table in scenes.items()}, ENDINGS: to_json(rounded({"open": 12}))}
    picks = {PICKS: to_json(rounded({"when": 23, "why": 13, "fact": 4})), SURE: to_json(rounded({}))}
    parts = {"course": version, "week": week, "learners": 35}
    return (
        Snapshot.objects.create(subject="scenario", key=DESK, number=1, figures=tables, **parts),
        Snapshot.objects.create(subject="question", key=SINGLE, figures=picks, **parts),
    )
