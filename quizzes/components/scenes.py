"""A conversation on a page: the transcript so far, the choices of the present scene, and what stands beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from laces.components import Component

from quizzes.components import seats
from quizzes.components.seats import SILENCE, PlanView, Speech
from quizzes.components.wording import Wording
from quizzes.engine import play
from quizzes.engine.graph import Choice, Ending, Graph
from quizzes.engine.play import Moment, State, ThreadEvent
from quizzes.labels import DOORS, THREAD_STATES, Label
from quizzes.terms import Seat, ThreadState


@dataclass(frozen=True)
class Addresses:
    """Where the player's forms and links lead."""

    choose: str
    back: str
    pause: str
    debrief: str
    principles: str


@dataclass(frozen=True)
class ThreadView:
    """A thread and where it is. `words`: what happened to it, or how it stands."""

    title: str
    state: str
    words: Label


@dataclass(frozen=True)
class TurnView:
    """One entry of the transcript.

    `kind`: "said", "aside", "mine" or "scene" (a stage direction). `who`, `to`, `text`: finished words; `did`: the
    feedback. `principles`: keys. `is_now`: here the eyes and the screen reader go on.
    """

    kind: str
    text: str
    who: str = ""
    to: str = ""
    speech: Speech = SILENCE
    did: str = ""
    principles: tuple[str, ...] = ()
    threads: tuple[ThreadView, ...] = ()
    is_now: bool = False


@dataclass(frozen=True)
class ChoiceView:
    """A button."""

    key: str
    text: str


@dataclass(frozen=True)
class EndingView:
    """How a way ended, in words."""

    title: str
    door: str
    door_label: Label
    text: str
    debrief: str


@dataclass(frozen=True)
class SceneView(Component):
    """The part of the page that changes with a turn. `attempt`, `turn`: what its forms send back. `seed`: shuffles."""

    state: State
    wording: Wording
    addresses: Addresses
    attempt: int
    turn: int
    seed: str

    template_name = "quizzes/scene.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Everything that the template arranges."""
        graph, state = self.state.graph, self.state
        scene = graph.scenes_by_key.get(state.here)
        shuffled = play.shuffled_choices(scene, self.seed) if scene else ()
        return {
            "csrf_token": parent_context.get("csrf_token") if parent_context else None,
            "turns": transcript(state, self.wording),
            "alone": not seats.colleagues_of(graph),
            "choices": [ChoiceView(choice.key, _choice(choice, self.wording)) for choice in shuffled],
            "question": _question(shuffled),
            "ending": ending_view(graph.endings_by_key[state.here], self.wording) if state.finished else None,
            "may_step_back": state.may_step_back,
            "attempt": self.attempt,
            "turn": self.turn,
            "addresses": self.addresses,
            "said": _said(state),
        }


@dataclass(frozen=True)
class RoomView(Component):
    """What stands beside the transcript: the room, the threads and the quiet reminder."""

    state: State

    template_name = "quizzes/room.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Everything that the template arranges."""
        graph, moments = self.state.graph, play.transcript(self.state)
        titles = graph.threads_by_key
        return {
            "plan": PlanView(graph, _last_speech(graph, moments)),
            "others": _passing_by(graph, moments),
            "person": seats.person_of(graph),
            "colleagues": seats.colleagues_of(graph),
            "has_asides": any(line.aside for scene in graph.scenes for line in scene.lines),
            "threads": [
                ThreadView(titles[key].title, thread.value, THREAD_STATES[thread])
                for key, thread in self.state.threads.items()
                if key in titles
            ],
        }


def transcript(state: State, wording: Wording) -> list[TurnView]:
    """The entries of the transcript, the last one that is new marked as the place to go on."""
    graph = state.graph
    moments = [moment for moment in play.transcript(state) if moment.ending is None]
    now = _now(moments)
    return [_turn(graph, moment, wording, is_now=index == now) for index, moment in enumerate(moments)]


def ending_view(ending: Ending, wording: Wording) -> EndingView:
    """An ending in words."""
    return EndingView(
        title=wording.fill(ending.title),
        door=ending.door.value,
        door_label=DOORS[ending.door],
        text=wording.fill(ending.text),
        debrief=wording.fill(ending.debrief),
    )


def _now(moments: Sequence[Moment]) -> int:
    """The last choice, so that its feedback and all new lines are read; at the very start the first line."""
    return max((index for index, moment in enumerate(moments) if moment.choice is not None), default=0)


def _turn(graph: Graph, moment: Moment, wording: Wording, *, is_now: bool) -> TurnView:
    threads = tuple(_event(event) for event in moment.events)
    if moment.choice is not None:
        return TurnView(
            kind="mine",
            text=_choice(moment.choice, wording),
            who=_("You"),
            to=seats.choice_to(graph, graph.scenes_by_key[moment.scene], moment.choice),
            speech=seats.of_choice(graph, moment.choice),
            did=wording.fill(moment.choice.feedback),
            principles=moment.choice.principles,
            threads=threads,
            is_now=is_now,
        )
    line = moment.line
    if line is None or not line.speaker:
        text = wording.fill(line.direction) if line else ""
        return TurnView(kind="scene", text=text, threads=threads, is_now=is_now)
    return TurnView(
        kind="aside" if line.aside else "said",
        text=wording.said(line.words) if line.words else "",
        who=graph.people_by_key[line.speaker].name,
        to=seats.line_to(graph, line),
        speech=seats.of_line(graph, line),
        threads=threads,
        is_now=is_now,
    )


def _choice(choice: Choice, wording: Wording) -> str:
    return wording.choice(choice.text, spoken=choice.spoken)


def _event(event: ThreadEvent) -> ThreadView:
    words = {
        ThreadState.WAITING: _("A thread opens:"),
        ThreadState.TOLD: _("A thread is told:"),
        ThreadState.TIED: _("A thread is tied off:"),
    }
    return ThreadView(event.thread.title, event.state.value, words[event.state])


def _question(choices: Iterable[Choice]) -> str:
    kinds = {choice.spoken for choice in choices}
    if kinds == {True}:
        return _("What do you say?")
    return _("What do you do?") if kinds == {False} else _("What do you say or do?")


def _said(state: State) -> str:
    """What a screen reader hears after a turn was added in place."""
    return _("This is where the way ends.") if state.finished else _("The conversation goes on.")


def _last_speech(graph: Graph, moments: Sequence[Moment]) -> Speech:
    for moment in reversed(moments):
        if moment.choice is not None:
            return seats.of_choice(graph, moment.choice)
        if moment.line is not None and moment.line.speaker:
            return seats.of_line(graph, moment.line)
    return SILENCE


def _passing_by(graph: Graph, moments: Iterable[Moment]) -> list[str]:
    """Names of those who have no chair but spoke or were spoken to on this way."""
    heard: dict[str, None] = {}
    for moment in moments:
        if moment.line is not None:
            heard |= dict.fromkeys((moment.line.speaker, *moment.line.to))
        if moment.choice is not None:
            heard |= dict.fromkeys(moment.choice.addressed)
    people = (graph.people_by_key[key] for key in heard if key in graph.people_by_key)
    return [person.name for person in people if person.seat is Seat.OTHER]
