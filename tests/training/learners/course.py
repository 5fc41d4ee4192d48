"""A small published course for the tests of pages: two lessons with every kind of question, one scenario."""

import uuid
from dataclasses import replace

import pytest
from django.test import Client

from modules import catalogue
from modules.models import CourseVersion
from modules.outline import Step
from quizzes.questions.kinds import Question
from tests import builders
from tests.quizzes.questions.specimen import CONFIDENCE, MATCHING, MULTIPLE, ORDERING, REFLECTION, SINGLE

FIRST, SECOND = "/learn/tandem/first-lesson/", "/learn/tandem/second-lesson/"


def keyed(question: Question) -> Question:
    """The question with keys as published lessons have them."""
    return replace(
        question, key=question_key(question.key), about=question_key(question.about) if question.about else ""
    )


def question_key(key: str) -> str:
    """The published key of a specimen."""
    return str(uuid.uuid5(builders.COURSE_KEY, key))


def first_step() -> Step:
    """The lesson that holds the questions."""
    return builders.lesson_step(
        questions=[keyed(question) for question in (CONFIDENCE, SINGLE, MULTIPLE, ORDERING, MATCHING, REFLECTION)]
    )


def publish(monkeypatch: pytest.MonkeyPatch) -> CourseVersion:
    """The course, as the public start form finds it without a page tree."""
    first, second, scenario = first_step(), builders.lesson_step("second-lesson"), builders.scenario_step()
    for step in (first, second):
        builders.lesson_version(step, lead="", principles="", needs_law=False)
    builders.scenario_version(scenario)
    version = builders.course_version(builders.module_outline(first, second, scenario))
    monkeypatch.setattr(
        catalogue, "course_by_slug", lambda slug, language: version if slug == version.content["slug"] else None
    )
    return version


def started(client: Client) -> Client:
    """The client after the one button."""
    client.post("/courses/tandem/start", {"role": "teacher"})
    return client
