"""What happens around every request: who asks, who may, and the headers that protect them."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows import reauthentication
from allauth.core.exceptions import ReauthenticationRequired
from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin

from training import access, devices
from training.limits import TooOften
from training.models.people import Learner

Handler = Callable[[HttpRequest], HttpResponseBase]
View = Callable[..., Any]
OURS = ("training.", "modules.", "quizzes.", "certificates.")
ADMIN, COORDINATORS = "/admin/", "/coordinators/"
NOBODY_LEARNS = (ADMIN, COORDINATORS)
# What a privileged account without a second factor still reaches, besides the pages that add one.
BEFORE_THE_FACTOR = {
    "account_logout",
    "account_reauthenticate",
    "account_email_verification_sent",
    "account_confirm_email",
}
# What a form needs to be finished after the password was asked for again.
KEPT_OF_A_REQUEST = {
    "CONTENT_LENGTH",
    "CONTENT_TYPE",
    "HTTP_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "PATH_INFO",
    "QUERY_STRING",
    "REQUEST_METHOD",
    "SCRIPT_NAME",
    "SERVER_NAME",
    "SERVER_PORT",
}
# Who may what is changed there, or a certificate withdrawn, so the person has to have shown lately who it is.
PROVEN_PAGES = (
    "/admin/users/",
    "/admin/groups/",
    "/admin/organisations/",
    "/admin/coordinators/",
    "/admin/certificates/withdrawals/",
)
PRIVILEGED_IDLE_SECONDS, IDLE_SECONDS = 30 * 60, 2 * 3600
_SEEN = "seen"
ADMIN_POLICY = {  # Wagtail draws with inline styles and starts some widgets with inline scripts
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}


def no_store(get_response: Handler) -> Handler:
    """Pages made for somebody are kept by no cache, so that the back button shows nothing on a shared computer."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            somebody = (
                settings.LEARNER_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in request.COOKIES
            )
            response["Cache-Control"] = "no-store" if somebody or response.cookies else "no-cache"
        return response

    return middleware


def permissions_policy(get_response: Handler) -> Handler:
    """Pages use no sensor and no tracking feature of the browser."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response["Permissions-Policy"] = (
            "accelerometer=(), browsing-topics=(), camera=(), geolocation=(), "
            "gyroscope=(), microphone=(), payment=(), usb=()"
        )
        return response

    return middleware


class ContentSecurityPolicy(CSPMiddleware):
    """The strict policy of the site; in the admin inline styles and frames of its own previews are allowed too."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The parts of the header for this answer."""
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(ADMIN):
            parts.replace = {**(parts.replace or {}), **ADMIN_POLICY}
        return parts


def reject_bad_text(get_response: Handler) -> Handler:
    """Addresses with NUL or broken UTF-8 get 400 before anything reads them; PostgreSQL would answer with an error."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or "%00" in query or "\ufffd" in request.path:
            return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)
        return get_response(request)

    return middleware


class LearnerMiddleware:
    """Sets `request.learner`: the account's place when somebody is signed in, otherwise the one of the cookie.

    Login never absorbs a place found in the browser: that is a POST of its own. After logout neither is open.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers, and keeps a device alive that was just used to write something."""
        request.learner = self._learner(request)  # type: ignore[attr-defined]  # this is where it is set
        was_signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        response = self.get_response(request)
        if was_signed_in and not request.user.is_authenticated:
            devices.leave_here(request, response)
        elif _is_learners_post(request) and settings.LEARNER_COOKIE_NAME not in response.cookies:
            devices.prolong(request, response, timezone.now())
        return response

    @staticmethod
    def _learner(request: HttpRequest) -> Learner | None:
        if request.path.startswith(NOBODY_LEARNS):  # so nobody is looked up
            return None
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            return Learner.objects.filter(user=request.user).first()
        return devices.learner_of(request, timezone.now())


def _is_learners_post(request: HttpRequest) -> bool:
    """What trainers and coordinators do keeps no learner's device alive that is open in the same browser."""
    return request.method == "POST" and not request.path.startswith(NOBODY_LEARNS)


