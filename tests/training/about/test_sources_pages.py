"""The pages on sources, principles, words and cards, with the real course."""

import re

import pytest

from modules.models import GlossaryTerm, Principle, ReferenceCard, Source
from tests.curriculum_site import CARD, main_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_site")]


def test_sources_page_has_five_texts_fourteen_notes_ten_cards_and_the_literature(client):
    page = main_of(client.get("/about/sources/"))

    assert re.findall(r'<li id="(S\d)">', page) == ["S1", "S2", "S3", "S4", "S5"]
    assert re.findall(r'<div id="(T\d+)">', page) == [f"T{number}" for number in range(1, 15)]
    assert len(set(re.findall(r'href="/about/sources/cards/([^/]+)/"', page))) == 10
    assert page.partition('class="literature"')[2].count("<li>") == 19
    assert "cite it as a draft" in page


def test_principles_stand_by_source_in_their_order_with_an_anchor_each(client):
    page = main_of(client.get("/about/sources/principles/"))

    keys = re.findall(r'<div id="(S\d-\d+)">', page)
    assert len(keys) == 106
    assert keys == sorted(keys, key=lambda key: (key[:2], int(key[3:])))
    assert page.count('class="binds"') == 34


def test_glossary_has_25_terms_marked_as_under_review_in_five_languages(client):
    page = main_of(client.get("/about/sources/glossary/"))

    assert page.count("<dt") == GlossaryTerm.objects.count() == 25
    assert page.count("machine-assisted, under review") == 25
    assert [len(re.findall(rf'lang="{code}"', page)) for code in ("de", "it", "fi", "sv", "fr")] == [25] * 5
    assert "(unsure)" in page


def test_card_links_its_principles_and_credits_its_source(client):
    page = main_of(client.get(CARD.format("card-eutex")))

    assert re.findall(r'href="/about/sources/principles/#([^"]+)"', page) == ["S3-5", "S3-6"]
    assert "published by Transform and Scenor." in page
    assert "3 % of 47 would be fewer than two people" in page


@pytest.mark.parametrize("card", ["no-such-card", "card-", "a" * 300])
def test_unknown_card_is_the_same_missing_page(client, card):
    response = client.get(CARD.format(card))

    assert response.status_code == 404
    assert response.content == client.get(CARD.format("another-unknown-card")).content


@pytest.mark.parametrize("card", ["%00", "%FF", "..%2f..", "card%20eutex"])
def test_address_that_is_no_card_is_refused(client, card):
    assert client.get(CARD.format(card)).status_code in {400, 404}


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/about/sources/", 3), ("/about/sources/principles/", 2), ("/about/sources/glossary/", 1)],
)
def test_more_sources_principles_cards_and_terms_add_no_query(client, address, queries, django_assert_num_queries):
    source = Source.objects.create(key="S6", title="Another", credit="Somebody")
    Principle.objects.create(key="S6-1", source=source, text="An idea")
    ReferenceCard.objects.create(key="card-another", kind="reading", title="Another", text="A text")
    GlossaryTerm.objects.create(key="another", term="another", meaning="A meaning")

    with django_assert_num_queries(queries):
        page = words(client.get(address))

    assert "nother" in page


def test_external_address_of_a_card_is_labelled_and_sends_no_referrer(client):
    ReferenceCard.objects.create(
        key="card-linked",
        kind="reading",
        title="Linked",
        text="A text",
        links=[("link", {"label": "Read on", "url": "https://example.org/", "external": True, "note": ""})],
    )

    page = main_of(client.get(CARD.format("card-linked")))

    assert '<a href="https://example.org/" rel="noreferrer">Read on</a>' in page
    assert "external link: another site, not ours" in page
