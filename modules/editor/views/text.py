"""A scenario as text: read, checked, taken home as a file, and saved as a draft."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Revision

from modules.editor import stories
from modules.editor.stories import Finding
from modules.models import ScenarioPage
from quizzes.authoring.changes import sentence
from quizzes.engine.change import Group, Part
from quizzes.engine.comparing import compare
from quizzes.engine.graph import Graph
from quizzes.engine.twee import Note, TweeError, read, to_twee
from quizzes.labels import ROLES
from quizzes.terms import Role

BASE = re.compile(r"\.r([0-9]{1,12}-[0-9]{1,16})(?=[. _(]|$)")


@dataclass(frozen=True)
class Sheet:
    """What lies in the text area. `base`: the draft it was made from. `notes`: what a story lost on its way here."""

    text: str
    base: str
    notes: tuple[Note, ...] = ()
    found: tuple[Finding, ...] = ()
    graph: Graph | None = None

    @property
    def is_refused(self) -> bool:
        return any(finding.severity == stories.REFUSED for finding in self.found)


@dataclass(frozen=True)
class Desk:
    """One page that somebody edits as text."""

    request: HttpRequest
    page: ScenarioPage
    draft: ScenarioPage

    @property
    def is_locked(self) -> bool:
        return bool(self.draft.permissions_for_user(self.request.user).page_locked())

    def newer(self, sheet: Sheet) -> Revision | None:
        """The draft that somebody saved since the text was made."""
        return self.page.latest_revision if stories.base_of(self.page) != sheet.base else None


@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, page: int) -> HttpResponse:
    """The newest draft of a scenario as text, for whoever may edit it."""
    scenario = get_object_or_404(ScenarioPage.objects.select_related("latest_revision"), pk=page, alias_of=None)
    if not scenario.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    desk = Desk(request, scenario, scenario.get_latest_revision_as_object())
    if request.method == "GET":
        return _shown(desk, Sheet(to_twee(desk.draft.graph()), stories.base_of(scenario)))
    return ACTIONS.get(request.POST.get("action", ""), _check)(desk)


# ---- what the buttons do


def _check(desk: Desk) -> HttpResponse:
    sheet = _checked(_sent(desk))
    return _shown(desk, sheet, is_checked=True)


def _upload(desk: Desk) -> HttpResponse:
    """A file takes the place of the text. Nothing is saved."""
    sheet = _sent(desk)
    file = desk.request.FILES.get("file")
    if file is None:
        refused = Finding(1, _("Choose a file first."), stories.REFUSED)
        return _shown(desk, replace(sheet, found=(refused,)), is_checked=True)
    try:
        found = stories.uploaded(file, desk.draft.title)
    except TweeError as error:
        return _shown(desk, replace(sheet, found=(stories.refusal(error),)), is_checked=True)
    words = to_twee(stories.into(desk.draft, found.graph)) if found.graph else found.text
    named = BASE.search(file.name or "")
    sheet = Sheet(words, named[1] if named else sheet.base, found.notes)
    return _shown(desk, _checked(sheet), is_checked=True)


def _download(desk: Desk) -> HttpResponse:
    """What stands in the area, as a file whose name says which draft it was made from."""
    sheet = _sent(desk)
    response = HttpResponse(sheet.text, content_type="text/plain; charset=utf-8")
    mark = f".r{sheet.base}" if re.fullmatch(r"[0-9-]+", sheet.base) else ""
    response["Content-Disposition"] = f'attachment; filename="{desk.page.slug}{mark}.twee"'
    return response


def _save(desk: Desk) -> HttpResponse:
    """Shows first what will change."""
    sheet = _checked(_sent(desk))
    if sheet.graph is None or sheet.is_refused or desk.is_locked or desk.newer(sheet):
        return _shown(desk, sheet, is_checked=True)
    groups = _changes(desk, sheet.graph)
    context = {"page": desk.page, "sheet": sheet, "groups": groups, "notes": _packed(sheet)}
    return render(desk.request, "modules/editor/text_changes.html", context)


def _confirm(desk: Desk) -> HttpResponse:
    sheet = _checked(_sent(desk))
    if sheet.graph is None or sheet.is_refused or desk.is_locked or desk.newer(sheet):
        return _shown(desk, sheet, is_checked=True)
    try:
        stories.save_draft(desk.page, sheet.graph, base=sheet.base, user=desk.request.user, notes=sheet.notes)
    except stories.Moved:
        desk.page.refresh_from_db()
        return _shown(desk, sheet, is_checked=True)
    messages.success(desk.request, _("The text was saved as a draft. Nothing was published."))
    if sheet.notes:
        return redirect("editor:story_report", desk.page.pk)
    return redirect("wagtailadmin_pages:edit", desk.page.pk)


ACTIONS: Mapping[str, Callable[[Desk], HttpResponse]] = {
    "check": _check,
    "upload": _upload,
    "download": _download,
    "save": _save,
    "confirm": _confirm,
}


# ---- in between


def _sent(desk: Desk) -> Sheet:
    sent = desk.request.POST
    words = sent.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
    try:
        notes = json.loads(sent.get("notes") or "[]")
    except (ValueError, RecursionError):
        notes = []
    return Sheet(words, sent.get("base", ""), stories.unpacked(notes))


def _checked(sheet: Sheet) -> Sheet:
    """The sheet with everything that there is to say about its text."""
    try:
        reading = read(sheet.text)
    except TweeError as error:
        return replace(sheet, found=(stories.refusal(error),))
    return replace(sheet, found=tuple(stories.findings(reading)), graph=reading.graph)


def _changes(desk: Desk, graph: Graph) -> list[dict[str, Any]]:
    """What becomes different when this scenario is saved, part by part."""
    old = desk.draft.graph()
    new = stories.filled(desk.page.get_latest_revision_as_object(), graph).graph()
    return [
        {"group": group, "title": _title(group), "sentences": [sentence(change) for change in group.changes]}
        for group in compare(old, new).groups
    ]


def _title(group: Group) -> str:
    return str(ROLES[Role(group.key)]) if group.part is Part.VARIANT else group.title or group.key


def _packed(sheet: Sheet) -> str:
    return json.dumps(stories.packed(sheet.notes)) if sheet.notes else ""


def _shown(desk: Desk, sheet: Sheet, *, is_checked: bool = False) -> HttpResponse:
    """The page with the text area. 422 where the text cannot be saved as it stands."""
    newer = desk.newer(sheet) if is_checked else None
    is_stopped = is_checked and (sheet.is_refused or newer is not None)
    lock = desk.draft.get_lock()
    context = {
        "page": desk.page,
        "sheet": sheet,
        "is_checked": is_checked,
        "newer": newer,
        "lock": lock.get_message(desk.request.user) if lock and desk.is_locked else "",
        "is_locked": desk.is_locked,
        "counts": {name: sum(each.severity == name for each in sheet.found) for name in SEVERITIES},
        "notes": _packed(sheet),
        "has_report": stories.report_of(desk.page) is not None,
        "told": [(note, stories.noted(note)) for note in sheet.notes],
    }
    return render(desk.request, "modules/editor/text.html", context, status=422 if is_stopped else 200)


SEVERITIES = (stories.REFUSED, "error", "warning", "note")
