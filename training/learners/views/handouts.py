"""Handouts of a lesson as pages. Blank forms stay blank; nothing is uploaded. As files: `papers`."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from modules import catalogue
from modules.catalogue import HandoutBody
from modules.outline import StepKind
from training.audiences import LearnerRequest, learner
from training.learners import place
from training.learners.local_law import country_of
from training.learners.place import StepPlace


@learner
@require_GET
def handout(request: LearnerRequest, course: str, step: str, handout: str) -> HttpResponseBase:
    """The handout as a page that prints well."""
    found = place.find_step(request.learner, course, step, StepKind.LESSON)
    context = {"found": found, "body": _body(found, handout), "key": handout}
    return render(request, "training/learners/handout.html", context)


def _body(found: StepPlace, key: str) -> HandoutBody:
    version = catalogue.newest_lesson(found.step.key, found.place.outline.language)
    body = catalogue.handout(version, key, found.place.role, country_of(found.place)) if version else None
    if body is None:
        raise Http404
    return body
