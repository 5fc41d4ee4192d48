"""What a trainer does in the admin with ordinary forms, and what learners meet of it."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, expect
from wagtail.models import Page as ContentPage

from modules.models import LessonPage, ScenarioPage
from quizzes import versions
from tests import releasing
from tests.curriculum_site import step
from tests.e2e import people
from tests.e2e.reader import Reader
from tests.e2e.staff import sign_in

pytestmark = pytest.mark.usefixtures("demo_site", "slow_clock", "wagtails_own_templates")
LESSON, CONVERSATION = "what-this-course-is", "not-another-number"
CORRECTION = "You take this course because you want to, and you may stop."


@pytest.fixture
def reader(page: Page, let_in: Callable[[Page, Client], Page]) -> Reader:
    """A learner of the police."""
    return Reader(let_in(page, people.learner()[0]))


def edit(page: Page, content: ContentPage) -> None:
    page.goto(f"/admin/pages/{content.pk}/edit/")


def publish(page: Page) -> None:
    """Presses "Publish" in the menu beside "Save draft"."""
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()


def save_and_release(page: Page, content: ContentPage) -> None:
    """Says what changes and saves the draft; it goes live as if two people had approved it."""
    note = page.get_by_role("textbox", name="What changes with this publication", include_hidden=True)
    unfold(note)
    note.fill("The wording is clearer.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("has been updated").first).to_be_visible()
    releasing.publish(type(content).objects.get(pk=content.pk).get_latest_revision_as_object())


def unfold(field: Locator) -> None:
    """Opens the tab and every panel around a field, the outermost first."""
    tab = field.locator("xpath=ancestor::section[@role='tabpanel']").get_attribute("aria-labelledby")
    field.page.locator(f"#{tab}").click()
    for panel in field.locator("xpath=ancestor::section[@data-panel]").all():
        button = panel.locator("> * [data-panel-toggle]").first
        if button.get_attribute("aria-expanded") == "false":
            button.click()
    expect(field).to_be_visible()


def test_trainer_signs_in_and_finds_the_course(page):
    sign_in(page, "trainer")

    expect(page).to_have_url(re.compile(r"/admin/$"))
    expect(page.get_by_text("Tomas").first).to_be_visible()


def test_trainer_corrects_a_lesson_and_learners_read_it(tomas, reader):
    lesson = LessonPage.objects.get(slug=LESSON)
    edit(tomas, lesson)
    tomas.locator("#id_lead").fill(CORRECTION)
    with tomas.expect_popup() as popup:
        tomas.get_by_role("button", name="Toggle preview").click()
        tomas.get_by_role("link", name="Preview in new tab").click()
    expect(popup.value.get_by_text(CORRECTION)).to_be_visible()
    reader.step(LESSON)
    expect(reader.page.get_by_text(CORRECTION)).to_have_count(0)

    save_and_release(tomas, lesson)

    reader.page.reload()
    expect(reader.page.get_by_text(CORRECTION)).to_be_visible()


def test_learner_in_the_middle_keeps_the_version_that_was_begun(tomas, reader, another_browser, let_in):
    scenario = ScenarioPage.objects.get(slug=CONVERSATION)
    reader.step(CONVERSATION)
    reader.begin()
    reader.choose("a")
    before = reader.turns.all_inner_texts()

    edit(tomas, scenario)
    tomas.locator("#id_intro").fill("You are Alex, and it rains.")
    save_and_release(tomas, scenario)

    reader.page.reload()
    expect(reader.page.get_by_text("You are Alex, and it rains.")).to_have_count(0)
    assert reader.turns.all_inner_texts() == before
    reader.choose("a")
    newcomer = Reader(let_in(another_browser(), people.learner()[0]))
    newcomer.step(CONVERSATION)
    expect(newcomer.page.get_by_text("You are Alex, and it rains.")).to_be_visible()


def test_broken_conversation_is_refused_and_the_draft_is_kept(tomas, reader):
    scenario = ScenarioPage.objects.get(slug=CONVERSATION)
    number = versions.newest(scenario.translation_key, "en").number
    feedback = tomas.locator("[name='scenes-0-value-choices-0-value-feedback']")
    edit(tomas, scenario)
    unfold(feedback)
    feedback.fill("")
    publish(tomas)

    expect(tomas.get_by_text("has no feedback. Say what this choice does.").first).to_be_visible()
    expect(feedback).to_have_value("")
    tomas.get_by_role("button", name="Save draft").click()
    expect(tomas.get_by_text("has been updated").first).to_be_visible()

    edit(tomas, scenario)
    unfold(feedback)
    expect(feedback).to_have_value("")
    expect(tomas.get_by_role("heading", name="1 thing to mend before you publish")).to_be_visible()
    assert versions.newest(scenario.translation_key, "en").number == number
    reader.page.goto(step(CONVERSATION))
    reader.begin()
