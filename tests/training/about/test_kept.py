"""What is kept, accessibility and the source code: what must be said."""

import re

import pytest

from tests.curriculum_site import main_of, words

pytestmark = pytest.mark.django_db


def test_page_on_what_is_kept_makes_the_five_promises(client):
    page = main_of(client.get("/about/what-is-kept/"))

    promises = page.partition('class="promises"')[2].partition("</ol>")[0]
    assert re.findall(r"<h3>([^<]+)</h3>", promises) == [
        "Learn first, register never or later",
        "Leaving leaves nothing",
        "Your organisation sees completions that you shared, and nothing else",
        "A certificate can be checked without our keeping you",
        "What you write stays with you",
    ]


def test_table_says_of_each_thing_why_how_long_and_who_sees_it(client):
    page = main_of(client.get("/about/what-is-kept/"))

    table = page.partition("<tbody")[2].partition("</tbody>")[0]
    rows = table.count("<tr")
    assert rows == 12
    assert [table.count(f'data-l="{name}"') for name in ("Why", "How long", "Who sees it")] == [rows] * 3


@pytest.mark.parametrize(
    "limit",
    [
        "at most 12 hours. 30 days after your last visit if you ticked",
        "At most 12 months after your last visit, 24 with an account",
        "As long as you keep it, at most five years.",
        "Ten years, also after you delete everything.",
        "Until you stop sharing, at most five years.",
        "24 months after the role ends.",
    ],
)
def test_limits_of_the_data_map_are_named(client, limit):
    assert limit in words(client.get("/about/what-is-kept/"))


def test_page_says_what_operators_could_read_and_what_happens_to_a_request_by_law(client):
    page = words(client.get("/about/what-is-kept/"))

    assert "so they could read the rows listed above" in page
    assert "tell the learners concerned where the law allows it, and publish how many requests came" in page
    assert "are applied by the people who run the site" in page  # no clean-up runs by itself yet


def test_contact_of_the_operator_stands_where_it_is_needed(client, settings):
    settings.TANDEM_CONTACT = "Write to <training@example.org>."

    addresses = (
        "/about/what-is-kept/", "/about/accessibility/", "/about/help/", "/about/help/training/", "/about/source-code/",
    )  # fmt: skip
    pages = [client.get(address).content.decode() for address in addresses]

    assert [page for page in pages if "Write to &lt;training@example.org&gt;." not in page] == []


def test_missing_contact_is_said_so(client):
    assert "have not yet entered here how to reach them" in words(client.get("/about/help/training/"))


def test_accessibility_statement_says_what_was_not_tested(client):
    page = words(client.get("/about/accessibility/"))

    assert "We aim at WCAG 2.2, level AA. Nobody outside the project has audited it yet." in page
    assert "What was not tested Screen readers in the hands of people who use them every day." in page


def test_source_code_is_linked_where_the_operator_named_its_address(client, settings):
    settings.TANDEM_SOURCE_URL = "https://code.example.org/tandem"

    page = main_of(client.get("/about/source-code/"))

    assert 'href="https://code.example.org/tandem"' in page
    assert "EUPL-1.2" in page
    assert "CC BY-SA 4.0" in page


def test_source_code_is_handed_out_on_request_without_an_address(client):
    assert "give you the code of what runs here when you ask them" in words(client.get("/about/source-code/"))
