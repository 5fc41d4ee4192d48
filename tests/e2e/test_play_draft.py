"""A trainer plays a draft from a scene, without a script of ours, and comes back to that scene in the editor."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from modules.models import ScenarioPage
from tests.e2e import axe, people

pytestmark = pytest.mark.usefixtures("demo_site", "slow_clock", "wagtails_own_templates")


@pytest.fixture
def scenario(live_server: Any) -> ScenarioPage:
    """A conversation with a draft that nobody published: one of its choices leads nowhere yet."""
    page: ScenarioPage = ScenarioPage.objects.get(slug="not-another-number")
    page.scenes[0].value["choices"][1]["to"] = "N99"
    page.save_revision(clean=False)
    return page


@pytest.fixture
def tomas(another_browser: Callable[..., Page], let_in: Callable[[Page, Client], Page], settings: Any) -> Page:
    """The browser of the demo's trainer, signed in."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    page = another_browser(viewport={"width": 1400, "height": 900})
    # Wagtail's farewell, sent while the page closes, would come when the database of the test is gone.
    page.route("**/editing-sessions/release/**", lambda route: route.fulfill())
    return let_in(page, people.staff("trainer"))


def test_trainer_plays_the_draft_and_comes_back_to_the_scene(tomas, scenario):
    tomas.goto(f"/admin/pages/{scenario.pk}/edit/")
    tomas.get_by_role("tab", name="Scenes and map").click()
    tomas.get_by_text("From any scene of the draft").click()
    with tomas.expect_popup() as popup:
        tomas.get_by_role("link", name="From “At the garden gate”").click()
    play = popup.value
    play.route("**/editing-sessions/release/**", lambda route: route.fulfill())

    expect(play.get_by_text("Nothing is recorded.")).to_be_visible()
    assert axe.violations(play) == []
    play.locator("button.choice[value=b]").click()
    expect(play.get_by_text("This choice leads to “N99”, which is not written yet.")).to_be_visible()
    expect(play.locator("#now")).to_contain_text("You")
    play.get_by_role("button", name="Step back one turn").click()
    expect(play.get_by_role("heading", name=re.compile(r"What do you (say|do)"))).to_be_visible()
    play.get_by_text("Another role, another scene").click()
    play.get_by_role("link", name="Prison or probation officer").click()
    expect(play.get_by_role("heading", level=1)).to_have_text(scenario.title)
    play.get_by_role("link", name="Back to the editor").click()

    expect(play.locator("[name='scenes-0-value-title']")).to_be_focused()


def test_table_of_forms_reads_on_a_telephone_and_scrolls_by_itself(tomas, scenario):
    course = scenario.get_ancestors().get(slug=people.COURSE)
    tomas.set_viewport_size({"width": 390, "height": 844})

    tomas.goto(f"/admin/content/courses/{course.pk}/forms/")

    assert axe.violations(tomas, ".forms-page") == []
    assert tomas.evaluate("document.documentElement.scrollWidth") == 390
    table = tomas.get_by_role("region", name="Forms by module")
    assert table.evaluate("region => region.scrollWidth > region.clientWidth")
    expect(table.get_by_role("rowheader", name="Left unnamed")).to_be_visible()
