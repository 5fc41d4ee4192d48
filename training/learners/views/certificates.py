"""Claiming a certificate, downloading it, sharing it and stopping."""

from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certificates import achievements, rendering
from certificates.forms import NameForm
from certificates.issuing import MayNotIssue
from certificates.models import Certificate
from certificates.proofs import CREDENTIAL
from certificates.tokens import NoSigningKey
from quizzes.terms import Role
from training import limits
from training.audiences import LearnerRequest, learner
from training.learners import certifying, changes, holding, place, sharing
from training.learners.forms import ShareForm
from training.models import Organisation

PDFS_PER_HOUR, CODES_PER_HOUR = 60, 10


@learner
@require_http_methods(["GET", "POST"])
def certificate(request: LearnerRequest, course: str) -> HttpResponseBase:
    """What is still open, or the name to print, or the certificate."""
    found = place.find(request.learner, course)
    form = NameForm(request.POST or None)
    try:
        claimable = certifying.claimable(found)
        if request.method == "POST" and form.is_valid():
            certifying.claim(found, form.cleaned_data["name"], timezone.now())
            return redirect("learn:certificate", course=course)
    except (MayNotIssue, NoSigningKey):
        return render(
            request, "training/learners/no_certificate.html", {"place": found}, status=HTTPStatus.SERVICE_UNAVAILABLE
        )
    except certifying.NotDone:
        status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
        return render(request, "training/learners/not_done.html", {"place": found}, status=status)
    held = holding.held(claimable.certificate) if claimable.certificate else None
    context = {"place": found, "claimable": claimable, "held": held, "form": form, "contact": settings.TANDEM_CONTACT}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "training/learners/certificate.html", context, status=status)


@learner
@require_GET
def certificate_pdf(request: LearnerRequest, certificate: int) -> HttpResponseBase:
    """The certificate as a file, drawn anew from its row."""
    found = _own(request, certificate)
    now, who = timezone.now(), str(request.learner.pk)
    limits.check("pdf", who, PDFS_PER_HOUR, now, seconds=limits.HOUR)
    limits.count("pdf", who, now, seconds=limits.HOUR)
    try:
        response = HttpResponse(rendering.pdf(found), content_type="application/pdf")
    except rendering.NO_KEYS:
        return _no_key(request)
    response["Content-Disposition"] = f'attachment; filename="tandem-certificate-{found.number}.pdf"'
    return response


@learner
@require_GET
def credential(request: LearnerRequest, certificate: int) -> HttpResponseBase:
    """The credential of a certificate by itself, for wallets and badge programs. The PDF has the same inside."""
    found = _own(request, certificate)
    try:
        response = HttpResponse(achievements.credential_of(found), content_type=CREDENTIAL)
    except NoSigningKey:
        return _no_key(request)
    response["Content-Disposition"] = f'attachment; filename="tandem-certificate-{found.number}.json"'
    return response


@learner
@require_GET
def changed_since(request: LearnerRequest, certificate: int) -> HttpResponseBase:
    """What changed in the course since this certificate, for whoever wants to know."""
    role = Role(request.learner.role) if request.learner.role else None
    found = _own(request, certificate)
    context = {"since": changes.since(found, role, timezone.localdate()), "held": holding.held(found)}
    return render(request, "training/learners/changes.html", context)


@learner
@require_http_methods(["GET", "POST"])
def share(request: LearnerRequest, certificate: int) -> HttpResponseBase:
    """First the code, then exactly what will be seen by whom, then the agreement."""
    found = _own(request, certificate)
    if not holding.held(found).holds:
        return redirect("mine:training")  # it would show that it does not hold
    form, organisation = ShareForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            organisation = _organisation(request, form.cleaned_data["code"])
        except sharing.UnknownOrganisation:
            form.add_error("code", _("No organisation has this code now. Ask your coordinator for the newest one."))
    if organisation and form.cleaned_data["agreed"]:
        sharing.share(found, organisation, timezone.now())
        return redirect("mine:training")
    failed = request.method == "POST" and organisation is None
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failed else HTTPStatus.OK
    context = {"certificate": found, "form": form, "organisation": organisation}
    return render(request, "training/learners/share.html", context, status=status)


@learner
@require_POST
def stop_sharing(request: LearnerRequest, share: UUID) -> HttpResponseBase:
    """Ends a share with one click; nothing of it stays."""
    if not sharing.stop(request.learner, share):
        raise Http404
    return redirect("mine:training")


def _no_key(request: LearnerRequest) -> HttpResponseBase:
    page = "training/learners/no_certificate.html"
    return render(request, page, {"place": None}, status=HTTPStatus.SERVICE_UNAVAILABLE)


def _own(request: LearnerRequest, certificate: int) -> Certificate:
    mine = Certificate.objects.visible_to(request.learner).select_related("revocation")
    found = mine.filter(pk=certificate).first()
    if found is None:
        raise Http404
    return found


def _organisation(request: LearnerRequest, code: str) -> Organisation:
    now, who = timezone.now(), str(request.learner.pk)
    limits.check("code", who, CODES_PER_HOUR, now, seconds=limits.HOUR)
    try:
        return sharing.organisation_by(code)
    except sharing.UnknownOrganisation:
        limits.count("code", who, now, seconds=limits.HOUR)
        raise
