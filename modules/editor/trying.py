"""Trying a conversation: the draft as learners would get it, from any scene, as any role. Nothing is kept.

The whole way stands in the address; each request plays it again, so an address that does not fit is refused.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from urllib.parse import urlencode

from django.http import QueryDict

from quizzes.engine import play, roles
from quizzes.engine.graph import Choice, Graph, Person, Scene
from quizzes.engine.play import BACK, PlayError, State
from quizzes.terms import Role, Seat

MOST_TURNS = 200  # an address has to stay short enough for every server
LONGEST_KEY = 100
LIVE = "live"


class NoSuchWay(Exception):
    """The address names a way that this conversation does not have: it was changed since, or the address was."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for.

    `live`: what learners get now instead of the draft. `scene`: where the way begins; None: the page before it.
    `turns`: keys of choices, "" for a step back. `looks_back`: the debrief.
    """

    role: Role
    live: bool = False
    scene: str | None = None
    turns: tuple[str, ...] = ()
    looks_back: bool = False

    @property
    def query(self) -> str:
        """The part of the address behind the question mark."""
        pairs = [("role", self.role.value)]
        pairs += [("of", LIVE)] if self.live else []
        pairs += [("scene", self.scene)] if self.scene is not None else []
        pairs += [("turn", choice) for choice in self.turns]
        pairs += [("look", "back")] if self.looks_back else []
        return urlencode(pairs)


@dataclass(frozen=True)
class Playable:
    """A graph that can be played as far as it goes. `missing`: targets that no scene and no ending has.

    `start_is_missing`: the scenario starts at no scene; the first one stands in.
    """

    graph: Graph
    missing: frozenset[str] = frozenset()
    start_is_missing: bool = False


@dataclass(frozen=True)
class _Names:
    """Keys as authors gave them; whatever has none, or one that is taken, gets one of ours."""

    taken: set[str] = field(default_factory=set)

    def free(self, key: str) -> str:
        names = (key if number == 1 else f"{key}?{number}" for number in count(1 if key else 2))
        name = next(name for name in names if name not in self.taken)
        self.taken.add(name)
        return name


def asked(query: QueryDict, role: Role) -> Asked:
    """What the address asks for; `role`: whose words are shown if it names none. Raises NoSuchWay."""
    turns, scene = tuple(query.getlist("turn")), query.get("scene")
    keys = (*turns, scene or "")
    if len(turns) > MOST_TURNS or any(len(key) > LONGEST_KEY for key in keys):
        raise NoSuchWay
    try:
        role = Role(query.get("role", role.value))
    except ValueError:
        raise NoSuchWay from None
    return Asked(role, query.get("of") == LIVE, scene, turns, query.get("look") == "back")


def playable(graph: Graph, role: Role) -> Playable:
    """The graph in the words of a role, with everything named that a draft has not written yet."""
    graph = roles.for_role(graph, role)
    scenes = _scenes(graph.scenes)
    keys = {scene.key for scene in scenes}
    known = keys | {ending.key for ending in graph.endings}
    missing = dict.fromkeys(choice.to for scene in scenes for choice in scene.choices if choice.to not in known)
    start = graph.start if graph.start in keys else next((scene.key for scene in scenes), "")
    made = replace(
        graph,
        start=start,
        scenes=(*scenes, *(Scene(key, key, (), ()) for key in missing)),
        cast=_cast(graph),
        variants=(),
    )
    return Playable(made, frozenset(missing), start_is_missing=start != graph.start)


def walk(graph: Graph, way: Asked) -> State:
    """Where the way in the address leads. Raises NoSuchWay."""
    try:
        state = play.begin(graph, way.scene or "")
        for choice in way.turns:
            state = play.back(state) if choice == BACK else play.choose(state, choice)
    except PlayError:
        raise NoSuchWay from None
    return state


def after(graph: Graph, way: Asked, act: str, sent: Mapping[str, str]) -> Asked:
    """The way after what was done: a choice, a step back, or a new beginning at a scene. Raises NoSuchWay."""
    choice = sent.get("choice", "")
    if act == "choose" and choice != BACK:
        following = replace(way, turns=(*way.turns, choice), looks_back=False)
    elif act == "back":
        following = replace(way, turns=(*way.turns, BACK), looks_back=False)
    elif act == "begin":
        following = replace(way, scene=sent.get("scene") or graph.start, turns=(), looks_back=False)
    else:
        raise NoSuchWay
    if len(following.turns) > MOST_TURNS:
        raise NoSuchWay
    walk(graph, following)
    return following


def _scenes(scenes: Iterable[Scene]) -> tuple[Scene, ...]:
    names = _Names()
    return tuple(replace(scene, key=names.free(scene.key), choices=_choices(scene.choices)) for scene in scenes)


def _choices(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    names = _Names()
    return tuple(replace(choice, key=names.free(choice.key)) for choice in choices)


def _cast(graph: Graph) -> tuple[Person, ...]:
    """Everybody who speaks: whom the room lacks is named by the key."""
    keys = {person.key for person in graph.cast}
    speakers = dict.fromkeys(line.speaker for scene in graph.scenes for line in scene.lines if line.speaker)
    return (*graph.cast, *(Person(key, key, Seat.OTHER) for key in speakers if key not in keys))
