"""Questions from Moodle: a trainer imports one, writes the missing feedback, and a learner answers it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from modules.models import LessonPage
from tests.e2e import people
from tests.e2e.reader import Reader
from tests.releasing import publish

pytestmark = pytest.mark.usefixtures("demo_site", "slow_clock", "wagtails_own_templates")
LESSON = "what-this-course-is"
GIFT = (
    "::Listening::Which reply invites a story?{\n=When was that?\n~Why do you believe that?#It asks for a defence.\n}"
)


@pytest.fixture
def tomas(another_browser: Callable[..., Page], let_in: Callable[[Page, Client], Page], settings: Any) -> Page:
    """The browser of the demo's trainer, signed in. He saves by hand."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    page = another_browser(viewport={"width": 1280, "height": 1000})
    # Wagtail's farewell, sent while the page closes, would come when the database of the test is gone.
    page.route("**/editing-sessions/release/**", lambda route: route.fulfill())
    return let_in(page, people.staff("trainer"))


def test_trainer_imports_a_question_and_a_learner_answers_it(tomas, page, let_in, assert_accessible):
    lesson = LessonPage.objects.get(slug=LESSON)
    place = len(lesson.get_latest_revision_as_object().body)

    tomas.goto(f"/admin/content/lessons/{lesson.pk}/import-questions/")
    tomas.get_by_label("Or its text").fill(GIFT)
    tomas.get_by_role("button", name="Show the questions").click()
    expect(tomas.get_by_text("“When was that?” has no feedback. Say what this answer shows.")).to_be_visible()
    assert_accessible(tomas)
    tomas.get_by_role("button", name="Add to the draft").click()
    expect(tomas.get_by_text("1 block was added at the end of the draft. Nothing was published.")).to_be_visible()
    tomas.get_by_role("link", name="Open the draft").click()
    tomas.locator(f"[name='body-{place}-value-options-0-value-feedback']").fill("It asks for a moment.")
    tomas.get_by_role("button", name="Save draft").click()
    expect(tomas.get_by_text("has been updated").first).to_be_visible()
    publish(LessonPage.objects.get(slug=LESSON).get_latest_revision_as_object())

    reader = Reader(let_in(page, people.learner()[0]))
    reader.step(LESSON)
    question = reader.page.get_by_role("region", name="Which reply invites a story?")
    question.get_by_label("When was that?").check()
    question.get_by_role("button", name="See what it does").click()
    expect(question.get_by_text("It asks for a moment.")).to_be_visible()
