"""The matrix: what matrix.yaml expects of a cell, what the site answers, and where the two differ."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import yaml
from django.core.cache import cache as django_cache
from django.http import HttpResponse
from django.urls import resolve
from pypdf import PdfReader

from tests import lasting
from tests.permissions import addresses
from tests.permissions.addresses import Target
from tests.permissions.world import World

FILE = Path(__file__).with_name("matrix.yaml")
METHODS = ("get", "post")
CELL = re.compile(r"(?P<status>\d{3})(?: to (?P<to>\S+))?(?: shows (?P<shows>[\w, ]+?))?(?: \+ (?P<writes>[\w, ]+))?$")
NOT_ALLOWED, NOT_FOUND = 405, 404
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@dataclass(frozen=True)
class Cell:
    """What is expected of, or was got from, one audience at one address."""

    status: int
    to: str = ""
    shows: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()

    @classmethod
    def read(cls, text: object) -> "Cell":
        """The cell as it is written in the file."""
        found = CELL.fullmatch(str(text).strip())
        assert found, f"not a cell: {text}"
        return cls(int(found["status"]), found["to"] or "", _words(found["shows"]), _words(found["writes"]))

    def __str__(self) -> str:
        shows = f" shows {', '.join(sorted(self.shows))}" if self.shows else ""
        writes = f" + {', '.join(sorted(self.writes))}" if self.writes else ""
        return f"{self.status}{f' to {self.to}' if self.to else ''}{shows}{writes}"


@dataclass(frozen=True)
class Answer:
    """What came back: the cell, the words on the page, and everything that can be compared."""

    cell: Cell
    text: str
    bytes_: bytes


@cache
def _file() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text())
    return loaded


def rows() -> dict[str, dict[str, Any]]:
    """The rows of the file by name."""
    found: dict[str, dict[str, Any]] = _file()["rows"]
    return found


def audiences(group: str) -> list[str]:
    """The audiences of a group; of an audience, itself."""
    found: list[str] = _file()["groups"].get(group, [group])
    return found


AUDIENCES: tuple[str, ...] = tuple(audiences("everybody"))


def expected(name: str, audience: str, method: str) -> Cell:
    """The cell of the file. Every audience has exactly one."""
    cells = [cell for group, cell in rows()[name][method].items() if audience in audiences(group)]
    assert len(cells) == 1, f"{name} {method}: {audience} has {len(cells)} cells"
    return Cell.read(cells[0])


def cells() -> Iterator[tuple[str, str, str]]:
    """Name, audience and method of every cell."""
    for name in rows():
        for audience in AUDIENCES:
            for method in METHODS:
                yield name, audience, method


def assert_cell(world: World, name: str, audience: str, method: str) -> None:
    """The address answers this audience as the file says; about somebody else's object as if there were none."""
    wanted = expected(name, audience, method)
    targets = addresses.targets(name, audience, world)
    answer = ask(world, name, audience, method, targets["own"])
    assert str(answer.cell) == str(wanted)
    if method == "get" and wanted.status == 200 and audience in AUDIENCES:
        assert str(rows()[name].get("words", "")) in answer.text
    if wanted.status != NOT_ALLOWED and "foreign" in targets:
        _assert_foreign_is_missing(world, name, audience, method, targets)


def _assert_foreign_is_missing(world: World, name: str, audience: str, method: str, targets: dict[str, Target]) -> None:
    foreign, missing = (ask(world, name, audience, method, targets[whose]) for whose in ("foreign", "missing"))
    wanted = expected(name, audience, method)
    if audience in audiences(rows()[name]["holders"]):
        wanted = Cell(rows()[name].get("foreign", NOT_FOUND))
    assert str(foreign.cell) == str(wanted)
    assert foreign.bytes_ == missing.bytes_


def ask(world: World, name: str, audience: str, method: str, target: Target) -> Answer:
    """What the site answers. Whatever it writes is undone."""
    django_cache.clear()
    with lasting.rolled_back(), lasting.writes() as written:
        client = world.client(audience)
        response = getattr(client, method)(addresses.address(name, target), target.fields)
        body = b"".join(response.streaming_content) if response.streaming else response.content
    text = _text(response, body)
    location = response.headers.get("Location", "")
    cell = Cell(
        status=response.status_code,
        to=resolve(re.split("[?#]", location)[0]).view_name if location else "",
        shows=frozenset(world.canaries_in(text)),
        writes=frozenset(label.split(".")[-1] for label in written),
    )
    return Answer(cell, text, _comparable(target, location, body))


def _text(response: HttpResponse, body: bytes) -> str:
    kind = response.headers.get("Content-Type")
    if kind == "application/zip":
        archive = ZipFile(io.BytesIO(body))
        return "\n".join(_read(name, archive.read(name)) for name in archive.namelist())
    return _read(".pdf" if kind == "application/pdf" else "", body)


def _read(name: str, content: bytes) -> str:
    """The words of a file, with its name."""
    if name.endswith(".pdf"):
        return "\n".join([name, *(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)])
    return "\n".join([name, unescape(content.decode())])


def _comparable(target: Target, location: str, body: bytes) -> bytes:
    """The answer without what was asked for and without the token, which is new each time."""
    text = TOKEN.sub("", location + "\n" + body.decode(errors="replace"))
    for asked in sorted(map(str, [*target.args.values(), *target.fields.values()]), key=len, reverse=True):
        text = text.replace(asked, "<asked>")
    return text.encode()


def _words(text: str | None) -> frozenset[str]:
    return frozenset(word.strip() for word in (text or "").split(",") if word.strip())
