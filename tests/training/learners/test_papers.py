"""The handbook of a module and the group exercise as files, and what is said when there is none."""

import io
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from certificates.pdf.limited import Limits
from modules.outline import Step
from quizzes.terms import Role
from tests import builders
from tests.factories import LearnerFactory
from tests.quizzes.engine.specimen import JONAS
from training import printing
from training.models import CourseStart, Learner

HANDBOOK = "/courses/tandem/module-1/handbook.pdf"
EXERCISE = "/learn/tandem/at-the-desk/group-exercise.pdf"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    """Nothing was printed before."""
    settings.TANDEM_PRINTS = tmp_path / "prints"


@pytest.fixture
def lesson(db: None) -> Step:
    return builders.lesson_step()


@pytest.fixture
def learner(lesson: Step) -> Learner:
    """Somebody in a course of a lesson and a conversation."""
    scenario = builders.scenario_step(role=JONAS.role)
    builders.lesson_version(lesson, body=[{"type": "text", "value": "<p>Words of the lesson.</p>", "id": "a"}])
    builders.scenario_version(scenario)
    learner: Learner = LearnerFactory(role=Role.SOCIAL_WORK.value)
    builders.start_of(learner, builders.course_version(builders.module_outline(lesson, scenario)))
    return learner


@pytest.fixture
def reader(client: Client, learner: Learner) -> Client:
    return builders.open_in(client, learner)


def text_of(response: Any) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)


def test_handbook_is_a_file_with_the_words_of_the_module(reader):
    response = reader.get(HANDBOOK)

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == 'attachment; filename="tandem-module-1-module-1.pdf"'
    assert "no-store" in response["Cache-Control"]
    assert "Words of the lesson." in text_of(response)


def test_group_exercise_is_a_file_with_the_cards(reader):
    response = reader.get(EXERCISE)

    assert response["Content-Disposition"] == 'attachment; filename="tandem-group-exercise-at-the-desk.pdf"'
    assert "Scene cards" in text_of(response)


def test_group_exercise_is_the_same_file_whatever_way_was_taken(reader):
    before = reader.get(EXERCISE).content

    reader.post("/learn/tandem/at-the-desk/begin", {"attempt": "1"})

    assert reader.get(EXERCISE).content == before


def test_two_learners_get_the_same_handbook_byte_for_byte(reader, learner):
    other = LearnerFactory(role=Role.POLICE.value)
    builders.start_of(other, CourseStart.objects.get(learner=learner).version)

    assert reader.get(HANDBOOK).content == builders.open_in(Client(), other).get(HANDBOOK).content


@pytest.mark.parametrize(
    "address",
    ["/courses/tandem/module-9/handbook.pdf", "/learn/tandem/first-lesson/group-exercise.pdf"],
)
def test_what_does_not_exist_is_not_found(reader, address):
    assert reader.get(address).status_code == 404


def test_scenario_that_was_never_published_is_not_found(client, db):
    scenario = builders.scenario_step()
    learner = LearnerFactory()
    builders.start_of(learner, builders.course_version(builders.module_outline(scenario)))

    assert builders.open_in(client, learner).get(EXERCISE).status_code == 404


def test_module_that_is_too_much_says_so_and_offers_its_lessons(reader, monkeypatch):
    monkeypatch.setattr(printing, "LIMITS", Limits(html=100))

    response = reader.get(HANDBOOK)

    words = response.content.decode()
    assert response.status_code == 422
    assert "The trainer who wrote it can make it shorter" in words
    assert 'href="/learn/tandem/first-lesson/"' in words


def test_waiting_learner_is_told_to_try_again(reader, monkeypatch):
    monkeypatch.setattr(printing, "AT_ONCE", 0)

    response = reader.get(EXERCISE)

    assert (response.status_code, response["Retry-After"]) == (503, "20")
    assert "try again in half a minute" in response.content.decode()
    assert 'href="/learn/tandem/at-the-desk/group-exercise/"' in response.content.decode()


def test_eleventh_new_print_in_an_hour_waits_and_kept_ones_never_do(reader, monkeypatch):
    first = reader.get(HANDBOOK)
    monkeypatch.setattr("training.learners.views.papers.DRAWN_PER_HOUR", 1)

    assert reader.get(EXERCISE).status_code == 429
    assert reader.get(HANDBOOK).content == first.content


def test_visitor_who_asks_for_a_handbook_is_told_whom_it_is_for(small_site, db, client):
    response = client.get("/courses/small-course/first-module/handbook.pdf")

    page = client.get(response["Location"]).content.decode()
    assert response["Location"] == "/courses/small-course/#for-learners"
    assert 'id="for-learners"' in page
    assert "is for people who have started this course" in page
    assert "messages" not in client.cookies


def test_module_page_offers_the_handbook_to_those_who_started(small_site, db, client):
    before = client.get("/courses/small-course/first-module/").content.decode()

    client.post("/courses/small-course/start", {"role": "teacher"})

    assert "handbook.pdf" not in before
    assert 'href="/courses/small-course/first-module/handbook.pdf"' in (
        client.get("/courses/small-course/first-module/").content.decode()
    )
