"""The pages of coordinators: find, form, use case, answer."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certificates.rendering import NO_KEYS
from training import limits
from training.audiences import CoordinatorRequest, coordinator, recently_proven
from training.coordinators import bundles, codes, completions
from training.coordinators.completions import Wanted
from training.coordinators.forms import FilterForm
from training.coordinators.screens import screen
from training.coordinators.tables import csv_lines

LIST = "coordinators:completions"
BUNDLES_PER_HOUR = 10


@require_GET
@coordinator
def completion_list(request: CoordinatorRequest) -> HttpResponse:
    """The list of what was shared with the own branch."""
    form = FilterForm(request.GET)
    is_valid = form.is_valid()
    wanted = form.wanted() if is_valid else Wanted()
    shown = screen(request.branch, wanted, request.user, timezone.now(), is_valid=is_valid)
    status = HTTPStatus.OK if is_valid else HTTPStatus.BAD_REQUEST
    context = {"form": form, "screen": shown}
    return render(request, "training/coordinators/completions.html", context, status=status)


@require_GET
@coordinator
@recently_proven(back_to=LIST)
def export(request: CoordinatorRequest) -> HttpResponseBase:
    """The same rows as CSV; `excel` asks for the mark that Excel needs."""
    form = FilterForm(request.GET)
    if not form.is_valid():
        return completion_list(request)
    chunks = completions.take(request.branch, form.wanted(), request.user, timezone.now())
    has_offices = len(request.branch.organisation_ids) > 1
    lines = csv_lines(chunks, has_offices=has_offices, for_excel="excel" in request.GET)
    headers = {"Content-Disposition": 'attachment; filename="completions.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@coordinator
@recently_proven(back_to=LIST, is_download=True)
def certificates_zip(request: CoordinatorRequest) -> HttpResponseBase:
    """The certificates of the same rows as one file, with the list in it; made while it is sent."""
    form = FilterForm(request.GET)
    if not form.is_valid():
        return redirect(LIST)
    now, who = timezone.now(), str(request.user.pk)
    limits.check("bundle", who, BUNDLES_PER_HOUR, now, seconds=limits.HOUR)
    try:
        pieces = bundles.bundle(request.branch, form.wanted(), request.user, now)
    except NO_KEYS:
        return render(request, "training/coordinators/no_bundle.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    limits.count("bundle", who, now, seconds=limits.HOUR)
    headers = {"Content-Disposition": 'attachment; filename="certificates.zip"'}
    return StreamingHttpResponse(pieces, content_type="application/zip", headers=headers)


@require_http_methods(["GET", "POST"])
@coordinator
def hide(request: CoordinatorRequest, share: UUID) -> HttpResponseBase:
    """Asks, then puts one stray row out of sight."""
    if request.method == "POST":
        if not completions.hide(request.branch, share):
            raise Http404
        return redirect(LIST)
    row = completions.one(request.branch, share, request.user, timezone.now())
    if row is None:
        raise Http404
    return render(request, "training/coordinators/hide.html", {"row": row})


@require_POST
@coordinator
@recently_proven(back_to=LIST)
def rotate_code(request: CoordinatorRequest) -> HttpResponseBase:
    """Another code from now on."""
    if not codes.rotate(request.branch, request.POST.get("code", "")):
        raise Http404
    return redirect(LIST)
