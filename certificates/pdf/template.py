"""A compiled document: everything is written once but what its slots hold.

`certificates.pdf.cutting` makes templates of what WeasyPrint has drawn. Text of the slots is set anew per document in
the same places; structure, colours, sizes and places are WeasyPrint's. What cannot be set for sure raises SlowPath.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Self

import cbor2

from certificates.normal import Face
from certificates.pdf import assembly, qr
from certificates.pdf.assembly import Document, Seal, Skeleton
from certificates.pdf.name_steps import PrintedName
from certificates.pdf.setting import FixedType, SetLine, Typesetter, set_in_pairs, set_line
from certificates.pdf.slots import Slot
from certificates.pdf.slow import SlowPath

FORMAT = 3  # of a stored template; another form has another number
_MOST_DAYS = 512
# As the style sheet has them.
_FACES: Mapping[str, Sequence[Face]] = {
    "day": (Face.COMMISSIONER, Face.VAZIRMATN),
    "number": (Face.COMMISSIONER_SEMIBOLD, Face.VAZIRMATN_SEMIBOLD),
}
_CODE = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ImageMask true/Decode[1 0]/BitsPerComponent 1>>"
_SPAN = b"<</Type/StructElem/S/Span/P %d 0 R/Pg %d 0 R/K[%s]>>"
_XMP = b"<</Type/Metadata/Subtype/XML>>"
_FILE = (
    b"<</Type/EmbeddedFile/Subtype/application#2Fld+json"
    b"/Params<</CheckSum<%s>/Size %d/CreationDate(D:%s000000Z)/ModDate(D:%s000000Z)>>>>"
)


@dataclass(frozen=True, kw_only=True)
class Filling:
    """What one document says and others of its template do not. `token`: the text after `#` in the code."""

    name: PrintedName
    number: str
    day: str
    completed_on: date
    token: str
    credential: bytes


@dataclass(frozen=True, kw_only=True)
class Step:
    """A size of the name in points, with so many lines in this spacing: where they stand."""

    size: int
    baselines: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Known:
    """Texts that hold every letter that a day or a number can have. `direction`: of days, "ltr" or "rtl"."""

    days: Sequence[str]
    numbers: Sequence[str]
    direction: str

    def type(self, slots: Mapping[str, Slot]) -> FixedType:
        """Type with these letters, with the same codes each time."""
        days = [self.line("day", one, slots["day"].size) for one in self.days]
        return FixedType([*days, *(self.line("number", one, slots["number"].size) for one in self.numbers)])

    def line(self, slot: str, words: str, size: float) -> SetLine:
        """A day or a number."""
        direction = self.direction if slot == "day" else "ltr"
        return set_line(words, _FACES[slot], direction=direction, size=size)

    def number(self, words: str, size: float) -> SetLine:
        """A number, whose letters know no more than the next one: the same line as `line` makes, in half the time."""
        return set_in_pairs(words, _FACES["number"], size=size)


@dataclass(frozen=True, kw_only=True)
class Template:
    """The compiled document.

    `forms`: objects with places to fill, as formats of bytes. `marks`: the marked content of each slot, and of further
    lines of the name (`more`). `page`: its number. `site`: what the code holds before `#`.
    """

    skeleton: Skeleton
    forms: Mapping[str, bytes]
    slots: Mapping[str, Slot]
    marks: Mapping[str, int]
    steps: Mapping[str, Step]
    known: Known
    page: int
    site: str

    def draw(self, filling: Filling, *, seal: Seal | None, sealed_on: date) -> bytes:
        """The file. Same filling and seal, same bytes. Raises SlowPath if something in it is not proven."""
        document = Document(self.skeleton, identifier=identifier_of(filling.number))
        self._draw_page(document, filling)
        self._structure(document, filling.name)
        self._describe(document, filling)
        return document.finished() if seal is None else document.sealed(seal, on=sealed_on)

    def to_bytes(self) -> bytes:
        """As it is stored."""
        skeleton, known = self.skeleton, self.known
        items: list[Any] = [
            [skeleton.prefix, skeleton.rows, skeleton.root, dict(skeleton.numbers)],
            dict(self.forms),
            {name: slot.to_items() for name, slot in self.slots.items()},
            dict(self.marks),
            {name: [step.size, step.baselines] for name, step in self.steps.items()},
            [known.days, known.numbers, known.direction],
            self.page,
            self.site,
        ]
        return cbor2.dumps(items)

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """As it was stored by us."""
        (prefix, rows, root, numbers), forms, slots, marks, steps, known, page, site = cbor2.loads(content)
        days, of_numbers, direction = known
        return cls(
            skeleton=Skeleton(prefix=prefix, rows=rows, root=root, numbers=numbers),
            forms=forms,
            slots={name: Slot.from_items(slot) for name, slot in slots.items()},
            marks=marks,
            steps={name: Step(size=size, baselines=tuple(baselines)) for name, (size, baselines) in steps.items()},
            known=Known(days=days, numbers=of_numbers, direction=direction),
            page=page,
            site=site,
        )

    @property
    def is_sealed(self) -> bool:
        """Whether its files have a place for a seal, which then has to be there."""
        return "seal" in self.skeleton.numbers

    @cached_property
    def type(self) -> FixedType:
        """The letters of days and numbers, whose fonts are among the shared objects."""
        return self.known.type(self.slots)

    def _draw_page(self, document: Document, filling: Filling) -> None:
        """Content, fonts and code."""
        letters = Typesetter()
        drawn = [
            *self._name(letters, filling.name),
            self._days.get(filling.day) or self._day(filling.day),
            self._text("number", self.known.number(filling.number, self.slots["number"].size)),
        ]
        document.put("content", assembly.plain_stream(b"<<>>", b"".join(drawn)))
        fonts = letters.resources(document.next)
        for body in letters.objects(document.next):
            document.add(body)
        document.put("fonts", self.forms["fonts"] % {b"more": fonts})
        symbol = qr.symbol(self.site, filling.token)
        document.put("code", assembly.plain_stream(_CODE % (symbol.side, symbol.side), symbol.rows))

    def _name(self, letters: Typesetter, name: PrintedName) -> Iterator[bytes]:
        step, slot = self.steps.get(step_of(name)), self.slots["name"]
        if step is None:
            raise SlowPath(f"a name in {len(name.lines)} lines")
        for place, (words, baseline) in enumerate(zip(name.lines, step.baselines, strict=True)):
            mark = self.marks["name"] if place == 0 else self.marks["more"] + place - 1
            line = set_line(words, name.faces, direction=name.direction, size=step.size)
            yield _marked(mark, letters.add(line, x=_start(line, slot), baseline=baseline, colour=slot.colour))

    def _text(self, name: str, line: SetLine) -> bytes:
        slot = self.slots[name]
        drawn = self.type.add(line, x=_start(line, slot), baseline=slot.lines[0].baseline, colour=slot.colour)
        return _marked(self.marks[name], drawn)

    def _day(self, words: str) -> bytes:
        """A day, kept: many certificates are of one day."""
        if len(self._days) >= _MOST_DAYS:
            self._days.clear()
        self._days[words] = self._text("day", self.known.line("day", words, self.slots["day"].size))
        return self._days[words]

    @cached_property
    def _days(self) -> dict[str, bytes]:
        return {}

    def _structure(self, document: Document, name: PrintedName) -> None:
        """The name's element with its language and lines, and the way from the page to them."""
        own = self.skeleton.numbers["name"]
        outer, inner = [], []
        for place in range(len(name.lines) - 1):
            number = document.next
            outer.append(document.add(_SPAN % (own, self.page, b"%d 0 R" % (number + 1))))
            inner.append(document.add(_SPAN % (number, self.page, b"%d" % (self.marks["more"] + place))))
        said = {b"language": name.language.encode(), b"more": _references(outer)}
        document.put("name", self.forms["name"] % said)
        document.put("letters", self.forms["letters"] % {b"more": _references(inner)})

    def _describe(self, document: Document, filling: Filling) -> None:
        """The link, the attachment and the metadata."""
        day, short = filling.completed_on.isoformat(), filling.completed_on.strftime("%Y%m%d")
        document.put("link", self.forms["link"] % {b"token": filling.token.encode()})
        wide = {b"number": assembly.wide(filling.number), b"short": assembly.wide(short)}
        document.put("information", self.forms["information"] % wide)
        said = {b"number": filling.number.encode(), b"day": day.encode()}
        document.put("metadata", assembly.plain_stream(_XMP, self.forms["metadata"] % said))
        document.put("file", _attached(filling.credential, short.encode()))


