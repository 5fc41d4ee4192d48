"""What axe finds wrong on a page, in light and in dark, as sentences."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCRIPT = Axe().axe_script
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},  # new in WCAG 2.2; axe leaves it out by itself
}


def violations(page: Page) -> list[str]:
    """What is wrong on the page as it stands."""
    page.evaluate(SCRIPT)
    return [words for scheme in ("light", "dark") for words in _in(page, scheme)]


def on_pages(page: Page, addresses: Iterable[str]) -> list[str]:
    """What is wrong on any of these pages."""
    found: list[str] = []
    for address in addresses:
        page.goto(address)
        found += violations(page)
    return found


def _in(page: Page, scheme: str) -> list[str]:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour half-way
    path = urlsplit(page.url).path
    return [
        f"{path}, {scheme}: {violation['id']}: {violation['help']} at {[node['target'] for node in violation['nodes']]}"
        for violation in page.evaluate("rules => axe.run(rules)", RULES)["violations"]
    ]
