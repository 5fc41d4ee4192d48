"""Help near you, the local map and training: only a reviewed card counts, and nobody is reported here."""

from datetime import date

import pytest

from modules.models import CountryCard, CountryCardEntry
from quizzes.terms import Role
from tests import builders
from tests.curriculum_site import main_of, words
from tests.factories import LearnerFactory

pytestmark = pytest.mark.django_db

NEAR = "/about/help/near-you/"
FINLAND = "?country=FI&role=social-work"


def make_card(role: Role = Role.SOCIAL_WORK, **parts: object) -> CountryCard:
    """A card of Finland with an entry for one role; reviewed unless told otherwise."""
    values = {"reviewed_on": date(2026, 9, 3), "reviewers": "lawyer", "emergency_number": "112", **parts}
    card = CountryCard.objects.create(country="FI", name="Finland", **values)
    CountryCardEntry.objects.create(
        card=card,
        role=role.value,
        duty_to_report="Tell child protection.",
        confidentiality="Bound by law.",
        services="Housing: town hall\nA place without a kind",
        exit_service="An exit service",
    )
    return card


def test_reviewed_card_is_shown_with_its_date_and_number(client):
    make_card()

    page = words(client.get(NEAR + FINLAND))

    assert "If a life is at risk now: call 112." in page
    assert "Reviewed on 3 September 2026 by: lawyer." in page
    assert "Duty to report Tell child protection." in page
    assert "Housing: town hall A place without a kind" in page


def test_sample_is_marked_and_never_gives_the_emergency_number(client):
    make_card(sample=True, reviewed_on=None, reviewers="", emergency_number="555")

    page = words(client.get(NEAR + FINLAND))

    assert "This is a sample, not a card to rely on" in page
    assert "call your local emergency number" in page
    assert "Reviewed on" not in page


@pytest.mark.parametrize("parts", [{"reviewed_on": None}, {"reviewers": " "}, {"live": False}])
def test_card_that_nobody_reviewed_says_nothing_about_the_law(client, parts):
    make_card(**parts)

    page = words(client.get(NEAR + FINLAND))

    assert "No reviewed card Ask your lead first" in page
    assert "Tell child protection." not in page
    assert "call your local emergency number" in page


def test_card_without_an_entry_for_the_role_says_nothing(client):
    make_card(Role.POLICE)

    assert "Ask your lead first" in words(client.get(NEAR + FINLAND))


def test_visitor_who_has_not_chosen_work_is_asked_to(client, settings):
    settings.TANDEM_COUNTRY = "FI"
    make_card(Role.TEACHER)

    page = words(client.get(NEAR))

    assert "Choose your work above" in page
    assert "Tell child protection." not in page


def test_learners_own_country_and_role_are_chosen_already(client):
    make_card()
    builders.open_in(client, LearnerFactory(country="FI", role="social-work"))

    page = main_of(client.get(NEAR))

    assert '<option value="FI" selected>' in page
    assert '<option value="social-work" selected>' in page
    assert "Tell child protection." in page


def test_choice_on_the_page_comes_before_the_learners_own(client):
    make_card()
    builders.open_in(client, LearnerFactory(country="FI", role="social-work"))

    page = words(client.get(f"{NEAR}?country=&role=police"))

    assert "Tell child protection." not in page


@pytest.mark.parametrize(
    "query",
    [
        "?country=XX&role=teacher",
        "?country=FI&role=admin",
        "?country=%ff%fe&role=%f0%28",
        "?country=" + "A" * 5000,
        "?country=%3Cscript%3E&role=%27%3B--",
        "?country=FI&country=ZZ",
        "?role=social-work&country[]=FI",
    ],
)
@pytest.mark.parametrize("address", [NEAR, "/about/help/network/"])
def test_hostile_choice_is_harmless(client, address, query):
    make_card()

    page = client.get(address + query)

    assert page.status_code == 200
    assert "<script>" not in page.content.decode()
    assert "⚠undefined" not in page.content.decode()


def test_nul_in_the_choice_is_refused(client):
    assert client.get(f"{NEAR}?country=%00").status_code == 400


def test_help_pages_have_no_form_that_is_sent_and_no_field_for_text(client):
    make_card()

    pages = [main_of(client.get(address)) for address in (NEAR + FINLAND, "/about/help/", "/about/help/network/")]

    assert [page for page in pages if 'method="post"' in page or "<textarea" in page or 'type="text"' in page] == []
    assert "There is no form here to report a person" in pages[0]


def test_help_says_that_it_does_not_arrive_through_the_site(client):
    assert "help does not arrive through this site" in words(client.get("/about/help/"))
    assert "help does not arrive through this site" in words(client.get(NEAR))


def test_cards_cost_at_most_two_queries_however_many(client, django_assert_max_num_queries):
    make_card()
    CountryCard.objects.create(country="SE", name="Sweden", emergency_number="112")
    CountryCard.objects.create(country="IT", name="Italy", emergency_number="112")

    with django_assert_max_num_queries(2):
        client.get(NEAR + FINLAND)


def test_no_cookie_is_set_by_any_help_page(client):
    client.get(NEAR + FINLAND)
    client.get("/about/help/network/")
    client.get("/about/help/training/")

    assert dict(client.cookies) == {}
