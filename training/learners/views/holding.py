"""Correcting the name on a certificate, and withdrawing it."""

from http import HTTPStatus

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certificates.forms import NameForm
from certificates.issuing import MayNotIssue
from certificates.tokens import NoSigningKey
from training import limits
from training.audiences import LearnerRequest, learner
from training.learners import holding
from training.learners.holding import Held

NAMES_PER_DAY, DAY = 3, 86_400


@learner
@require_http_methods(["GET", "POST"])
def correct_name(request: LearnerRequest, certificate: int) -> HttpResponseBase:
    """Says what a corrected name changes; then makes the certificate anew."""
    held = _own(request, certificate)
    if not held.may_be_made_anew:
        return redirect("mine:training")
    form = NameForm(request.POST or None, initial={"name": held.certificate.name})
    if request.method == "POST" and form.is_valid() and _corrected(request, held, form):
        return redirect("mine:training")
    context = {"held": held, "form": form, "shown_to": holding.shown_to(held.certificate)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "training/learners/correct_name.html", context, status=status)


@learner
@require_http_methods(["GET", "POST"])
def withdraw(request: LearnerRequest, certificate: int) -> HttpResponseBase:
    """Says what withdrawing means; then withdraws."""
    held = _own(request, certificate)
    if not held.holds:
        return redirect("mine:training")
    if request.method == "POST":
        holding.withdraw(held.certificate, timezone.now())
        return redirect("mine:training")
    context = {"held": held, "shown_to": holding.shown_to(held.certificate)}
    return render(request, "training/learners/withdraw.html", context)


def _corrected(request: LearnerRequest, held: Held, form: NameForm) -> bool:
    """Whether there is a new certificate, or was one already; otherwise the form says what to do."""
    now, who, name = timezone.now(), str(request.learner.pk), form.cleaned_data["name"]
    if held.holds and name == held.certificate.name:
        form.add_error("name", _("The certificate shows this name already. Type the corrected one."))
        return False
    try:
        limits.check("name", who, NAMES_PER_DAY, now, seconds=DAY)
        holding.correct_name(held.certificate, name, now)
    except limits.TooOften:
        form.add_error("name", _("The name was corrected three times today. Nothing was changed; come back tomorrow."))
    except NoSigningKey:
        form.add_error(None, _("No certificate can be made just now. Nothing was changed; try again later."))
    except MayNotIssue:
        return True  # a second click: the first one has made it
    else:
        limits.count("name", who, now, seconds=DAY)
    return not form.errors


def _own(request: LearnerRequest, certificate: int) -> Held:
    try:
        return holding.own(request.learner, certificate)
    except holding.NotYours:
        raise Http404 from None