def identifier_of(number: str) -> str:
    """The /ID of the file with this number, 32 hexadecimal digits: nobody gets from it to the number."""
    return hashlib.sha256(number.encode()).hexdigest()[:32]


def step_of(name: PrintedName) -> str:
    """What the step of a name is called in a template."""
    return f"{name.size} {name.spacing} {len(name.lines)}"


def _start(line: SetLine, slot: Slot) -> float:
    """Where the line begins. Raises SlowPath if it is wider than its slot."""
    if line.width > slot.right - slot.left:
        raise SlowPath("wider than its place")
    return slot.start(line.width)


def _marked(mark: int, operators: bytes) -> bytes:
    """Marked content (ISO 32000-1, 14.6)."""
    return b"/Span<</MCID %d>>BDC\n%sEMC\n" % (mark, operators)


def _references(numbers: Sequence[int]) -> bytes:
    return b" ".join([b"%d 0 R" % number for number in numbers])


def _attached(content: bytes, day: bytes) -> bytes:
    """The credential as an embedded file (ISO 32000-1, 7.11.4), not deflated: 900 bytes more, 30 µs less."""
    checksum = hashlib.md5(content, usedforsecurity=False).hexdigest().encode()
    return assembly.plain_stream(_FILE % (checksum, len(content), day, day), content)
