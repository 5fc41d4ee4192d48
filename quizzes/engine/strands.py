"""The choices that were not taken, as curves between the nodes of the map."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

Point = tuple[float, float]

LOOP = 26.0  # how far a choice that leads back to its own scene swings out


def strands(
    onward: Mapping[str, Sequence[str]], points: Mapping[str, Point], way: Sequence[str], *, tall: bool
) -> tuple[str, ...]:
    """One SVG path for each choice that is not on the way; choices with the same target lie beside one another."""
    moves = set(pairwise(way))
    on_way = {key: index for index, key in enumerate(dict.fromkeys(way))}
    paths: list[str] = []
    for here, keys in onward.items():
        drawn: dict[str, int] = {}
        for there in keys:
            number = drawn.get(there, 0)
            drawn[there] = number + 1
            taken = (here, there) in moves
            if taken and number == 0:
                continue
            beside = number - 1 if taken else number
            both = here in on_way and there in on_way
            apart = abs(on_way[here] - on_way[there]) if both else 0
            paths.append(_path(points[here], points[there], beside, apart, tall=tall))
    return tuple(paths)


def _path(start: Point, end: Point, beside: int, apart: int, *, tall: bool) -> str:
    """A curve; `beside`: how many run there already, `apart`: how far along the line, if both ends lie on it."""
    if tall:
        (y1, x1), (y2, x2) = start, end
    else:
        (x1, y1), (x2, y2) = start, end
    if start == end:
        out = LOOP + 10 * beside
        controls = ((x1 - out, y1 + out), (x1 + out, y1 + out))
    elif apart:
        swing = _swing(beside, apart, tall=tall)
        reach = (x2 - x1) * 0.25
        controls = ((x1 + reach, y1 + swing), (x2 - reach, y2 + swing))
    else:
        controls = _across((x1, y1), (x2, y2), beside)
    ((c1, d1), (c2, d2)) = controls
    numbers = (x1, y1, c1, d1, c2, d2, x2, y2)
    if tall:
        numbers = (y1, x1, d1, c1, d2, c2, y2, x2)
    return "M{} {}C{} {} {} {} {} {}".format(*(f"{round(number, 1):g}" for number in numbers))


def _swing(beside: int, apart: int, *, tall: bool) -> float:
    if tall:
        # Towards the edge of the screen: the room there is narrow, so each further one moves by less.
        share = 0.7 * (beside + 1) + 0.35 * (apart - 1)
        return -44.0 * share / (1 + share)
    return 26.0 + 22.0 * beside + 12.0 * (apart - 1)


def _across(start: Point, end: Point, beside: int) -> tuple[Point, Point]:
    (x1, y1), (x2, y2) = start, end
    if abs(x2 - x1) < 30:
        # Above one another: bow out to the side.
        out = 44.0 + 14.0 * beside if y2 > y1 else -44.0 - 14.0 * beside
        return (x1 + out, y1 + (y2 - y1) * 0.2), (x2 + out, y2 - (y2 - y1) * 0.2)
    reach = (x2 - x1) * 0.5
    # A way back does not lie on the way there.
    off = (12.0 if x2 > x1 else -16.0) * (beside + (x2 < x1))
    return (x1 + reach, y1 + off), (x2 - reach, y2 + off)
