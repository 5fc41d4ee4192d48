"""Starting a course, coming back with the code, choosing a role, leaving a device."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from modules import catalogue
from training import devices, limits
from training.audiences import LearnerRequest, PublicRequest, learner, public
from training.errors import bad_request
from training.learners import codes, place, resuming, starting
from training.learners.forms import CodeForm, RoleForm, StartForm
from training.models import User

RESUME_FAILURES_PER_MINUTE = 300


@public
@require_POST
def start(request: PublicRequest, course: str) -> HttpResponseBase:
    """Makes a place; the recovery code is in this answer and nowhere else."""
    form = StartForm(request.POST)
    version = catalogue.course_by_slug(course, get_language() or "en")
    if version is None:
        raise Http404
    if not form.is_valid():
        return bad_request(request, ValueError("start"))
    fresh, now = form.cleaned_data["fresh"], timezone.now()
    user = request.user if isinstance(request.user, User) and not fresh else None
    started = starting.start(version, None if fresh else request.learner, form.role_chosen, now, user)
    if not started.code:
        return redirect("courses:course", course=course)
    return _started(request, started, kept=form.cleaned_data["keep"])


def _started(request: PublicRequest, started: starting.Started, *, kept: bool) -> HttpResponse:
    found = place.Place.of(started.learner, started.start)
    code = codes.printed(started.code)
    response = render(
        request,
        "training/learners/started.html",
        {"code": code, "place": found, "step": found.next_step(), "kept": kept, "has_place": True},
    )
    if started.learner.user_id is None:
        devices.open_here(response, started.learner, timezone.now(), kept=kept)
    return response


@public
@require_http_methods(["GET", "POST"])
def resume(request: PublicRequest) -> HttpResponseBase:
    """Opens a place in this browser by its recovery code."""
    form = CodeForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        status = HTTPStatus.OK if request.method == "GET" else HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "training/learners/resume.html", {"form": form}, status=status)
    now, address = timezone.now(), limits.address_of(request)
    try:
        limits.check("resume", address, RESUME_FAILURES_PER_MINUTE, now)
        resumed = resuming.resume(form.cleaned_data["code"], now)
    except resuming.UnknownCode:
        limits.count("resume", address, now)
        form.add_error("code", _("No place belongs to this code. Check it letter by letter; 0 and O are read alike."))
        return render(request, "training/learners/resume.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    response = redirect("mine:training")
    devices.open_here(response, resumed.learner, now, kept=form.cleaned_data["keep"])
    return response


@learner
@require_POST
def role(request: LearnerRequest, course: str) -> HttpResponseBase:
    """Switches the role; nothing is lost by it."""
    found = place.find(request.learner, course)
    form = RoleForm(request.POST)
    if not form.is_valid() or form.role_chosen is None:
        return bad_request(request, ValueError("role"))
    found.learner.role = form.role_chosen.value
    found.learner.save(update_fields=["role"])
    return redirect(next_page(request, reverse("courses:course", kwargs={"course": course})))


@public
@require_POST
def leave_device(request: PublicRequest) -> HttpResponseBase:
    """Ends this device; with an account the way out is signing out. The place itself stays."""
    if request.user.is_authenticated:
        return redirect("account_logout")
    response = render(request, "training/learners/left_device.html")
    devices.leave_here(request, response)
    return response


def next_page(request: HttpRequest, otherwise: str) -> str:
    """The own page that a form asked to come back to."""
    wanted = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if own else otherwise
