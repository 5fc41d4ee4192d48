"""Stories that were written elsewhere: a file becomes a draft, and a page keeps what was lost on the way."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.editor import stories
from modules.models import ModulePage, ScenarioPage
from quizzes.blocks.listing import listed
from quizzes.engine.graph import Graph
from quizzes.engine.twee import Note, TweeError, read
from quizzes.labels import ROLES
from quizzes.terms import Role


class StoryForm(forms.Form):
    """A file or a pasted text, and for whom it is written."""

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("Twee (.twee, .tw) or a page that Twine published (.html).")
    )
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "text-sheet", "dir": "auto"}),
    )
    role = forms.ChoiceField(label=_("Written for"), choices=listed(ROLES))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("file") and not str(cleaned.get("text", "")).strip() and not self.errors:
            self.add_error(None, _t("Choose a file, or paste the text of a story."))
        return cleaned


@require_http_methods(["GET", "POST"])
def import_story(request: HttpRequest, page: int) -> HttpResponse:
    """A story becomes a new draft below a module, for whoever may add pages there."""
    module = get_object_or_404(ModulePage, pk=page, alias_of=None)
    if not module.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    form = StoryForm(request.POST or None, request.FILES or None)
    findings: list[stories.Finding] = []
    if request.method == "POST" and form.is_valid():
        graph, notes, findings = _read(form)
        if graph is not None:
            made = stories.new_scenario(module, graph, user=request.user, notes=notes)
            return redirect("editor:story_report", made.pk)
    context = {"page": module, "form": form, "findings": findings}
    status = 422 if request.method == "POST" else 200
    return render(request, "modules/editor/import_story.html", context, status=status)


def _read(form: StoryForm) -> tuple[Graph | None, tuple[Note, ...], list[stories.Finding]]:
    """The scenario and what it lost, or why there is none."""
    cleaned = form.cleaned_data
    try:
        if cleaned["file"]:
            found = stories.uploaded(cleaned["file"], _t("A story without a title"))
        else:
            found = stories.understood(cleaned["text"], _t("A story without a title"))
        if found.graph is not None:
            return replace(found.graph, role=Role(cleaned["role"])), found.notes, []
        reading = read(found.text)
    except TweeError as error:
        return None, (), [stories.refusal(error)]
    refused = [finding for finding in stories.findings(reading) if finding.severity == stories.REFUSED]
    return (None if refused else reading.graph), (*found.notes, *reading.notes), refused


@require_safe
def story_report(request: HttpRequest, page: int) -> HttpResponse:
    """What a story lost when it became this scenario, for whoever may edit it. `?as=text`: to take home."""
    scenario = get_object_or_404(ScenarioPage, pk=page)
    if not scenario.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    entry = stories.report_of(scenario)
    if entry is None:
        raise Http404
    notes = stories.unpacked(entry.data.get("notes"))
    told = [(note, stories.noted(note)) for note in notes]
    if request.GET.get("as") == "text":
        rows = "\n".join(f"{note.line}\t{note.passage}\t{words}" for note, words in told)
        response = HttpResponse(f"{rows}\n", content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{scenario.slug}-import.txt"'
        return response
    draft = scenario.get_latest_revision_as_object()
    context = {"page": scenario, "draft": draft, "entry": entry, "told": told, "graph": draft.graph()}
    return render(request, "modules/editor/report.html", context)
