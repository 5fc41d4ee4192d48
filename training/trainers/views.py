"""Answers in aggregate in the admin: the same frozen figures for everybody who may look. Nothing is filtered here."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from training.trainers import answers as reading

P = ParamSpec("P")
MAY_READ = "training.view_snapshot"
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def _for_readers(view: View[P]) -> View[P]:
    """For trainers, reviewers and operators; whoever else got into the admin is sent to its first page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.has_perm(MAY_READ):
            raise PermissionDenied
        try:
            return view(request, *args, **kwargs)
        except reading.NoFigures:
            raise Http404 from None

    return guarded


@_for_readers
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Courses, their scenarios and questions, with the newest figures."""
    return render(request, "training/trainers/answers.html", {"courses": reading.courses()})


@_for_readers
@require_safe
def answers_scenario(request: HttpRequest, snapshot: int) -> HttpResponse:
    """A scenario: per scene what was chosen first, and the endings."""
    return render(request, "training/trainers/answers_scenario.html", {"screen": reading.scenario(snapshot)})


@_for_readers
@require_safe
def answers_questions(request: HttpRequest, course: int, week: str) -> HttpResponse:
    """The questions of a course version: what was picked first, and how sure people were."""
    screen = reading.questions(course, reading.monday(week))
    return render(request, "training/trainers/answers_questions.html", {"screen": screen})
