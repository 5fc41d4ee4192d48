"""All that is held about a learner, for the learner: as values for a file, and as sections for a page."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from certificates.models import Certificate
from training.models import (
    Attempt,
    CourseDone,
    CourseStart,
    DebriefRead,
    EndingReached,
    Learner,
    LearnerDevice,
    LessonOpened,
    QuestionAnswered,
    Share,
    ShareSeen,
    StepSkipped,
    Turn,
)

# Secrets and their hashes are left out: they would let somebody in who finds the file.
_ROWS: dict[str, tuple[Any, str, tuple[str, ...]]] = {
    "courses": (CourseStart, "learner", ("key", "course_key", "version__number", "version__content__title")),
    "courses_done": (CourseDone, "start__learner", ("start__key", "completed_on")),
    "lessons_opened": (LessonOpened, "start__learner", ("start__key", "lesson")),
    "steps_skipped": (StepSkipped, "start__learner", ("start__key", "step")),
    "answers": (QuestionAnswered, "start__learner", ("start__key", "question", "picked", "right", "confidence")),
    "attempts": (
        Attempt, "start__learner", ("id", "start__key", "scenario", "number", "role", "from_scene", "version__number"),
    ),
    "turns": (Turn, "attempt__start__learner", ("attempt_id", "number", "scene", "choice")),
    "endings": (EndingReached, "attempt__start__learner", ("attempt_id", "ending", "door")),
    "debriefs_read": (DebriefRead, "attempt__start__learner", ("attempt_id",)),
    "certificates": (
        Certificate, "learner",
        ("number", "name", "course_title", "course_version", "kind", "completed_on", "hours", "language", "replaced"),
    ),
    "shares": (Share, "certificate__learner", ("public_id", "certificate__number", "organisation__name", "shared_on")),
    "who_looked": (
        ShareSeen, "share__certificate__learner",
        ("share__public_id", "share__organisation__name", "how", "seen_at"),
    ),
    "devices": (LearnerDevice, "learner", ("kept", "expires_at")),
}  # fmt: skip


@dataclass(frozen=True)
class Section:
    """One kind of data on the readable page."""

    title: str
    columns: list[str]
    rows: list[list[str]]


def export(learner: Learner) -> dict[str, Any]:
    """Everything as JSON values. One query per kind of data."""
    user = learner.user
    return {
        "learner": {
            "id": str(learner.pk),
            "role": learner.role,
            "language": learner.language,
            "country": learner.country,
            "active_month": learner.active_month.isoformat(),
            "account": user.email if user else None,
        },
        **{
            name: [dict(zip(_names(columns), row, strict=True)) for row in _rows(model, path, columns, learner)]
            for name, (model, path, columns) in _ROWS.items()
        },
    }


def readable(learner: Learner) -> list[Section]:
    """The same as tables. One query per kind of data."""
    titles = _titles()
    held = export(learner)
    first = Section(titles["learner"], list(held["learner"]), [[_text(value) for value in held["learner"].values()]])
    return [first] + [
        Section(titles[name], _names(columns), [[_text(value) for value in row.values()] for row in held[name]])
        for name, (_model, _path, columns) in _ROWS.items()
    ]


def _rows(model: Any, path: str, columns: tuple[str, ...], learner: Learner) -> list[tuple[Any, ...]]:
    return list(model.objects.filter(**{path: learner}).order_by("pk").values_list(*columns))


def _names(columns: tuple[str, ...]) -> list[str]:
    return [column.replace("__", "_").removeprefix("share_certificate_") for column in columns]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _titles() -> dict[str, str]:
    return {
        "learner": _("You"),
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
