"""How long the rules of scenarios take at 10, 100 and 1,000 scenes. One table, in a few seconds.

python benchmarks/play.py
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from quizzes.engine.checking import problems
from quizzes.engine.codec import digest, from_json, to_json
from quizzes.engine.debrief import debrief
from quizzes.engine.graph import Choice, Ending, Graph, Line, Person, Scene, Thread
from quizzes.engine.layout import layout
from quizzes.engine.play import BACK, back, begin, choose, replay, transcript
from quizzes.engine.twee import from_twee, to_twee
from quizzes.terms import Competence, Door, Form, Role, Seat

SIZES = (10, 100, 1_000)
SECONDS = 0.3  # for each cell of the table, at least one round


def graph_of(count: int) -> Graph:
    """A sound graph: from each scene two choices lead on and one leads back or out; a thread for each ten scenes."""
    threads = tuple(Thread(f"t{number}", f"thread {number}") for number in range(max(1, count // 10)))
    endings = tuple(Ending(door.value, f"Ending {door}", door, "It ends. " * 8, "Think. " * 8) for door in Door)
    return Graph(
        title="A long conversation",
        form=Form.UNNAMED,
        role=Role.PRISON_PROBATION,
        setting="A room.",
        you="wing officer",
        intro="You are in a room.",
        cast=(Person("mira", "Mira", Seat.PEER), Person("jonas", "Jonas", Seat.THIRD)),
        competences=(Competence.TRUST, Competence.SAFETY),
        start="N0",
        scenes=tuple(_scene(number, count) for number in range(count)),
        endings=endings,
        threads=threads,
    )


def _scene(number: int, count: int) -> Scene:
    doors = [door.value for door in Door]
    onward = [f"N{number + step}" if number + step < count else doors[step - 1] for step in (1, 2)]
    aside = f"N{number // 2}" if number % 3 else doors[2]
    choices = tuple(
        Choice(
            key,
            f"{key} {'something sensible to say ' * 2}",
            to,
            "What it does. " * 4,
            ("S4-26",),
            {Competence.TRUST: n},
        )
        for n, (key, to) in enumerate(zip("abc", (*onward, aside), strict=True))
    )
    lines = tuple(Line("jonas", ("you", "mira"), "Some words that somebody says. " * 3) for _ in range(3))
    return Scene(
        f"N{number}", f"Scene {number}", lines, choices, lays=(f"t{number // 10}",) if number % 10 == 0 else ()
    )


def works(graph: Graph) -> dict[str, Callable[[], object]]:
    """What is measured, by name. The way has 30 turns, every fifth a step back, and goes through the graph twice."""
    state = begin(graph)
    for turn in range(30):
        state = back(state) if state.finished or turn % 5 == 4 else choose(state, "a")
    keys = debrief(graph, state.turns).keys
    stored, text = to_json(graph), to_twee(graph)
    assert replay(graph, state.turns) == state
    assert sum(turn.choice == BACK for turn in state.turns) >= 6
    return {
        "replay, 30 turns": lambda: replay(graph, state.turns),
        "transcript": lambda: transcript(state),
        "debrief": lambda: debrief(graph, state.turns),
        "checking": lambda: problems(graph),
        "map, wide": lambda: layout(graph, keys, tall=False),
        "map, tall": lambda: layout(graph, keys, tall=True),
        "JSON written": lambda: to_json(graph),
        "JSON read": lambda: from_json(stored),
        "digest": lambda: digest(graph),
        "text written": lambda: to_twee(graph),
        "text read": lambda: from_twee(text),
    }


def best(work: Callable[[], object]) -> float:
    """The shortest of as many rounds as fit, in microseconds of processor time: other programs count less."""
    end = time.process_time() + SECONDS
    shortest = float("inf")
    while shortest == float("inf") or time.process_time() < end:
        begun = time.process_time()
        work()
        shortest = min(shortest, time.process_time() - begun)
    return shortest * 1e6


def main() -> None:
    """Prints the table."""
    columns = [{name: best(work) for name, work in works(graph_of(size)).items()} for size in SIZES]
    print(f"{'microseconds of processor':26}" + "".join(f"{size:>12,} scenes" for size in SIZES))
    for name in columns[0]:
        print(f"{name:26}" + "".join(f"{column[name]:>19,.0f}" for column in columns))


if __name__ == "__main__":
    main()
