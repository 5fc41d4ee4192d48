"""In which direction each letter of a line runs: the bidirectional algorithm (UAX #9) for text without controls.

Names carry no embeddings, overrides and isolates (`certificates.normal` refuses them), so the rules X1 to X10 fall away
and a line is one sequence of one level. python-bidi, which gives the reordered text but no levels, judges in the tests.
"""

from collections.abc import Sequence
from unicodedata import bidirectional

_TURNED = frozenset({"R", "AL", "AN"})
_NUMBERS = frozenset({"EN", "AN"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON"})
_OPENING = {"(": ")", "[": "]", "{": "}"}
_CLOSING = frozenset(_OPENING.values())
_MOST_BRACKETS = 63  # BD16


def levels(text: str, *, right_to_left: bool) -> list[int]:
    """The level of each letter, even for left to right, in a paragraph of that direction."""
    types = [bidirectional(letter) for letter in text]
    if not right_to_left and _TURNED.isdisjoint(types):
        return [0] * len(text)
    base = "R" if right_to_left else "L"
    resolved = _weak(types, base)
    _pair_brackets(text, types, resolved, base)
    _settle_neutral(resolved, base)
    found = [_level(kind, int(right_to_left)) for kind in resolved]
    for place in reversed(range(len(text))):  # L1: spaces at the end run as the paragraph does
        if types[place] not in {"WS", "S", "B"}:
            break
        found[place] = int(right_to_left)
    return found


def visual_order(found: Sequence[int]) -> list[int]:
    """The places in the order in which they are drawn, from the left (L2)."""
    order = list(range(len(found)))
    for level in range(max(found, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and found[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


def _level(kind: str, base: int) -> int:
    """I1 and I2."""
    if base:
        return 2 if kind in {"L", "EN", "AN"} else 1
    return {"R": 1, "EN": 2, "AN": 2}.get(kind, 0)


def _weak(types: Sequence[str], base: str) -> list[str]:
    """W1 to W7."""
    kinds = list(types)
    before = strong = base
    for place, kind in enumerate(types):  # W1, W2
        before = before if kind == "NSM" else kind
        strong = kind if kind in {"L", "R", "AL"} else strong
        kinds[place] = "AN" if before == "EN" and strong == "AL" else before
    kinds = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    for place in range(1, len(kinds) - 1):  # W4
        left, kind, right = kinds[place - 1 : place + 2]
        if left == right and (kind, left) in {("CS", "EN"), ("CS", "AN"), ("ES", "EN")}:
            kinds[place] = left
    _settle_terminators(kinds)
    kinds = ["ON" if kind in {"ES", "ET", "CS"} else kind for kind in kinds]  # W6
    strong = base
    for place, kind in enumerate(kinds):  # W7
        strong = kind if kind in {"L", "R"} else strong
        kinds[place] = "L" if kind == "EN" and strong == "L" else kind
    return kinds


def _settle_terminators(kinds: list[str]) -> None:
    """W5: signs like % or € beside a number belong to it."""
    for order in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):
        for place in order:
            if kinds[place] == "ET" and kinds[place - order.step] == "EN":
                kinds[place] = "EN"


def _pair_brackets(text: str, types: Sequence[str], kinds: list[str], base: str) -> None:
    """N0: both brackets of a pair run as what they hold does."""
    for opening, closing in _pairs(text, kinds):
        held = {_strong(kind) for kind in kinds[opening + 1 : closing]} - {""}
        if base in held:
            kind = base
        elif held:
            before = next((strong for kind in reversed(kinds[:opening]) if (strong := _strong(kind))), base)
            kind = before if before in held else base
        else:
            continue
        for place in (opening, closing):
            kinds[place] = kind
            for mark in range(place + 1, len(kinds)):
                if types[mark] != "NSM":
                    break
                kinds[mark] = kind


def _pairs(text: str, kinds: Sequence[str]) -> list[tuple[int, int]]:
    """BD16: brackets that belong together, in the order of the opening ones."""
    open_ones: list[tuple[str, int]] = []
    pairs = []
    for place, letter in enumerate(text):
        if kinds[place] != "ON":
            continue
        if letter in _OPENING:
            if len(open_ones) == _MOST_BRACKETS:
                break
            open_ones.append((_OPENING[letter], place))
        elif letter in _CLOSING:
            match = next((depth for depth in reversed(range(len(open_ones))) if open_ones[depth][0] == letter), None)
            if match is not None:
                pairs.append((open_ones[match][1], place))
                del open_ones[match:]
    return sorted(pairs)


def _strong(kind: str) -> str:
    return "R" if kind in _NUMBERS else kind if kind in {"L", "R"} else ""


def _settle_neutral(kinds: list[str], base: str) -> None:
    """N1 and N2: spaces and signs run as what is on both sides, else as the paragraph."""
    start = 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > start:
            before = _strong(kinds[start - 1]) if start else base
            after = _strong(kinds[end]) if end < len(kinds) else base
            kinds[start:end] = [before if before == after else base] * (end - start)
        start = end + 1
