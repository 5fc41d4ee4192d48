"""The strict environment of every test: a database of its own, no network, warnings are errors."""

import asyncio
import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.template import engines
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests import databases

# ---- Hypothesis: few examples in the everyday run, HYPOTHESIS_PROFILE=long for many

EVERYDAY = hypothesis_settings(
    deadline=None,  # the machine may be busy: time proves nothing
    max_examples=40,
    derandomize=bool(os.environ.get("CI")),  # a failing build fails again when it is run again
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.register_profile("everyday", EVERYDAY)
hypothesis_settings.register_profile("long", EVERYDAY, max_examples=1000, derandomize=False)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))


# ---- Database

COPY = pytest.StashKey[databases.Copy]()
BLOCKER = pytest.StashKey[Any]()
STATE = pytest.StashKey[str]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fills the database before any fixture looks at it."""
    names = set(getattr(item, "fixturenames", ()))
    if not item.get_closest_marker("django_db") and not names & {"db", "transactional_db", "live_server"}:
        return
    wanted = {"demo_site": databases.DEMO, "small_site": databases.SMALL}
    item.config.stash[STATE] = next((wanted[name] for name in wanted if name in names), databases.EMPTY)
    if copy := item.config.stash.get(COPY, None):
        with item.config.stash[BLOCKER].unblock():
            copy.provide(item.config.stash[STATE])


@pytest.fixture(scope="session")
def django_db_setup(
    pytestconfig: pytest.Config, django_test_environment: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[None]:
    """A file of this process alone, filled from a template (see databases.py)."""
    copy = databases.Copy(tmp_path_factory.mktemp("database") / "tests.sqlite3")
    patch = pytest.MonkeyPatch()
    # A lost test database is no loss, so nothing waits for the disk; the rest is as in production.
    options = {**connection.settings_dict["OPTIONS"], "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;"}
    patch.setitem(connection.settings_dict, "OPTIONS", options)
    with django_db_blocker.unblock():
        copy.provide(pytestconfig.stash.get(STATE, databases.EMPTY))
    patch.setitem(connection.settings_dict, "NAME", str(copy.path))
    # Instead of emptying every table: the next test gets the template again.
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: copy.spoil())
    pytestconfig.stash[COPY] = copy
    pytestconfig.stash[BLOCKER] = django_db_blocker
    yield
    del pytestconfig.stash[COPY]
    with django_db_blocker.unblock():
        connection.close()
    patch.undo()
    for file in copy.path.parent.iterdir():
        file.unlink()


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: Any) -> Any:
    """The served site, on connections of its own.

    The database comes first: asked too early, the server would see the settings' in-memory database and share the one
    connection of the test with its threads, which crashes the process.
    """
    return live_server


@pytest.fixture
def demo_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database as `load_demo` leaves it: the whole course and the demo people. Add `db` or `live_server`."""
    monkeypatch.setattr(settings, "TANDEM_SIGNING_KEY_FILE", str(databases.demo_key()))
    monkeypatch.setattr(settings, "TANDEM_KEYS_FOLDER", databases.demo_keys())


@pytest.fixture
def small_site() -> None:
    """The database with the small course of `tests/modules/curriculum/sound`. Add `db` or `live_server`."""


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """No test meets the rate limits, pages, keys, cards or principles of the one before."""
    from modules import cards  # noqa: PLC0415 -- models need their settings first

    cache.clear()
    cards.forget()


@pytest.fixture(autouse=True, scope="session")
def own_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Uploads and prints of this process alone."""
    folder = tmp_path_factory.mktemp("media")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "MEDIA_ROOT", str(folder))
        patch.setattr(settings, "TANDEM_PRINTS", tmp_path_factory.mktemp("prints"))
        yield folder


@pytest.fixture(autouse=True, scope="session")
def site_key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The key of the factories is the site's own, so that whatever is issued checks."""
    from tests.factories import SIGNING_KEY  # noqa: PLC0415 -- models need their settings first

    path = tmp_path_factory.mktemp("keys") / "signing.pem"
    path.write_bytes(SIGNING_KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(0o600)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "TANDEM_SIGNING_KEY_FILE", str(path))
        yield


# ---- Network: this machine only


def _is_here(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a path: a socket of the system
    host = str(address[0]).partition("%")[0]
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _guarded(original: Any) -> Any:
    def connect(sock: socket.socket, address: object) -> Any:
        if not _is_here(address):
            pytest.fail(f"A test wanted to connect to {address!r}: tests stay on this machine.")
        return original(sock, address)

    return connect


def _guarded_lookup(original: Any) -> Any:
    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and name != socket.gethostname() and not _is_here((name,)):
            pytest.fail(f"A test wanted to look up {name!r}: tests stay on this machine.")
        return original(host, *args, **kwargs)

    return getaddrinfo


@pytest.fixture(autouse=True, scope="session")
def this_machine_only() -> Iterator[None]:
    """Fails the test that opens a connection to another host or looks one up."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", _guarded(socket.socket.connect_ex))
        patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
        yield


# ---- Pages of the admin


@pytest.fixture
def admin_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of Wagtail's admin may leave variables undefined; only ours may not."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


# ---- Report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Repeats the failed checks of `./run test` above the closing line, where they are seen."""
    if failed := os.environ.get("TANDEM_FAILED_CHECKS"):
        terminalreporter.section("Checks that failed before the tests")
        terminalreporter.write_line(failed, red=True)


@pytest.fixture(autouse=True)
def no_loop_of_a_browser(request: pytest.FixtureRequest) -> Iterator[None]:
    """Playwright leaves its event loop marked as running in this process; pyHanko starts one of its own."""
    left = asyncio._get_running_loop()
    if left is None or request.node.get_closest_marker("e2e"):
        yield
        return
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(left)
