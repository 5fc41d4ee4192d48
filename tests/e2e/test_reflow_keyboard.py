"""Narrow and zoomed windows, the keyboard alone, less motion, paper, and right to left."""

from collections.abc import Callable, Iterable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests import curriculum_site
from tests.curriculum_site import step
from tests.e2e import layout, people, places
from tests.e2e.people import COURSE
from tests.e2e.reader import Reader

pytestmark = pytest.mark.usefixtures("demo_site")
PHONE, ZOOMED, DESK = ({"width": width, "height": 800} for width in (320, 640, 1280))
LARGE_TEXT = "document.documentElement.style.fontSize = '200%'"
RIGHT_TO_LEFT = "document.documentElement.dir = 'rtl'"
LESSON = step("listening-so-that-a-story-can-be-told")


@pytest.fixture
def inside(page: Page, let_in: Callable[[Page, Client], Page]) -> Page:
    """The page of somebody with a place, a conversation behind them and one open."""
    client, _place = people.learner()
    curriculum_site.play(client, places.CONVERSATION, ["b", "c"])
    client.post(f"{step('interrogation-with-biscuits')}begin", {"attempt": 1})
    return let_in(page, client)


@pytest.fixture
def coordinator(page: Page, let_in: Callable[[Page, Client], Page]) -> Page:
    """The page of the demo's coordinator."""
    return let_in(page, people.staff("coordinator"))


def learners_pages() -> list[str]:
    return [
        "/",
        curriculum_site.COURSE,
        f"{curriculum_site.COURSE}seeing-the-whole-spectrum/",
        "/mine/",
        "/mine/delete/",
        "/about/help/near-you/",
        "/about/sources/",
        "/check/",
        step("one-pattern-many-forms"),
        step("needs-hurts-and-strengths"),
        LESSON,
        step(places.CONVERSATION),
        f"{step(places.CONVERSATION)}debrief/1/",
        f"{step(places.CONVERSATION)}group-exercise/",
        step("interrogation-with-biscuits"),
        f"/learn/{COURSE}/certificate/",
    ]


def faults(page: Page, addresses: Iterable[str], *scripts: str) -> list[str]:
    """What overflows or overlaps on these pages, after these changes."""
    found: list[str] = []
    for address in addresses:
        page.goto(address)
        for script in scripts:
            page.evaluate(script)
        found += [f"{address}: {words}" for words in layout.too_wide(page) + layout.overlaps(page)]
    return found


# ---- Narrow and zoomed


def test_pages_fit_a_telephone(inside):
    inside.set_viewport_size(PHONE)

    assert faults(inside, learners_pages()) == []


def test_pages_fit_at_200_percent_zoom(inside):
    inside.set_viewport_size(ZOOMED)

    assert faults(inside, learners_pages()) == []


def test_pages_fit_with_text_of_200_percent(inside):
    inside.set_viewport_size(DESK)

    assert faults(inside, learners_pages(), LARGE_TEXT) == []


def test_pages_fit_right_to_left(inside):
    inside.set_viewport_size(PHONE)
    narrow = faults(inside, learners_pages(), RIGHT_TO_LEFT)
    inside.set_viewport_size(DESK)

    assert narrow + faults(inside, learners_pages(), RIGHT_TO_LEFT) == []


@pytest.mark.parametrize(
    ("size", "scripts"),
    [(PHONE, []), (ZOOMED, []), (DESK, [LARGE_TEXT]), (PHONE, [RIGHT_TO_LEFT]), (DESK, [RIGHT_TO_LEFT])],
    ids=["telephone", "zoomed", "large text", "telephone right to left", "right to left"],
)
def test_list_of_completions_fits(coordinator, size, scripts):
    coordinator.set_viewport_size(size)

    assert faults(coordinator, ["/coordinators/", "/accounts/logout/"], *scripts) == []


# ---- Keyboard


def test_tab_reaches_everything_in_a_lesson(inside):
    inside.goto(LESSON)

    stops = layout.stops(inside)

    assert [stop for stop in stops if not (stop.ring and stop.seen)] == []
    assert len(stops) == layout.controls(inside)


def test_tab_reaches_everything_in_a_conversation(inside):
    inside.goto(step("interrogation-with-biscuits"))

    stops = layout.stops(inside)

    assert [stop for stop in stops if not (stop.ring and stop.seen)] == []
    assert len(stops) == layout.controls(inside)


def test_tab_reaches_everything_in_the_list_of_completions(coordinator):
    coordinator.goto("/coordinators/")

    stops = layout.stops(coordinator)

    assert [stop for stop in stops if not (stop.ring and stop.seen)] == []
    assert len(stops) >= layout.controls(coordinator)  # a date has a stop for each of its parts


def test_skip_link_leads_past_the_navigation(inside):
    inside.goto(LESSON)

    inside.keyboard.press("Tab")
    expect(inside.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(inside.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    inside.keyboard.press("Enter")

    expect(inside.locator("main")).to_be_focused()
    inside.keyboard.press("Tab")
    assert inside.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_choice_by_keyboard_moves_the_focus_to_the_new_turn(inside):
    reader = Reader(inside)
    reader.step("interrogation-with-biscuits")
    reader.choices.first.focus()

    inside.keyboard.press("Enter")

    expect(inside.locator("#now")).to_be_focused()
    expect(inside.locator("#now")).to_contain_text("You")
    inside.keyboard.press("Tab")
    assert inside.evaluate("document.activeElement.closest('[data-stage]') !== null")


def test_ordering_by_keyboard_keeps_the_focus_on_what_moves(inside):
    inside.goto(LESSON)
    rows = inside.locator("[data-rows] > li")
    second = rows.nth(1).locator("label").inner_text()

    rows.nth(1).get_by_role("button", name="Up").press("Enter")

    expect(rows.first.get_by_role("button", name="Up")).to_be_focused()
    expect(rows.first.locator("label")).to_have_text(second)


# ---- Less motion, paper


def test_nothing_moves_for_people_who_ask_for_less_motion(inside):
    inside.emulate_media(reduced_motion="reduce")
    reader = Reader(inside)
    reader.step("interrogation-with-biscuits")

    reader.choose("a")

    moving = "document.getAnimations().map(moving => moving.animationName || moving.transitionProperty)"
    assert inside.evaluate(moving) == []


def test_paper_has_the_text_for_every_work_and_no_navigation(inside):
    inside.goto(step("needs-hurts-and-strengths"))

    inside.emulate_media(media="print")

    expect(inside.locator("[data-job]")).to_have_count(4)
    assert [job.is_visible() for job in inside.locator("[data-job]").all()] == [True] * 4
    hidden = inside.locator(".bar nav, .foot, .rail, .pager, .skip, .leave").all()
    assert [part.is_visible() for part in hidden] == [False] * len(hidden)


def test_paper_of_a_debrief_is_the_sheet_and_never_the_way(inside):
    inside.goto(f"{step(places.CONVERSATION)}debrief/1/")

    inside.emulate_media(media="print")

    expect(inside.get_by_text("The way you took, and ways you did not")).to_be_hidden()
    expect(inside.locator(".sheet").first).to_be_visible()
