"""The map of a scenario for looking back: the way taken on one straight line, everything else around it.

Two pictures from one graph: wide (the line runs across) and tall (it runs down, for narrow screens). The page draws
them; here are only places. Labels never lie on each other: wide, each rank has a column as broad as its broadest
label; tall, the way and the rest have a column each.
"""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from quizzes.engine.graph import Graph
from quizzes.engine.reaching import reachable, targets
from quizzes.engine.strands import strands
from quizzes.terms import Door

LINE_HEIGHT = 16  # of a label, in the units of the picture, which are px at full size
LETTER = 8.6  # the width of a bold letter; rather too much than too little, measured on the site's own font
CAPITAL, BROAD = 11.0, 13.6
BROAD_LETTERS = frozenset("mwMWOQ@%&—…шщжюЖШЩЮФωΩ")
LONGEST_LINE = 134.0  # what is longer is cut
ALONE = 100.0  # a title up to this length stays on one line
TAKEN_RADIUS, OTHER_RADIUS, RING = 9.0, 6.5, 5.0

WIDE_WIDTH, COLUMN_GAP, SIDE = 1100.0, 26.0, 12.0
FIRST_LANE, LANE = 118.0, 78.0
STAGGER = 18.0  # keeps long strands off the nodes of the columns between
COLUMNS = 7  # a short way still gets room for what lies around it

TALL_WIDTH, WAY_X, WAY_LABEL_X, OTHER_LEFT = 348.0, 34.0, 54.0, 200.0
ROW, OTHER_ROW, TALL_TOP = 84.0, 70.0, 30.0


@dataclass(frozen=True)
class Node:
    """A scene or ending on the map.

    `lines`: its title, one or two lines, `LINE_HEIGHT` apart; `label_y` is the baseline of the first. `anchor`: of the
    label, as in SVG. `door`: for endings. `ring`: radius of the second ring of an ending, else 0.
    """

    key: str
    lines: tuple[str, ...]
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str
    taken: bool
    ending: bool
    door: Door | None
    radius: float
    ring: float


