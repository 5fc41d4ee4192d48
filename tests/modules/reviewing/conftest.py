"""A lesson with a new sentence, two who may review it, and ways to press what they press."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from modules import reviewing
from modules.models import CoursePage, LessonPage, LessonVersion
from modules.review_rule import QUESTIONS
from modules.reviewing import Outcome, Said
from tests.factories import UserFactory
from training import roles
from training.models import User

ON = date(2026, 11, 23)
NEW = "Two see more than one."
YES = dict.fromkeys(QUESTIONS, "yes")


@pytest.fixture
def author(course: CoursePage) -> User:
    """A trainer who writes, a teacher by profession."""
    roles.sync()
    user: User = UserFactory(trainer=True, factor=True, profession="teacher")
    return user


@pytest.fixture
def teacher(author: User) -> User:
    """A reviewer who is a teacher."""
    user: User = UserFactory(reviewer=True, factor=True, profession="teacher")
    return user


@pytest.fixture
def officer(author: User) -> User:
    """A reviewer from prison or probation."""
    user: User = UserFactory(reviewer=True, factor=True, profession="prison-probation")
    return user


@pytest.fixture
def operator(author: User) -> User:
    """Somebody who may everything in the admin."""
    user: User = UserFactory(operator=True, factor=True)
    return user


@pytest.fixture
def lesson(author: User) -> LessonPage:
    """A live lesson whose draft has a new sentence."""
    page: LessonPage = LessonPage.objects.get(slug="second-lesson")
    page.lead = NEW
    page.save_revision(user=author)
    return fresh(page)


@pytest.fixture
def submitted(lesson: LessonPage, author: User) -> LessonPage:
    """The same, in review."""
    lesson.get_workflow().start(lesson, author)
    return fresh(lesson)


@pytest.fixture
def at(client: Client) -> Callable[[User], Client]:
    """Signs somebody in."""

    def signed_in(user: User) -> Client:
        client.force_login(user)
        return client

    return signed_in


def fresh(page: Any) -> Any:
    """The page as the database has it."""
    return type(page).objects.get(pk=page.pk)


def say(page: Page, user: User, *, approves: bool = True, **said: Any) -> Outcome:
    """Fills in a sheet about the newest draft."""
    content = reviewing.of(page).standing.content_hash
    return reviewing.fill_in(page, user, Said(content, approves, YES, **said), ON)


def edit(page: Page, user: User | None, **changed: Any) -> Any:
    """Saves a draft with these fields."""
    draft = fresh(page).get_latest_revision_as_object()
    for name, value in changed.items():
        setattr(draft, name, value)
    return draft.save_revision(user=user)


def address(page: Page, name: str = "edit") -> str:
    """An address of Wagtail's page views."""
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def read_by_learners(page: Page) -> list[str]:
    """The first sentences of the versions of a lesson that learners got, oldest first."""
    versions = LessonVersion.objects.filter(key=page.translation_key).order_by("number")
    return [version.content["lead"] for version in versions]
