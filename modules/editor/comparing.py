"""Two states of a step side by side: what can be chosen, what each holds, and their differences for a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from modules import changes
from modules.models import LessonPage, StepPage
from quizzes.authoring.changes import named
from quizzes.engine import codec
from quizzes.engine.change import Change, Changes, Group, How, Part
from quizzes.engine.comparing import compare
from quizzes.engine.matching import Piece

LIVE, DRAFT, EARLIEST = "live", "draft", "earliest"
MOST = 50  # versions, and saved drafts, that can be chosen


class NoSuchSide(ValueError):
    """The page has no such version or draft."""


@dataclass(frozen=True)
class Side:
    """A state that can be chosen: `value` in the address, `label` in the list."""

    value: str
    label: str


@dataclass(frozen=True)
class State:
    """What a step holds at one side, and what its author said about it."""

    content: Any
    note: str


@dataclass(frozen=True)
class ShownChange:
    """A sentence, and the words that it is about."""

    sentence: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class ShownGroup:
    """All changes of one part under a heading. `how`: added, removed or changed; `became` says it."""

    heading: str
    how: str
    became: str
    changes: list[ShownChange]


def sides_of(page: StepPage) -> tuple[list[Side], list[Side]]:
    """What can be chosen: the page as it is, with its versions newest first, and what was saved. Two queries."""
    versions = page.versions().only("number", "published_on", "note").order_by("-number")[:MOST]
    saved = Revision.objects.for_instance(page).order_by("-created_at", "-pk").only("pk", "created_at")[:MOST]
    now = [Side(LIVE, _("Live now"))] if page.live else []
    frozen = [Side(f"version-{version.number}", _version_label(version)) for version in versions]
    drafts = [Side(f"revision-{revision.pk}", _draft_label(revision)) for revision in saved]
    return [*now, Side(DRAFT, _("Latest draft")), *frozen], drafts


def _version_label(version: Any) -> str:
    day = formats.date_format(version.published_on, "j F Y")
    if version.note:
        words = _("Version %(number)s, %(day)s: %(note)s")
        return words % {"number": version.number, "day": day, "note": version.note}
    return _("Version %(number)s, %(day)s") % {"number": version.number, "day": day}


def _draft_label(revision: Revision) -> str:
    saved_at = formats.date_format(timezone.localtime(revision.created_at), "j F Y, H:i")
    return _("Saved on %(time)s") % {"time": saved_at}


def usual_sides(page: StepPage) -> tuple[str, str]:
    """What somebody compares first: what is live, else what was saved first, with the latest draft."""
    return (LIVE if page.live else EARLIEST), DRAFT


def state_at(page: StepPage, side: str) -> State:
    """What the step holds there. Up to two queries. Raises NoSuchSide."""
    kind, _dash, number = side.partition("-")
    if kind == "version" and number.isdecimal() and len(number) < 10:
        version = page.versions().filter(number=int(number)).first()
        if version is None:
            raise NoSuchSide(side)
        content = version.content if isinstance(page, LessonPage) else codec.from_json(version.content)
        return State(content, version.note)
    found = _page_at(page, side)
    return State(found.frozen_content() if isinstance(found, LessonPage) else found.graph(), found.note_to_write())


def _page_at(page: StepPage, side: str) -> Any:
    if side == LIVE and page.live:
        return page
    if side == DRAFT:
        return page.get_latest_revision_as_object()
    kind, _dash, number = side.partition("-")
    saved = Revision.objects.for_instance(page).order_by("created_at", "pk")
    revision = None
    if side == EARLIEST:
        revision = saved.first()
        if revision is None:
            return page
    elif kind == "revision" and number.isdecimal() and len(number) < 19:
        revision = saved.filter(pk=int(number)).first()
    if revision is None:
        raise NoSuchSide(side)
    return revision.as_object()


def differences(page: StepPage, old: State, new: State) -> Changes:
    """Everything that differs between two states of one step. No query."""
    if isinstance(page, LessonPage):
        return changes.compare_lessons(old.content, new.content)
    return compare(old.content, new.content)


def shown(found: Changes) -> list[ShownGroup]:
    """The changes for a page: groups in order, each with its heading."""
    return [
        ShownGroup(_heading(group), group.how.value, _became(group.how), list(_rows(group.changes)))
        for group in found.groups
    ]


def _rows(found: Sequence[Change]) -> Iterator[ShownChange]:
    for change in found:
        yield ShownChange(changes.sentence(change), change.pieces)


def _heading(group: Group) -> str:
    words = {
        Part.SCENARIO: _("The scenario as a whole"),
        Part.PEOPLE: _("People"),
        Part.THREADS: _("Threads"),
        Part.SCENE: _("Scene “%(title)s”"),
        Part.ENDING: _("Ending “%(title)s”"),
        Part.VARIANT: _("In the words for %(title)s"),
        Part.LESSON: _("The lesson as a whole"),
        Part.BLOCK: "%(title)s",
        Part.COURSE: _("The course"),
    }[group.part]
    return words % {"title": named(group.title)}


def _became(how: How) -> str:
    return {How.ADDED: _("added"), How.REMOVED: _("taken out"), How.CHANGED: _("changed")}[how]
