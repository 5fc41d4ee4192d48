"""The holder of a certificate reads what changed since; nobody else does, and nothing is recorded."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from certificates.models import Certificate
from modules.models import LessonVersion
from quizzes.models import ScenarioVersion
from quizzes.terms import Role
from tests import lasting
from tests.builders import course_version, lesson_step, lesson_version, module_outline, open_in, scenario_step, start_of
from tests.factories import CertificateFactory, LearnerFactory
from tests.quizzes.engine.specimen import JONAS
from training.learners.changes import Since, since
from training.models import Learner

pytestmark = pytest.mark.django_db

DONE, LATER, NOW = date(2026, 10, 14), date(2026, 11, 2), date(2026, 11, 24)
FIRST, SECOND = lesson_step(), lesson_step("second-lesson")
DESK, CELL = scenario_step(), scenario_step("at-the-cell", role=Role.POLICE)
NEW = lesson_step("third-lesson")


@pytest.fixture
def learner() -> Learner:
    return LearnerFactory(role=Role.SOCIAL_WORK.value)


@pytest.fixture
def certificate(learner: Learner) -> Certificate:
    """A certificate about version 1 of a course in which the holder still has a place."""
    start_of(learner, course_version(module_outline(FIRST, SECOND, DESK, CELL)))
    mine: Certificate = CertificateFactory(learner=learner, completed_on=DONE, course_version=1, language="en")
    return mine


def newer_lesson(step: object, note: str, on: date = LATER, number: int = 2) -> None:
    version = lesson_version(step, number=number, lead=note)  # type: ignore[arg-type]
    LessonVersion.objects.filter(pk=version.pk).update(note=note, published_on=on)


def newer_scenario(step: object, note: str, on: date = LATER) -> None:
    ScenarioVersion.objects.create(
        key=uuid.UUID(step.key), language="en", number=2, digest=note[:64], content={"title": JONAS.title},  # type: ignore[attr-defined]
        published_on=on, note=note,
    )  # fmt: skip


def ask(certificate: Certificate, on: date = NOW, role: Role | None = Role.SOCIAL_WORK) -> Since:
    return since(certificate, role, on)


def slugs(found: Since) -> list[str]:
    """The steps of the refresher."""
    return [one.slug for one in found.refresher]


def test_nothing_changed_is_said(certificate: Certificate) -> None:
    found = ask(certificate)

    assert not found
    assert (found.is_newer, found.refresher) == (False, ())


def test_holder_reads_what_authors_said_of_newer_words(certificate: Certificate) -> None:
    newer_lesson(SECOND, "The case has another end.")
    newer_scenario(DESK, "Jonas may leave.")

    assert [(one.step.slug, one.notes, one.slug) for one in ask(certificate).changed] == [
        ("second-lesson", ("The case has another end.",), "second-lesson"),
        ("at-the-desk", ("Jonas may leave.",), "at-the-desk"),
    ]


def test_several_versions_of_one_step_are_one_entry(certificate: Certificate) -> None:
    newer_lesson(FIRST, "First.", number=2)
    newer_lesson(FIRST, "Second.", number=3)

    assert [one.notes for one in ask(certificate).changed] == [("First.", "Second.")]


def test_what_was_there_on_the_day_is_not_new(certificate: Certificate) -> None:
    newer_lesson(FIRST, "Before.", on=DONE)

    assert not ask(certificate)


def test_holder_reads_which_steps_came_and_went(certificate: Certificate) -> None:
    course_version(module_outline(FIRST, NEW, DESK, CELL), number=2)

    found = ask(certificate)

    assert [step.slug for step in found.added] == ["third-lesson"]
    assert [step.slug for step in found.removed] == ["second-lesson"]
    assert (found.is_newer, found.newest.number if found.newest else 0) == (True, 2)


def test_the_first_version_of_a_new_step_is_no_change(certificate: Certificate) -> None:
    course_version(module_outline(FIRST, SECOND, NEW, DESK, CELL), number=2)
    newer_lesson(NEW, "", number=1)

    assert ask(certificate).changed == ()


def test_holder_reads_what_else_changed_in_the_order(certificate: Certificate) -> None:
    course_version(module_outline(replace(FIRST, minutes=12), SECOND, DESK, CELL), number=2)
    course_version(module_outline(replace(FIRST, minutes=20), SECOND, DESK, CELL), number=3)

    assert ask(certificate).course == ("“First lesson” now takes 20 minutes instead of 10.",)


def test_refresher_is_the_changed_lessons_and_one_scenario_for_the_role(certificate: Certificate) -> None:
    newer_lesson(SECOND, "The case has another end.")
    newer_scenario(CELL, "Another cell.")

    found = ask(certificate)

    assert slugs(found) == ["second-lesson", "at-the-desk"]
    assert found.minutes == 25


def test_a_version_without_a_word_is_no_change(certificate: Certificate) -> None:
    newer_lesson(SECOND, "")

    assert ask(certificate).changed == ()


def test_refresher_takes_half_an_hour(learner: Learner) -> None:
    lessons = [lesson_step(f"lesson-{number}") for number in range(4)]
    start_of(learner, course_version(module_outline(*lessons, DESK)))
    mine = CertificateFactory(learner=learner, completed_on=DONE, course_version=1, language="en")
    for_all = [newer_lesson(step, step.slug) for step in lessons]

    found = ask(mine)

    assert len(found.changed) == len(for_all)
    assert slugs(found) == ["lesson-0", "at-the-desk"]


def test_the_first_words_of_a_step_are_no_change(certificate: Certificate) -> None:
    newer_lesson(SECOND, "Here from the first.", number=1)

    assert ask(certificate).changed == ()


def test_refresher_takes_the_changed_scenario_of_the_role_first(certificate: Certificate) -> None:
    newer_scenario(CELL, "Another cell.")

    assert slugs(ask(certificate, role=Role.POLICE)) == ["at-the-cell"]


@pytest.mark.parametrize(
    ("on", "offered"),
    [(date(2028, 10, 13), []), (date(2028, 10, 14), ["at-the-desk"]), (date(2031, 1, 1), ["at-the-desk"])],
)
def test_after_two_years_a_scenario_is_offered_though_nothing_changed(
    certificate: Certificate, on: date, offered: list[str]
) -> None:
    assert slugs(ask(certificate, on)) == offered


def test_whoever_left_the_course_gets_no_links_into_it(learner: Learner) -> None:
    course_version(module_outline(FIRST, DESK))
    mine = CertificateFactory(learner=learner, completed_on=DONE, course_version=1, language="en")
    newer_lesson(FIRST, "The case has another end.")

    found = ask(mine)

    assert [one.slug for one in found.changed] == [""]
    assert (found.refresher, found.place, found.slug) == ((), "", "tandem")


def test_a_certificate_about_a_course_that_is_gone_says_nothing_changed(learner: Learner) -> None:
    mine = CertificateFactory(learner=learner, course_key="of another site", completed_on=DONE)

    assert (bool(ask(mine)), ask(mine).newest) == (False, None)


# ---- the page


def test_page_says_what_changed_and_that_the_certificate_stays_valid(
    client: Client, learner: Learner, certificate: Certificate
) -> None:
    newer_lesson(SECOND, "The case has another end.")
    course_version(module_outline(FIRST, SECOND, NEW, DESK, CELL), number=2)

    page = open_in(client, learner).get(reverse("mine:changes", args=[certificate.pk])).content.decode()

    assert "It stays valid as the record of that version." in page
    assert "The case has another end." in page
    assert "Third lesson" in page
    assert reverse("learn:step", args=["tandem", "second-lesson"]) in page


def test_page_of_one_that_does_not_hold_says_nothing_else(client: Client, learner: Learner) -> None:
    mine = CertificateFactory(learner=learner, completed_on=DONE, withdrawn=True)

    page = open_in(client, learner).get(reverse("mine:changes", args=[mine.pk])).content.decode()

    assert "It does not hold any more: withdrawn." in page
    assert "stays valid" not in page


def test_page_writes_nothing(client: Client, learner: Learner, certificate: Certificate) -> None:
    newer_lesson(SECOND, "The case has another end.")
    open_in(client, learner)

    with lasting.writes() as written:
        answer = client.get(reverse("mine:changes", args=[certificate.pk]))

    assert answer.status_code == 200
    assert set(written) == set()


def test_certificate_of_somebody_else_is_not_found(client: Client, certificate: Certificate) -> None:
    other = open_in(client, LearnerFactory())

    assert other.get(reverse("mine:changes", args=[certificate.pk])).status_code == 404


def test_my_training_leads_to_the_page(client: Client, learner: Learner, certificate: Certificate) -> None:
    page = open_in(client, learner).get("/mine/").content.decode()

    assert reverse("mine:changes", args=[certificate.pk]) in page
