"""Handouts of a lesson: as a page and as a file. Blank forms stay blank; nothing is uploaded."""

import hashlib

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from certificates.pdf import weasy
from modules import catalogue
from modules.catalogue import HandoutBody
from modules.outline import StepKind
from training import limits
from training.audiences import LearnerRequest, learner
from training.learners import place
from training.learners.local_law import country_of
from training.learners.place import StepPlace

PDFS_PER_HOUR = 30
STYLESHEET = settings.BASE_DIR / "static" / "certificates" / "handout.css"


@learner
@require_GET
def handout(request: LearnerRequest, course: str, step: str, handout: str) -> HttpResponseBase:
    """The handout as a page that prints well."""
    found = place.find_step(request.learner, course, step, StepKind.LESSON)
    context = {"found": found, "body": _body(found, handout), "key": handout}
    return render(request, "training/learners/handout.html", context)


@learner
@require_GET
def handout_pdf(request: LearnerRequest, course: str, step: str, handout: str) -> HttpResponseBase:
    """The handout as a PDF."""
    found = place.find_step(request.learner, course, step, StepKind.LESSON)
    body, now, who = _body(found, handout), timezone.now(), str(request.learner.pk)
    limits.check("handout", who, PDFS_PER_HOUR, now, seconds=limits.HOUR)
    limits.count("handout", who, now, seconds=limits.HOUR)
    html = render_to_string("print/handout.html", {"body": body, "found": found})
    response = HttpResponse(_drawn(html), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{slugify(body.title)[:60] or "handout"}.pdf"'
    return response


def _drawn(html: str) -> bytes:
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32]
    return weasy.pdf(html, stylesheet=STYLESHEET, identifier=identifier)


def _body(found: StepPlace, key: str) -> HandoutBody:
    version = catalogue.newest_lesson(found.step.key, found.place.outline.language)
    body = catalogue.handout(version, key, found.place.role, country_of(found.place)) if version else None
    if body is None:
        raise Http404
    return body
