"""Who a view is for. Every view of ours names one audience; one without is refused before it runs (ADR 6)."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.account.internal.flows import reauthentication
from allauth.core.exceptions import ReauthenticationRequired
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from training import access
from training.access import Branch

if TYPE_CHECKING:
    from training.models.people import Learner, User

P = ParamSpec("P")


class PublicRequest(HttpRequest):
    """A request by anybody. `learner`: the place that is open in this browser, if any."""

    learner: "Learner | None"


class LearnerRequest(HttpRequest):
    """A request by somebody whose place is open in this browser."""

    learner: "Learner"


class AccountRequest(HttpRequest):
    """A request by somebody who is signed in."""

    user: "User"
    learner: "Learner | None"


class CoordinatorRequest(HttpRequest):
    """A request by a signed-in coordinator. `branch`: the organisations whose shares may be seen."""

    user: "User"
    branch: Branch


def public(
    view: Callable[Concatenate[PublicRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """For anybody."""

    @wraps(view)
    def for_anybody(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs)  # type: ignore[arg-type]  # LearnerMiddleware set `learner`

    return _named(for_anybody, "public")


def learner(
    view: Callable[Concatenate[LearnerRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """For whoever has a place open here; others are sent to where a place begins."""

    @wraps(view)
    def for_learner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if getattr(request, "learner", None) is None:
            return redirect(_start_page(kwargs))
        return view(request, *args, **kwargs)  # type: ignore[arg-type]  # checked above

    return _named(for_learner, "learner")


def account(
    view: Callable[Concatenate[AccountRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """For whoever is signed in; others are sent to the login."""

    @wraps(view)
    def for_account(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect(access.login_page(request))
        return view(request, *args, **kwargs)  # type: ignore[arg-type]  # checked above

    return _named(for_account, "account")


def coordinator(
    view: Callable[Concatenate[CoordinatorRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """For a coordinator. Anybody else who is signed in learns nothing: the page does not exist."""

    @wraps(view)
    def for_coordinator(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect(access.login_page(request))
        branch = access.branch_of(request.user)
        if branch is None:
            raise Http404
        request.branch = branch  # type: ignore[attr-defined]  # this is where it is set
        return view(request, *args, **kwargs)  # type: ignore[arg-type]  # checked above

    return _named(for_coordinator, "coordinator")


def recently_proven(
    back_to: str, *, is_download: bool = False
) -> Callable[
    [Callable[Concatenate[CoordinatorRequest, P], HttpResponseBase]],
    Callable[Concatenate[CoordinatorRequest, P], HttpResponseBase],
]:
    """Inside an audience: only within 15 minutes of a login, or of a password or factor asked again.

    Afterwards a POST goes on where it stopped (allauth keeps it); a download, by GET or by a POST that `is_download`,
    goes `back_to` its page, with its filters, because a browser would show the finished form still.
    """

    def decorated(
        view: Callable[Concatenate[CoordinatorRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[CoordinatorRequest, P], HttpResponseBase]:
        @wraps(view)
        def for_recently_proven(request: CoordinatorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not reauthentication.is_reauthentication_required(request, app="allauth.account"):
                return view(request, *args, **kwargs)
            if request.method == "POST" and not is_download:
                raise ReauthenticationRequired
            page = f"{reverse(back_to)}?{request.GET.urlencode()}"
            return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': page})}")

        return for_recently_proven

    return decorated


def _start_page(kwargs: dict[str, Any]) -> str:
    if "course" in kwargs:
        course = reverse("courses:course", kwargs={"course": kwargs["course"]})
        return f"{course}#for-learners"  # the page says why only to whoever was sent there; no cookie is needed for it
    return reverse("resume")


def _named(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase], audience: str
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    view.audience = audience  # type: ignore[attr-defined]  # read by AudienceMiddleware and the matrix test
    return view
