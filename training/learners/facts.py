"""Reads what a learner did in a course: one query, however much it is."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import CharField, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from quizzes.terms import Door, Role
from training.completion import Answer, Facts, Played
from training.models import (
    Attempt,
    CourseStart,
    DebriefRead,
    EndingReached,
    LessonOpened,
    QuestionAnswered,
    StepSkipped,
)

_Row = tuple[str, str, str, str, int, int]


def facts_of(start: CourseStart) -> Facts:
    """Everything that `completion.assess` needs. One query."""
    rows = sorted(_rows(start), key=lambda row: row[0])
    by_what = {what: list(group) for what, group in groupby(rows, key=lambda row: row[0])}
    return Facts(
        lessons=frozenset(_key(row) for row in by_what.get("lesson", ())),
        skipped=frozenset(_key(row) for row in by_what.get("skipped", ())),
        answers=_answers(by_what.get("answer", [])),
        played=tuple(_played(row) for row in sorted(by_what.get("attempt", []), key=lambda row: row[4])),
    )


def _rows(start: CourseStart) -> Iterable[_Row]:
    """(what, key, text, other text, number, other number) of every fact, whatever its table."""
    # "open" sorts last: whoever stepped back from an ending and then found the open door keeps it.
    ending = EndingReached.objects.filter(attempt=OuterRef("pk")).order_by("-door").values("door")[:1]
    read = DebriefRead.objects.filter(attempt=OuterRef("pk")).values("pk")[:1]
    lessons = _columns(LessonOpened.objects.filter(start=start), "lesson", "lesson")
    skipped = _columns(StepSkipped.objects.filter(start=start), "skipped", "step")
    answers = _columns(
        QuestionAnswered.objects.filter(start=start).annotate(
            is_right=Cast("right", IntegerField()),
        ),
        "answer",
        "question",
        text=F("picked"),
        other_text=Cast("confidence", CharField()),
        number=F("id"),
        other_number=F("is_right"),
    )
    attempts = _columns(
        Attempt.objects.filter(start=start),
        "attempt",
        "scenario",
        text=F("role"),
        other_text=Subquery(ending),
        number=F("id"),
        other_number=Subquery(read),
    )
    rows: Iterable[_Row] = answers.union(lessons, skipped, attempts, all=True)
    return rows


def _columns(rows: QuerySet[Any], what: str, key: str, **columns: Any) -> Any:
    values = {
        "text": Value("", CharField()),
        "other_text": Value("", CharField()),
        "number": Value(0, IntegerField()),
        "other_number": Value(0, IntegerField()),
        **columns,
    }
    named = rows.annotate(
        what=Value(what, CharField()),
        fact_key=Cast(key, CharField()),
        fact_text=values["text"],
        fact_other_text=values["other_text"],
        fact_number=values["number"],
        fact_other_number=values["other_number"],
    )
    return named.values_list(
        "what", "fact_key", "fact_text", "fact_other_text", "fact_number", "fact_other_number"
    ).order_by()


def _key(row: _Row) -> str:
    """The key in the one form that outlines use; SQLite hands UUIDs out without dashes."""
    digits = row[1].replace("-", "")
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _answers(rows: list[_Row]) -> tuple[Answer, ...]:
    ordered = sorted(rows, key=lambda row: (row[1], row[4]))
    return tuple(
        Answer(
            question=_key(row),
            picked=tuple(row[2].split(" ")) if row[2] else (),
            right=bool(row[5]),
            confidence=int(row[3]) if row[3] else None,
            number=number,
        )
        for _, group in groupby(ordered, key=lambda row: row[1])
        for number, row in enumerate(group, start=1)
    )


def _played(row: _Row) -> Played:
    return Played(
        attempt=row[4],
        scenario=_key(row),
        role=Role(row[2]),
        door=Door(row[3]) if row[3] else None,
        debrief_read=bool(row[5]),
    )
