"""A conversation in a real browser: with and without script, by mouse and by keyboard."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests import builders
from training.models import DebriefRead, Learner, Turn

STEP = "/learn/tandem/at-the-desk/"
FIRST = "What happened on Friday?"
SECOND = "Thank you."


@pytest.fixture
def learner() -> Learner:
    """A social worker before the conversation with Jonas."""
    return builders.scenario_place().place.learner


@pytest.fixture
def player(page: Page, learner: Learner, base_url: str) -> Page:
    """The browser with the learner's place in it."""
    let_in(page, learner, base_url)
    return page


def let_in(page: Page, learner: Learner, base_url: str) -> None:
    cookies = builders.open_in(Client(), learner).cookies
    page.context.add_cookies([{"name": name, "value": held.value, "url": base_url} for name, held in cookies.items()])


def start(page: Page) -> None:
    page.goto(STEP)
    page.get_by_role("button", name="Start the conversation").click()


def choose(page: Page, words: str) -> None:
    """Chooses, and waits until the new choices listen: they ignore a second click for 400 ms."""
    page.get_by_role("button", name=words).click()
    expect(page.locator("#now")).to_contain_text(words)
    page.wait_for_timeout(450)


def test_turn_is_added_in_place_and_takes_the_focus(player):
    start(player)
    player.evaluate("window.same = true")

    choose(player, FIRST)

    expect(player.locator("#now")).to_be_focused()
    expect(player.locator("#now")).to_contain_text(FIRST)
    expect(player.get_by_role("status")).to_have_text("The conversation goes on.")
    assert player.evaluate("window.same") is True


def test_double_click_makes_one_turn(player):
    start(player)

    player.get_by_role("button", name=FIRST).dblclick()

    expect(player.locator("#now")).to_contain_text(FIRST)
    expect(player.locator(".turn.mine")).to_have_count(1)
    assert Turn.objects.count() == 1


def test_step_back_takes_the_turn_away_in_place(player):
    start(player)
    choose(player, FIRST)
    expect(player.locator(".turn.mine")).to_have_count(1)

    player.get_by_role("button", name="Step back one turn").click()

    expect(player.locator(".turn.mine")).to_have_count(0)
    expect(player.get_by_role("button", name=FIRST)).to_be_visible()


def test_second_tab_is_told_what_happened(player):
    start(player)
    other = player.context.new_page()
    other.goto(STEP)
    choose(other, FIRST)
    expect(other.locator(".turn.mine")).to_have_count(1)

    player.get_by_role("button", name="Open the file first.").click()

    expect(player.get_by_role("heading", level=1)).to_have_text("The conversation has gone on elsewhere")
    player.get_by_role("link", name="To the present scene").click()
    expect(player.locator(".turn.mine")).to_contain_text(FIRST)


def test_broken_connection_falls_back_to_an_ordinary_form(player):
    start(player)
    player.route(
        "**/choose", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_()
    )

    choose(player, FIRST)

    expect(player.locator(".turn.mine")).to_contain_text(FIRST)
    assert Turn.objects.count() == 1


def test_conversation_and_debrief_work_by_keyboard_alone(player):
    start(player)

    press(player, FIRST)
    press(player, SECOND)
    player.get_by_role("link", name="Look back at this conversation").press("Enter")
    player.get_by_text("Two other ways from here").press("Enter")

    expect(player.get_by_text("Silence has room.")).to_be_visible()


def press(page: Page, words: str) -> None:
    """As `choose`, with the Enter key."""
    page.get_by_role("button", name=words).press("Enter")
    expect(page.locator("#now")).to_contain_text(words)
    page.wait_for_timeout(450)


def test_conversation_works_without_script(new_context, learner, base_url):
    page = new_context(java_script_enabled=False).new_page()
    let_in(page, learner, base_url)
    start(page)

    page.get_by_role("button", name=FIRST).click()
    page.get_by_role("button", name=SECOND).click()
    page.get_by_role("link", name="Look back at this conversation").click()
    page.get_by_role("button", name="I have read this").click()

    expect(page).not_to_have_url(f"{STEP}debrief/1/")
    assert (Turn.objects.count(), DebriefRead.objects.count()) == (2, 1)


def test_pages_of_a_conversation_are_accessible(player, assert_accessible):
    player.goto(STEP)
    assert_accessible(player)
    start(player)
    assert_accessible(player)
    choose(player, FIRST)
    choose(player, SECOND)
    expect(player.get_by_text("Here this way ends")).to_be_visible()
    assert_accessible(player)
    player.goto(f"{STEP}debrief/1/")
    assert_accessible(player)
    player.goto(f"{STEP}group-exercise/")
    assert_accessible(player)


@pytest.mark.parametrize("path", ["", "debrief/1/", "group-exercise/", "?about=1"])
def test_page_fits_into_320_pixels(player, path):
    start(player)
    choose(player, FIRST)
    choose(player, SECOND)
    expect(player.get_by_text("Here this way ends")).to_be_visible()
    player.set_viewport_size({"width": 320, "height": 640})

    player.goto(STEP + path)

    assert player.evaluate("document.documentElement.scrollWidth") == 320
