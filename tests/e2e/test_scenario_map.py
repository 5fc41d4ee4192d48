"""A trainer writes with the map beside the form: it follows and leads to the form, and so do the problems."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, Route, expect

from benchmarks.play import graph_of
from modules.models import ScenarioPage
from quizzes.authoring import scenarios
from quizzes.engine.graph import Graph
from tests.e2e import axe, people
from tests.e2e.layout import too_wide

pytestmark = pytest.mark.usefixtures("demo_site", "slow_clock", "wagtails_own_templates")
CONVERSATION = "not-another-number"
FEEDBACK = "scenes-0-value-choices-0-value-feedback"
OVERLAPS = """() => {
  const items = [...document.querySelectorAll("[data-box]")];
  const boxes = items.map((box) => [box.dataset.box, box.getBoundingClientRect()]);
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return boxes.flatMap(([name, box], at) =>
    boxes.slice(at + 1).filter(([, other]) => meet(box, other)).map(([other]) => `${name} and ${other}`));
}"""


@pytest.fixture
def tomas(another_browser: Callable[..., Page], let_in: Callable[[Page, Client], Page], settings: Any) -> Page:
    """The browser of the demo's trainer, signed in. He saves by hand: saving by itself has its own time."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    page = another_browser(viewport={"width": 1280, "height": 900})
    # Wagtail's farewell, sent while the page closes, would come when the database of the test is gone.
    page.route("**/editing-sessions/release/**", lambda route: route.fulfill())
    return let_in(page, people.staff("trainer"))


def scenario(slug: str = CONVERSATION) -> ScenarioPage:
    page: ScenarioPage = ScenarioPage.objects.get(slug=slug)
    return page


def with_graph(graph: Graph) -> ScenarioPage:
    """The conversation of the demo, its draft holding this graph."""
    page = scenario()
    for name, value in scenarios.to_fields(graph).items():
        setattr(page, name, value)
    page.save_revision(clean=False)
    return page


def edit(page: Page, content: ScenarioPage) -> None:
    """Opens the scenes of a scenario, and waits for its map and its first answer."""
    page.goto(f"/admin/pages/{content.pk}/edit/#tab-scenes_and_map")
    expect(page.locator("[data-map-stage][data-settled]")).to_be_visible(timeout=90_000)  # Wagtail draws the form first
    expect(page.locator("[data-headline]")).not_to_have_text("Before you publish")


def box(page: Page, title: str) -> Locator:
    """The button of a box on the map."""
    return page.locator("[data-map-boxes]").get_by_role("button", name=title)


def type_into(page: Page, name: str, text: str) -> None:
    """Fills a field, also inside a folded block."""
    page.locator(f"[name='{name}']").evaluate(
        "(field, text) => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })) }", text
    )


# ---- The map


def test_map_shows_every_scene_and_ending_with_where_it_leads(tomas):
    edit(tomas, scenario())

    expect(tomas.locator("[data-map-boxes] > li")).to_have_count(11)
    expect(box(tomas, "1 At the garden gate start")).to_have_accessible_description(
        "a, c leads to The waiting list; b leads to Folded arms"
    )
    expect(box(tomas, "Respect in both directions")).to_contain_text("Door open")


def test_title_that_is_typed_is_on_the_map(tomas):
    edit(tomas, scenario())

    tomas.locator("[name='scenes-1-value-title']").fill("Waiting")

    expect(box(tomas, "2 Waiting")).to_be_visible()
    expect(box(tomas, "1 At the garden gate")).to_have_accessible_description(
        "a, c leads to Waiting; b leads to Folded arms"
    )


def test_map_follows_a_choice_that_leads_elsewhere(tomas):
    edit(tomas, scenario())
    arrows = tomas.locator("[data-paths] path")
    before = arrows.count()

    type_into(tomas, "scenes-0-value-choices-1-value-to", "N2")

    expect(arrows).to_have_count(before - 1)
    expect(box(tomas, "1 At the garden gate")).to_have_accessible_description("a, b, c leads to The waiting list")