@dataclass(frozen=True)
class Map:
    """The picture: nodes in the author's order, the points of the way in order of play, other strands as SVG paths."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    taken: tuple[tuple[float, float], ...]
    others: tuple[str, ...]

    @property
    def taken_path(self) -> str:
        """The way as one SVG path."""
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in self.taken) if self.taken else ""


def layout(graph: Graph, way: Sequence[str], *, tall: bool) -> Map:
    """The map with `way` on its line: keys of scenes in order of play, then of the last place (`Debrief.keys`).

    The same for the same input. Keys that the graph lacks are left out. Linear in the graph.
    """
    known = graph.scenes_by_key.keys() | graph.endings_by_key.keys()
    way = [key for key in way if key in known]
    line = dict.fromkeys(way).keys()
    ranks = _ranks(graph, line)
    titles = _titles(graph)
    places = _tall(line, ranks, titles) if tall else _wide(line, ranks, titles, graph.endings_by_key)
    top = min((_top(place, titles[key]) for key, place in places.items()), default=0.0)
    bottom = max((_bottom(place, titles[key]) for key, place in places.items()), default=0.0)
    moved = {key: place.down(SIDE - top) for key, place in places.items()}
    width = TALL_WIDTH if tall else max([WIDE_WIDTH, *(place.right for place in places.values())])
    points = {key: (place.x, place.y) for key, place in moved.items()}
    nodes = tuple(_node(graph, key, moved[key], titles[key], taken=key in line) for key in titles)
    others = strands(targets(graph), points, way, tall=tall)
    return Map(width, round(bottom - top + 2 * SIDE, 1), nodes, _points(points, way), others)


@dataclass(frozen=True)
class Place:
    """Where a node and its label go. `right`: the end of its column."""

    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str = "middle"
    right: float = 0.0

    def down(self, by: float) -> "Place":
        x, y, label_x, label_y = (round(value, 1) for value in (self.x, self.y + by, self.label_x, self.label_y + by))
        return Place(x, y, label_x, label_y, self.anchor, self.right)


def label_width(lines: Iterable[str]) -> float:
    """How much room a label takes, rather too much than too little."""
    return max((sum(map(_letter_width, line)) for line in lines), default=0.0)


def _letter_width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if letter in BROAD_LETTERS:
        return BROAD
    if unicodedata.east_asian_width(letter) in "WF":
        return 2 * LETTER
    return CAPITAL if letter.isupper() else LETTER


def _titles(graph: Graph) -> dict[str, tuple[str, ...]]:
    named = [(scene.key, scene.title) for scene in graph.scenes] + [(end.key, end.title) for end in graph.endings]
    return {key: _wrapped(title.strip() or key) for key, title in named}


def _wrapped(title: str) -> tuple[str, ...]:
    words = title.split()
    if len(words) < 2 or label_width([title]) <= ALONE:
        return (_cut(" ".join(words)),)
    splits = [(" ".join(words[:index]), " ".join(words[index:])) for index in range(1, min(len(words), 40))]
    return tuple(_cut(line) for line in min(splits, key=lambda split: (label_width(split), len(split[0]))))


def _cut(line: str) -> str:
    if label_width([line]) <= LONGEST_LINE:
        return line
    ends = accumulate(map(_letter_width, line))
    fitting = sum(end <= LONGEST_LINE - LETTER for end in ends)
    return f"{line[:fitting].rstrip()}…"


def _ranks(graph: Graph, line: Collection[str]) -> dict[str, int]:
    """How many choices away from the beginning of the line each node lies; the line counts from 0."""
    ranks = {key: index for index, key in enumerate(line)}
    onward = targets(graph)
    waiting = list(line)
    for here in waiting:
        for key in onward.get(here, ()):
            if key not in ranks:
                ranks[key] = ranks[here] + 1
                waiting.append(key)
    from_start = reachable(graph)
    shift = from_start.get(next(iter(line), ""), 0)
    for key in (*graph.scenes_by_key, *graph.endings_by_key):
        # What the line does not lead to lies before it, as far as it is from the start.
        ranks.setdefault(key, from_start.get(key, 0) - shift)
    first = min(ranks.values(), default=0)
    return {key: rank - first for key, rank in ranks.items()}


def _wide(
    line: Collection[str], ranks: Mapping[str, int], titles: Mapping[str, Sequence[str]], endings: Mapping[str, object]
) -> dict[str, Place]:
    columns = _columns(line, ranks, titles, endings)
    breadths = [max(label_width(titles[key]) for key in column) + COLUMN_GAP for column in columns]
    spare = max(0.0, WIDE_WIDTH - 2 * SIDE - sum(breadths)) / max(1, len(columns))
    places: dict[str, Place] = {}
    left = SIDE
    for number, (column, breadth) in enumerate(zip(columns, breadths, strict=True)):
        right = left + breadth + spare
        x = (left + right) / 2
        others = [key for key in column if key not in line]
        for key in column:
            if key in line:
                # An ending has its ring and what lies beyond it above; its label goes below.
                label = 32.0 if key in endings else -24.0 - LINE_HEIGHT * (len(titles[key]) - 1)
                places[key] = Place(x, 0.0, x, label, right=right + SIDE)
        for lane, key in zip(_lanes(len(others), above=number == len(columns) - 1), others, strict=True):
            y = lane + (STAGGER if number % 2 and lane > 0 else 0.0)
            places[key] = Place(x, y, x, y + 28.0, right=right + SIDE)
        left = right
    return places


def _columns(
    line: Collection[str], ranks: Mapping[str, int], titles: Mapping[str, object], endings: Mapping[str, object]
) -> list[list[str]]:
    """The keys by column: endings in the last one, what lies far off in the last but one."""
    on_line = [ranks[key] for key in line]
    inner = [rank for key, rank in ranks.items() if key not in endings]
    last_scene = max([rank for key, rank in zip(line, on_line, strict=True) if key not in endings], default=0)
    last = max(last_scene, min(max(inner, default=0), COLUMNS - 2)) + 1
    columns: list[list[str]] = [[] for _ in range(last + 1)]
    for key in titles:
        columns[last if key in endings else min(ranks[key], last - 1)].append(key)
    return [column for column in columns if column]


def _lanes(count: int, *, above: bool) -> list[float]:
    """Heights for `count` nodes beside the line: mostly below it, or as many above as below."""
    below = [FIRST_LANE + LANE * index for index in range(count)]
    over = [-height for height in below]
    if above:
        order = [height for pair in zip(over, below, strict=True) for height in pair]
    else:
        order = below[:1] + [height for pair in zip(below[1:], over, strict=False) for height in pair] + over[-1:]
    return order[:count]


def _tall(line: Collection[str], ranks: Mapping[str, int], titles: Mapping[str, Sequence[str]]) -> dict[str, Place]:
    others = sorted((key for key in titles if key not in line), key=lambda key: ranks[key])
    row = max(ROW, OTHER_ROW * len(others) / max(1, len(line)))
    begins = min((ranks[key] for key in line), default=0)
    places: dict[str, Place] = {}
    for index, key in enumerate(line):
        y = TALL_TOP + row * index
        places[key] = Place(WAY_X, y, WAY_LABEL_X, y + 5.0 - LINE_HEIGHT / 2 * (len(titles[key]) - 1), "start")
    free = TALL_TOP
    room = TALL_WIDTH - SIDE - OTHER_LEFT
    for index, key in enumerate(others):
        rank = min(ranks[key] - begins, max(1, len(line) - 1))
        y = max(free, TALL_TOP + row * (rank - 0.45))
        aside = (room - label_width(titles[key])) / 2 * (0.8 if index % 2 else -0.8)
        x = OTHER_LEFT + room / 2 + aside
        places[key] = Place(x, y, x, y + 28.0)
        free = y + OTHER_ROW
    return places


def _top(place: Place, lines: Sequence[str]) -> float:
    return min(place.y - TAKEN_RADIUS - RING, place.label_y - LINE_HEIGHT) if lines else place.y


def _bottom(place: Place, lines: Sequence[str]) -> float:
    return max(place.y + TAKEN_RADIUS + RING, place.label_y + LINE_HEIGHT * (len(lines) - 1) + 5.0)


def _node(graph: Graph, key: str, place: Place, lines: tuple[str, ...], *, taken: bool) -> Node:
    ending = graph.endings_by_key.get(key)
    radius = TAKEN_RADIUS if taken else OTHER_RADIUS
    ring = radius + RING if ending else 0.0
    door = ending.door if ending else None
    return Node(
        key,
        lines,
        place.x,
        place.y,
        place.label_x,
        place.label_y,
        place.anchor,
        taken,
        bool(ending),
        door,
        radius,
        ring,
    )


def _points(points: Mapping[str, tuple[float, float]], way: Sequence[str]) -> tuple[tuple[float, float], ...]:
    steps = [points[key] for key in way]
    return tuple(point for index, point in enumerate(steps) if index == 0 or point != steps[index - 1])
