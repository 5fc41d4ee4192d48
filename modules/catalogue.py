"""What is offered: courses in their newest version, lessons as pieces of a page. Learners read versions only."""

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.blocks.stream_block import StreamValue
from wagtail.models import Page

from modules import cards, outline
from modules.blocks.around import Around, PrincipleView
from modules.blocks.rendering import Segment as Segment
from modules.blocks.rendering import handout_html, segments
from modules.models import (
    CoursePage,
    CourseVersion,
    HomePage,
    LessonPage,
    LessonVersion,
    ModulePage,
    Release,
    ScenarioPage,
)
from modules.outline import Outline
from quizzes.blocks.keys import keys_in
from quizzes.terms import Role

Held = TypeVar("Held")
MISSING, RELEASED = "missing", "released"


@dataclass(frozen=True)
class LessonBody:
    """A lesson for one role in one country, ready to be put on a page."""

    title: str
    minutes: int
    label: str
    segments: tuple[Segment, ...]
    principles: tuple[PrincipleView, ...] = ()
    needs_law: bool = False
    missing_reviews: tuple[str, ...] = ()


@dataclass(frozen=True)
class HandoutBody:
    """A sheet of a lesson, ready to be put on a page of its own. `pages`: how many it fills on paper."""

    title: str
    about: str
    pages: int
    html: SafeString


@dataclass(frozen=True)
class MissingReview:
    """A step that still has to be read. `who`: lawyer or clinician, in that order."""

    title: str
    who: tuple[str, ...]


@dataclass(frozen=True)
class Released:
    """By what right a page is live. `key`: of the page; `professions`: of the two who approved it."""

    key: str
    right: str
    reason: str
    professions: tuple[str, ...]
    on: date


@dataclass(frozen=True)
class Reviewed:
    """Who has read the live pages of a course. `missing`: what a lawyer or a clinician still has to read, in order."""

    missing: list[MissingReview]
    releases: list[Released]


