"""Looking back at a way: what was chosen, what else there was, and a word per competence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quizzes.engine.graph import Choice, Ending, Graph, Scene, Thread
from quizzes.engine.play import BACK, Turn, replay
from quizzes.terms import Competence, Standing, ThreadState

# In per cent of the best possible. Source: curriculum, part D.
STEADY_FROM = 40
STEADY_TO = 75


@dataclass(frozen=True)
class Step:
    """One choice that stands, beside the others of its scene. `number` counts from 1."""

    number: int
    scene: Scene
    choice: Choice
    others: tuple[Choice, ...]


@dataclass(frozen=True)
class Debrief:
    """The way taken beside the ways not taken.

    `ending`: None while the way is open. `standings`: a word per competence of the scenario, in its order; None where
    nothing visited could practise it. `principles`: keys met on the way, in order, once each.
    `waiting`: threads laid out and never told. `keys`: of the scenes on the way and the last place, for the map.
    """

    ending: Ending | None
    steps: tuple[Step, ...]
    standings: Mapping[Competence, Standing | None]
    principles: tuple[str, ...]
    waiting: tuple[Thread, ...]
    keys: tuple[str, ...]


def debrief(graph: Graph, turns: Sequence[Turn], at: str = "") -> Debrief:
    """The way taken beside the ways not taken, and a word per competence.

    `turns` in order of play, back steps included. A scene counts on its first visit: what was chosen there first,
    even if it was stepped back later. Below 40 % of the best possible: growing; up to 75 %: steady; above: strong.
    Raises the errors of `replay`. Pure, linear in turns and graph. Source: curriculum, part D.
    """
    state = replay(graph, turns, at)
    steps = tuple(_step(graph, number, scene, choice) for number, (scene, choice) in enumerate(state.way, start=1))
    first = _first_choices(graph, turns)
    waiting = (key for key, thread in state.threads.items() if thread is ThreadState.WAITING)
    return Debrief(
        ending=graph.endings_by_key.get(state.here),
        steps=steps,
        standings={competence: _standing(graph, competence, first) for competence in graph.competences},
        principles=tuple(dict.fromkeys(key for step in steps for key in step.choice.principles)),
        waiting=tuple(graph.threads_by_key[key] for key in waiting if key in graph.threads_by_key),
        keys=(*(key for key, _ in state.way), state.here),
    )


def _step(graph: Graph, number: int, scene_key: str, choice_key: str) -> Step:
    scene = graph.scenes_by_key[scene_key]
    others = tuple(choice for choice in scene.choices if choice.key != choice_key)
    return Step(number, scene, graph.choices_by_key[scene_key][choice_key], others)


def _first_choices(graph: Graph, turns: Iterable[Turn]) -> Mapping[str, Choice]:
    first: dict[str, Choice] = {}
    for turn in turns:
        if turn.choice != BACK and turn.scene not in first:
            first[turn.scene] = graph.choices_by_key[turn.scene][turn.choice]
    return first


def _standing(graph: Graph, competence: Competence, first: Mapping[str, Choice]) -> Standing | None:
    reached = sum(choice.effects.get(competence, 0) for choice in first.values())
    possible = sum(
        max(choice.effects.get(competence, 0) for choice in graph.scenes_by_key[scene].choices) for scene in first
    )
    if possible <= 0:
        return None
    if reached * 100 < possible * STEADY_FROM:
        return Standing.GROWING
    return Standing.STEADY if reached * 100 <= possible * STEADY_TO else Standing.STRONG