class AudienceMiddleware(LoginRequiredMiddleware):
    """Refuses a view of ours that names no audience. Wagtail's and allauth's views stand behind their own gates."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """None: go on."""
        if getattr(view_func, "audience", None) is None and view_func.__module__.startswith(OURS):
            admin = request.path.startswith(ADMIN)
            if not admin:
                raise ImproperlyConfigured(f"{view_func.__module__}.{view_func.__name__} names no audience.")
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """A limit was reached: a page that says so instead of an error."""
        if not isinstance(exception, TooOften):
            return None
        response = render(request, "429.html", {"wait": exception}, status=HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(exception.wait)
        return response


def explain_not_allowed(get_response: Handler) -> Handler:
    """An address that only a button uses has a page all the same, for whoever opens or reloads it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.path.startswith(ADMIN):
            return response
        page = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        page["Allow"] = response.headers.get("Allow", "")
        return page

    return middleware


class PrivilegedNeedsFactor(MiddlewareMixin):
    """Whoever opens more than an own place needs a second factor before the first page.

    Changing roles and withdrawing certificates need it again after 15 minutes.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """None: go on. Otherwise the page on which a factor is added."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        if not access.is_privileged(request.user):
            return None
        if access.has_factor(request.user):
            return self._lately_proven(request)
        page = request.resolver_match.url_name or "" if request.resolver_match else ""
        if page in BEFORE_THE_FACTOR or page.startswith("mfa_"):
            return None
        return redirect(reverse("mfa_index"))

    @staticmethod
    def _lately_proven(request: HttpRequest) -> HttpResponseBase | None:
        if not request.path.startswith(PROVEN_PAGES):
            return None
        if not reauthentication.is_reauthentication_required(request, app="allauth.account"):
            return None
        asked: HttpResponseBase = reauthentication.suspend_request(request, reverse("account_reauthenticate"))
        return asked


class ReauthenticationKeepsNoTrace(MiddlewareMixin):
    """What allauth keeps while it asks for a password or factor again holds no address, browser or cookie."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """A stranger is sent to the login, and nothing of the request is stored; otherwise allauth goes on."""
        if not isinstance(exception, ReauthenticationRequired):
            return None
        if not request.user.is_authenticated:
            return redirect(access.login_page(request))
        # allauth would write the whole of it into the session's row.
        request.META = {name: value for name, value in request.META.items() if name in KEPT_OF_A_REQUEST}
        return None


def idle_timeout(get_response: Handler) -> Handler:
    """Signs out after 30 minutes (privileged) or two hours without a request.

    The time of the last request is kept in a signed cookie, because a GET writes nothing to the database.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return get_response(request)
        limit = PRIVILEGED_IDLE_SECONDS if access.is_privileged(request.user) else IDLE_SECONDS
        if not _was_here(request, limit):
            logout(request)
            return redirect(access.login_page(request))
        response = get_response(request)
        if request.user.is_authenticated:
            value = signing.TimestampSigner(salt=_SEEN).sign(str(request.user.pk))
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(_seen_cookie(), value, path="/", secure=secure, httponly=True, samesite="Lax")
        return response

    return middleware


def _was_here(request: HttpRequest, limit: int) -> bool:
    signed_in_at = request.session.get("signed_in_at", 0)
    if timezone.now().timestamp() - signed_in_at < limit:
        return True
    try:
        seen = signing.TimestampSigner(salt=_SEEN).unsign(request.COOKIES.get(_seen_cookie(), ""), max_age=limit)
    except signing.BadSignature:
        return False
    return seen == str(request.user.pk)


def _seen_cookie() -> str:
    return f"__Host-{_SEEN}" if settings.SESSION_COOKIE_SECURE else _SEEN
