"""Every request of every kind of visitor stays on this site, and notes leave the browser in none of them."""

from collections import Counter
from collections.abc import Callable, Iterable
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Page, Request, expect

from modules.models import LessonPage, ScenarioPage
from tests import curriculum_site
from tests.curriculum_site import step
from tests.e2e import people, places
from tests.e2e.reader import Reader

pytestmark = pytest.mark.usefixtures("demo_site")
LetIn = Callable[[Page, Client], Page]
OF_A_KIND = 2  # pages behind the same view are drawn alike
LINKS = "[...document.querySelectorAll('a[href]:not([download])')].map((link) => link.getAttribute('href'))"
FILES = (".ics", ".json", ".pdf", ".csv", ".pem")
SECRET = "The river smelled of oil that evening"
ADMIN = (
    "/admin/",
    "/admin/pages/",
    "/admin/images/",
    "/admin/images/add/",
    "/admin/documents/",
    "/admin/documents/add/",
    "/admin/snippets/modules/countrycard/",
    "/admin/account/",
)


@pytest.fixture
def hosts(page: Page) -> set[str]:
    """The hosts that any request of this browser went to."""
    asked: set[str] = set()
    page.context.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    return asked


def crawl(page: Page, *starts: str) -> Counter[str]:
    """Opens these pages and follows links, to some pages of each kind. How many pages of each view were opened."""
    waiting, seen, opened = list(starts), set(starts), Counter[str]()
    while waiting:
        address = waiting.pop(0)
        view = resolve(address).view_name
        if opened[view] >= OF_A_KIND and address not in starts:
            continue
        opened[view] += 1
        page.goto(address)
        assert "⚠undefined" not in page.content()
        found = {urlsplit(urljoin(page.url, link)) for link in page.evaluate(LINKS)}
        new = {part.path for part in found if part.netloc == urlsplit(page.url).netloc} - seen
        seen |= new
        waiting += sorted(path for path in new if not path.endswith(FILES))
    return opened


def test_visitor_asks_no_other_host(page, hosts, base_url):
    opened = crawl(page, "/")

    assert hosts == {urlsplit(base_url).netloc}
    assert {"home", "courses:course", "courses:module", "verifiers:check", "account_login"} <= set(opened)


def test_learner_asks_no_other_host(page, let_in, hosts, base_url):
    client, _place = people.learner()
    curriculum_site.play(client, places.CONVERSATION, ["b", "c"])
    let_in(page, client)

    opened = crawl(page, "/mine/", *places.lessons(), f"{step(places.CONVERSATION)}debrief/1/")

    assert hosts == {urlsplit(base_url).netloc}
    assert {"learn:step", "learn:debrief", "learn:group_exercise", "learn:handout", "mine:delete"} <= set(opened)


def test_coordinator_asks_no_other_host(page, let_in, hosts, base_url):
    let_in(page, people.staff("coordinator"))

    opened = crawl(page, "/coordinators/")

    assert hosts == {urlsplit(base_url).netloc}
    assert {"coordinators:completions", "coordinators:hide", "account_email"} <= set(opened)


@pytest.mark.usefixtures("wagtails_own_templates")
def test_trainer_asks_no_other_host_in_the_admin(new_context, let_in, base_url):
    page = new_context().new_page()
    asked: set[str] = set()
    page.context.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    let_in(page, people.staff("trainer"))
    forms = [f"/admin/pages/{kind.objects.first().pk}/edit/" for kind in (LessonPage, ScenarioPage)]

    opened = [page.goto(address) for address in [*ADMIN, *forms]]

    assert [answer.status for answer in opened if answer] == [200] * (len(ADMIN) + len(forms))
    assert asked == {urlsplit(base_url).netloc}


# ---- Notes


def kept(page: Page) -> dict[str, str]:
    """What the browser keeps for the site."""
    return dict(page.evaluate("({ ...localStorage })"))


def carrying(requests: Iterable[Request], words: str) -> list[str]:
    """The requests that these words go with, in the address or the body."""
    return [found.url for found in requests if words in f"{found.url} {found.post_data or ''}"]


def test_note_stays_in_the_browser_and_goes_with_the_device(page, let_in):
    requests: list[Request] = []
    page.context.on("request", lambda request: requests.append(request))  # noqa: PLW0108 -- wants a function
    reader = Reader(let_in(page, people.learner()[0]))
    lesson = people.outline().steps_by_slug["what-this-course-is"]
    reader.step(lesson.slug)
    note = page.locator("[data-note-text]")

    note.press_sequentially(SECRET)
    assert list(kept(page).values()) == [SECRET]
    assert [key for key in kept(page) if not key.startswith("tandem-note-")] == []
    reader.answer(lesson.questions[0], right=True)
    expect(note).to_have_value(SECRET)
    reader.go_on()
    page.go_back()
    expect(note).to_have_value(SECRET)
    reader.press("Leave this device")

    reader.heading("This device is closed")
    assert kept(page) == {}
    assert carrying(requests, SECRET[:8]) + carrying(requests, "river") == []


def test_note_is_deleted_and_printed_by_whoever_wrote_it(page, let_in):
    reader = Reader(let_in(page, people.learner()[0]))
    reader.step("what-this-course-is")
    page.locator("[data-note-text]").fill(SECRET)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert SECRET in download.value.path().read_text()

    page.get_by_role("button", name="Delete this note").click()

    expect(page.locator("[data-note-text]")).to_have_value("")
    assert kept(page) == {}


def test_note_that_looks_like_a_person_is_pointed_out(page, let_in):
    reader = Reader(let_in(page, people.learner()[0]))
    reader.step("what-this-course-is")

    page.locator("[data-note-text]").fill("Call her at 0171 234 56 78")

    expect(page.get_by_text("Better leave it out.")).to_be_visible()
    reader.page.locator("[data-note-text]").fill("What I would say at the door")
    expect(page.get_by_text("Better leave it out.")).to_be_hidden()


def test_note_cannot_be_sent_where_no_script_runs(another_browser, let_in):
    page = let_in(another_browser(java_script_enabled=False), people.learner()[0])

    page.goto(step("what-this-course-is"))

    note = page.locator("[data-note-text]")
    expect(page.locator("noscript p")).to_contain_text("Without JavaScript nothing is kept here")
    assert (note.get_attribute("name"), note.locator("xpath=ancestor::form").count()) == (None, 0)
