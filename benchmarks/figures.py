"""How long the weekly figures take. One table, in about a minute.

python benchmarks/figures.py [--turns 200000]

Fills a database of its own in a temporary folder (SQLite) with people who finished a course of nine scenarios and 30
questions, one learner for about 72 turns, then counts, rounds and freezes as the command does.
"""

import argparse
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SCENARIOS, SCENES, TURNS, QUESTIONS = 9, 9, 8, 30
WEEK = date(2026, 11, 16)


def prepare(folder: Path) -> None:
    """Django with an empty database in this folder."""
    sys.path.insert(0, str(ROOT))
    os.environ.update(DJANGO_SETTINGS_MODULE="training.settings.dev", TANDEM_VAR=str(folder))
    import django  # noqa: PLC0415 -- settings first
    from django.core.management import call_command  # noqa: PLC0415 -- settings first

    django.setup()
    call_command("migrate", verbosity=0)


def course_of(graphs: int) -> Any:
    """A course version with so many scenarios and 30 questions in one lesson."""
    from benchmarks.play import graph_of  # noqa: PLC0415 -- settings first
    from modules import outline  # noqa: PLC0415 -- settings first
    from modules.models import CourseVersion  # noqa: PLC0415 -- settings first
    from quizzes import versions  # noqa: PLC0415 -- settings first
    from quizzes.questions.kinds import Kind, Option, Question  # noqa: PLC0415 -- settings first

    options = tuple(Option(key, key, key == "a", "What it does.") for key in "abc")
    questions = tuple(Question(str(uuid.uuid4()), Kind.SINGLE, "Which?", options=options) for _ in range(QUESTIONS))
    lesson = outline.Step(
        str(uuid.uuid4()), outline.StepKind.LESSON, "lesson", "1.1", "A lesson", 5, questions=questions
    )
    steps = [
        outline.Step(str(uuid.uuid4()), outline.StepKind.SCENARIO, f"s{number}", "", f"Scenario {number}", 15)
        for number in range(graphs)
    ]
    for step in steps:
        versions.freeze(uuid.UUID(step.key), "en", graph_of(SCENES), WEEK)
    module = outline.ModuleOutline(str(uuid.uuid4()), 1, "one", "One", "", 60, True, (lesson, *steps))
    key = uuid.uuid4()
    content = outline.to_json(outline.Outline(str(key), "course", "Course", "en", 1, "3.5", (module,)))
    return CourseVersion.objects.create(
        key=key, language="en", number=1, digest="0" * 64, content=content, published_on=WEEK
    )


def people_of(course: Any, count: int) -> list[Any]:
    """The places of so many people who finished."""
    from training.models import CourseDone, CourseStart, Learner  # noqa: PLC0415 -- settings first

    learners = [Learner(pk=uuid.uuid4(), role="teacher", active_month=WEEK.replace(day=1)) for _ in range(count)]
    Learner.objects.bulk_create(learners, 500)
    places = [CourseStart(learner=learner, version=course, course_key=course.key) for learner in learners]
    starts = list(CourseStart.objects.bulk_create(places, 500))
    finished = WEEK - timedelta(days=3)
    CourseDone.objects.bulk_create([CourseDone(start=start, completed_on=finished) for start in starts], 500)
    return starts


def fill(course: Any, count: int) -> int:
    """Makes so many people who finished, played everything and answered everything. How many turns there are."""
    from modules import catalogue  # noqa: PLC0415 -- settings first
    from quizzes.models import ScenarioVersion  # noqa: PLC0415 -- settings first
    from training.models import Attempt, EndingReached, QuestionAnswered, Turn  # noqa: PLC0415 -- settings first

    random, starts, versions = Random(1), people_of(course, count), list(ScenarioVersion.objects.all())
    attempts = [
        Attempt(start=start, version=version, scenario=version.key, number=1, role="teacher")
        for start, version in product(starts, versions)
    ]
    Attempt.objects.bulk_create(attempts, 500)

    def turns() -> Iterator[Any]:
        for attempt, number in product(attempts, range(1, TURNS + 1)):
            scene, choice = f"N{random.randrange(SCENES)}", random.choice("aabc") if number % 5 else ""
            yield Turn(attempt=attempt, number=number, scene=scene, choice=choice)

    Turn.objects.bulk_create(turns(), 500)
    doors = [(attempt, random.choice(("open", "ajar", "closed"))) for attempt in attempts]
    EndingReached.objects.bulk_create([EndingReached(attempt=one, ending=door, door=door) for one, door in doors], 500)
    questions = [question.key for step in catalogue.outline_of(course).steps for question in step.questions]
    picks = [(start, question, random.choice("aabc")) for start, question in product(starts, questions)]
    QuestionAnswered.objects.bulk_create(
        [QuestionAnswered(start=one, question=key, picked=pick, right=pick == "a") for one, key, pick in picks], 500
    )
    return Turn.objects.count()


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came back."""
    begun = time.perf_counter()
    result = action()
    return time.perf_counter() - begun, result


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--turns", type=int, default=200_000)
    wanted = parser.parse_args().turns
    with tempfile.TemporaryDirectory() as name:
        prepare(Path(name))
        from training.trainers import statistics  # noqa: PLC0415 -- settings first

        course = course_of(SCENARIOS)
        filling, turns = timed(lambda: fill(course, max(10, wanted // (SCENARIOS * TURNS))))
        measuring, measured = timed(lambda: statistics.measure(course, WEEK))
        freezing, _none = timed(lambda: statistics.freeze(measured))
        print(f"{'turns':34}{turns:>12,}")
        print(f"{'made in, seconds':34}{filling:>12.1f}")
        print(f"{'counted and rounded in, seconds':34}{measuring:>12.2f}")
        print(f"{'frozen in, seconds':34}{freezing:>12.3f}")
        print(f"{'snapshots':34}{len(measured.snapshots):>12,}")


if __name__ == "__main__":
    main()