def test_scene_without_a_way_to_it_a_dead_end_and_a_loop_differ_in_form_and_in_words(tomas):
    edit(tomas, scenario())

    for number in range(3):
        type_into(tomas, f"scenes-6-value-choices-{number}-value-to", "N8")
        type_into(tomas, f"scenes-7-value-choices-{number}-value-to", "N7")
        type_into(tomas, f"scenes-2-value-choices-{number}-value-to", "")
    type_into(tomas, "scenes-0-value-choices-0-value-to", "N3")
    type_into(tomas, "scenes-0-value-choices-2-value-to", "N3")

    expect(box(tomas, "2 The waiting list")).to_contain_text("no way leads here")
    expect(box(tomas, "3 Folded arms")).to_contain_text("dead end")
    expect(box(tomas, "8 A softer voice")).to_contain_text("loop without a way out")
    assert box(tomas, "2 The waiting list").evaluate("box => getComputedStyle(box).borderTopStyle") == "dashed"
    assert box(tomas, "3 Folded arms").evaluate("box => getComputedStyle(box).borderTopWidth") == "3px"
    expect(tomas.locator("[data-paths] path[data-loop]")).to_have_count(2)


def test_deleted_and_duplicated_scenes_leave_and_enter_the_map(tomas):
    edit(tomas, scenario())
    first = tomas.locator("#scenes-root [data-streamfield-child]").first

    first.locator("[data-streamfield-action='DUPLICATE']").first.click()

    expect(tomas.locator("[data-map-boxes] > li")).to_have_count(12)


def test_click_on_a_box_opens_its_form_and_focuses_the_title(tomas):
    edit(tomas, scenario())
    title = tomas.locator("[name='scenes-5-value-title']")
    tomas.get_by_role("button", name="Collapse all").click()
    expect(title).to_be_hidden()

    box(tomas, "6 A protest, and Olof").click()

    expect(title).to_be_focused()
    expect(box(tomas, "6 A protest, and Olof")).to_have_attribute("aria-current", "true")


def test_field_that_is_focused_selects_its_box(tomas):
    edit(tomas, scenario())

    tomas.locator("[name='endings-1-value-title']").focus()

    expect(box(tomas, "Duty done, contact thin")).to_have_attribute("aria-current", "true")
    expect(tomas.locator("[data-map-boxes] [aria-current]")).to_have_count(1)


def test_map_is_walked_with_the_keyboard_alone(tomas):
    edit(tomas, scenario())
    box(tomas, "1 At the garden gate").focus()

    tomas.keyboard.press("ArrowDown")
    expect(box(tomas, "2 The waiting list")).to_be_focused()
    tomas.keyboard.press("ArrowRight")
    expect(box(tomas, "3 Folded arms")).to_be_focused()
    tomas.keyboard.press("ArrowLeft")
    tomas.keyboard.press("ArrowUp")
    expect(box(tomas, "1 At the garden gate")).to_be_focused()
    tomas.keyboard.press("End")
    expect(box(tomas, "One more proof")).to_be_focused()
    tomas.keyboard.press("Home")
    tomas.keyboard.press("Enter")

    expect(tomas.locator("[name='scenes-0-value-title']")).to_be_focused()


def test_map_is_one_stop_of_the_tab_key(tomas):
    edit(tomas, scenario())

    expect(tomas.locator("[data-map-boxes] button[tabindex='0']")).to_have_count(1)


def test_changes_of_the_map_are_said(tomas):
    edit(tomas, scenario())

    tomas.locator("#scenes-root [data-streamfield-action='DUPLICATE']").first.click()

    expect(tomas.locator("[data-map-said]")).to_contain_text("The map has 9 scenes and 3 endings.")


# ---- Problems


def test_problem_links_to_its_field_and_goes_when_it_is_mended(tomas):
    edit(tomas, scenario())
    type_into(tomas, FEEDBACK, "")
    problem = tomas.locator("[data-problem-lists] li").filter(has_text="has no feedback")

    problem.get_by_role("link", name="Scene 1, At the garden gate").click()

    field = tomas.locator(f"[name='{FEEDBACK}']")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    tomas.keyboard.type("It shows that you listen.")
    expect(problem).to_have_count(0)


def test_letter_is_the_same_in_the_panel_at_the_field_and_on_the_map(tomas):
    edit(tomas, scenario())
    type_into(tomas, "intro", "")
    type_into(tomas, FEEDBACK, "")
    problem = tomas.locator("[data-problem-lists] li").filter(has_text="has no feedback")
    expect(problem).to_be_visible()
    letter = problem.locator("[data-letter]").inner_text()

    assert letter == "b"
    expect(box(tomas, "1 At the garden gate").locator("[data-flag]")).to_contain_text(letter)
    assert "problem-b" in str(box(tomas, "1 At the garden gate").get_attribute("aria-describedby"))
    field = tomas.locator(f"[name='{FEEDBACK}']")
    assert "note-b" in str(field.get_attribute("aria-describedby"))
    expect(tomas.locator("#note-b")).to_contain_text("has no feedback")


