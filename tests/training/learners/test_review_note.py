"""What the course page says about who has read the course."""

from datetime import date

import pytest
from django.test import Client
from django.utils.html import strip_tags

from modules import reviewing
from modules.models import CoursePage, LessonPage, ModulePage, ScenarioPage
from modules.models.gate import Grant, granting
from modules.models.reviews import Release, Right
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_site")]
ON = date(2026, 11, 20)


def note(client: Client) -> str:
    """The words of the note, with single spaces."""
    course = CoursePage.objects.get()
    page = client.get(f"/courses/{course.slug}/").content.decode()
    header = page.partition("<h1>")[2].partition("</header>")[0]
    return " ".join(strip_tags(header).split())


def approve(professions: list[str]) -> None:
    """As if everything live had been approved by two people of these professions."""
    Release.objects.update(right=Right.TANDEM, professions=professions)


def test_starter_content_says_that_nobody_has_read_it(client: Client) -> None:
    assert "No two people of different professions have read it yet." in note(client)


def test_course_that_was_reviewed_says_by_whom(client: Client) -> None:
    approve(["teacher", "prison-probation"])

    words = note(client)

    assert "Reviewed by a teacher and a prison or probation officer." in words
    assert "not yet reviewed" not in words


def test_course_that_was_reviewed_in_part_says_how_far(client: Client) -> None:
    lesson = LessonPage.objects.live().first()
    assert lesson is not None
    Release.objects.filter(page_key=lesson.translation_key).update(
        right=Right.TANDEM, professions=["teacher", "police"]
    )

    steps = LessonPage.objects.live().count() + ScenarioPage.objects.live().count()
    assert f"Two people of different professions have read 1 of {steps} steps." in note(client)


def test_one_page_without_two_approvals_takes_the_whole_back(client: Client) -> None:
    approve(["teacher", "police"])
    module = ModulePage.objects.live().first()
    assert module is not None
    Release.objects.filter(page_key=module.translation_key).update(right=Right.STARTER, professions=[])

    assert "Reviewed by" not in note(client)


def test_bypass_is_shown_with_its_day_and_reason_and_without_a_name(client: Client) -> None:
    lesson = LessonPage.objects.live().first()
    assert lesson is not None
    operator = UserFactory(operator=True, first_name="Olga", last_name="Canary")
    lesson.lead = "Another first sentence."
    lesson.save_revision(user=operator)

    reviewing.bypass(lesson, operator, "A wrong number.", ON)

    words = note(client)
    assert f"“{lesson.title}” was published without review on 20 November 2026" in words
    assert "The reason: A wrong number." in words
    assert "Canary" not in words


def test_newest_release_counts(client: Client) -> None:
    lesson = LessonPage.objects.live().first()
    assert lesson is not None
    approve(["teacher", "police"])
    lesson.lead = "Another first sentence."
    with granting(Grant(Right.BYPASS, on=ON, reason="In a hurry.")):
        lesson.save_revision().publish()

    assert "Not everything here has been reviewed in tandem." in note(client)
