"""The check page, the status of a number, the published keys, and what lets the page work without a network.

For anybody; nothing about who asked is kept.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates import checking, seals
from certificates.forms import NumberForm
from certificates.models import KINDS
from certificates.normal import LONGEST_CODE
from training import limits
from training.audiences import public
from training.verifiers import kept

MOST_PER_MINUTE = 60
# `csrf_exempt` twice below, on purpose: both POSTs only look something up that is public and use no cookie, so there is
# nothing that another site could make a visitor do. A token would need a cookie, and this page sets none. They are
# POSTs because an address with a number in it ends up in logs and histories.


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The page where a scanned code is verified in the browser, or a number is typed."""
    if request.method == "POST":
        return _answer(request)
    return _page(request, NumberForm())


@csrf_exempt
@public
@require_POST
def status(request: HttpRequest) -> HttpResponse:
    """The status of a number as JSON, for the script of the page. Unknown and mistyped numbers answer alike."""
    number = request.POST.get("number", "")
    if not _within_limit(request):
        return JsonResponse({"state": "later"}, status=HTTPStatus.TOO_MANY_REQUESTS)
    if len(number) > LONGEST_CODE:
        return JsonResponse({"state": "unknown"}, status=HTTPStatus.BAD_REQUEST)
    found = checking.status_of(number)
    if found.state is checking.State.UNKNOWN:
        return JsonResponse({"state": "unknown"})
    answer = {"state": found.state, "course": found.course_title, "revoked_on": found.revoked_on}
    return JsonResponse(answer | {"because": found.because} if found.because else answer)


@public
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys and the signed table of course titles, for the script and for checks without us."""
    response = JsonResponse(checking.published(), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=300"
    return response


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the page for when there is no network; its version changes with the page and its files."""
    stranger = HttpRequest()
    stranger.resolver_match = request.resolver_match
    response = HttpResponse(kept.worker(_page(stranger, NumberForm()).content), content_type="text/javascript")
    # Both doors of the page; it is registered for these two and nothing else.
    response["Service-Worker-Allowed"] = "/"
    return response


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a browser needs to install the page: name, colours, icons (W3C Web Application Manifest)."""
    plain = {"ensure_ascii": False}
    return JsonResponse(kept.manifest(), content_type="application/manifest+json", json_dumps_params=plain)


def _answer(request: HttpRequest) -> HttpResponse:
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _page(request, form, code=HTTPStatus.BAD_REQUEST)
    if not _within_limit(request):
        return _page(request, form, verdict="later", code=HTTPStatus.TOO_MANY_REQUESTS)
    found = checking.status_of(form.cleaned_data["number"])
    return _page(request, form, verdict=found.state.value, found=found)


def _page(
    request: HttpRequest,
    form: NumberForm,
    *,
    verdict: str = "",
    found: checking.Status = checking.UNKNOWN,
    code: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    kind = str(dict(KINDS).get(found.kind, ""))
    context = {
        "form": form,
        "verdict": verdict,
        "found": found,
        "kind": kind,
        "kinds": KINDS,
        "sealed": seals.present() is not None,
        "doors": " ".join(kept.doors()),
    }
    return render(request, "training/verifiers/check.html", context, status=code)


def _within_limit(request: HttpRequest) -> bool:
    now, who = timezone.now(), limits.address_of(request)
    try:
        limits.check("certificate-status", who, MOST_PER_MINUTE, now)
    except limits.TooOften:
        return False
    limits.count("certificate-status", who, now)
    return True