def test_link_opens_another_tab_when_the_field_is_there(tomas):
    edit(tomas, scenario())
    type_into(tomas, "intro", "")

    tomas.get_by_role("link", name="Introduction").click()

    expect(tomas.locator("[name='intro']")).to_be_focused()


def test_p_leads_to_the_next_problem_and_not_while_typing(tomas):
    edit(tomas, scenario())
    type_into(tomas, "scenes-4-value-choices-0-value-feedback", "")
    expect(box(tomas, "5 By the car").locator("[data-flag]")).to_be_visible()
    box(tomas, "1 At the garden gate").focus()

    tomas.keyboard.press("p")

    expect(box(tomas, "5 By the car")).to_be_focused()
    title = tomas.locator("[name='scenes-0-value-title']")
    title.focus()
    tomas.keyboard.press("End")
    tomas.keyboard.type("p")
    expect(title).to_have_value("At the garden gatep")


def test_f8_leads_to_the_problems_from_anywhere_and_on_to_the_next(tomas):
    edit(tomas, scenario())
    type_into(tomas, "intro", "")
    type_into(tomas, "setting", "")
    links = tomas.locator("[data-problem-field]")
    expect(links).to_have_count(2)
    tomas.get_by_role("tab", name="Publishing").click()

    tomas.keyboard.press("F8")
    expect(links.first).to_be_focused()
    tomas.keyboard.press("F8")
    expect(links.last).to_be_focused()
    tomas.keyboard.press("F8")
    expect(links.first).to_be_focused()


def test_check_that_does_not_answer_is_said_and_asked_again(tomas):
    edit(tomas, scenario())
    answers: list[Callable[[Route], None]] = [lambda route: route.fulfill(status=503)]
    tomas.route("**/check/", lambda route: answers.pop()(route) if answers else route.continue_())

    type_into(tomas, FEEDBACK, "")

    expect(tomas.get_by_text("The check does not answer.")).to_be_visible()
    tomas.get_by_role("button", name="Check again").click()
    expect(tomas.get_by_role("heading", name="1 thing to mend before you publish")).to_be_visible()
    expect(tomas.get_by_text("The check does not answer.")).to_be_hidden()


def test_scenario_that_is_not_there_yet_has_an_empty_map_and_what_to_begin_with(tomas):
    module = scenario().get_parent()

    tomas.goto(f"/admin/pages/add/modules/scenariopage/{module.pk}/#tab-scenes_and_map")

    expect(tomas.get_by_text("No scenes yet.")).to_be_visible()
    expect(tomas.get_by_role("heading", name="things to mend before you publish")).to_be_visible()


# ---- Room


def test_sixty_scenes_stand_side_by_side_without_touching(tomas):
    edit(tomas, with_graph(graph_of(60)))

    expect(tomas.locator("[data-map-boxes] > li")).to_have_count(63)
    assert tomas.evaluate(OVERLAPS) == []


def test_whole_map_fits_its_room(tomas):
    edit(tomas, with_graph(graph_of(60)))

    tomas.locator("[data-map-size='fit']").click()  # asking by role takes long on a page of this size

    fits = "scroll => scroll.scrollWidth <= scroll.clientWidth"
    assert tomas.locator("[data-map-scroll]").evaluate(fits)
    assert tomas.evaluate(OVERLAPS) == []


def test_form_and_map_stand_side_by_side_and_the_map_stays(tomas):
    edit(tomas, scenario())

    tomas.locator("[name='endings-2-value-title']").scroll_into_view_if_needed()

    expect(tomas.locator("[data-map-scroll]")).to_be_in_viewport()


def test_narrow_screen_has_the_map_above_the_forms_and_nothing_too_wide(tomas):
    tomas.set_viewport_size({"width": 390, "height": 844})
    edit(tomas, scenario())

    overview, forms = (tomas.locator(hook).bounding_box() for hook in ("[data-overview]", "[data-forms]"))
    assert overview is not None
    assert forms is not None
    assert overview["y"] + overview["height"] <= forms["y"]
    assert overview["x"] + overview["width"] <= 390
    assert too_wide(tomas) == []


def test_overview_is_accessible_with_and_without_problems(tomas):
    edit(tomas, scenario())
    found = axe.violations(tomas, "[data-editor]")
    type_into(tomas, FEEDBACK, "")
    expect(tomas.get_by_role("heading", name="1 thing to mend before you publish")).to_be_visible()

    assert found + axe.violations(tomas, "[data-editor]") == []
