"""The handbook of a module, the group exercise and handouts as PDF. A GET writes only the kept file and a count."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from modules.outline import StepKind
from training import limits, printing
from training.audiences import LearnerRequest, learner
from training.learners import papers, place
from training.learners.papers import Print
from training.printing import Busy, NotPrinted

DRAWN_PER_HOUR = 10  # new ones only: what was drawn before costs nothing
SECONDS_TO_WAIT = 20


@learner
@require_GET
def handbook(request: LearnerRequest, course: str, module: str) -> HttpResponseBase:
    """A whole module on paper."""
    return _answered(request, papers.handbook_of(place.find(request.learner, course), module))


@learner
@require_GET
def group_exercise(request: LearnerRequest, course: str, step: str) -> HttpResponseBase:
    """A conversation on paper for a group. It knows the scenario and the learner's role, never a way taken."""
    found = place.find_step(request.learner, course, step, StepKind.SCENARIO)
    return _answered(request, papers.exercise_of(found))


@learner
@require_GET
def handout(request: LearnerRequest, course: str, step: str, handout: str) -> HttpResponseBase:
    """A handout of a lesson as a file."""
    found = place.find_step(request.learner, course, step, StepKind.LESSON)
    return _answered(request, papers.handout_of(found, str(handout)))


def _answered(request: LearnerRequest, wanted: Print) -> HttpResponse:
    """The file; otherwise a page that says why there is none, and what to print instead."""
    try:
        content = _content(request, wanted)
    except Busy:
        response = _page(request, wanted, HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = str(SECONDS_TO_WAIT)
        return response
    except NotPrinted:
        return _page(request, wanted, HTTPStatus.UNPROCESSABLE_ENTITY)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{wanted.file_name}"'
    return response


def _content(request: LearnerRequest, wanted: Print) -> bytes:
    if (content := printing.kept(wanted.paper)) is not None:
        return content
    now, who = timezone.now(), str(request.learner.pk)
    limits.check("print", who, DRAWN_PER_HOUR, now, seconds=limits.HOUR)
    limits.count("print", who, now, seconds=limits.HOUR)
    return printing.printed(wanted.paper)


def _page(request: HttpRequest, wanted: Print, status: HTTPStatus) -> HttpResponse:
    is_busy = status is HTTPStatus.SERVICE_UNAVAILABLE
    return render(request, "training/learners/not_printed.html", {"wanted": wanted, "is_busy": is_busy}, status=status)
