"""What a coordinator does at a browser, and what reaches her when a learner shares and stops."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.e2e import people
from tests.e2e.people import NAME
from tests.e2e.staff import sign_in
from training.accounts import demo
from training.learners.demo import COLLEAGUES

pytestmark = pytest.mark.usefixtures("demo_site", "slow_clock")
LIST = "/coordinators/"


@pytest.fixture
def cora(page: Page, let_in: Callable[[Page, Client], Page]) -> Page:
    """The browser of the demo's coordinator, signed in."""
    return let_in(page, people.staff("coordinator"))


@pytest.fixture
def learner(another_browser: Callable[..., Page], let_in: Callable[[Page, Client], Page]) -> Page:
    """The browser of somebody with a certificate, who has shared nothing."""
    return let_in(another_browser(), people.holder()[0])


def names(page: Page) -> list[str]:
    return page.locator("table.data tbody th").all_inner_texts()


def rows(page: Page) -> list[list[str]]:
    """The table as somebody reads it, without the last column, which is a link."""
    lines = page.locator("table.data tbody tr").all()
    return [[cell.inner_text().strip() for cell in line.locator("th, td").all()][:-1] for line in lines]


def exported(page: Page) -> list[list[str]]:
    """The rows of the file behind "CSV", in the order of the screen's columns."""
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    lines = list(csv.reader(io.StringIO(Path(download.value.path()).read_text())))
    assert lines[0] == ["Name", "Course", "Version", "Kind", "Completed on", "Certificate", "Check", "Shared with"]
    return [
        [name, f"{course}, version {version}", day, kind, number, check, office]
        for name, course, version, kind, day, number, check, office in lines[1:]
    ]


def on_screen(page: Page) -> list[list[str]]:
    """The rows, with the day as the file has it."""
    days = [day.get_attribute("datetime") or "" for day in page.locator("table.data tbody time").all()]
    return [[*row[:2], day, *row[3:]] for row, day in zip(rows(page), days, strict=True)]


def share(page: Page, code: str) -> None:
    page.goto("/mine/")
    page.get_by_role("link", name="Share", exact=True).click()
    page.get_by_label("Code of the organisation").fill(code)
    page.get_by_role("button", name="Show me what they would see").click()
    expect(page.get_by_text("The coordinators of Probation Service North will see:")).to_be_visible()
    page.get_by_role("button", name="Share exactly this").click()
    expect(page.get_by_role("heading", name="Probation Service North")).to_be_visible()


def without_tokens(html: str) -> str:
    """The page without what is drawn anew for each answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)


def test_coordinator_signs_in_with_password_and_code_and_sees_what_was_shared(page):
    sign_in(page, "coordinator")

    expect(page.get_by_role("heading", level=1)).to_have_text(demo.SERVICE)
    assert sorted(names(page)) == sorted(name for name, _days, _place in COLLEAGUES)


def test_coordinator_is_told_what_she_can_and_cannot_see(cora):
    cora.goto(LIST)

    expect(cora.get_by_text("Answers, ways through a conversation, tries, time spent")).to_be_visible()
    expect(cora.get_by_text("Whoever is not in the list has shown you nothing; that is all it says.")).to_be_visible()


def test_coordinator_filters_and_takes_the_same_rows_as_a_file(cora):
    cora.goto(LIST)
    whole = exported(cora)
    assert whole == on_screen(cora)

    cora.get_by_role("searchbox", name="Name").fill("sk")
    cora.get_by_role("button", name="Show").click()
    expect(cora.get_by_text("2 of 12 rows")).to_be_visible()

    assert exported(cora) == on_screen(cora)
    assert [row[0] for row in on_screen(cora)] == ["Agnieszka Wiśniewska", "Rūta Žukauskaitė"]


def test_coordinator_sees_a_share_until_the_learner_stops_it(cora, learner):
    cora.goto(LIST)
    before = names(cora)

    share(learner, f"{demo.SERVICE_CODE[:4].lower()} {demo.SERVICE_CODE[4:].lower()}")
    cora.reload()
    during = names(cora)
    learner.reload()
    learner.get_by_text("Who looked, and when").click()
    expect(learner.get_by_text(f"{demo.SERVICE}: ")).to_be_visible()
    learner.get_by_role("button", name="Stop sharing").click()
    expect(learner.get_by_text("With nobody.")).to_be_visible()
    cora.reload()

    assert sorted(during) == sorted([*before, NAME])
    assert names(cora) == before


def test_learner_who_shared_with_nobody_changes_no_byte_of_the_list(cora, another_browser, let_in):
    cora.goto(LIST)
    before = cora.locator("main").inner_html()

    let_in(another_browser(), people.holder()[0]).goto("/mine/")
    cora.reload()

    assert without_tokens(cora.locator("main").inner_html()) == without_tokens(before)
