"""Playing a scenario: where somebody is after which turns. A step back is a turn of its own, so nothing is ever undone.

state = begin(graph)
state = choose(state, "a")
state = back(state)
assert state == replay(graph, state.turns)
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quizzes.engine.graph import Choice, Ending, Graph, Line, Scene, Thread
from quizzes.terms import ThreadState

BACK = ""  # the choice of a turn that steps back


class PlayError(ValueError):
    """A turn that this scenario does not allow here."""


class UnknownScene(PlayError):
    """There is no such scene or ending, or the turn was made somewhere else."""


class UnknownChoice(PlayError):
    """The scene has no such choice."""


class AlreadyEnded(PlayError):
    """The way has reached its ending; only a step back goes on."""


class NothingToStepBack(PlayError):
    """No choice stands any more: this is where the way began."""


@dataclass(frozen=True)
class Turn:
    """What somebody did: `choice` at `scene`. "" as choice is a step back; `scene` may then be an ending."""

    scene: str
    choice: str

    @property
    def is_back(self) -> bool:
        return self.choice == BACK


@dataclass(frozen=True)
class State:
    """Where somebody is.

    `turns`: all of them, in order, back steps included. `way`: (scene, choice) pairs that still stand.
    `here`: key of the present scene or ending. `threads`: by key, in the order they were laid.
    """

    graph: Graph
    turns: tuple[Turn, ...]
    way: tuple[tuple[str, str], ...]
    here: str
    finished: bool
    threads: Mapping[str, ThreadState]

    @property
    def number(self) -> int:
        """How many turns were made; the next one gets this number."""
        return len(self.turns)

    @property
    def may_step_back(self) -> bool:
        return bool(self.way)


@dataclass(frozen=True)
class ThreadEvent:
    """A thread is laid out (waiting), told or tied off here."""

    thread: Thread
    state: ThreadState


@dataclass(frozen=True)
class Moment:
    """One entry of the transcript: exactly one of `line`, `choice` and `ending` is there.

    `step`: how many standing choices come before; equal to `len(state.way)` in the present scene.
    `scene`: key of the scene, or of the ending. `events`: the threads that move here.
    """

    step: int
    scene: str
    line: Line | None = None
    choice: Choice | None = None
    ending: Ending | None = None
    events: tuple[ThreadEvent, ...] = ()


def begin(graph: Graph, at: str = "") -> State:
    """The state before the first turn, at the start or at the scene `at`. Raises UnknownScene."""
    here = at or graph.start
    if here not in graph.scenes_by_key:
        raise UnknownScene(f"no scene {here[:40]!r}")
    return State(graph, (), (), here, finished=False, threads=_threads(graph, (), here))


def choose(state: State, choice: str) -> State:
    """The state after picking `choice` here. Raises AlreadyEnded, UnknownChoice, UnknownScene."""
    graph, here = state.graph, state.here
    target = _target(graph, here, choice)
    threads = dict(state.threads)
    _pick(threads, graph.choices_by_key[here][choice])
    scene = graph.scenes_by_key.get(target)
    if scene is not None:
        _enter(threads, scene)
    turns = (*state.turns, Turn(here, choice))
    return State(graph, turns, (*state.way, (here, choice)), target, finished=scene is None, threads=threads)


def back(state: State) -> State:
    """The state with the last standing choice open again, from an ending too. Raises NothingToStepBack."""
    if not state.way:
        raise NothingToStepBack("no choice to step back to")
    way, here = state.way[:-1], state.way[-1][0]
    turns = (*state.turns, Turn(state.here, BACK))
    return State(state.graph, turns, way, here, finished=False, threads=_threads(state.graph, way, here))


def replay(graph: Graph, turns: Iterable[Turn], at: str = "") -> State:
    """The state that `turns` lead to: the same as making them one by one, in one pass.

    Raises UnknownScene where a turn was made at another place than the way had reached, and the errors of its kind.
    """
    here = begin(graph, at).here
    turns = tuple(turns)
    way: list[tuple[str, str]] = []
    for turn in turns:
        if turn.scene != here:
            raise UnknownScene(f"a turn at {turn.scene[:40]!r}, but the way is at {here!r}")
        if turn.choice != BACK:
            target = _target(graph, here, turn.choice)
            way.append((here, turn.choice))
            here = target
        elif way:
            here = way.pop()[0]
        else:
            raise NothingToStepBack("no choice to step back to")
    threads = _threads(graph, way, here)
    return State(graph, turns, tuple(way), here, finished=here not in graph.scenes_by_key, threads=threads)


def transcript(state: State) -> tuple[Moment, ...]:
    """All moments of the standing way in order, then the lines of the present scene or the ending.

    The threads that a scene lays open at the last line somebody says there. Pure, linear in the way.
    """
    graph = state.graph
    threads: dict[str, ThreadState] = {}
    moments: list[Moment] = []
    for step, (key, choice_key) in enumerate(state.way):
        choice = graph.choices_by_key[key][choice_key]
        moments += _lines(graph, step, graph.scenes_by_key[key], threads)
        events = _told(graph, choice, threads)
        moments.append(Moment(step, key, choice=choice, events=events))
    last = len(state.way)
    if state.finished:
        moments.append(Moment(last, state.here, ending=graph.endings_by_key[state.here]))
    else:
        moments += _lines(graph, last, graph.scenes_by_key[state.here], threads)
    return tuple(moments)


def shuffled_choices(scene: Scene, seed: str) -> tuple[Choice, ...]:
    """The choices in an order that is the same for the same `seed` (of a learner and attempt)."""

    def place(choice: Choice) -> bytes:
        return hashlib.sha256(f"{seed}\0{scene.key}\0{choice.key}".encode()).digest()

    return tuple(sorted(scene.choices, key=place))


def _target(graph: Graph, here: str, choice: str) -> str:
    choices = graph.choices_by_key.get(here)
    if choices is None:
        raise AlreadyEnded(f"the way has ended at {here!r}")
    picked = choices.get(choice)
    if picked is None:
        raise UnknownChoice(f"no choice {choice[:40]!r} at {here!r}")
    if picked.to not in graph.scenes_by_key and picked.to not in graph.endings_by_key:
        raise UnknownScene(f"{here!r} leads to {picked.to!r}, which does not exist")
    return picked.to


def _threads(graph: Graph, way: Sequence[tuple[str, str]], here: str) -> dict[str, ThreadState]:
    threads: dict[str, ThreadState] = {}
    scenes, choices = graph.scenes_by_key, graph.choices_by_key
    for key, choice in way:
        _enter(threads, scenes[key])
        _pick(threads, choices[key][choice])
    if here in scenes:
        _enter(threads, scenes[here])
    return threads


def _enter(threads: dict[str, ThreadState], scene: Scene) -> None:
    for key in scene.lays:
        threads.setdefault(key, ThreadState.WAITING)


def _pick(threads: dict[str, ThreadState], choice: Choice) -> None:
    for key in choice.tells:
        # A way that starts in the middle may tell what was laid before; what is tied off stays so.
        if threads.get(key) is not ThreadState.TIED:
            threads[key] = ThreadState.TOLD
    for key in choice.ties:
        threads[key] = ThreadState.TIED


def _lines(graph: Graph, step: int, scene: Scene, threads: dict[str, ThreadState]) -> Iterable[Moment]:
    laid = [key for key in scene.lays if key not in threads]
    threads.update(dict.fromkeys(laid, ThreadState.WAITING))
    events = tuple(ThreadEvent(_thread(graph, key), ThreadState.WAITING) for key in laid)
    spoken = [index for index, line in enumerate(scene.lines) if line.speaker]
    opens_at = spoken[-1] if spoken else len(scene.lines) - 1
    for index, line in enumerate(scene.lines):
        yield Moment(step, scene.key, line=line, events=events if index == opens_at else ())


def _told(graph: Graph, choice: Choice, threads: dict[str, ThreadState]) -> tuple[ThreadEvent, ...]:
    events = []
    moves = [(key, ThreadState.TOLD) for key in choice.tells] + [(key, ThreadState.TIED) for key in choice.ties]
    for key, state in moves:
        if threads.get(key) not in (state, ThreadState.TIED):
            threads[key] = state
            events.append(ThreadEvent(_thread(graph, key), state))
    return tuple(events)


def _thread(graph: Graph, key: str) -> Thread:
    return graph.threads_by_key.get(key) or Thread(key, key)
