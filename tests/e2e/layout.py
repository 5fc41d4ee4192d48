"""What a page's layout does to people: what overflows, what overlaps, where Tab leads and what it shows there."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SCRIPT = Path(__file__).with_suffix(".js").read_text()


@dataclass(frozen=True)
class Stop:
    """Where Tab has led. `ring`: the focus is drawn; `seen`: inside the window and under nothing else."""

    name: str
    ring: bool
    seen: bool


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    return list(_asked(page, "tooWide"))


def overlaps(page: Page) -> list[str]:
    """What lies over something else in the head of the page."""
    return list(_asked(page, "overlaps"))


def controls(page: Page) -> int:
    """How many stops Tab should make."""
    return int(_asked(page, "controls"))


def stops(page: Page) -> list[Stop]:
    """Where Tab leads from the top of the page until it leaves it."""
    found: list[Stop] = []
    for _press in range(controls(page) + 10):  # some more, so that a trap or a stop at nothing is noticed
        page.keyboard.press("Tab")
        at = _asked(page, "focused")
        if at is None:
            break
        found.append(Stop(at["name"], at["ring"], at["inside"] and at["free"]))
    return found


def _asked(page: Page, question: str) -> Any:
    return page.evaluate(f"{_SCRIPT.strip()}.{question}()")
