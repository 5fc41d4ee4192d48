"""Playing a scenario: beginning, choosing, stepping back, skipping, reading the debrief.

Each use case is one transaction with the attempt locked. Where somebody is follows from the turns alone, so a double
click, a second tab and the back button can neither write twice nor move anybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from modules.outline import Step
from quizzes import versions
from quizzes.engine import play
from quizzes.engine.graph import Graph
from quizzes.engine.play import BACK, State
from quizzes.models import ScenarioVersion
from quizzes.terms import Door, Role
from training.learners import completing
from training.learners.place import Place
from training.models import Attempt, CourseStart, DebriefRead, EndingReached, StepSkipped, Turn


class StaleTurn(Exception):
    """The conversation has gone on elsewhere: in another window, or before the page was sent again."""


class NoSuchAttempt(Exception):
    """This learner has no such attempt at this scenario, or the scenario was never published."""


class NotReplayable(Exception):
    """A conversation can begin in the middle only after an earlier attempt has reached an ending."""


class NotSkippable(Exception):
    """This step carries no notice that lets it be skipped."""


class RoleNeeded(Exception):
    """The learner has not said which work they do, and the words depend on it."""


@dataclass(frozen=True)
class Made:
    """An attempt and what became of it. `door`: how it ended best, None while no ending was reached."""

    attempt: Attempt
    door: Door | None
    is_read: bool

    @property
    def number(self) -> int:
        return self.attempt.number


@dataclass(frozen=True)
class Conversation:
    """An attempt, its scenario in the words of its role, and where its turns have led."""

    made: Made
    graph: Graph
    state: State

    @property
    def attempt(self) -> Attempt:
        return self.made.attempt

    @property
    def next_turn(self) -> int:
        """The number of the turn that comes next, from 1."""
        return self.state.number + 1

    @property
    def is_waiting(self) -> bool:
        """Whether something is still to be done here: a choice to make, or a debrief to read."""
        return not (self.state.finished and self.made.is_read)


@dataclass(frozen=True)
class Offered:
    """A scenario as a new attempt would begin it.

    `skipped`: the learner chose to leave it out. `any_counts`: one of the module was left out, so any role may play it.
    """

    version: ScenarioVersion
    skipped: bool
    any_counts: bool


# ---- Reading


def attempts_at(place: Place, step: Step) -> list[Made]:
    """The learner's attempts at this scenario, oldest first. One query."""
    return [_made(attempt) for attempt in _attempts(place, step).order_by("number")]


def resumed(made: Made) -> Conversation:
    """The conversation of this attempt at its present scene. One query; one more when its version is new to us."""
    turns = Turn.objects.filter(attempt=made.attempt).order_by("number").values_list("scene", "choice")
    graph = versions.graph_for(made.attempt.version, Role(made.attempt.role))
    state = play.replay(graph, (play.Turn(scene, choice) for scene, choice in turns), made.attempt.from_scene)
    return Conversation(made=made, graph=graph, state=state)


def offered(place: Place, step: Step) -> Offered:
    """The newest version, and what was skipped in its module. One query. Raises NoSuchAttempt if there is none."""
    skipped = StepSkipped.objects.filter(start=place.start)
    of_module = [UUID(other.key) for other in place.outline.module_of(step).scenarios]
    version = (
        ScenarioVersion.objects.filter(key=UUID(step.key), language=place.outline.language)
        .annotate(skipped=Exists(skipped.filter(step=UUID(step.key))))
        .annotate(any_counts=Exists(skipped.filter(step__in=of_module)))
        .order_by("-number")
        .first()
    )
    if version is None:
        raise NoSuchAttempt
    return Offered(version=version, skipped=version.skipped, any_counts=version.any_counts)


# ---- Writing


def begin(place: Place, step: Step, *, number: int, from_scene: str = "") -> None:
    """Begins attempt `number` with the newest version and the learner's role; up to six queries.

    The attempt that was begun last and its number again change nothing, so a double click begins once.
    Raises RoleNeeded, NotReplayable, StaleTurn, NoSuchAttempt and play's UnknownScene.
    """
    if place.role is None:
        raise RoleNeeded
    with transaction.atomic(durable=True):
        if CourseStart.objects.select_for_update(of=("self",)).filter(pk=place.start.pk).first() is None:
            raise NoSuchAttempt  # the course was left in another window
        before = attempts_at(place, step)
        if before and number == before[-1].number and from_scene == before[-1].attempt.from_scene:
            return
        if number != len(before) + 1:
            raise StaleTurn
        if from_scene and not any(made.door for made in before):
            raise NotReplayable
        version = offered(place, step).version
        play.begin(versions.graph_for(version, place.role), from_scene)
        Attempt.objects.create(
            start=place.start,
            version=version,
            scenario=UUID(step.key),
            number=number,
            role=place.role.value,
            from_scene=from_scene,
        )


