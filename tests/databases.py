"""The databases of the tests: files copied from a template that is made once per state of the code.

Migrating takes seconds, copying milliseconds. A test that commits (a served site, two threads) spoils the copy; before
the next test it is filled again from the template, so that Wagtail's root page, locale, groups and collections are
back, which Django's own flush would have taken away.
"""

import fcntl
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test import override_settings

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "var" / "tests"
KEPT = 6  # templates of older states of the code that may stay, for people who change branches

EMPTY, SMALL, DEMO = "empty", "small", "demo"
SMALL_FOLDER = ROOT / "tests" / "modules" / "curriculum" / "sound"
PRODUCT = ("training", "modules", "quizzes", "certificates")


def _files(state: str) -> Iterator[Path]:
    """The files that decide what a template holds."""
    yield from (ROOT / "requirements-dev.lock", ROOT / "tests" / "databases.py")
    pattern = "migrations/*.py" if state == EMPTY else "**/*.py"
    for name in PRODUCT:
        yield from sorted((ROOT / name).glob(pattern))
    yield from sorted((ROOT / "training" / "settings").glob("*.py"))
    if folder := {SMALL: SMALL_FOLDER, DEMO: ROOT / "curriculum"}.get(state):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


@cache
def _path(state: str) -> Path:
    """Where the template for the present code is; looked at once, so that nobody's saving a file moves it."""
    digest = hashlib.sha256()
    for path in _files(state):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return FOLDER / f"{state}-{digest.hexdigest()[:16]}.sqlite3"


def demo_key() -> Path:
    """The key that has signed the certificates of the demo people."""
    return _path(DEMO).with_suffix(".pem")


def demo_keys() -> Path:
    """The folder with the demo's seal."""
    return _path(DEMO).with_suffix(".keys")


@contextmanager
def _locked(name: str) -> Iterator[None]:
    """One process at a time; the others wait and find the work done."""
    with (FOLDER / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def _connected_to(path: Path) -> Iterator[None]:
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def _load_small() -> None:
    call_command("load_curriculum", str(SMALL_FOLDER), stdout=StringIO())


def _load_demo() -> None:
    with override_settings(TANDEM_DEMO=True, TANDEM_SIGNING_KEY_FILE=str(demo_key()), TANDEM_KEYS_FOLDER=demo_keys()):
        call_command("load_demo", verbosity=0, stdout=StringIO())


def _template(state: str) -> Path:
    """A database file in this state, ready to be copied; made when there is none for the present code."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = _path(state)
    with _locked(state):
        if not path.exists():
            being_made = path.with_suffix(".making")
            being_made.unlink(missing_ok=True)
            if state != EMPTY:
                _copy(_template(EMPTY), being_made)
            with _connected_to(being_made):
                {EMPTY: _migrate, SMALL: _load_small, DEMO: _load_demo}[state]()
            being_made.rename(path)
            older = sorted(FOLDER.glob(f"{state}-*.sqlite3"), key=lambda file: file.stat().st_mtime)
            for file in older[:-KEPT]:
                file.unlink()
                file.with_suffix(".pem").unlink(missing_ok=True)
                shutil.rmtree(file.with_suffix(".keys"), ignore_errors=True)
    return path


def _copy(source: Path, target: Path) -> None:
    """Fills the target with the source, also while others have the target open."""
    # A template never changes: without `immutable`, reading it would write its shared-memory file.
    reading = sqlite3.connect(f"file:{source}?mode=ro&immutable=1", uri=True)
    writing = sqlite3.connect(target, timeout=20)
    try:
        reading.backup(writing)
    finally:
        reading.close()
        writing.close()


class Copy:
    """The database of one test process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._templates: dict[str, Path] = {}
        self._state = ""

    def spoil(self) -> None:
        """Notes that a test has committed something."""
        self._state = ""

    def provide(self, state: str) -> None:
        """Makes the copy hold what the template of this state holds; nothing to do where it still does."""
        if self._state == state:
            return
        if state not in self._templates:
            self._templates[state] = _template(state)
        _copy(self._templates[state], self.path)
        self._state = state
