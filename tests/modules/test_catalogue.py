"""Courses in their newest version, lessons for one reader, cards that count."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from modules import cards, catalogue
from modules.models import CountryCard, CountryCardEntry, CoursePage, LessonPage, LessonVersion, Principle
from quizzes.terms import Role
from tests import releasing
from tests.modules.conftest import PUBLISHED_ON


@pytest.fixture
def version(course: CoursePage) -> LessonVersion:
    """The first lesson, which names both placeholders."""
    page = LessonPage.objects.get(slug="first-lesson")
    return catalogue.newest_lesson(page.translation_key, "en")


def reviewed_card(**fields: Any) -> CountryCard:
    """A card that counts."""
    values = {
        "country": "FI",
        "name": "Finland",
        "emergency_number": "112",
        "reviewed_on": PUBLISHED_ON,
        "reviewers": "lawyer",
    }
    card: CountryCard = CountryCard.objects.create(**values | fields)
    CountryCardEntry.objects.create(card=card, role="teacher", duty_to_report="Tell the head.", services="A\n\nB ")
    cards.forget()
    return card


def text_of(body: catalogue.LessonBody) -> str:
    return "".join(segment.html for segment in body.segments)


def test_the_newest_version_of_a_course_is_offered(course: CoursePage) -> None:
    course.title = "A smaller course"
    releasing.publish(course)

    found = catalogue.published_courses("en")

    assert [(version.number, version.content["title"]) for version in found] == [(2, "A smaller course")]


def test_a_course_is_found_by_its_address_in_one_query(course: CoursePage, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        version = catalogue.course_by_slug("small-course", "en")

    assert version.key == course.translation_key


def test_an_unknown_address_finds_no_course(course: CoursePage) -> None:
    assert (catalogue.course_by_slug("other", "en"), catalogue.course_by_slug("small-course", "fi")) == (None, None)


def test_a_lesson_is_drawn_once_for_all_readers_alike(version: LessonVersion, django_assert_num_queries: Any) -> None:
    first = catalogue.lesson_body(version, Role.TEACHER, "FI")

    with django_assert_num_queries(0):
        second = catalogue.lesson_body(version, Role.TEACHER, "FI")

    assert first is second


def test_a_lesson_names_its_principles(version: LessonVersion) -> None:
    body = catalogue.lesson_body(version, None, "")

    assert [(principle.key, principle.source_title) for principle in body.principles] == [
        ("S1-1", "First source"),
        ("S1-2", "First source"),
    ]


def test_a_changed_principle_is_seen_at_once(version: LessonVersion) -> None:
    catalogue.lesson_body(version, None, "")
    principle = Principle.objects.get(key="S1-1")
    principle.text = "Listen first and long."
    principle.save()

    body = catalogue.lesson_body(version, None, "")

    assert body.principles[0].text == "Listen first and long."


def test_a_sample_card_never_counts(version: LessonVersion) -> None:
    body = catalogue.lesson_body(version, Role.TEACHER, "ZZ")

    assert cards.card_for("ZZ", Role.TEACHER) is None
    assert "call your local emergency number." in text_of(body)
    assert "Then ask your lead first." in text_of(body)


def test_a_sample_card_is_shown_as_what_it_is(course: CoursePage) -> None:
    card = cards.shown_card("zz", Role.TEACHER)

    assert (card.is_sample, card.is_reviewed, card.testimony, card.services) == (True, False, "", ("Debt: advice",))


def test_a_reviewed_card_speaks_in_lessons(version: LessonVersion) -> None:
    catalogue.lesson_body(version, Role.TEACHER, "FI")
    reviewed_card()

    body = catalogue.lesson_body(version, Role.TEACHER, "FI")

    assert "call 112." in text_of(body)
    assert "Then Tell the head.." in text_of(body)


@pytest.mark.parametrize("fields", [{"reviewed_on": None}, {"reviewers": " "}, {"live": False}])
def test_a_card_that_nobody_reviewed_does_not_count(course: CoursePage, fields: dict[str, Any]) -> None:
    reviewed_card(**fields)

    assert cards.card_for("FI", Role.TEACHER) is None


def test_a_card_without_an_entry_for_the_role_does_not_count(course: CoursePage) -> None:
    reviewed_card()

    assert cards.card_for("FI", Role.POLICE) is None


def test_a_card_says_what_holds(course: CoursePage) -> None:
    reviewed_card()

    card = cards.card_for("FI", Role.TEACHER)

    assert (card.emergency_number, card.services, card.reviewed_on) == ("112", ("A", "B"), PUBLISHED_ON)
    assert cards.countries() == [("FI", "Finland", False), ("ZZ", "Samplia (sample)", True)]


@pytest.mark.django_db
def test_the_database_refuses_a_reviewed_sample() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CountryCard.objects.create(
            country="FI", name="F", emergency_number="1", sample=True, reviewed_on=date(2026, 1, 1), reviewers="lawyer"
        )


@pytest.mark.django_db
def test_a_review_without_a_profession_is_refused() -> None:
    card = CountryCard(country="FI", name="F", emergency_number="1", reviewed_on=date(2026, 1, 1))

    with pytest.raises(ValidationError, match="which professions"):
        card.full_clean()


def test_a_text_of_a_scene_is_filled_with_the_same_words(course: CoursePage) -> None:
    fill = cards.filler("ZZ", Role.TEACHER)

    assert fill("Call {EMERGENCY}.") == "Call your local emergency number."


def test_the_course_page_says_which_reviews_are_missing(course: CoursePage) -> None:
    missing = catalogue.reviewed(course, "en").missing

    assert [(review.title, review.who) for review in missing] == [
        ("1.2 Second lesson", ("lawyer", "clinician")),
        ("The bench", ("lawyer",)),
    ]


def test_a_review_that_was_done_is_not_missing(course: CoursePage) -> None:
    LessonPage.objects.filter(slug="second-lesson").update(lawyer_reviewed_on=PUBLISHED_ON)

    assert catalogue.reviewed(course, "en").missing[0].who == ("clinician",)


def test_a_handout_has_a_page_of_its_own(course: CoursePage) -> None:
    lesson = catalogue.newest_lesson(LessonPage.objects.get(slug="second-lesson").translation_key, "en")
    key = next(block["id"] for block in lesson.content["body"] if block["type"] == "handout")

    sheet = catalogue.handout(lesson, key, Role.TEACHER, "ZZ")

    assert (sheet.title, sheet.pages) == ("Three areas", 1)
    assert "This week" in sheet.html
    assert catalogue.handout(lesson, "another", Role.TEACHER, "ZZ") is None


def test_view_live_points_at_the_sites_own_routes(course: CoursePage) -> None:
    addresses = [page.specific.url for page in [course, *course.get_descendants()]]

    assert addresses == [
        "/courses/small-course/",
        "/courses/small-course/first-module/",
        "/learn/small-course/first-lesson/",
        "/learn/small-course/second-lesson/",
        "/learn/small-course/the-bench/",
        "/courses/small-course/second-module/",
        "/learn/small-course/third-lesson/",
    ]


def test_a_lesson_is_found_by_its_words(course: CoursePage) -> None:
    found = LessonPage.objects.live().search("paragraph")

    assert [page.slug for page in found] == ["second-lesson"]


def test_the_words_of_a_module_are_found_by_both_addresses(course: CoursePage) -> None:
    module = catalogue.module_page("small-course", "first-module")

    assert (module.topic, module.text_for(Role.PRISON_PROBATION)) == ("Listening", "On the wing.")
    assert catalogue.module_page("small-course", "other") is None
    assert [page.number for page in catalogue.module_pages(course)] == [1, 2]
