"""A served site and Debian's Chromium. Every test in this folder is an `e2e` test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Chromium looks for updates, time and safe addresses on its own; the last one makes every other host unknown to it.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]

expect.set_options(timeout=20_000)  # the machine may be busy: slow is not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of this folder, and has them commit: the served site has a connection of its own."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session", autouse=True)
def beside_an_event_loop() -> Iterator[None]:
    """Playwright keeps an event loop running in this thread, which Django takes for asynchronous code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, or the one that CHROMIUM names."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail(
            'No Chromium here. Install it, name it in CHROMIUM, or leave these tests out: ./run test -m "not e2e"'
        )
    return {**browser_type_launch_args, "executable_path": path, "args": QUIET}


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: Any) -> Any:
    """The served site, started after the database became a file: it would share a connection in memory with us.

    Threads that share one connection crash Python as soon as one closes it while another asks.
    """
    return live_server


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """Where the site is served, so that `page.goto("/learn/")` is enough."""
    return str(live_server.url)


@pytest.fixture
def page(page: Page, base_url: str) -> Iterator[Page]:
    """A page that fails its test for an error in a script, a blocked one, or a request to another host."""
    complaints: list[str] = []
    here = urlsplit(base_url).netloc

    def note_request(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != here:
            complaints.append(f"asked another host: {address}")

    def note_message(kind: str, text: str) -> None:
        # An answer of 4xx is logged as a failed load, which tests of refusals want to see.
        if kind == "error" and not text.startswith("Failed to load resource"):
            complaints.append(f"logged an error: {text}")

    page.on("request", lambda request: note_request(request.url))
    page.on("console", lambda message: note_message(message.type, message.text))
    page.on("pageerror", lambda error: complaints.append(f"a script failed: {error}"))
    yield page
    assert complaints == []


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """A function that fails for anything axe finds on the page, light or dark."""

    def check(page: Page) -> None:
        found = []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour half-way
            for violation in Axe().run(page).response["violations"]:
                places = ", ".join(str(node["target"]) for node in violation["nodes"])
                found.append(f"{scheme}: {violation['id']}: {violation['help']} at {places}")
        assert found == []

    return check
