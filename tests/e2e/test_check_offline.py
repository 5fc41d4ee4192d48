"""The check page without a network, once it was opened with one."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from certificates import tokens
from certificates.models import Certificate
from tests.certificates.conftest import signing_key
from tests.factories import CertificateFactory

__all__ = ["signing_key"]
NAME = "Ελένη Παπαδοπούλου"
READY = "This page also works without a network."
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) found.push(url);
  return found.sort();
}"""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """With a worker, unlike everywhere else."""
    return {**browser_context_args, "service_workers": "allow"}


@pytest.fixture
def certificate(signing_key: None) -> Certificate:
    return CertificateFactory(name=NAME, known=True)


@pytest.fixture
def kept(another_browser: Callable[..., Page], certificate: Certificate) -> Page:
    """A browser that opened the check page once, with a network, and has none any more."""
    page = another_browser()
    page.goto("/check/")
    expect(page.get_by_text(READY)).to_be_visible()
    page.context.set_offline(True)
    return page


def heading(page: Page) -> str:
    """The answer."""
    found = page.locator("[data-verdict]:not([hidden]) h2")
    expect(found).to_be_focused()
    return found.inner_text()


@pytest.mark.parametrize("door", ["/V", "/check/"])
def test_code_scanned_without_a_network_shows_the_name_and_what_could_not_be_looked_up(
    kept: Page, certificate: Certificate, door: str
) -> None:
    kept.goto(f"{door}#{tokens.text_of(certificate.token)}")

    assert heading(kept) == "The signature is genuine"
    expect(kept.get_by_text(NAME)).to_be_visible()
    expect(kept.get_by_text("We could not look up whether the certificate was withdrawn later.")).to_be_visible()


def test_changed_code_is_found_without_a_network(kept: Page, certificate: Certificate) -> None:
    text = tokens.text_of(certificate.token)

    kept.goto(f"/V#{text[:40]}{'1' if text[40] == '0' else '0'}{text[41:]}")

    assert heading(kept) == "This certificate is not genuine"
    assert NAME not in kept.content()


def test_page_looks_the_same_without_a_network(kept: Page) -> None:
    kept.goto("/check/")

    styles = "[...document.styleSheets].map((sheet) => sheet.cssRules.length > 0)"
    assert kept.evaluate(styles) == [True] * 6
    assert kept.evaluate("document.fonts.ready.then(() => document.fonts.check('16px TUI'))")


def test_number_typed_without_a_network_says_what_works(kept: Page) -> None:
    kept.goto("/check/")

    kept.get_by_label("Certificate number").fill("TD-0000-0000-0000-0000-0")
    kept.get_by_role("button", name="Check", exact=True).click()

    assert heading(kept) == "A number needs a network"


def test_rest_of_the_site_is_not_kept(kept: Page, base_url: str) -> None:
    addresses = {urlsplit(url).path for url in kept.evaluate(KEPT)}

    assert {path for path in addresses if not path.startswith("/static/")} == {"/check/", "/check/keys.json"}
    scopes = "navigator.serviceWorker.getRegistrations().then((all) => all.map(({ scope }) => scope).sort())"
    assert kept.evaluate(scopes) == [f"{base_url}/V", f"{base_url}/check/"]


def test_nothing_about_a_checked_certificate_or_who_checks_is_kept(
    another_browser: Callable[..., Page], certificate: Certificate, let_in: Any
) -> None:
    from tests.e2e import people  # noqa: PLC0415 -- models need their settings first

    page = let_in(another_browser(), people.place_of(certificate))
    page.goto(f"/V#{tokens.text_of(certificate.token)}")
    expect(page.get_by_text(READY)).to_be_visible()

    page.goto("/check/")
    kept = page.evaluate(
        """async () => {
          const texts = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) texts.push(await (await cache.match(request)).text());
          }
          return texts.join(" ");
        }"""
    )
    assert page.get_by_role("button", name="Leave this device").is_visible()
    assert [
        word for word in (NAME, certificate.number, "Leave this device", "csrfmiddlewaretoken") if word in kept
    ] == []


def test_keys_are_renewed_whenever_there_is_a_network(
    another_browser: Callable[..., Page], certificate: Certificate, signing_key: None
) -> None:
    page = another_browser()
    page.goto("/check/")
    expect(page.get_by_text(READY)).to_be_visible()
    newer = CertificateFactory(known=True, course_title="A course of later", course_version=7)
    page.goto(f"/V#{tokens.text_of(certificate.token)}")
    expect(page.locator("#v-valid")).to_be_focused()

    page.context.set_offline(True)
    page.goto(f"/V#{tokens.text_of(newer.token)}")

    expect(page.get_by_text("A course of later")).to_be_visible()


def test_install_is_offered_where_the_browser_asks(another_browser: Callable[..., Page]) -> None:
    page = another_browser()
    page.goto("/check/")
    button = page.get_by_role("button", name="Install this page")
    expect(button).to_be_hidden()

    page.evaluate(
        """() => {
          const asked = new Event("beforeinstallprompt", { cancelable: true });
          asked.prompt = () => { window.prompted = asked.defaultPrevented; };
          dispatchEvent(asked);
        }"""
    )
    button.click()

    assert page.evaluate("window.prompted")
    expect(button).to_be_hidden()
