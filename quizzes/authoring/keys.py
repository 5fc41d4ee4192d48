"""Keys are made by the site: what a form, a text or a file left empty or named twice gets a key of its own.

A key that is there stays: titles change, links do not. A new key is never one that something still names, so that a
link to what was deleted does not come alive again with another scene at its end.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from quizzes.authoring.raw import Raw, plain
from quizzes.blocks.keys import KEY, keys_in
from quizzes.engine.graph import YOU

LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORD_LIMIT = 24
STREAMS = ("cast", "threads", "scenes", "endings", "variants")
# The fields that name a scene or an ending, and all that name something by its key. In a variant, "key" names, too.
TARGETS = frozenset({"to", "scene", "ending"})
NAMES = TARGETS | {"speaker", "addressed", "tells", "ties", "lays"}
Make = Callable[[Raw, set[str]], str]


def settled(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The same form with a key for every scene, ending, choice, person and thread, each only once in its place.

    `fields`: `start` and the streams of `STREAMS` as Wagtail stores them. Of two with one key the first keeps it. A key
    that cannot be one is replaced, and what leads there follows. An empty start becomes the first scene.
    """
    own = {name: deepcopy(list(fields[name])) for name in STREAMS}
    scenes, endings, variants = (_values(own[name]) for name in ("scenes", "endings", "variants"))
    named = {*_named(scenes, NAMES), *_named(variants, NAMES | {"key"}), plain(fields["start"])}
    renamed = _give([*scenes, *endings], named, _numbers(scenes))
    for scene in scenes:
        _give(_values(scene["choices"]), _worded(variants, scene["key"]), lambda _choice, taken: next_letter(taken))
    _give(_values(own["cast"]), named, lambda value, taken: word(plain(value["name"]), taken, "person"), {YOU})
    _give(_values(own["threads"]), named, lambda value, taken: word(plain(value["title"]), taken, "thread"))
    _follow([scenes, variants], renamed)
    start = renamed.get(plain(fields["start"]), plain(fields["start"]))
    return {**own, "start": start or (scenes[0]["key"] if scenes else "")}


def next_number(prefix: str, taken: Iterable[str]) -> str:
    """N4, when N1 to N3 are taken, and also when N3 alone is."""
    # Nine digits: whoever writes more than that did not count scenes.
    numbers = [int(found[1]) for key in taken if (found := re.fullmatch(rf"{prefix}(\d{{1,9}})", key, re.ASCII))]
    return f"{prefix}{max(numbers, default=0) + 1}"


def next_letter(taken: Iterable[str]) -> str:
    """The letter after the last one taken; after z a number."""
    used = set(taken)
    last = max((LETTERS.index(key) for key in used if len(key) == 1 and key in LETTERS), default=-1)
    return LETTERS[last + 1] if last + 1 < len(LETTERS) else next_number("c", used)


def word(name: str, taken: Iterable[str], otherwise: str) -> str:
    """A lower-case word made from a name, with a number when it is taken; `otherwise` where no letter is left."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", letters)[:WORD_LIMIT].strip("-") or otherwise
    used = set(taken)
    number = 1
    while (key := base if number == 1 else f"{base}-{number}") in used:
        number += 1
    return key


def _values(stream: Iterable[Raw]) -> list[Raw]:
    return [child["value"] for child in stream]


def _numbers(scenes: Sequence[Raw]) -> Make:
    ours = {id(scene) for scene in scenes}
    return lambda value, taken: next_number("N" if id(value) in ours else "E", taken)


def _give(values: Sequence[Raw], named: set[str], make: Make, reserved: Iterable[str] = ()) -> dict[str, str]:
    """Gives each value a key of its own; tells which keys became which, where the old one could not be a key."""
    seen, open_ones = set(reserved), []
    for value in values:
        value["key"] = plain(value["key"])
        if KEY.fullmatch(value["key"]) and value["key"] not in seen:
            seen.add(value["key"])
        else:
            open_ones.append(value)
    renamed: dict[str, str] = {}
    for value in open_ones:
        old = value["key"]
        value["key"] = make(value, seen | named)
        seen.add(value["key"])
        if old and not KEY.fullmatch(old):
            renamed.setdefault(old, value["key"])
    return renamed


def _named(node: Any, fields: Collection[str]) -> Iterator[str]:
    """Every key in these fields, however deep: nothing new may get one of them."""
    if isinstance(node, dict):
        for name, value in node.items():
            if not isinstance(value, str):
                yield from _named(value, fields)
            elif name in fields:
                yield from keys_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from _named(value, fields)


def _worded(variants: Iterable[Raw], scene: str) -> set[str]:
    """The choices of this scene that have words for another role."""
    wordings = (wording for variant in variants for wording in _values(variant["choices"]))
    return {plain(wording["choice"]) for wording in wordings if plain(wording["scene"]) == scene}


def _follow(node: Any, renamed: Mapping[str, str]) -> None:
    if not renamed:
        return
    parts = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, value in list(parts):
        if isinstance(value, str) and name in TARGETS and plain(value) in renamed:
            node[name] = renamed[plain(value)]
        else:
            _follow(value, renamed)
