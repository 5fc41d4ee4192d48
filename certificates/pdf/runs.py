"""A line cut into runs that are shaped at once, where Pango cuts it: by direction, by script, by face.

WeasyPrint sets text with Pango 1.50. What is set here must come out the same, so this follows its rules and no others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import bidirectional, category

from fontTools import unicodedata as scripts

from certificates.normal import Face, coverage
from certificates.pdf.bidi import levels, visual_order
from certificates.pdf.slow import SlowPath

_SHARED = frozenset({"Zyyy", "Zinh"})  # signs of all scripts, and marks that go with any
_TO_THE_RIGHT = frozenset({"Latn", "Grek", "Cyrl", "Geor", "Armn"})
_TO_THE_LEFT = frozenset({"Arab", "Hebr"})
_BRACKETS = {"(": ")", "[": "]", "{": "}", "«": "»", "‘": "’", "“": "”", "‹": "›"}
_CLOSING = frozenset(_BRACKETS.values())
# Signs that are neither letter nor mark nor digit and are proven to be set as Pango sets them.
_PROVEN_SIGNS = frozenset(map(chr, range(0x21, 0x7F))) | frozenset("‐‑–—’‘ʼʻ´·・“”„«»‹›‚־׳״،՚՛՜՝՞։՟")

# Arabic letters of Unicode 14, whose direction the library that Pango asks may not know yet.
_TOO_NEW = frozenset(
    map(chr, [*range(0x0870, 0x08A0), 0x08B5, *range(0x08C8, 0x08D3), 0xFBC2, *range(0xFD40, 0xFD50), 0xFDCF])
)


@dataclass(frozen=True, slots=True)
class Run:
    """Letters from `start` to `end` of a line, of one face, script (ISO 15924) and direction."""

    start: int
    end: int
    face: Face
    script: str
    right_to_left: bool


def runs(text: str, faces: Sequence[Face], *, right_to_left: bool) -> list[Run]:
    """The runs in the order in which they are drawn, from the left.

    Each letter takes the first of the faces that has it. Raises SlowPath for signs that are not proven.
    """
    stack = tuple(faces)
    script = next((own for letter in text if (own := _script(letter)) not in _SHARED), "")
    leftwards = script in _TO_THE_LEFT
    if (leftwards or not right_to_left) and set(text) <= _plain(stack, script):
        return [Run(0, len(text), stack[0], script, leftwards)]
    traits = [_traits(letter, stack) for letter in text]
    found = levels(text, right_to_left=right_to_left)
    logical = [
        (found[start], Run(start, end, stack[position], script, found[start] % 2 == 1))
        for first, last, script in _segments(text, traits, found)
        for start, end, position in _by_face(traits, first, last)
    ]
    return [logical[place][1] for place in visual_order([level for level, _run in logical])]


@dataclass(frozen=True, slots=True)
class _Traits:
    """`position`: of the first face that has the letter, -1 for a space, which has no wish."""

    script: str
    position: int


@lru_cache(maxsize=4096)
def _traits(letter: str, stack: tuple[Face, ...]) -> _Traits:
    kind = category(letter)
    if letter == " ":
        return _Traits("Zyyy", -1)
    if kind[0] not in "LM" and kind != "Nd" and letter not in _PROVEN_SIGNS:
        raise SlowPath(f"a sign of the kind {kind}")
    if letter in _TOO_NEW:
        raise SlowPath("a letter that was encoded lately")
    position = next((position for position, face in enumerate(stack) if letter in coverage(face)), None)
    if position is None:
        raise SlowPath("a letter that no face has")
    return _Traits(_script(letter), position)


@cache
def _script(letter: str) -> str:
    found: str = scripts.script(letter)
    return found


@cache
def _plain(stack: tuple[Face, ...], script: str) -> frozenset[str]:
    """The letters of which a line is one run: in the first face, of this script or of all, turning no direction."""
    return frozenset(letter for letter in coverage(stack[0]) if _is_plain(letter, stack, script))


def _is_plain(letter: str, stack: tuple[Face, ...], script: str) -> bool:
    try:
        own = _traits(letter, stack).script
    except SlowPath:
        return False
    kind = bidirectional(letter)
    runs_along = kind in {"R", "AL", "NSM", "WS"} if script in _TO_THE_LEFT else kind not in {"R", "AL", "AN"}
    return runs_along and own in {script, *_SHARED} and script in _TO_THE_LEFT | _TO_THE_RIGHT


def _segments(text: str, traits: Sequence[_Traits], found: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """Start, end and script of the longest pieces of one script and one level."""
    start = 0
    by_letter = _scripts(text, traits)
    for place in range(1, len(text) + 1):
        if place == len(text) or found[place] != found[start] or by_letter[place] != by_letter[start]:
            yield start, place, by_letter[start][1]
            start = place


def _scripts(text: str, traits: Sequence[_Traits]) -> list[tuple[int, str]]:
    """For each letter the number and the script of its piece.

    Shared signs go with what is before them, at the start with what comes; a closing bracket with its opening one.
    """
    scripts_of = ["Zyyy"]  # of the pieces
    numbers = []
    opened: list[tuple[str, int]] = []  # the closing bracket that is awaited, and the piece of the opening one
    for letter, trait in zip(text, traits, strict=True):
        script = trait.script
        closes = script == "Zyyy" and letter in _CLOSING
        if closes:
            while opened and opened[-1][0] != letter:
                opened.pop()
            if opened:
                script = scripts_of[opened.pop()[1]]
        if script not in _SHARED and scripts_of[-1] not in {"Zyyy", script}:
            scripts_of.append("Zyyy")
        if script not in _SHARED:
            scripts_of[-1] = script
        if trait.script == "Zyyy" and letter in _BRACKETS:
            opened.append((_BRACKETS[letter], len(scripts_of) - 1))
        numbers.append(len(scripts_of) - 1)
    return [(number, scripts_of[number]) for number in numbers]


def _by_face(traits: Sequence[_Traits], first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Start, end and position of the face. Spaces go with the letters before them, unless a better face comes next."""
    start, position = first, -1
    for place in range(first, last):
        wished = traits[place].position
        if wished in {-1, position}:
            continue
        if position >= 0:
            cut = place
            if wished < position:
                while cut > start and traits[cut - 1].position == -1:
                    cut -= 1
            yield start, cut, position
            start = cut
        position = wished
    yield start, last, max(position, 0)
