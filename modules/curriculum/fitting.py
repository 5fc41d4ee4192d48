"""Whether what is planned fits the forms of the admin, so that trainers can save every page that was loaded."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.fields import StreamField

from modules.curriculum.planning import PlannedPage, PlannedRow
from modules.curriculum.reading import Problem
from modules.models import (
    CountryCard,
    CountryCardEntry,
    CourseOutcome,
    CoursePage,
    EditorialNote,
    GlossaryTerm,
    HomePage,
    LessonPage,
    ModulePage,
    Principle,
    ReferenceCard,
    ScenarioPage,
    Source,
)

PAGES: dict[str, Any] = {
    "home": HomePage,
    "course": CoursePage,
    "module": ModulePage,
    "lesson": LessonPage,
    "scenario": ScenarioPage,
}
ROWS: dict[str, Any] = {
    "source": Source,
    "principle": Principle,
    "note": EditorialNote,
    "card": ReferenceCard,
    "term": GlossaryTerm,
    "country": CountryCard,
}
BLOCK_ERRORS = (StreamBlockValidationError, StructBlockValidationError, ListBlockValidationError)


def misfits(planned: PlannedPage | PlannedRow) -> list[Problem]:
    """Why this page or row could not be saved by its form. No query."""
    if planned.placed is None:
        return []
    model = PAGES[planned.kind] if isinstance(planned, PlannedPage) else ROWS[planned.kind]
    reasons = [*_fields(model, {**planned.fields, **(planned.by if isinstance(planned, PlannedRow) else {})})]
    if isinstance(planned, PlannedPage):
        texts = (text for texts in planned.lists.values() for text in texts)
        reasons += [reason for text in texts for reason in _fields(CourseOutcome, {"text": text})]
    else:
        reasons += [reason for entry in planned.entries for reason in _fields(CountryCardEntry, entry)]
    return [planned.placed.problem(reason) for reason in dict.fromkeys(reasons)]


def _fields(model: Any, values: Any) -> Iterator[str]:
    for name, value in values.items():
        field = model._meta.get_field(name)
        if field.is_relation or name == "replay":
            continue
        yield from (f"{name}: {reason}" for reason in _reasons(field, value))


def _reasons(field: models.Field[Any, Any], value: Any) -> Iterator[str]:
    try:
        if isinstance(field, StreamField):
            field.stream_block.clean(field.to_python(value))
        else:
            field.clean(value, None)
    except ValidationError as error:
        yield from _said(error)


def _said(error: ValidationError) -> Iterator[str]:
    if not isinstance(error, BLOCK_ERRORS):
        yield from error.messages
        return
    for own in error.non_block_errors.as_data():
        yield from own.messages
    for name, inside in error.block_errors.items():
        yield from (f"{name}: {reason}" for reason in _said(inside))
