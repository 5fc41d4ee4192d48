"""What axe finds wrong on a page, in light and in dark, as sentences."""

from collections.abc import Iterable
from typing import Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCRIPT = Axe().axe_script
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},  # new in WCAG 2.2; axe leaves it out by itself
}
# What can differ in the dark: there the page is the same but for its tokens; other rules would only say it twice.
RULES_ABOUT_COLOUR = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}


def violations(page: Page, within: str = "html") -> list[str]:
    """What is wrong on the page as it stands, in light and in dark. `within`: the part that is ours."""
    page.evaluate(SCRIPT)
    return _in(page, within, "light", RULES) + _in(page, within, "dark", RULES_ABOUT_COLOUR)


def on_pages(page: Page, addresses: Iterable[str]) -> list[str]:
    """What is wrong on any of these pages."""
    found: list[str] = []
    for address in addresses:
        page.goto(address)
        found += violations(page)
    return found


def _in(page: Page, within: str, scheme: Literal["light", "dark"], rules: object) -> list[str]:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour half-way
    path = urlsplit(page.url).path
    return [
        f"{path}, {scheme}: {violation['id']}: {violation['help']} at {[node['target'] for node in violation['nodes']]}"
        for violation in page.evaluate("asked => axe.run(...asked)", [within, rules])["violations"]
    ]
