"""Handbooks, group exercises and sheets as PDF: drawn once in a limited process, then kept by their content.

The files lie in `TANDEM_PRINTS` and may be deleted at any time. Nothing in them is about a person.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from certificates.pdf import limited
from certificates.pdf.limited import Because, Limits
from certificates.pdf.limited import NotPrinted as NotPrinted
from modules import cards, catalogue, handbook
from modules.blocks.paper import Sheet
from modules.handbook import Handbook
from modules.models import CourseVersion
from quizzes import versions
from quizzes.components.exercise import KitView
from quizzes.components.seats import PlanView
from quizzes.components.wording import Wording
from quizzes.engine.graph import Graph
from quizzes.models import ScenarioVersion
from quizzes.terms import Role

STYLESHEET = settings.BASE_DIR / "static" / "certificates" / "handbook.css"
LIMITS = Limits()
AT_ONCE = 2  # on one machine: each takes a core and up to 1.5 GB
MOST_FILES, MOST_BYTES = 200, 200_000_000
_END, _NEAR_THE_END = b"%%EOF", 32  # bytes
FAILURE_KEPT = 3600  # seconds before something that could not be printed is tried again


class Busy(Exception):
    """As many documents are being drawn as this machine may draw at once. A little later it works."""


@dataclass(frozen=True)
class Paper:
    """Something to be printed. `pictures`: how the HTML calls them, and the stored picture."""

    html: str
    pictures: tuple[tuple[str, Any], ...] = ()

    @property
    def digest(self) -> str:
        """64 hex digits: equal for what comes out equal."""
        drawn_from = [self.html, *(f"{address} {image.file_hash or image.pk}" for address, image in self.pictures)]
        return hashlib.sha256("\0".join([_drawn_by(STYLESHEET), *drawn_from]).encode()).hexdigest()


def handbook_of(book: Handbook) -> Paper:
    """The handbook of a module, in the language of its course."""
    with translation.override(book.language):
        html = render_to_string(
            "print/handbook.html", {"book": book, "site": urlsplit(settings.TANDEM_SITE_URL).netloc}
        )
    return Paper(html, tuple((picture.address, picture.image) for picture in book.pictures))


def exercise_of(graph: Graph, wording: Wording, *, number: int, language: str, as_of: date) -> Paper:
    """A conversation as a group exercise. `number`: of its module; `as_of`: the day of its words."""
    with translation.override(language):
        kit = KitView(graph, wording).get_context_data()
        context = {
            "kit": kit,
            "sheet": kit["sheet"].get_context_data(),
            "plan": PlanView(graph).get_context_data(),
            "number": number,
            "language": language,
            "as_of": as_of,
        }
        return Paper(render_to_string("print/exercise.html", context))


def handout_of(sheet: Sheet, *, lesson: str, language: str, as_of: date) -> Paper:
    """A handout on paper of its own. `lesson`: its number and title; `as_of`: the day of its words."""
    with translation.override(language):
        context = {"sheet": sheet, "lesson": lesson, "language": language, "as_of": as_of}
        return Paper(render_to_string("print/handout.html", context))


def kept(paper: Paper) -> bytes | None:
    """The PDF if it was drawn before. Raises NotPrinted if that failed within the last hour."""
    file, failure = _file(paper), _failure(paper)
    with suppress(FileNotFoundError):
        content = file.read_bytes()
        if _END in content[-_NEAR_THE_END:]:  # a power cut may leave an empty file
            os.utime(file)  # what was asked for last is kept longest
            return content
    with suppress(FileNotFoundError, ValueError):
        if time.time() - failure.stat().st_mtime < FAILURE_KEPT:
            raise NotPrinted(Because(failure.read_text()))
    return None


def once(paper: Paper) -> bytes:
    """The PDF, drawn now and not kept: for what holds words about a person. Raises Busy and NotPrinted."""
    with _place(patient=False):
        return _drawn(paper)


def printed(paper: Paper, *, patient: bool = False) -> bytes:
    """The PDF, drawn now and kept. `patient`: waits for a free place. Raises Busy and NotPrinted."""
    with _place(patient=patient):
        if (content := kept(paper)) is not None:  # somebody else wanted the same at the same time
            return content
        try:
            content = _drawn(paper)
        except NotPrinted as refusal:
            _write(_failure(paper), refusal.because.encode())
            raise
        _write(_file(paper), content)
        _tidy()
    return content


def _drawn(paper: Paper) -> bytes:
    return limited.pdf(
        paper.html,
        stylesheet=STYLESHEET,
        identifier=paper.digest[:32],
        pictures={address: _bytes(image) for address, image in paper.pictures},
        limits=LIMITS,
    )


def warm(version: CourseVersion) -> int:
    """Draws what learners of this version may ask for, in the words of the site's country. How many were new.

    For a background job: it waits for its turn. What cannot be printed is left out.
    """
    new = 0
    for paper in {paper.digest: paper for paper in _papers(version)}.values():
        with suppress(NotPrinted):
            if kept(paper) is None:
                printed(paper, patient=True)
                new += 1
    return new


def _papers(version: CourseVersion) -> Iterator[Paper]:
    outline, country = catalogue.outline_of(version), settings.TANDEM_COUNTRY
    for module in outline.modules:
        for role in (None, *Role):
            yield handbook_of(handbook.handbook(outline, module, version.published_on, country=country, role=role))
        for step in module.scenarios:
            scenario = versions.newest(UUID(step.key), outline.language)
            if scenario is not None:
                yield from _exercises(scenario, module.number, country)


def _exercises(scenario: ScenarioVersion, number: int, country: str) -> Iterator[Paper]:
    for role in Role:
        yield exercise_of(
            versions.graph_for(scenario, role),
            cards.wording(country, role),
            number=number,
            language=scenario.language,
            as_of=scenario.published_on,
        )


# --- Files


def _folder() -> Path:
    folder = Path(settings.TANDEM_PRINTS)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _file(paper: Paper) -> Path:
    return _folder() / f"{paper.digest}.pdf"


def _failure(paper: Paper) -> Path:
    return _folder() / f"{paper.digest}.failed"


def _write(file: Path, content: bytes) -> None:
    """The whole file or none."""
    unfinished = file.with_suffix(f".{os.getpid()}.part")
    unfinished.write_bytes(content)
    unfinished.replace(file)


def _tidy() -> None:
    """Removes what was not asked for longest, above the bounds."""
    found = []
    for file in _folder().glob("*.[pf]*"):
        with suppress(FileNotFoundError):  # another process may tidy, too
            found.append((file.stat().st_mtime, file.stat().st_size, file))
    total = 0
    for number, (_asked_for, size, file) in enumerate(sorted(found, reverse=True), start=1):
        total += size
        if number > MOST_FILES or total > MOST_BYTES:
            file.unlink(missing_ok=True)


@contextmanager
def _place(*, patient: bool) -> Iterator[None]:
    """One of the places for drawing on this machine. The system frees it when a process dies.

    Who is patient waits for the first, so that the others stay for people who look at a screen.
    """
    for number in range(AT_ONCE):
        with (_folder() / f"place-{number}").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if patient else fcntl.LOCK_NB))
            except BlockingIOError:
                continue
            yield
            return
    raise Busy


# --- What goes in


def _bytes(image: Any) -> bytes:
    """The picture's file; nothing where it is gone, since its words stay."""
    try:
        with image.file.storage.open(image.file.name) as file:
            return bytes(file.read())
    except OSError:
        return b""


@cache
def _drawn_by(stylesheet: Path) -> str:
    """A digest of everything that draws: style sheets, fonts, art, our code and the libraries."""
    digest = hashlib.sha256()
    folder, code = stylesheet.parent, Path(limited.__file__).parent
    for file in sorted([*folder.glob("*.css"), *folder.glob("*.svg"), *folder.glob("fonts/*.ttf"), *code.glob("*.py")]):
        digest.update(file.read_bytes())
    digest.update(" ".join(version_of(name) for name in ("weasyprint", "pydyf", "fonttools", "uharfbuzz")).encode())
    return digest.hexdigest()
