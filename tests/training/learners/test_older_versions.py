"""Who began on an older version finishes it: conversation, debrief, certificate, and wherever that is checked."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from certificates.models import Certificate
from certificates.rendering import pdf
from quizzes.engine.graph import Ending, Line
from tests import builders
from tests.builders import course_version, lesson_step, module_outline, open_in, start_of
from tests.factories import CoordinatorFactory, LearnerFactory, ShareFactory
from tests.quizzes.engine.specimen import DESK, DOOR, FRIDAY, JONAS
from training.learners.place import StepPlace
from training.models import CourseDone, EndingReached, Learner

pytestmark = pytest.mark.django_db

STEP = "/learn/tandem/at-the-desk/"
REWORDED = replace(DESK, lines=(Line("jonas", ("you",), "Who are you?"),))
SECOND = replace(JONAS, title="In the office", scenes=(REWORDED, FRIDAY, DOOR))
# The third version has neither the scene nor the ending that somebody is on the way to.
SHORT_DESK = replace(REWORDED, choices=(replace(DESK.choices[0], to="kept"), *DESK.choices[1:]))
THIRD = replace(
    SECOND,
    scenes=(SHORT_DESK, DOOR),
    endings=(replace(JONAS.endings[0], key="kept", title="He stays"), *JONAS.endings[1:]),
)


@pytest.fixture
def found() -> StepPlace:
    """A social worker before the conversation with Jonas."""
    return builders.scenario_place()


@pytest.fixture
def mara(client: Client, found: StepPlace) -> Client:
    return open_in(client, found.place.learner)


def publish_twice(found: StepPlace) -> None:
    builders.scenario_version(found.step, SECOND)
    builders.scenario_version(found.step, THIRD)


def begin(mara: Client, attempt: int = 1, **fields: str) -> int:
    return mara.post(f"{STEP}begin", {"attempt": str(attempt), **fields}).status_code


def choose(mara: Client, choice: str, turn: int, attempt: int = 1) -> int:
    return mara.post(f"{STEP}choose", {"attempt": attempt, "turn": turn, "choice": choice}).status_code


def words(mara: Client, path: str = "") -> str:
    page = mara.get(f"{STEP}{path}").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


# ---- conversations


def test_learner_in_the_middle_goes_on_through_two_publications(mara: Client, found: StepPlace) -> None:
    begin(mara)
    choose(mara, "ask", 1)
    publish_twice(found)

    here = words(mara)
    last = choose(mara, "thank", 2)

    assert ("I walked out." in here, "Who are you?" in here) == (True, False)
    assert (last, EndingReached.objects.get().ending) == (302, "open")


def test_learner_at_the_beginning_keeps_the_first_words(mara: Client, found: StepPlace) -> None:
    begin(mara)
    publish_twice(found)

    here = words(mara)

    assert ("Nobody asked me anything." in here, "Who are you?" in here) == (True, False)


def test_debrief_is_in_the_words_that_were_played(mara: Client, found: StepPlace) -> None:
    begin(mara)
    choose(mara, "ask", 1)
    choose(mara, "thank", 2)
    publish_twice(found)

    page = words(mara, "debrief/1/")

    assert ("He comes back" in page, "He stays" in page, "In the office" in page) == (True, False, False)


def test_another_way_is_played_in_the_newest_words(mara: Client, found: StepPlace) -> None:
    begin(mara)
    choose(mara, "ask", 1)
    choose(mara, "thank", 2)
    publish_twice(found)

    begin(mara, attempt=2)

    here = words(mara)
    assert ("Who are you?" in here, "Nobody asked me anything." in here) == (True, False)


def test_replay_from_a_scene_that_is_still_there_is_in_the_newest_words(mara: Client, found: StepPlace) -> None:
    begin(mara)
    choose(mara, "ask", 1)
    choose(mara, "thank", 2)
    publish_twice(found)

    answer = begin(mara, attempt=2, scene="door")

    assert (answer, "He stands up." in words(mara)) == (302, True)


def test_replay_from_a_scene_that_went_is_refused_and_nothing_is_lost(mara: Client, found: StepPlace) -> None:
    begin(mara)
    choose(mara, "ask", 1)
    choose(mara, "thank", 2)
    publish_twice(found)

    answer = begin(mara, attempt=2, scene="friday")

    assert 400 <= answer < 500
    assert "He comes back" in words(mara, "debrief/1/")


# ---- certificates


@pytest.fixture
def learner() -> Learner:
    return LearnerFactory()


@pytest.fixture
def certificate(client: Client, learner: Learner) -> Certificate:
    """Claimed by somebody who began version 1 and finished it after version 2 was published."""
    first, second = lesson_step(), lesson_step("second-lesson")
    start = start_of(learner, course_version(module_outline(first)))
    course_version(module_outline(first, second), number=2)
    CourseDone.objects.create(start=start, completed_on="2026-10-14")
    open_in(client, learner).post("/learn/tandem/certificate/", {"name": "Mara"})
    return Certificate.objects.get()


def test_certificate_is_about_the_version_that_was_begun(certificate: Certificate) -> None:
    assert certificate.course_version == 1


def test_certificate_names_its_version_on_paper(certificate: Certificate) -> None:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf(certificate))).pages)

    assert "Course version 1" in " ".join(text.split())


def test_certificate_names_its_version_where_its_holder_sees_it(client: Client, certificate: Certificate) -> None:
    assert "version 1" in client.get("/mine/").content.decode()
    assert "It is about version 1 of the course" in client.get("/learn/tandem/certificate/").content.decode()


def test_certificate_names_its_version_where_anybody_checks_it(certificate: Certificate) -> None:
    page = Client().post("/check/", {"number": certificate.number}).content.decode()

    assert "Tandem, version 1" in page


def test_certificate_names_its_version_in_the_list_of_a_coordinator(certificate: Certificate) -> None:
    cora = CoordinatorFactory()
    ShareFactory(certificate=certificate, organisation=cora.organisation)
    client = Client()
    client.force_login(cora.user)

    assert "Tandem, version 1" in client.get("/coordinators/").content.decode()


def test_an_ending_that_a_newer_version_lacks_is_kept(mara: Client, found: StepPlace) -> None:
    begin(mara)
    without = tuple(ending for ending in JONAS.endings if ending.key != "open")
    builders.scenario_version(
        found.step, replace(JONAS, endings=(*without, Ending("new", "New", JONAS.endings[0].door, "New.", "New?")))
    )
    choose(mara, "ask", 1)
    choose(mara, "thank", 2)

    assert "He comes back" in words(mara, "debrief/1/")
