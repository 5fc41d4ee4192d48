"""The pages of operators who withdraw a certificate: one asks, another confirms or declines.

The middleware asks for a password or factor again before any of them (training.middleware.PROVEN_PAGES).
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from certificates import serials, withdrawing
from certificates.forms import NumberForm
from certificates.normal import LONGEST_CODE
from certificates.withdrawing import (
    AnotherCertificate,
    AskedAlready,
    DecidedAlready,
    NothingToWithdraw,
    SecondPersonNeeded,
)
from training import limits
from training.audiences import AccountRequest
from training.operators.withdrawals import acting, screens
from training.operators.withdrawals.forms import AskForm, ConfirmForm, VerdictForm

P = ParamSpec("P")
MOST_PER_MINUTE = 60
LIST = "withdrawals:requests"


def _for_operators(
    view: Callable[Concatenate[AccountRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For operators; whoever else got into the admin is sent to its first page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_superuser:
            raise PermissionDenied
        return view(request, *args, **kwargs)  # type: ignore[arg-type]  # whoever is in the admin is signed in

    return guarded


@_for_operators
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: AccountRequest) -> HttpResponse:
    """What waits for a second operator, and the field for a number; a number that holds leads to the reasons."""
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _count(request)
        try:
            found = screens.facts(withdrawing.standing(form.cleaned_data["number"]))
        except NothingToWithdraw:
            form.add_error("number", _("We do not know this number. Compare it with the certificate, sign by sign."))
        else:
            return _reasons(request, AskForm(initial=form.cleaned_data), found)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "requests": screens.open_requests(request.user)}
    return render(request, "training/operators/withdrawals.html", context, status=status)


@_for_operators
@require_POST
def ask(request: AccountRequest) -> HttpResponse:
    """Notes the request; nothing is withdrawn yet."""
    form = AskForm(request.POST)
    _count(request)
    try:
        if form.is_valid():
            acting.ask(form.cleaned_data["number"], form.cleaned_data["because"], request.user, timezone.now())
            messages.success(request, _("Your request waits for a second operator. The certificate holds until then."))
            return redirect(LIST)
        found = screens.facts(withdrawing.standing(request.POST.get("number", "")[:LONGEST_CODE]))
    except AskedAlready:
        messages.warning(request, _("Somebody asked for this already. A second operator decides."))
        return redirect(LIST)
    except NothingToWithdraw:
        messages.error(request, _("No certificate with this number holds. Nothing was changed."))
        return redirect(LIST)
    return _reasons(request, form, found, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@_for_operators
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: AccountRequest, withdrawal: int) -> HttpResponse:
    """One request: confirmed or declined by another operator, or taken back by who asked."""
    if request.method == "POST":
        return _decided(request, withdrawal)
    return _request(request, withdrawal, ConfirmForm())


def _request(request: AccountRequest, withdrawal: int, form: ConfirmForm) -> HttpResponse:
    try:
        found = withdrawing.open_request(withdrawal)
    except DecidedAlready:
        if not withdrawing.was_decided(withdrawal):
            raise Http404 from None
        messages.warning(request, _("This request was decided already. Nothing is left to do."))
        return redirect(LIST)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"asked": screens.request(found, request.user), "form": form}
    return render(request, "training/operators/decide.html", context, status=status)


def _decided(request: AccountRequest, withdrawal: int) -> HttpResponse:
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return redirect("withdrawals:decide", withdrawal=withdrawal)
    try:
        if form.cleaned_data["verdict"] == "confirm":
            return _confirmed(request, withdrawal)
        acting.decline(withdrawal, request.user, timezone.now())
        messages.success(request, _("The request is closed. The certificate stays as it is."))
    except SecondPersonNeeded:
        messages.error(request, _("Another operator than the one who asked has to confirm. Nothing was changed."))
    except DecidedAlready:
        messages.warning(request, _("This request is not open any more."))
    return redirect(LIST)


def _confirmed(request: AccountRequest, withdrawal: int) -> HttpResponse:
    """Withdrawn, or the page again with what is wrong with the number. Raises SecondPersonNeeded, DecidedAlready."""
    form = ConfirmForm(request.POST)
    _count(request)
    number = form.cleaned_data["number"] if form.is_valid() else ""
    try:
        acting.confirm(withdrawal, number, request.user, timezone.now())
    except AnotherCertificate:
        if number:
            form.add_error("number", _("This is not the certificate that was asked for. Nothing was changed."))
        return _request(request, withdrawal, form)
    messages.success(request, _("The certificate is withdrawn. Whoever checks it is told so from now on."))
    return redirect(LIST)


def _reasons(
    request: HttpRequest, form: AskForm, found: screens.Facts, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    number = serials.number_of(serials.serial_of(form["number"].value()))  # it was found, so it is one
    context = {"form": form, "facts": found, "number": number}
    return render(request, "training/operators/ask.html", context, status=status)


def _count(request: AccountRequest) -> None:
    """Numbers cannot be tried in masses here either."""
    now, who = timezone.now(), str(request.user.pk)
    limits.check("withdrawal-number", who, MOST_PER_MINUTE, now)
    limits.count("withdrawal-number", who, now)