class _Bounded(Generic[Held]):
    """A memory of this process that forgets what was not asked for longest."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[Hashable, Held] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Held]) -> Held:
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        value = self._held[key] = make()
        if len(self._held) > self._size:
            self._held.popitem(last=False)
        return value


_outlines: _Bounded[Outline] = _Bounded(64)
_bodies: _Bounded[LessonBody] = _Bounded(1024)


def outline_of(version: CourseVersion) -> Outline:
    """The outline of a version. No query; read once per process and version."""
    return _outlines.get(
        (version.key, version.language, version.number, version.digest),
        lambda: outline.from_json(str(version.key), version.language, version.number, version.content),
    )


def published_courses(language: str) -> list[CourseVersion]:
    """The newest version of each course that is live, in the order of their titles. One query."""
    return sorted(_newest(language), key=lambda version: str(version.content["title"]))


def course_by_slug(slug: str, language: str) -> CourseVersion | None:
    """The newest version of the live course with this address. One query."""
    return _newest(language, slug=slug).first()


def course_by_key(key: UUID, language: str) -> CourseVersion | None:
    """The newest version of the live course with this key, whatever its address. One query."""
    return _newest(language).filter(key=key).first()


def _newest(language: str, **live_filters: str) -> QuerySet[CourseVersion]:
    live = CoursePage.objects.filter(
        translation_key=OuterRef("key"), locale__language_code=language, live=True, **live_filters
    )
    newer = CourseVersion.objects.filter(key=OuterRef("key"), language=language, number__gt=OuterRef("number"))
    return CourseVersion.objects.filter(Exists(live), ~Exists(newer), language=language).order_by("key")


def home_page(language: str) -> HomePage | None:
    """The live home page of this language, for its words. One query."""
    page: HomePage | None = HomePage.objects.live().filter(locale__language_code=language).order_by("path").first()
    return page


def course_page(slug: str, language: str = "en") -> CoursePage | None:
    """The live page of a course, for its public words. One query."""
    pages = CoursePage.objects.live().filter(slug=slug, locale__language_code=language)
    page: CoursePage | None = pages.order_by("path").first()
    return page


def module_page(course_slug: str, module_slug: str, language: str = "en") -> ModulePage | None:
    """The live page of a module, for its public words. Two queries."""
    course = course_page(course_slug, language)
    page: ModulePage | None = (
        ModulePage.objects.child_of(course).live().filter(slug=module_slug).first() if course else None
    )
    return page


def module_pages(course: CoursePage) -> list[ModulePage]:
    """The live modules of a course in order. One query."""
    return sorted(ModulePage.objects.child_of(course).live(), key=lambda page: (page.number, page.path))


def newest_lesson(key: UUID | str, language: str) -> LessonVersion | None:
    """The version of a lesson that everybody reads. One query."""
    return LessonVersion.objects.filter(key=key, language=language).order_by("-number").first()


def lesson_body(version: LessonVersion, role: Role | None, country: str, at: str = "") -> LessonBody:
    """A lesson for this reader. No query once the process has seen it, but for what `cards` reads once a minute.

    `at`: address of the step, with a slash at its end; handouts are linked below it.
    """
    around = cards.around(country, role, at, with_principles=_names_principles(version))
    told = cards.stamp(around)
    return _bodies.get(
        (version.digest, version.language, role, told, at, get_language()), lambda: _body(version, around)
    )


def handout(version: LessonVersion, key: UUID | str, role: Role | None, country: str) -> HandoutBody | None:
    """The handout with this id in a lesson; None when there is none. No query but for a file that hangs on it."""
    child = next((child for child in _stream(version) if child.block_type == "handout" and child.id == str(key)), None)
    if child is None:
        return None
    around = cards.around(country, role)
    return HandoutBody(
        title=child.value["title"],
        about=around.fill(child.value["about"]),
        pages=child.value["pages"] or 1,
        html=handout_html(child, around),
    )


def reviewed(course: CoursePage, language: str) -> Reviewed:
    """Who has read a course, and who still has to. One query, however many pages."""
    live = Page.objects.descendant_of(course, inclusive=True).live().values("translation_key")
    lessons = _unread(LessonPage.objects.descendant_of(course), F("label"))
    scenarios = _unread(ScenarioPage.objects.descendant_of(course), Value(""))
    rows = list(lessons.union(scenarios, _newest_releases(live, language), all=True).order_by("place"))
    return Reviewed(
        missing=[
            MissingReview(f"{label} {title}".strip(), tuple(str(who).split()))
            for kind, _place, label, title, who, _on in rows
            if kind == MISSING
        ],
        releases=[
            Released(str(UUID(key)), right, reason, tuple(json.loads(professions)), date.fromisoformat(on))
            for kind, key, right, reason, professions, on in rows
            if kind == RELEASED
        ],
    )


def _newest_releases(keys: Any, language: str) -> Any:
    newer = Release.objects.filter(page_key=OuterRef("page_key"), language=language, pk__gt=OuterRef("pk"))
    releases = Release.objects.filter(~Exists(newer), language=language, page_key__in=keys)
    return _columns(
        releases, RELEASED, "page_key", label=F("right"), title=F("reason"), who=F("professions"), on=F("released_on")
    )


def _columns(rows: Any, kind: str, place: str, **columns: Any) -> Any:
    """The rows with the same columns of text, so that one query answers for all kinds."""
    texts = {f"c_{name}": Cast(column, TextField()) for name, column in columns.items()}
    rows = rows.annotate(kind=Value(kind, output_field=TextField()), place=Cast(place, TextField()), **texts)
    return rows.values_list("kind", "place", "c_label", "c_title", "c_who", "c_on").order_by()


def _unread(pages: Any, label: F | Value) -> Any:
    lawyer = Q(needs_lawyer=True, lawyer_reviewed_on=None)
    clinician = Q(needs_clinician=True, clinician_reviewed_on=None)
    who = Case(
        When(lawyer & clinician, then=Value("lawyer clinician")),
        When(lawyer, then=Value("lawyer")),
        default=Value("clinician"),
    )
    unread = pages.live().filter(lawyer | clinician)
    return _columns(unread, MISSING, "path", label=label, title=F("title"), who=who, on=Value(""))


def _names_principles(version: LessonVersion) -> bool:
    return bool(version.content.get("principles")) or any(
        block["type"] == "source" for block in version.content["body"]
    )


def _stream(version: LessonVersion) -> StreamValue:
    return LessonPage.body.field.to_python(version.content["body"])


def _body(version: LessonVersion, around: Around) -> LessonBody:
    content = version.content
    return LessonBody(
        title=content["title"],
        minutes=content["minutes"],
        label=content["label"],
        # What was added to versions later is missing in older ones.
        segments=segments(_stream(version), around, content.get("lead", "")),
        principles=tuple(around.known(keys_in(content.get("principles", "")))),
        needs_law=content.get("needs_law", False),
        missing_reviews=tuple(content.get("missing_reviews", ())),
    )
