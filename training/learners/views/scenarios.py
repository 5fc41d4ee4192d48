"""A scenario as a learner plays it. The dispatching view of steps calls `scenario`; everything else is a POST."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from modules.outline import StepKind
from quizzes import versions
from quizzes.components.exercise import KitView
from quizzes.engine.play import PlayError
from quizzes.forms import BeginForm, ChoiceForm, PlaceForm
from training.audiences import LearnerRequest, learner
from training.learners import certifying, place, playing
from training.learners.debrief_page import DebriefPage
from training.learners.place import StepPlace
from training.learners.playing import NoSuchAttempt, NotReplayable, NotSkippable, RoleNeeded, StaleTurn
from training.learners.scenario_page import ScenePage, StartPage, address, wording_of


def scenario(request: HttpRequest, found: StepPlace) -> HttpResponse:
    """The present scene of a conversation that waits for the learner; otherwise, and on wish, the page before it."""
    attempts = playing.attempts_at(found.place, found.step)
    conversation = playing.resumed(attempts[-1]) if attempts else None
    if conversation is not None and conversation.is_waiting and "about" not in request.GET:
        return render(request, "training/learners/scene.html", {"page": ScenePage(found, conversation)})
    try:
        offered = playing.offered(found.place, found.step)
    except NoSuchAttempt:
        raise Http404 from None
    page = StartPage(found, offered, attempts, conversation)
    return render(request, "training/learners/scenario.html", {"page": page})


@learner
@require_POST
def begin(request: LearnerRequest, course: str, step: str) -> HttpResponseBase:
    """Begins an attempt, at the start or at a scene met before."""
    found = place.find_step(request.learner, course, step, StepKind.SCENARIO)
    form = BeginForm(request.POST)
    if not form.is_valid():
        return _refused(request, found)
    number, scene = form.cleaned_data["attempt"], form.cleaned_data["scene"]
    return _answered(
        request, found, lambda: playing.begin(found.place, found.step, number=number, from_scene=scene), to=""
    )


@learner
@require_POST
def choose(request: LearnerRequest, course: str, step: str) -> HttpResponseBase:
    """Writes a choice, once."""
    found = place.find_step(request.learner, course, step, StepKind.SCENARIO)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        return _refused(request, found)
    return _answered(
        request, found, lambda: playing.choose(found.place, found.step, **form.cleaned_data, now=timezone.now())
    )


@learner
@require_POST
def back(request: LearnerRequest, course: str, step: str) -> HttpResponseBase:
    """Opens the last choice again."""
    found = place.find_step(request.learner, course, step, StepKind.SCENARIO)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _refused(request, found)
    return _answered(request, found, lambda: playing.back(found.place, found.step, **form.cleaned_data))


@learner
@require_POST
def skip(request: LearnerRequest, course: str, step: str) -> HttpResponseBase:
    """Leaves out a scenario with a content notice."""
    found = place.find_step(request.learner, course, step, StepKind.SCENARIO)
    return _answered(request, found, lambda: playing.skip(found.place, found.step, timezone.now()), to="?about=1")


@learner
@require_GET
def debrief(request: LearnerRequest, course: str, step: str, number: int) -> HttpResponseBase:
    """Looking back at one attempt. One that still runs is gone on with instead."""
    found = place.find_step(request.learner, course, step, StepKind.SCENARIO)
    attempts = playing.attempts_at(found.place, found.step)
    made = next((made for made in attempts if made.number == number), None)
    if made is None:
        raise Http404
    conversation = playing.resumed(made)
    if made is attempts[-1] and not conversation.state.finished:
        return redirect("learn:step", course=course, step=step)
    page = DebriefPage(found, conversation, next_attempt=len(attempts) + 1)
    return render(request, "training/learners/debrief.html", {"page": page})


@learner
@require_POST
def debrief_read(request: LearnerRequest, course: str, step: str, number: int) -> HttpResponseBase:
    """Notes that the debrief was read, and goes on to what is open next."""
    found = place.find_step(request.learner, course, step, StepKind.SCENARIO)
    response = _answered(
        request,
        found,
        lambda: playing.read_debrief(found.place, found.step, attempt=number, now=timezone.now()),
    )
    if response.status_code != HTTPStatus.FOUND:
        return response
    if found.module.counts and certifying.is_waiting(found.place):
        return redirect("learn:certificate", course=course)
    following = found.place.next_step()
    if following is None:
        return redirect("courses:course", course=course)
    return redirect("learn:step", course=course, step=following.slug)


@learner
@require_GET
def group_exercise(request: LearnerRequest, course: str, step: str) -> HttpResponseBase:
    """The conversation on paper for a group. It knows the scenario and the learner's role, never a way taken."""
    found = place.find_step(request.learner, course, step, StepKind.SCENARIO)
    try:
        version = playing.offered(found.place, found.step).version
    except NoSuchAttempt:
        raise Http404 from None
    role = found.place.role or found.step.role
    graph = versions.graph_for(version, role) if role else versions.graph_of(version)
    kit = KitView(graph, wording_of(found.place, role))
    return render(request, "training/learners/group_exercise.html", {"found": found, "kit": kit, "graph": graph})


def _answered(request: HttpRequest, found: StepPlace, act: Callable[[], None], *, to: str = "#now") -> HttpResponse:
    """Does it and shows the conversation; what cannot be done gets a page that says why."""
    try:
        act()
    except NoSuchAttempt:
        raise Http404 from None
    except RoleNeeded:
        return redirect(f"{address(found, 'learn:step')}#role")
    except StaleTurn:
        return render(request, "training/learners/stale_turn.html", {"found": found}, status=HTTPStatus.CONFLICT)
    except (PlayError, NotReplayable, NotSkippable):
        return _refused(request, found)
    return redirect(f"{address(found, 'learn:step')}{to}")


def _refused(request: HttpRequest, found: StepPlace) -> HttpResponse:
    """There is no such choice here; nothing was written."""
    return render(request, "training/learners/no_such_choice.html", {"found": found}, status=HTTPStatus.BAD_REQUEST)
