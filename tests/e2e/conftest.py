"""A served site and Debian's Chromium. Every test in this folder is an `e2e` test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.template import engines
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import axe
from tests.e2e.scenario_writing import Form, Keyboard

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
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Without a worker: what it keeps, it would ask for when the database of the test is gone. One file allows it."""
    return {**browser_context_args, "service_workers": "block"}


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


def _watched(page: Page, base_url: str, complaints: list[str]) -> Page:
    """The page, which from now on notes errors in scripts, blocked ones, and requests to another host."""
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
    return page


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What went wrong on the pages of this test; anything fails it."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def page(page: Page, base_url: str, complaints: list[str]) -> Page:
    """A page that fails its test for an error in a script, a blocked one, or a request to another host."""
    return _watched(page, base_url, complaints)


@pytest.fixture
def another_browser(
    new_context: Callable[..., BrowserContext], base_url: str, complaints: list[str]
) -> Callable[..., Page]:
    """A function that opens a watched page in a browser of its own: no cookie, nothing kept. Takes context options."""

    def opened(**options: Any) -> Page:
        return _watched(new_context(**options).new_page(), base_url, complaints)

    return opened


@pytest.fixture
def let_in(base_url: str) -> Callable[[Page, Client], Page]:
    """A function that opens in the browser what is open in the client, and gives back the page."""

    def opened(page: Page, client: Client) -> Page:
        cookies = client.cookies.items()
        page.context.add_cookies([{"name": name, "value": held.value, "url": base_url} for name, held in cookies])
        return page

    return opened


@pytest.fixture
def wagtails_own_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its templates rely on undefined variables being empty; ours may not."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def slow_clock(settings: Any) -> None:
    """A one-time code still fits when the next one has just begun, as the clock does not wait for a busy machine."""
    settings.MFA_TOTP_TOLERANCE = 1


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """A function that fails for anything axe finds on the page, light or dark."""

    def check(page: Page) -> None:
        assert axe.violations(page) == []

    return check


@pytest.fixture
def tomas(another_browser: Callable[..., Page], let_in: Callable[[Page, Client], Page], settings: Any) -> Page:
    """The browser of the demo's trainer, signed in. He saves by hand: saving by itself has its own time."""
    from tests.e2e import people  # noqa: PLC0415 -- models need their settings first

    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    page = another_browser(viewport={"width": 1600, "height": 1000})
    # Wagtail's farewell, sent while the page closes, would come when the database of the test is gone.
    page.route("**/editing-sessions/release/**", lambda route: route.fulfill())
    return let_in(page, people.staff("trainer"))


@pytest.fixture
def keys(tomas: Page) -> Keyboard:
    """What the trainer types on."""
    return Keyboard(tomas)


@pytest.fixture
def form(tomas: Page) -> Form:
    """A new, empty scenario of the first module, open in the trainer's browser."""
    from modules.models import ModulePage  # noqa: PLC0415 -- models need their settings first

    parent = ModulePage.objects.order_by("path").first()
    assert parent is not None
    tomas.goto(f"/admin/pages/add/modules/scenariopage/{parent.pk}/")
    return Form(tomas)
