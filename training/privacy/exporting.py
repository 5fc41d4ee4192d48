"""All that is held about a learner, for the learner: as values for a file, and as sections for a page.

What is in it and what is left out is decided in the register, nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from training.models import Learner
from training.privacy.entry import Entry
from training.privacy.register import ACCOUNTS, LEARNERS

_BY_LEARNER: Mapping[str, Entry] = {label: entry for label, entry in LEARNERS.items() if entry.section}
_BY_ACCOUNT: Mapping[str, Entry] = {label: entry for label, entry in ACCOUNTS.items() if entry.section}


@dataclass(frozen=True)
class Section:
    """One kind of data on the readable page."""

    title: str
    columns: list[str]
    rows: list[list[str]]


def export(learner: Learner) -> dict[str, list[dict[str, Any]]]:
    """Everything as values for JSON, a list of rows for each kind of data. One query per kind."""
    held = {entry.section: _section(label, entry, learner.pk) for label, entry in _BY_LEARNER.items()}
    if learner.user_id is None:
        return held
    return {
        **held,
        **{entry.section: _section(label, entry, learner.user_id) for label, entry in _BY_ACCOUNT.items()},
    }


def readable(learner: Learner) -> list[Section]:
    """The same as tables. One query per kind of data."""
    titles = _titles()
    columns = {entry.section: _names(entry.columns) for entry in (*_BY_LEARNER.values(), *_BY_ACCOUNT.values())}
    return [
        Section(titles[name], columns[name], [[_text(value) for value in row.values()] for row in rows])
        for name, rows in export(learner).items()
    ]


def _section(label: str, entry: Entry, subject: Any) -> list[dict[str, Any]]:
    names = _names(entry.columns)
    rows = _rows(apps.get_model(label), entry.path or "pk", entry.columns, subject)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _rows(model: Any, path: str, columns: tuple[str, ...], subject: Any) -> list[tuple[Any, ...]]:
    return list(model.objects.filter(**{path: subject}).order_by("pk").values_list(*columns))


def _names(columns: tuple[str, ...]) -> list[str]:
    return [column.replace("__", "_").removeprefix("share_certificate_") for column in columns]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _titles() -> dict[str, str]:
    return {
        "learner": _("You"),
        "account": _("Your account"),
        "addresses": _("Your e-mail addresses"),
        "factors": _("Your second factors"),
        "courses": _("Courses you started"),
        "courses_done": _("Courses you completed"),
        "lessons_opened": _("Lessons you opened"),
        "steps_skipped": _("Conversations you skipped"),
        "answers": _("Your answers"),
        "attempts": _("Your attempts at conversations"),
        "turns": _("Your turns"),
        "endings": _("Endings you reached"),
        "debriefs_read": _("Debriefs you read"),
        "certificates": _("Your certificates"),
        "shares": _("What you share"),
        "who_looked": _("Who looked at it"),
        "devices": _("Browsers in which your place is open"),
    }
