"""The form of a scenario is checked while it is written."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST
from wagtail.models import Page

from modules.editor.live_check import Unreadable, answer
from modules.models import ModulePage, ScenarioPage


@require_POST
def check(request: HttpRequest, page: int) -> JsonResponse:
    """The problems of a scenario as it stands in the form, for whoever may edit it. Stores nothing."""
    scenario = get_object_or_404(ScenarioPage.objects.select_related("latest_revision"), pk=page)
    if not scenario.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return _answered(request, scenario.get_latest_revision_as_object(), scenario.get_parent())


@require_POST
def check_new(request: HttpRequest, page: int) -> JsonResponse:
    """The same for a scenario that was not saved yet. `page`: the module that it will stand in."""
    module = get_object_or_404(ModulePage, pk=page)
    if not module.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    scenario = ScenarioPage(locale=module.locale, depth=module.depth + 1)
    # A place that nobody has: the rules of pages ask for one, and nothing is saved.
    scenario.path = ScenarioPage._get_path(module.path, scenario.depth, module.numchild + 1)
    return _answered(request, scenario, module)


def _answered(request: HttpRequest, page: ScenarioPage, parent: Page) -> JsonResponse:
    try:
        return JsonResponse(answer(page, parent, request.POST, request.user))
    except Unreadable:
        return JsonResponse({"error": "unreadable"}, status=400)
