"""My training: everything that a learner has here, and every way out."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from modules import cards
from training import devices, limits
from training.audiences import AccountRequest, LearnerRequest, PublicRequest, account, learner, public
from training.errors import bad_request
from training.learners import claiming, codes, leaving, mine, place, resuming
from training.learners.forms import ClaimForm, CountryForm
from training.models import Learner
from training.privacy import exporting

EXPORTS_PER_DAY, DAY = 3, 86_400


@public
@require_GET
def training(request: PublicRequest) -> HttpResponseBase:
    """The page; without a place it says how to get one or come back to one."""
    if request.learner is None:
        waiting = devices.learner_of(request, timezone.now()) if request.user.is_authenticated else None
        return render(request, "training/learners/no_place.html", {"waiting": waiting})
    context = {
        "training": mine.training_of(request.learner),
        "learner": request.learner,
        "countries": cards.countries(),
        "contact": settings.TANDEM_CONTACT,
    }
    return render(request, "training/learners/mine.html", context)


@learner
@require_POST
def recovery_code(request: LearnerRequest) -> HttpResponseBase:
    """A new code, in this answer and nowhere else."""
    code = resuming.renew_code(request.learner, timezone.now(), by_cookie=not request.user.is_authenticated)
    context = {"code": codes.printed(code), "by_cookie": not request.user.is_authenticated}
    return render(request, "training/learners/new_code.html", context)


@learner
@require_POST
def end_other_devices(request: LearnerRequest) -> HttpResponseBase:
    """Closes the place in every other browser."""
    devices.end_others(request.learner, request)
    return redirect("mine:training")


@learner
@require_POST
def country(request: LearnerRequest) -> HttpResponseBase:
    """Chooses the country whose card is shown."""
    form = CountryForm(request.POST)
    known = {code for code, _name, _sample in cards.countries()}
    if not form.is_valid() or form.cleaned_data["country"] not in {"", *known}:
        return bad_request(request, ValueError("country"))
    request.learner.country = form.cleaned_data["country"]
    request.learner.save(update_fields=["country"])
    return redirect("mine:training")


@learner
@require_GET
def download(request: LearnerRequest) -> HttpResponseBase:
    """All data about the learner as a readable page."""
    return render(request, "training/learners/download.html", {"sections": exporting.readable(request.learner)})


@learner
@require_GET
def download_json(request: LearnerRequest) -> HttpResponseBase:
    """All data about the learner as a file."""
    now, who = timezone.now(), str(request.learner.pk)
    limits.check("export", who, EXPORTS_PER_DAY, now, seconds=DAY)
    limits.count("export", who, now, seconds=DAY)
    response = JsonResponse(exporting.export(request.learner), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="tandem-my-data.json"'
    return response


@learner
@require_http_methods(["GET", "POST"])
def leave_course(request: LearnerRequest, course: str) -> HttpResponseBase:
    """Says what goes and what stays; then deletes it."""
    found = place.find(request.learner, course)
    if request.method == "GET":
        return render(request, "training/learners/leave_course.html", {"place": found})
    leaving.leave_course(found.start)
    return render(request, "training/learners/left_course.html", {"title": found.outline.title})


@learner
@require_http_methods(["GET", "POST"])
def delete(request: LearnerRequest) -> HttpResponseBase:
    """Says what goes and what stays; then deletes everything and ends this device."""
    if request.method == "GET":
        return render(request, "training/learners/delete.html", {"training": mine.training_of(request.learner)})
    account_went = leaving.erase(request.learner)
    request.learner = None  # type: ignore[assignment]  # the answer is for a stranger
    if account_went and request.user.is_authenticated:
        request.session.flush()
        request.user = AnonymousUser()
    response = render(request, "training/learners/deleted.html")
    devices.leave_here(request, response)
    return response


@account
@require_http_methods(["GET", "POST"])
def claim(request: AccountRequest) -> HttpResponseBase:
    """Takes the place that is open in this browser into the account."""
    waiting = devices.learner_of(request, timezone.now())
    if waiting is None:
        raise Http404
    form = ClaimForm(request.POST or None)
    if request.method == "GET":
        return render(request, "training/learners/claim.html", {"form": form})
    if form.is_valid() and (problem := _claimed(request, waiting, form.cleaned_data["code"])):
        form.add_error(*problem)
    if form.errors:
        return render(request, "training/learners/claim.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    response = redirect("mine:training")
    devices.leave_here(request, response)
    return response


def _claimed(request: AccountRequest, waiting: Learner, code: str) -> tuple[str | None, str] | None:
    """None when it worked; otherwise the field and the sentence that says what to do."""
    try:
        claiming.claim(waiting, request.user, code, timezone.now())
    except claiming.WrongCode:
        return "code", _("This is not the code of the place in this browser.")
    except claiming.AccountHasPlace:
        return None, _("Your account has a place already. Sign out to go on with the one in this browser.")
    except claiming.PlaceTaken:
        return None, _("This place belongs to another account.")
    return None