def choose(place: Place, step: Step, *, attempt: int, turn: int, choice: str, now: datetime) -> None:
    """Writes a choice once; the same turn with the same choice again changes nothing. Three queries, six at an ending.

    Raises StaleTurn, NoSuchAttempt and play's UnknownChoice.
    """
    with transaction.atomic(durable=True):
        conversation = _locked(place, step, attempt)
        if not _is_new(conversation, turn, choice):
            return
        if conversation.state.finished:
            raise StaleTurn
        state = play.choose(conversation.state, choice)
        _write(conversation, choice)
        if state.finished:
            _note_ending(conversation, state)
            completing.note(place, now)


def back(place: Place, step: Step, *, attempt: int, turn: int) -> None:
    """Opens the last choice again, also from an ending; once per turn. Three queries.

    Raises StaleTurn, NoSuchAttempt and play's NothingToStepBack.
    """
    with transaction.atomic(durable=True):
        conversation = _locked(place, step, attempt)
        if _is_new(conversation, turn, BACK):
            play.back(conversation.state)
            _write(conversation, BACK)


def skip(place: Place, step: Step, now: datetime) -> None:
    """Leaves out a scenario that may be left out; another one of the module counts then. Up to three queries.

    Playing it later counts as ever. Raises NotSkippable.
    """
    if not step.skippable:
        raise NotSkippable
    with transaction.atomic(durable=True):
        StepSkipped.objects.bulk_create([StepSkipped(start=place.start, step=UUID(step.key))], ignore_conflicts=True)
        completing.note(place, now)


def read_debrief(place: Place, step: Step, *, attempt: int, now: datetime) -> None:
    """Notes that the debrief of this attempt was read, once. Up to five queries.

    Raises NoSuchAttempt, and StaleTurn when the conversation was opened again by a step back.
    """
    with transaction.atomic(durable=True):
        conversation = resumed(_only(_attempts(place, step).select_for_update(of=("self",)).filter(number=attempt)))
        if not conversation.state.finished:
            raise StaleTurn
        DebriefRead.objects.bulk_create([DebriefRead(attempt=conversation.attempt)], ignore_conflicts=True)
        completing.note(place, now)


def _attempts(place: Place, step: Step) -> "QuerySet[Attempt]":
    # "open" sorts after "closed" and "ajar": whoever stepped back and found the open door keeps it.
    door = EndingReached.objects.filter(attempt=OuterRef("pk")).order_by("-door").values("door")[:1]
    read = DebriefRead.objects.filter(attempt=OuterRef("pk"))
    return (
        Attempt.objects.filter(start=place.start, scenario=UUID(step.key))
        .select_related("version")
        .defer("version__content")  # parsed once per process; the digest says which
        .annotate(best_door=Subquery(door), is_read=Exists(read))
    )


def _made(attempt: Attempt) -> Made:
    door: str | None = attempt.best_door  # type: ignore[attr-defined]  # annotated by `_attempts`
    is_read: bool = attempt.is_read  # type: ignore[attr-defined]  # annotated by `_attempts`
    return Made(attempt=attempt, door=Door(door) if door else None, is_read=is_read)


def _only(attempts: Iterable[Attempt]) -> Made:
    made = next((_made(attempt) for attempt in attempts), None)
    if made is None:
        raise NoSuchAttempt
    return made


def _locked(place: Place, step: Step, number: int) -> Conversation:
    """The conversation of the newest attempt, nobody else writing to it. Raises StaleTurn for an older one."""
    newest = _only(_attempts(place, step).select_for_update(of=("self",)).order_by("-number")[:1])
    if number > newest.number:
        raise NoSuchAttempt
    if number < newest.number:
        raise StaleTurn
    return resumed(newest)


def _is_new(conversation: Conversation, turn: int, choice: str) -> bool:
    """Whether this is the turn that comes next; False if it was made already, just so. Raises StaleTurn."""
    turns = conversation.state.turns
    if turn == conversation.next_turn:
        return True
    if turn < conversation.next_turn and turns[turn - 1].choice == choice:
        return False
    raise StaleTurn


def _write(conversation: Conversation, choice: str) -> None:
    Turn.objects.create(
        attempt=conversation.attempt, number=conversation.next_turn, scene=conversation.state.here, choice=choice
    )


def _note_ending(conversation: Conversation, state: State) -> None:
    ending = conversation.graph.endings_by_key[state.here]
    EndingReached.objects.bulk_create(
        [EndingReached(attempt=conversation.attempt, ending=ending.key, door=ending.door.value)], ignore_conflicts=True
    )
