"""Whole things for tests, made of rows that belong together: a published course, a scenario, somebody in the middle.

Factories make one row; a builder makes what a page needs to be drawn.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.http import HttpResponse
from django.test import Client

from modules import outline
from modules.models import CourseVersion, LessonVersion
from modules.outline import ModuleOutline, Outline, Step, StepKind
from quizzes import versions
from quizzes.engine.graph import Graph
from quizzes.models import ScenarioVersion
from quizzes.questions.kinds import Question
from quizzes.shapes import canonical
from quizzes.terms import Role
from tests.factories import COURSE_KEY, NOW, LearnerFactory
from tests.quizzes.engine.specimen import JONAS
from training import devices
from training.learners.place import Place, StepPlace
from training.models import CourseStart, Learner

PUBLISHED_ON = date(2026, 9, 1)


def key_of(slug: str) -> str:
    """The key of the page with this slug: the same slug, the same key."""
    return str(uuid.uuid5(COURSE_KEY, slug))


def lesson_step(slug: str = "first-lesson", *, questions: Sequence[Question] = (), **parts: object) -> Step:
    """A lesson as the outline knows it."""
    step = Step(
        key=key_of(slug),
        kind=StepKind.LESSON,
        slug=slug,
        label="1.1",
        title=slug.replace("-", " ").capitalize(),
        minutes=10,
        questions=tuple(questions),
    )
    return replace(step, **parts)  # type: ignore[arg-type]


def scenario_step(slug: str = "at-the-desk", *, role: Role = Role.SOCIAL_WORK, **parts: object) -> Step:
    """A scenario as the outline knows it."""
    step = Step(
        key=key_of(slug),
        kind=StepKind.SCENARIO,
        slug=slug,
        label="SC-11",
        title=slug.replace("-", " ").capitalize(),
        minutes=15,
        role=role,
    )
    return replace(step, **parts)  # type: ignore[arg-type]


def module_outline(*steps: Step, number: int = 1, counts: bool = True) -> ModuleOutline:
    """A module with these steps."""
    return ModuleOutline(
        key=key_of(f"module-{number}"),
        number=number,
        slug=f"module-{number}",
        title=f"Module {number}",
        topic="A topic",
        minutes=60,
        counts=counts,
        steps=steps,
    )


def course_version(
    *modules: ModuleOutline, key: uuid.UUID = COURSE_KEY, slug: str = "tandem", number: int = 1, title: str = "Tandem"
) -> CourseVersion:
    """A published course with these modules."""
    content = outline.to_json(Outline(str(key), slug, title, "en", number, "3.5", modules))
    return CourseVersion.objects.create(
        key=key,
        language="en",
        number=number,
        digest=hashlib.sha256(canonical(content)).hexdigest(),
        content=content,
        published_on=PUBLISHED_ON,
    )


def lesson_version(step: Step, *, number: int = 1, **content: object) -> LessonVersion:
    """A published lesson. Its content is what the page would freeze; an empty body unless given."""
    values = {"title": step.title, "minutes": step.minutes, "label": step.label, "body": [], **content}
    return LessonVersion.objects.create(
        key=uuid.UUID(step.key),
        language="en",
        number=number,
        digest=hashlib.sha256(canonical(values)).hexdigest(),
        content=values,
        published_on=PUBLISHED_ON,
    )


def scenario_version(step: Step, graph: Graph = JONAS) -> ScenarioVersion:
    """The published scenario of a step; publishing another graph for it makes the next version."""
    return versions.freeze(uuid.UUID(step.key), "en", graph, PUBLISHED_ON)


def start_of(learner: Learner, version: CourseVersion) -> CourseStart:
    """The learner's place in this course."""
    return CourseStart.objects.create(learner=learner, version=version, course_key=version.key)


def place_in(start: CourseStart) -> Place:
    """The place as a view finds it, with nothing read yet."""
    version = start.version
    found = outline.from_json(str(version.key), version.language, version.number, version.content)
    return Place(learner=start.learner, start=start, outline=found)


def scenario_place(
    graph: Graph = JONAS, *, role: Role | None = Role.SOCIAL_WORK, skippable: bool = False, before: Sequence[Step] = ()
) -> StepPlace:
    """A learner of this role in a course of one module: the steps of `before`, then the scenario."""
    step = scenario_step(role=graph.role, skippable=skippable)
    module = module_outline(*before, step)
    scenario_version(step, graph)
    learner = LearnerFactory(role=role.value if role else "")
    return StepPlace(place=place_in(start_of(learner, course_version(module))), step=step, module=module)


def found_again(found: StepPlace) -> StepPlace:
    """The same step as a later request finds it: nothing is remembered but what was written."""
    start = CourseStart.objects.select_related("learner", "version").get(pk=found.place.start.pk)
    return replace(found, place=place_in(start))


def scenario_place_beside(found: StepPlace) -> StepPlace:
    """Another learner of the same role before the same step of the same course."""
    learner = LearnerFactory(role=found.place.learner.role)
    return replace(found, place=place_in(start_of(learner, found.place.start.version)))


def open_in(client: Client, learner: Learner) -> Client:
    """The client with the learner's place open in it, as after the recovery code."""
    response = HttpResponse()
    devices.open_here(response, learner, NOW.replace(year=2100), kept=False)
    client.cookies.update(response.cookies)
    return client
