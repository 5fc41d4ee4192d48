"""Every page of the real course, as everybody finds it by its links: whole, strict, and harmless to read."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests import crawling, curriculum_site, databases, lasting
from tests.crawling import Page
from tests.e2e import people

AUDIENCES = ("visitor", "learner", "coordinator", "operator")
STATIC = Path(settings.BASE_DIR) / "static"
# Decision 15, and the challenge of a factor that is being set up, which is kept in the session of who asked for it.
MAY_WRITE = {
    "/coordinators/": {"training.ShareSeen"},
    "/coordinators/completions.csv": {"training.ShareSeen"},
    "/accounts/2fa/totp/activate/": {"sessions.Session"},
    "/accounts/2fa/webauthn/add/": {"sessions.Session"},
}
MOST_LESSON, MOST_CSS, MOST_JS = 40_000, 30_000, 15_000
PAGES_AT_LEAST = {"visitor": 35, "learner": 90, "coordinator": 45, "operator": 40}


def site_as(audience: str) -> list[Page]:
    """All pages that this audience can reach."""
    match audience:
        case "visitor":
            return crawling.crawl(Client(), "/", "/V", "/healthz")
        case "learner":
            return crawling.crawl(learner(), "/", *OF_LEARNERS, wanted=lambda address: not address.endswith(".pdf"))
        case _:
            return crawling.crawl(people.staff(audience), "/", "/mine/", *OF_ACCOUNTS, wanted=first_of_a_kind())


OF_LEARNERS = (curriculum_site.step("not-another-number"), curriculum_site.step("something-has-changed") + "?about=1")
OF_ACCOUNTS = ("/accounts/email/", "/accounts/2fa/", "/accounts/password/change/", "/accounts/2fa/totp/activate/")


def learner() -> Client:
    """Somebody with a certificate that is shared, who is in the middle of one more conversation."""
    client, place = people.holder()
    scenario = next(step for step in place.outline.steps if step.slug == "something-has-changed")
    client.post(curriculum_site.step(scenario.slug) + "begin", {"attempt": "1"})
    certificate = re.search(r"/mine/certificates/(\d+)/share/", client.get("/mine/").content.decode())
    assert certificate is not None
    client.post(certificate[0], {"code": people.demo.SERVICE_CODE, "agreed": "on"})
    return client


def first_of_a_kind() -> Any:
    """Follows a page with three different questions at most: a list can be sorted and filtered without end."""
    seen: dict[str, int] = {}

    def wanted(address: str) -> bool:
        path, _, question = address.partition("?")
        seen[path] = seen.get(path, 0) + bool(question)
        return not question or seen[path] <= 3

    return wanted


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any, pytestconfig: pytest.Config) -> Iterator[dict[str, list[Page]]]:
    """The pages of each audience, read once."""
    with lasting.standing(pytestconfig, django_db_blocker, databases.DEMO):
        yield {audience: site_as(audience) for audience in AUDIENCES}


@pytest.fixture(params=AUDIENCES)
def pages(request: pytest.FixtureRequest, site: dict[str, list[Page]]) -> list[Page]:
    """The pages of one audience."""
    found = site[request.param]
    assert len(found) >= PAGES_AT_LEAST[request.param]
    return found


def test_every_link_leads_to_a_page(pages: list[Page]) -> None:
    assert [(page.address, page.status) for page in pages if page.status not in {200, 302}] == []


def test_no_page_has_an_undefined_variable(pages: list[Page]) -> None:
    assert [page.address for page in pages if crawling.UNDEFINED in page.body] == []


def test_no_page_has_inline_script_or_style_or_a_form_without_token(pages: list[Page]) -> None:
    # The check page sets no cookie, so its form has no token (training/verifiers/views.py).
    found = {page.address: page.complaints for page in pages if page.complaints}

    assert found == {address: ["form without token"] for address in found if address in {"/check/", "/V"}}


def test_no_page_asks_another_host(pages: list[Page]) -> None:
    found = {page.address: crawling.foreign(page.resources) for page in pages}

    assert {address: hosts for address, hosts in found.items() if hosts} == {}


def test_every_page_has_one_heading_a_title_and_a_language(pages: list[Page]) -> None:
    read = [page for page in pages if page.is_page and page.status == 200]

    assert [page.address for page in read if page.headings != 1] == []
    assert [page.address for page in read if not page.title or page.title.startswith("–")] == []
    assert {page.language for page in read} == {"en"}


def test_reading_a_page_writes_nothing_but_the_listed_exceptions(pages: list[Page]) -> None:
    found = {page.address: page.written for page in pages if page.written}

    assert {
        address: written - MAY_WRITE.get(address.partition("?")[0], set()) for address, written in found.items()
    } == {address: frozenset() for address in found}


def test_no_two_pages_of_a_kind_have_the_same_title(site: dict[str, list[Page]]) -> None:
    titles = [page.title for page in site["learner"] if page.address.startswith("/courses/") and page.is_page]

    assert len(set(titles)) == len(titles)


def test_lessons_are_small(site: dict[str, list[Page]]) -> None:
    lessons = {page.address: len(page.body.encode()) for page in site["learner"] if page.address.startswith("/learn/")}

    assert len(lessons) > 40
    assert {address: size for address, size in lessons.items() if size > MOST_LESSON} == {}


def test_styles_and_scripts_are_small() -> None:
    assert sum(file.stat().st_size for file in (STATIC / "css").glob("*.css")) <= MOST_CSS
    # Nobody loads both: the scripts of learners, and those with which anybody checks a certificate.
    assert sum(file.stat().st_size for file in (STATIC / "js").glob("*.js")) <= MOST_JS
    assert sum(file.stat().st_size for file in (STATIC / "js" / "check").glob("*.js")) <= MOST_JS


def test_styles_ask_no_other_host() -> None:
    asked = [
        address
        for file in STATIC.rglob("*.css")
        for address in re.findall(r"""(?:url\(\s*|@import\s+)["']?([^"')\s]+)""", file.read_text())
    ]

    assert asked
    assert crawling.foreign([address for address in asked if not address.startswith("data:image/svg+xml")]) == []


def test_crawler_sees_what_is_wrong() -> None:
    page = Page("/", 200, "text/html", "", frozenset())
    broken = (
        "<html lang=xx><style>p{}</style><p style='x' onclick='y'></p><script>1</script>"
        "<form method=post></form><img src='//elsewhere.example/x.png'><script src='https://cdn.example/a.js'></script>"
    )

    crawling._Reader(page).feed(broken)

    assert page.complaints == ["inline style", "style on p", "onclick on p", "inline script", "form without token"]
    assert crawling.foreign(page.resources) == ["//elsewhere.example/x.png", "https://cdn.example/a.js"]
