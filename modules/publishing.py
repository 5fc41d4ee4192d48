"""Freezing what is published. A version is written once; unchanged content writes nothing."""

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.module_loading import import_string
from wagtail.models import Page

from modules import changes
from modules.models import CoursePage, CourseVersion, LessonPage, LessonVersion, ModulePage, ScenarioPage
from modules.models.certificate_words import kept_emblem
from modules.outline import ModuleOutline, Outline, Step, StepKind, from_json, to_json
from quizzes import shapes, versions
from quizzes.terms import Role
from quizzes.versions import NOTE_LENGTH

logger = logging.getLogger(__name__)
_waiting: ContextVar[dict[int, CoursePage] | None] = ContextVar("courses_waiting", default=None)


@contextmanager
def together(on: date) -> Iterator[None]:
    """Courses are frozen once at the end, however many of their pages are published inside."""
    courses: dict[int, CoursePage] = {}
    token = _waiting.set(courses)
    try:
        yield
    finally:
        _waiting.reset(token)
    for course in courses.values():
        freeze_course(course, on)


@transaction.atomic
def page_published(page: Page, on: date) -> None:
    """What is published is frozen: the lesson or scenario itself, and its course when the outline changed."""
    if isinstance(page, LessonPage):
        freeze_lesson(page, on)
    elif isinstance(page, ScenarioPage):
        versions.freeze(page.translation_key, page.locale.language_code, page.graph(), on, note=page.change_note)
    outline_changed(page, on)


def outline_changed(page: Page, on: date) -> None:
    """The course of this page is frozen anew if its outline is not the one of its newest version."""
    course = course_of(page)
    waiting = _waiting.get()
    if course is None:
        return
    if waiting is not None:
        waiting[course.pk] = course
    else:
        freeze_course(course, on)


def course_of(page: Page) -> CoursePage | None:
    """The course that this page is or stands in. One query."""
    courses = CoursePage.objects.ancestor_of(page, inclusive=True)
    course: CoursePage | None = courses.first()
    return course


def freeze_lesson(page: LessonPage, on: date) -> LessonVersion:
    """The version that holds this lesson: the newest one if nothing changed, otherwise a new one. Two queries."""

    def note(last: LessonVersion | None, content: dict[str, Any]) -> str:
        if last is None or page.change_note not in {"", last.note}:
            return str(page.change_note)
        return changes.lesson_summary(changes.compare_lessons(last.content, content))

    version: LessonVersion
    version, _is_new = _frozen(LessonVersion, page, page.frozen_content(), on, note)
    return version


def freeze_course(course: CoursePage, on: date) -> CourseVersion | None:
    """The version that holds this course's outline. None for a course that is not live.

    What `TANDEM_AFTER_FREEZING` names hears of it in the same transaction: this app knows nobody who uses it.
    """
    course.refresh_from_db()
    if not course.live:
        return None
    outline = outline_of_page(course)

    def note(last: CourseVersion | None, _content: dict[str, Any]) -> str:
        if last is None:
            return ""
        before = from_json(outline.key, outline.language, last.number, last.content)
        return changes.outline_summary(changes.compare_outlines(before, outline), NOTE_LENGTH)

    version: CourseVersion
    version, is_new = _frozen(CourseVersion, course, to_json(outline), on, note)
    if is_new and settings.TANDEM_AFTER_FREEZING:
        import_string(settings.TANDEM_AFTER_FREEZING)(version)
    return version


def outline_of_page(course: CoursePage) -> Outline:
    """The outline of what is live below this course now. Three queries, however many steps; three for an emblem."""
    language = course.locale.language_code
    modules = sorted(ModulePage.objects.child_of(course).live(), key=lambda module: (module.number, module.path))
    steps = _steps_by_module(course)
    partner, emblem = _partner(course)
    return Outline(
        key=str(course.translation_key),
        slug=course.slug,
        title=course.title,
        language=language,
        number=0,
        hours=f"{course.hours.normalize():f}",
        modules=tuple(_module(module, steps.get(module.path, [])) for module in modules),
        certificate_line=course.certificate_line,
        partner=partner,
        emblem=emblem,
    )


def _partner(course: CoursePage) -> tuple[str, str]:
    """Name and emblem of the partner. What the course went live with stays if its picture is lost since: one query."""
    emblem = kept_emblem(course.partner_name, course.partner_emblem)
    if emblem is not None:
        return (course.partner_name, emblem) if emblem else ("", "")
    last = CourseVersion.objects.filter(key=course.translation_key, language=course.locale.language_code).last()
    if last is not None and course.partner_name and last.content.get("partner") == course.partner_name:
        return course.partner_name, last.content["emblem"]
    logger.warning("The partner's picture of course page %s cannot be printed: certificates go without.", course.pk)
    return "", ""


def _steps_by_module(course: CoursePage) -> dict[str, list[Page]]:
    pages: list[LessonPage | ScenarioPage] = [
        *LessonPage.objects.descendant_of(course).live(),
        *ScenarioPage.objects.descendant_of(course).live(),
    ]
    found: dict[str, list[Page]] = {}
    for page in sorted(pages, key=lambda page: page.path):
        found.setdefault(page.path[: -page.steplen], []).append(page)
    return found


def _module(page: ModulePage, steps: list[Page]) -> ModuleOutline:
    return ModuleOutline(
        key=str(page.translation_key),
        number=page.number,
        slug=page.slug,
        title=page.title,
        topic=page.topic,
        minutes=page.minutes,
        counts=page.counts,
        steps=tuple(_step(step) for step in steps),
    )


def _step(page: Page) -> Step:
    common: dict[str, Any] = {
        "key": str(page.translation_key),
        "slug": page.slug,
        "title": page.title,
        "minutes": page.minutes,
    }
    if isinstance(page, LessonPage):
        return Step(kind=StepKind.LESSON, label=page.label, questions=page.questions(), **common)
    return Step(kind=StepKind.SCENARIO, label="", role=Role(page.role), skippable=page.skippable, **common)


def _frozen(
    model: Any, page: Page, content: dict[str, Any], on: date, note: Callable[[Any, Any], str]
) -> tuple[Any, bool]:
    """The version, and whether it is new. `note`: what changed since the last one, asked for only if something did."""
    key: UUID = page.translation_key
    language = page.locale.language_code
    digest = hashlib.sha256(shapes.canonical(content)).hexdigest()
    last = model.objects.filter(key=key, language=language).order_by("-number").first()
    if last is not None and last.digest == digest:
        return last, False
    with translation.override(language):
        said = note(last, content)[:NOTE_LENGTH]
    number = last.number + 1 if last else 1
    version = model.objects.create(
        key=key, language=language, number=number, digest=digest, content=content, published_on=on, note=said
    )
    return version, True
