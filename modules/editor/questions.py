"""Questions from Moodle: what a file offers to a lesson, and how what was picked becomes a draft. Nothing publishes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from django.core import signing
from django.db import transaction
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, Revision

from modules.models import LessonPage
from quizzes import shapes
from quizzes.authoring.questions import part_key, to_block
from quizzes.authoring.raw import Raw
from quizzes.questions import files, imported
from quizzes.questions.imported import Found, Imported, Words
from quizzes.questions.kinds import Question
from quizzes.questions.notes import Note, RefusedFile, message

IMPORTED = "modules.import_questions"  # the log entry that keeps what became of a file
SALT = "modules.editor.questions"
LONGEST_OFFER = 800_000  # it comes back in a form, whose size the site limits
KEPT = 24 * 60 * 60  # seconds between looking and adding


@dataclass(frozen=True)
class Row:
    """What became of one question of a file."""

    line: int
    name: str
    type: str
    is_taken: bool
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Report:
    """What became of a file. `errors`: questions that could not be read. `notes`: about the file as a whole."""

    rows: tuple[Row, ...]
    errors: tuple[Note, ...] = ()
    notes: tuple[Note, ...] = ()


class Moved(Exception):
    """The lesson has a newer draft than the one that the offer was made for."""


class Locked(Exception):
    """The lesson is locked for this user."""


class BadOffer(Exception):
    """What came back is not what was offered for this lesson, or it is older than a day."""


def said(note: Note) -> str:
    """The note in the language of the reader."""
    return _(message(note)) % note.parameters


def read(content: bytes | str, language: str) -> Imported:
    """The questions of a file or of a pasted text, for a lesson in this language. Raises RefusedFile."""
    text, notes = files.decoded(content) if isinstance(content, bytes) else (content, ())
    with override(language):
        words = Words(_("True"), _("False"))
    found = imported.read(text, words)
    return replace(found, notes=(*notes, *found.notes))


# ---- between looking and adding


def base_of(lesson: LessonPage) -> str:
    """What names the newest draft of the lesson: saving by itself keeps the number and changes the time."""
    newest: Revision | None = lesson.latest_revision
    return f"{newest.pk}-{int(newest.created_at.timestamp() * 1000)}" if newest else ""


def offer(lesson: LessonPage, found: Imported) -> str:
    """The questions as one signed word for a form: for this lesson and its newest draft. Raises RefusedFile."""
    value = {"lesson": lesson.pk, "base": base_of(lesson), "found": shapes.write(found)}
    signed = signing.dumps(value, salt=SALT, compress=True)
    if len(signed) > LONGEST_OFFER:
        raise RefusedFile("too-much-text")
    return signed


def offered(lesson: LessonPage, signed: str) -> tuple[Imported, str]:
    """What was offered for this lesson, and the draft that it was offered for. Raises BadOffer."""
    try:
        value = signing.loads(signed, salt=SALT, max_age=KEPT)
    except signing.BadSignature as error:
        raise BadOffer from error
    if value["lesson"] != lesson.pk:
        raise BadOffer
    return shapes.read(Imported, value["found"]), value["base"]


# ---- adding


@transaction.atomic
def add(lesson: LessonPage, found: Imported, places: Collection[int], *, base: str, user: Any) -> int:
    """How many questions and texts were added at the end of a new draft: those at these places of the file, from 0.

    Raises Moved if somebody saved another draft since `base`, Locked if the lesson is locked for this user.
    """
    current = LessonPage.objects.select_for_update().get(pk=lesson.pk)
    if current.permissions_for_user(user).page_locked():
        raise Locked
    if base_of(current) != base:
        raise Moved
    taken = [one for place, one in enumerate(found.found) if place in places and one.can_be_taken]
    draft = current.get_latest_revision_as_object()
    draft.body = [*draft.body.get_prep_value(), *(block for one in taken if (block := _block(one)))]
    revision = draft.save_revision(user=user, log_action=True, clean=False)
    report = shapes.write(_report(found, taken))
    log(instance=draft, action=IMPORTED, user=user, revision=revision, data={"report": report})
    return len(taken)


def _block(found: Found) -> Raw:
    """A block of a lesson as it is stored, with an id that nothing else has."""
    if found.question is None:
        return {"type": "text", "value": str(_paragraphs(found.text)), "id": str(uuid4())}
    return to_block(_with_keys(found.question, str(uuid4())))


def _with_keys(question: Question, key: str) -> Question:
    return replace(
        question,
        key=key,
        options=tuple(replace(part, key=part_key(key, number)) for number, part in enumerate(question.options)),
        items=tuple(replace(part, key=part_key(key, number)) for number, part in enumerate(question.items)),
        pairs=tuple(replace(part, key=part_key(key, number)) for number, part in enumerate(question.pairs)),
    )


def _paragraphs(text: str) -> SafeString:
    """Plain text as the rich text of a lesson: an empty line parts two paragraphs."""
    parted = [[(line,) for line in part.split("\n")] for part in text.split("\n\n")]
    return format_html_join("", "<p>{}</p>", ((format_html_join(SafeString("<br/>"), "{}", part),) for part in parted))


# ---- what became of it


def _report(found: Imported, taken: Sequence[Found]) -> Report:
    rows = tuple(Row(one.line, one.name, one.type, one in taken, one.notes) for one in found.found)
    return Report(rows, found.errors, found.notes)


def report_of(lesson: LessonPage) -> tuple[Report, Any] | None:
    """What became of the file that was imported last, and its entry in the lesson's log. One query."""
    entries = PageLogEntry.objects.filter(page=lesson.pk, action=IMPORTED)
    entry = entries.select_related("user").order_by("-timestamp").first()
    return (shapes.read(Report, entry.data["report"]), entry) if entry else None


def as_text(report: Report) -> str:
    """The report as lines of text: line of the file, question, what became of it."""
    lines = [f"0\t\t{said(note)}" for note in report.notes]
    lines += [f"{note.line}\t\t{said(note)}" for note in report.errors]
    for row in report.rows:
        lines.append(f"{row.line}\t{row.name}\t{_('Added.') if row.is_taken else _('Not added.')}")
        lines += [f"{row.line}\t{row.name}\t{' '.join(said(note).split())}" for note in row.notes]
    return "\n".join(lines) + "\n"
