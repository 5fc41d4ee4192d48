"""What can be reached in a scenario, and from where. Targets that do not exist are left out."""

from collections import deque
from collections.abc import Mapping, Sequence, Set

from quizzes.engine.graph import Graph
from quizzes.terms import ThreadState


def targets(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    """The existing targets of each scene, in the order of its choices."""
    known = graph.scenes_by_key.keys() | graph.endings_by_key.keys()
    return {scene.key: tuple(choice.to for choice in scene.choices if choice.to in known) for scene in graph.scenes}


def reachable(graph: Graph, at: str = "") -> Mapping[str, int]:
    """Every scene and ending that ways from `at` come to, with the fewest choices it takes. Linear."""
    start = at or graph.start
    onward = targets(graph)
    found = {start: 0} if start in onward else {}
    waiting = deque(found)
    while waiting:
        here = waiting.popleft()
        for key in onward.get(here, ()):
            if key not in found:
                found[key] = found[here] + 1
                waiting.append(key)
    return found


def can_end(graph: Graph) -> Set[str]:
    """Every scene from which some way comes to an ending, and the endings. Linear."""
    comes_from: dict[str, list[str]] = {}
    for scene, keys in targets(graph).items():
        for key in keys:
            comes_from.setdefault(key, []).append(scene)
    found = set(graph.endings_by_key)
    waiting = list(found)
    while waiting:
        for scene in comes_from.get(waiting.pop(), ()):
            if scene not in found:
                found.add(scene)
                waiting.append(scene)
    return found


def thread_states(graph: Graph, thread: str) -> Mapping[str, Set[ThreadState | None]]:
    """In which states (None: not laid yet) `thread` may be when each scene is entered, over all ways from the start.

    Linear in the graph: four states at most for each scene.
    """
    found: dict[str, set[ThreadState | None]] = {}
    waiting: list[tuple[str, ThreadState | None]] = [(graph.start, None)]
    while waiting:
        key, state = waiting.pop()
        scene = graph.scenes_by_key.get(key)
        if scene is None or state in found.setdefault(key, set()):
            continue
        found[key].add(state)
        laid = ThreadState.WAITING if state is None and thread in scene.lays else state
        waiting += [(choice.to, after(laid, thread, choice.tells, choice.ties)) for choice in scene.choices]
    return found


def after(state: ThreadState | None, thread: str, tells: Sequence[str], ties: Sequence[str]) -> ThreadState | None:
    """The state of `thread` after a choice that tells and ties these."""
    if thread in ties:
        return ThreadState.TIED
    return ThreadState.TOLD if thread in tells and state is not ThreadState.TIED else state
