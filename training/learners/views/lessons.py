"""A step of a course: the lesson's page; a scenario's page is drawn next door."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from modules.outline import StepKind
from quizzes.questions.marking import AnswerError, InvalidAnswer
from training.audiences import LearnerRequest, learner
from training.errors import bad_request, not_found
from training.learners import place, reading
from training.learners.lesson_page import LessonPage, Mistake
from training.learners.place import StepPlace
from training.learners.views import scenarios


@learner
@require_GET
def step(request: LearnerRequest, course: str, step: str) -> HttpResponseBase:
    """A lesson or the place where a scenario is played. A GET writes nothing: opening is noted by going on."""
    found = place.find_step(request.learner, course, step)
    if found.step.kind is StepKind.SCENARIO:
        return scenarios.scenario(request, found)
    return lesson(request, found)


def lesson(request: HttpRequest, found: StepPlace, mistake: Mistake | None = None) -> HttpResponse:
    """The page of a lesson; with a mistake, what was sent is still there and 422 says so."""
    page = LessonPage(found, again=request.GET.get("again", ""), mistake=mistake)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if mistake else HTTPStatus.OK
    return render(request, "training/learners/lesson.html", {"page": page}, status=status)


@learner
@require_POST
def next_step(request: LearnerRequest, course: str, step: str) -> HttpResponseBase:
    """Notes that the lesson was opened, and goes on."""
    found = place.find_step(request.learner, course, step, StepKind.LESSON)
    if reading.go_on(found.place, found.step, timezone.now()) and found.module.counts:
        return redirect("learn:certificate", course=course)
    _before, after = found.place.outline.neighbours(found.step, found.place.role)
    if after is None:
        return redirect("courses:course", course=course)
    return redirect("learn:step", course=course, step=after.slug)


@learner
@require_POST
def answer(request: LearnerRequest, course: str, step: str, question: str) -> HttpResponseBase:
    """Writes an answer and shows what it does, on the same page."""
    found = place.find_step(request.learner, course, step, StepKind.LESSON)
    fields = dict(request.POST.lists())
    try:
        given = reading.answer(found.place, found.step, str(question), fields, timezone.now())
    except reading.UnknownQuestion as error:
        return not_found(request, error)
    except InvalidAnswer as error:
        return bad_request(request, error)
    except AnswerError:
        words = _("Choose first, then look what it does. What you chose so far is still here.")
        return lesson(request, found, Mistake(str(question), words, fields))
    address = reverse("learn:step", kwargs={"course": course, "step": step})
    return redirect(f"{address}?again={question}.{given.number}#q-{question}")
