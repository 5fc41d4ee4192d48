"""Questions from Moodle into a lesson: choose a file, look at what it holds, add what is wanted to the draft."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from modules.editor import questions
from modules.models import LessonPage
from quizzes.authoring.errors import sentence
from quizzes.questions import checking, files
from quizzes.questions.imported import Found, Imported
from quizzes.questions.notes import RefusedFile


class QuestionsForm(forms.Form):
    """A file or a pasted text."""

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("GIFT (.txt, .gift) or Moodle XML (.xml), at most 2 MB.")
    )
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        strip=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 12, "class": "text-sheet", "dir": "auto"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("file") and not str(cleaned.get("text", "")).strip() and not self.errors:
            self.add_error(None, _t("Choose a file, or paste questions."))
        return cleaned

    def content(self) -> bytes | str:
        """What was chosen, or what was pasted if nothing was. One byte more than allowed tells that it is too much."""
        file = self.cleaned_data["file"]
        content: bytes | str = file.read(files.MOST_BYTES + 1) if file else self.cleaned_data["text"]
        return content


@dataclass(frozen=True)
class Desk:
    """Who imports into which lesson. `lock`: why it cannot be changed now, or empty."""

    request: HttpRequest
    lesson: LessonPage
    lock: str

    @property
    def language(self) -> str:
        """The language of the lesson."""
        return str(self.lesson.locale.language_code)


@require_http_methods(["GET", "POST"])
def import_questions(request: HttpRequest, page: int) -> HttpResponse:
    """Questions of a file are looked at, and those that are wanted become part of the draft."""
    desk = _desk(request, page)
    if request.method == "GET":
        return _asked(desk, QuestionsForm())
    step = STEPS.get(request.POST.get("step", ""), _read)
    return step(desk)


@require_safe
def question_report(request: HttpRequest, page: int) -> HttpResponse:
    """What became of the file that was imported last, as a page or, with `?as=text`, as a file."""
    lesson = _desk(request, page).lesson
    found = questions.report_of(lesson)
    if found is None:
        raise Http404
    report, entry = found
    if request.GET.get("as") == "text":
        response = HttpResponse(questions.as_text(report), content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{lesson.slug}-import.txt"'
        return response
    context = {"page": lesson, "entry": entry, "said": questions.said, "rows": _told(report), **_about_file(report)}
    return render(request, "modules/editor/import_questions_report.html", context)


def _desk(request: HttpRequest, page: int) -> Desk:
    lesson = get_object_or_404(LessonPage, pk=page, alias_of=None)
    may = lesson.permissions_for_user(request.user)
    if not may.can_edit():
        raise PermissionDenied
    lock = lesson.get_lock()
    return Desk(request, lesson, lock.get_message(request.user) if lock and may.page_locked() else "")


# ---- steps


def _read(desk: Desk) -> HttpResponse:
    form = QuestionsForm(desk.request.POST, desk.request.FILES)
    if desk.lock or not form.is_valid():
        return _asked(desk, form)
    try:
        found = questions.read(form.content(), desk.language)
        return _shown(desk, found, questions.offer(desk.lesson, found))
    except RefusedFile as refused:
        return _asked(desk, form, questions.said(refused.note))


def _add(desk: Desk) -> HttpResponse:
    sent = desk.request.POST
    try:
        found, base = questions.offered(desk.lesson, sent.get("offer", ""))
    except questions.BadOffer:
        return _asked(desk, QuestionsForm(), _t("What you looked at is older than a day. Choose the file again."))
    places = {int(place) for place in sent.getlist("pick") if place.isdecimal() and len(place) < 5}
    if not any(place in places and one.can_be_taken for place, one in enumerate(found.found)):
        return _shown(desk, found, sent["offer"], places=(), problem=_t("Nothing was ticked, so nothing was added."))
    try:
        count = questions.add(desk.lesson, found, places, base=base, user=desk.request.user)
    except questions.Locked:
        return _shown(desk, found, sent["offer"], places=places, problem=_t("The lesson is locked. Nothing was added."))
    except questions.Moved:
        desk.lesson.refresh_from_db()
        problem = _t(
            "Somebody saved this lesson in the meantime. Nothing was added yet. Look at it, then add them again."
        )
        return _shown(desk, found, questions.offer(desk.lesson, found), places=places, problem=problem)
    messages.success(desk.request, _added(count))
    return redirect("editor:question_report", desk.lesson.pk)


STEPS: Mapping[str, Callable[[Desk], HttpResponse]] = {"read": _read, "add": _add}


def _added(count: int) -> str:
    words = ngettext(
        "%(count)d block was added at the end of the draft. Nothing was published.",
        "%(count)d blocks were added at the end of the draft. Nothing was published.",
        count,
    )
    return words % {"count": count}


# ---- pages


def _asked(desk: Desk, form: QuestionsForm, refusal: str = "") -> HttpResponse:
    """The page that asks for a file. 422 if what was sent cannot be taken."""
    context = {"page": desk.lesson, "form": form, "refusal": refusal, "lock": desk.lock}
    status = 200 if desk.request.method == "GET" else 422
    return render(desk.request, "modules/editor/import_questions.html", context, status=status)


def _shown(
    desk: Desk, found: Imported, offer: str, *, places: Collection[int] | None = None, problem: str = ""
) -> HttpResponse:
    """The page that shows what a file holds. `places`: what is ticked, or None for what is offered."""
    cards = [_card(place, one, places) for place, one in enumerate(found.found)]
    context = {"page": desk.lesson, "cards": cards, "offer": offer, "problem": problem, "lock": desk.lock}
    context |= {"can_add": any(one.can_be_taken for one in found.found), **_about_file(found)}
    return render(desk.request, "modules/editor/import_questions_preview.html", context, status=422 if problem else 200)


def _card(place: int, found: Found, places: Collection[int] | None) -> dict[str, Any]:
    """One question as it will look, with what has to be said about it."""
    kind = found.question.kind.value if found.question else "text" if found.text else ""
    blocks = LessonPage.body.field.stream_block.child_blocks
    problems = checking.problems(found.question) if found.question else ()
    return {
        "place": place,
        "found": found,
        "question": found.question,
        "kind": blocks[kind].label if kind else "",
        "is_ticked": found.is_offered if places is None else place in places,
        "notes": [questions.said(note) for note in found.notes],
        "problems": list(dict.fromkeys(sentence(problem) for problem in problems)),
    }


def _about_file(found: Imported | questions.Report) -> dict[str, Any]:
    return {
        "errors": [(note.line, questions.said(note)) for note in found.errors],
        "notes": [questions.said(note) for note in found.notes],
    }


def _told(report: questions.Report) -> list[tuple[questions.Row, list[str]]]:
    return [(row, [questions.said(note) for note in row.notes]) for row in report.rows]
