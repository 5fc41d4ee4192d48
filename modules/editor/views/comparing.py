"""What changed between two states of a lesson or scenario, as a list to read."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET
from wagtail.models import Page

from modules.editor import comparing
from modules.models import StepPage


@require_GET
def compare(request: HttpRequest, page: int) -> HttpResponse:
    """The live page beside the latest draft, or any two states that were chosen. For whoever may edit the step."""
    step = _step(request, page)
    usual_old, usual_new = comparing.usual_sides(step)
    old, new = request.GET.get("old", usual_old), request.GET.get("new", usual_new)
    try:
        before, after = comparing.state_at(step, old), comparing.state_at(step, new)
    except comparing.NoSuchSide as error:
        raise Http404 from error
    now, saved = comparing.sides_of(step)
    groups = comparing.shown(comparing.differences(step, before, after))
    context = {"page": step, "old": old, "new": new, "now": now, "saved": saved, "groups": groups, "note": after.note}
    return render(request, "modules/editor/compare.html", context)


def _step(request: HttpRequest, pk: int) -> StepPage:
    found = get_object_or_404(Page, pk=pk).specific
    if not isinstance(found, StepPage):
        raise Http404
    if not found.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return found
