"""A trainer writes a scenario as text with the keyboard, and brings a story from Twine."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from modules.models import ModulePage, ScenarioPage
from tests.e2e import people

pytestmark = pytest.mark.usefixtures("demo_site", "slow_clock", "wagtails_own_templates")
CONVERSATION = "not-another-number"
STORY = Path(__file__).parents[1] / "scenarios" / "foreign" / "sugarcube.twee"


@pytest.fixture
def tomas(another_browser: Callable[..., Page], let_in: Callable[[Page, Client], Page], settings: Any) -> Page:
    """The browser of the demo's trainer, signed in. He saves by hand."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    page = another_browser(viewport={"width": 1280, "height": 900})
    # Wagtail's farewell, sent while the page closes, would come when the database of the test is gone.
    page.route("**/editing-sessions/release/**", lambda route: route.fulfill())
    return let_in(page, people.staff("trainer"))


def press(page: Page, name: str) -> None:
    """Reaches a button with the keyboard and presses it."""
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def test_trainer_mends_and_saves_a_scenario_as_text_with_the_keyboard(tomas, assert_accessible):
    scenario = ScenarioPage.objects.get(slug=CONVERSATION)
    tomas.goto(f"/admin/content/scenarios/{scenario.pk}/text/")
    sheet = tomas.get_by_label("Text of the scenario")
    whole = sheet.input_value()
    broken = whole.replace("minutes: 15", "minutes: fifteen")
    line = broken[: broken.index("minutes: fifteen")].count("\n") + 1

    sheet.fill(broken)
    press(tomas, "Check")
    expect(tomas.get_by_role("heading", name="1 place keeps the text from being saved")).to_be_focused()
    assert_accessible(tomas)
    tomas.keyboard.press("Tab")
    expect(tomas.get_by_role("link", name=f"Line {line}", exact=True)).to_be_focused()
    tomas.keyboard.press("Enter")
    expect(sheet).to_be_focused()
    expect(tomas.get_by_text(re.compile(rf"^Line {line} of \d+$"))).to_be_visible()
    tomas.keyboard.type("minutes: 20")
    press(tomas, "Save as draft …")
    expect(tomas.get_by_text("It now takes 20 minutes instead of 15.")).to_be_visible()
    assert_accessible(tomas)
    press(tomas, "Save as draft")

    expect(tomas.get_by_text("The text was saved as a draft. Nothing was published.")).to_be_visible()
    page = ScenarioPage.objects.get(pk=scenario.pk)
    assert (page.minutes, page.get_latest_revision_as_object().minutes) == (15, 20)


def test_download_is_the_text_and_comes_back(tomas):
    scenario = ScenarioPage.objects.get(slug=CONVERSATION)
    tomas.goto(f"/admin/content/scenarios/{scenario.pk}/text/")
    whole = tomas.get_by_label("Text of the scenario").input_value()

    with tomas.expect_download() as download:
        press(tomas, "Download")
    tomas.get_by_label("A file of yours").set_input_files(download.value.path())
    press(tomas, "Put it into the text above")

    expect(tomas.get_by_role("heading", name="Nothing stands in the way")).to_be_visible()
    assert download.value.path().read_bytes().decode() == whole
    assert tomas.get_by_label("Text of the scenario").input_value() == whole


def test_trainer_brings_a_story_and_reads_what_it_lost(tomas, assert_accessible):
    module = ModulePage.objects.first()
    tomas.goto(f"/admin/content/modules/{module.pk}/import-story/")
    assert_accessible(tomas)

    tomas.get_by_label("File").set_input_files(STORY)
    press(tomas, "Make a draft of it")

    expect(tomas.get_by_role("heading", name="What became of the story")).to_be_visible()
    expect(tomas.get_by_text("Code was left out: <<set $loud to true>>")).to_be_visible()
    assert_accessible(tomas)
    tomas.get_by_role("link", name="Open the draft").click()
    expect(tomas.locator("#id_title")).to_have_value("The long corridor")
