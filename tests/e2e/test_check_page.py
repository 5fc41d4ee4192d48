from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from certificates import tokens
from certificates.models import Certificate, Revocation
from tests.certificates.conftest import signing_key
from tests.factories import CertificateFactory

__all__ = ["signing_key"]
NAME = "Ελένη Παπαδοπούλου"
NO_ED25519 = "crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'))"
PACKAGED = "/static/vendor/noble-ed25519/ed25519.js"


@pytest.fixture
def certificate(signing_key) -> Certificate:
    return CertificateFactory(name=NAME, known=True)


@pytest.fixture
def asked(page: Page) -> list[Request]:
    """Every request that leaves the page."""
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))  # noqa: PLW0108 -- wants a function
    return requests


def scan(page: Page, text: str) -> None:
    """What a telephone does with the square code."""
    page.goto(f"/V#{text}")


def verdict(page: Page) -> str:
    """The heading of the answer."""
    heading = page.locator("[data-verdict]:not([hidden]) h2")
    expect(heading).to_be_focused()
    return heading.inner_text()


def test_genuine_code_shows_the_name_and_all_that_was_signed(page, certificate, assert_accessible):
    scan(page, tokens.text_of(certificate.token))

    assert verdict(page) == "This certificate is valid"
    assert page.locator("[data-verdict]:not([hidden]) dd").all_inner_texts() == [
        NAME,
        "Tandem: two of you, and the person",
        "1",
        "Record of self-study",
        "14 October 2026",
        "3.5",
        "English",
        certificate.number,
    ]
    assert_accessible(page)


def test_only_the_number_leaves_the_page_and_the_address_bar_is_cleared(page, certificate, asked):
    text = tokens.text_of(certificate.token)

    scan(page, text)
    verdict(page)

    assert urlsplit(page.url).fragment == ""
    posts = [request for request in asked if request.method == "POST"]
    assert [request.post_data for request in posts] == [f"number={certificate.number}"]
    sent = " ".join(f"{request.url} {request.all_headers()} {request.post_data}" for request in asked[1:])
    assert (text in sent, NAME in sent, "cookie" in sent.lower()) == (False, False, False)


def test_one_changed_letter_is_not_genuine_and_shows_no_name(page, certificate, asked):
    text = tokens.text_of(certificate.token)

    scan(page, f"{text[:40]}{'1' if text[40] == '0' else '0'}{text[41:]}")

    assert verdict(page) == "This certificate is not genuine"
    assert NAME not in page.content()
    assert [request.method for request in asked if request.method == "POST"] == []


@pytest.mark.parametrize("text", ["0" * 195, "Ж" * 120, "%E0%A4%A" + "A" * 100, "-" * 2000])
def test_rubbish_is_not_genuine(page, certificate, text):
    scan(page, text)

    assert verdict(page) == "This certificate is not genuine"


@pytest.mark.parametrize(
    ("trait", "words"),
    [("withdrawn", "This certificate is no longer valid"), ("superseded", "A newer certificate replaced this one")],
)
def test_revoked_certificate_is_genuine_and_says_so(page, signing_key, trait, words):
    certificate = CertificateFactory(name=NAME, known=True, **{trait: True})

    scan(page, tokens.text_of(certificate.token))

    assert verdict(page) == words
    expect(page.get_by_text(NAME)).to_be_visible()


@pytest.mark.parametrize(
    ("because", "words"),
    [
        ("", "It was withdrawn."),
        ("holder", "Its holder withdrew it."),
        ("error", "It had been issued in error, and the issuer withdrew it."),
        ("key", "The issuer no longer trusts the key that signed it."),
    ],
)
def test_withdrawn_certificate_says_why_and_nothing_else(page, signing_key, because, words):
    certificate = CertificateFactory(name=NAME, known=True, withdrawn=True)
    Revocation.objects.update(because=because)

    scan(page, tokens.text_of(certificate.token))
    verdict(page)

    (said,) = page.locator("[data-because]:visible").all_inner_texts()
    assert said.startswith(words)


def test_code_of_an_erased_holder_still_checks(page, certificate):
    text = tokens.text_of(certificate.token)
    Certificate.objects.update(number=None, name=None, completed_on=None, token=None, learner=None)

    scan(page, text)

    assert verdict(page) == "This certificate is valid"
    expect(page.get_by_text(NAME)).to_be_visible()


def test_genuine_code_without_network_says_what_could_not_be_looked_up(page, certificate):
    page.route("**/check/status", lambda route: route.abort())

    scan(page, tokens.text_of(certificate.token))

    assert verdict(page) == "The signature is genuine"


def test_browser_that_knows_no_ed25519_checks_with_the_packaged_script(page, certificate, asked):
    page.add_init_script(NO_ED25519)

    scan(page, tokens.text_of(certificate.token))

    assert verdict(page) == "This certificate is valid"
    expect(page.get_by_text(NAME)).to_be_visible()
    assert [urlsplit(request.url).path for request in asked if "/vendor/" in request.url] == [PACKAGED]


def test_packaged_script_lets_no_changed_letter_pass(page, certificate):
    page.add_init_script(NO_ED25519)
    text = tokens.text_of(certificate.token)

    scan(page, f"{text[:40]}{'1' if text[40] == '0' else '0'}{text[41:]}")

    assert verdict(page) == "This certificate is not genuine"


def test_browser_that_knows_ed25519_is_sent_no_packaged_script(page, certificate, asked):
    scan(page, tokens.text_of(certificate.token))
    verdict(page)

    assert [request.url for request in asked if "/vendor/" in request.url] == []


def test_browser_that_can_do_neither_offers_the_number(page, certificate):
    page.add_init_script(NO_ED25519)
    page.route(f"**{PACKAGED}", lambda route: route.abort())

    scan(page, tokens.text_of(certificate.token))

    assert verdict(page) == "Your browser cannot check the signature"
    assert NAME not in page.content()


def test_second_code_scanned_into_the_same_page_is_checked_too(page, certificate):
    scan(page, "0" * 195)
    verdict(page)

    page.evaluate("text => { location.hash = text }", tokens.text_of(certificate.token))

    expect(page.locator("#v-valid")).to_be_focused()


def test_number_typed_by_keyboard_gets_its_answer(page, certificate):
    page.goto("/check/")

    page.get_by_label("Certificate number").fill(certificate.number.lower())
    page.keyboard.press("Enter")

    assert verdict(page) == "This certificate is valid"
    assert NAME not in page.content()
