"""Trying a conversation in the admin. Nothing is written: no row, no cookie, no session."""

from http import HTTPStatus

from csp.utils import build_policy
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from modules.editor import trying
from modules.editor.play_page import PlayPage
from modules.editor.trying import NoSuchWay
from modules.models import ScenarioPage
from quizzes import versions


@require_http_methods(["GET", "HEAD", "POST"])
def play(request: HttpRequest, page: int) -> HttpResponse:
    """The draft as learners would get it. A POST answers with the address that comes next."""
    found = get_object_or_404(ScenarioPage, pk=page)
    if not found.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    with override(found.locale.language_code):
        try:
            asked_for = _asked(request, found)
            if request.method == "POST":
                following = trying.after(asked_for.graph, asked_for.way, request.GET.get("act", ""), request.POST)
                return redirect(f"{asked_for.address(following)}#now")
            return _shown(request, asked_for)
        except NoSuchWay:
            return _strict(
                render(request, "modules/editor/play_refused.html", {"found": found}, status=HTTPStatus.BAD_REQUEST)
            )


def _asked(request: HttpRequest, found: ScenarioPage) -> PlayPage:
    draft = found.get_latest_revision_as_object()
    newest = versions.newest(found.translation_key, found.locale.language_code) if found.live else None
    way = trying.asked(request.GET, draft.graph().role)
    if way.live and newest is None:
        raise NoSuchWay
    source = versions.graph_of(newest) if way.live and newest else draft.graph()
    translations = found.get_translations().select_related("locale")
    others = [other for other in translations if other.permissions_for_user(request.user).can_edit()]
    return PlayPage(draft, way, source, trying.playable(source, way.role), others, has_live=newest is not None)


def _shown(request: HttpRequest, page: PlayPage) -> HttpResponse:
    if page.way.scene is None:
        if page.way.turns:
            raise NoSuchWay
        return _strict(render(request, "modules/editor/play_start.html", {"page": page}))
    if page.way.looks_back:
        if not page.state.finished:
            raise NoSuchWay
        return _strict(render(request, "modules/editor/play_debrief.html", {"page": page}))
    page.state  # noqa: B018 -- a way that does not exist is refused before anything is drawn
    return _strict(render(request, "modules/editor/play.html", {"page": page}))


def _strict(response: HttpResponse) -> HttpResponse:
    """With the policy of the pages for learners: the admin's allows more."""
    response["Content-Security-Policy"] = build_policy()
    return response
