"""Files from objects: those that all documents of a template share are written once, the others follow per document.

A file is one revision of PDF 1.7 with a cross-reference stream (ISO 32000-1, 7.5.8) and compressed objects (7.5.7). The
shared part comes first, so that its place in the file and its SHA-256 are known before the first document is.
"""

import hashlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol

import pikepdf

# The second line holds four bytes above 127, so that programs take the file for binary (7.5.2).
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_ROW = 6  # bytes of a cross-reference row: type 1, place 3, generation or index 2
_OWN = ("/Length", "/Filter", "/DecodeParms")
_RANGE = 32  # letters kept for the numbers of a ByteRange


class Seal(Protocol):
    """What signs a file."""

    @property
    def room(self) -> int:
        """Bytes to keep for one signature."""

    def cms(self, digest: bytes) -> bytes:
        """The signature over the SHA-256 of the file without the hole for the signature."""


@dataclass(frozen=True, kw_only=True)
class Skeleton:
    """The shared objects as the beginning of a file, and the numbers of the objects that differ, by their names."""

    prefix: bytes
    rows: bytes
    root: int
    numbers: Mapping[str, int]

    @cached_property
    def digest(self) -> Any:
        """The SHA-256 of the shared part, to be copied and continued."""
        return hashlib.sha256(self.prefix)


@dataclass
class Builder:
    """Numbers the objects that a document reaches from its root, and writes them.

    `open_objects` get numbers and are left out: each document brings its own.
    """

    document: pikepdf.Pdf
    open_objects: Mapping[str, Any]
    _numbers: dict[tuple[int, int], int] = field(default_factory=dict)
    _waiting: list[Any] = field(default_factory=list)
    _bodies: dict[int, bytes] = field(default_factory=dict)
    _kept: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = {one.objgen: name for name, one in self.open_objects.items()}
        self._number(self.document.Root)
        for found in self._waiting:  # grows while it is walked
            number, name = self._numbers[found.objgen], names.get(found.objgen)
            if name is None:
                self._bodies[number] = self._written(found)
            else:
                self._kept[name] = number
                self.written(name)  # numbers what only this object reaches

    def written(self, name: str) -> bytes:
        """The open object as it is in the compiled document."""
        return self._written(self.open_objects[name])

    def keep(self, name: str) -> int:
        """A number for an object that each document brings."""
        self._kept[name] = self.next
        return self._kept[name]

    def add(self, body: bytes) -> int:
        """The number of one more shared object."""
        number = self.next
        self._bodies[number] = body
        return number

    def built(self) -> Skeleton:
        """The shared objects, written."""
        streams = {number: body for number, body in self._bodies.items() if body.endswith(b"endstream")}
        plain = {number: body for number, body in self._bodies.items() if number not in streams}
        container = self.next
        streams[container] = _object_stream(plain)
        rows = bytearray(_ROW * (container + 1))
        rows[:_ROW] = _row(0, 0, 65535)
        prefix = bytearray(_HEADER)
        for number, body in streams.items():
            rows[number * _ROW : (number + 1) * _ROW] = _row(1, len(prefix), 0)
            prefix += _object(number, body)
        for index, number in enumerate(plain):
            rows[number * _ROW : (number + 1) * _ROW] = _row(2, container, index)
        root = self._numbers[self.document.Root.objgen]
        return Skeleton(prefix=bytes(prefix), rows=bytes(rows), root=root, numbers=self._kept)

    def number_of(self, found: Any) -> int:
        """The number of an object that is shared."""
        return self._numbers[found.objgen]

    @property
    def next(self) -> int:
        """The next free number."""
        return 1 + max(*self._bodies, *self._kept.values(), *self._numbers.values())

    def _number(self, found: Any) -> int:
        if found.objgen not in self._numbers:
            self._numbers[found.objgen] = len(self._numbers) + 1
            self._waiting.append(found)
        return self._numbers[found.objgen]

    def _written(self, found: Any) -> bytes:
        """An object itself, never a reference to it."""
        if isinstance(found, pikepdf.Stream):
            entries = {key: value for key, value in found.items() if key not in _OWN}
            return stream(self._dictionary(entries), found.read_bytes())
        if isinstance(found, pikepdf.Dictionary):
            return self._dictionary(dict(found.items()))
        if isinstance(found, pikepdf.Array):
            return b"[%s]" % b" ".join(self._value(one) for one in found)
        return bytes(found.unparse())

    def _dictionary(self, entries: Mapping[str, Any]) -> bytes:
        return b"<<%s>>" % b"".join(b"%s %s" % (key.encode(), self._value(value)) for key, value in entries.items())

    def _value(self, value: Any) -> bytes:
        if isinstance(value, pikepdf.Object):
            return b"%d 0 R" % self._number(value) if value.is_indirect else self._written(value)
        if isinstance(value, bool):
            return b"true" if value else b"false"
        if isinstance(value, int | Decimal):
            return str(value).encode()
        raise TypeError(f"no PDF object: {value!r}")


class Document:
    """One file in the making. Objects come in any order; `sealed` or `finished` ends it."""

    def __init__(self, skeleton: Skeleton, *, identifier: str) -> None:
        """`identifier`: 32 hexadecimal digits, both halves of the /ID: a file that was never changed (14.4)."""
        self._skeleton = skeleton
        self._identifier = identifier.encode()
        self._rows = bytearray(skeleton.rows)
        self._parts: list[bytes] = []
        self._place = len(skeleton.prefix)

    @property
    def next(self) -> int:
        """The next free number."""
        return len(self._rows) // _ROW

    def put(self, name: str, body: bytes) -> None:
        """One of the objects that each document brings."""
        self._put(self._skeleton.numbers[name], body)

    def add(self, body: bytes) -> int:
        """One more object, and its number."""
        number = self.next
        self._rows += bytes(_ROW)
        self._put(number, body)
        return number

    def finished(self) -> bytes:
        """The file."""
        return b"".join((self._skeleton.prefix, *self._parts, self._end(self._place)))

    def sealed(self, seal: Seal, *, on: date) -> bytes:
        """The file, certified as final (ISO 32000-1, 12.8.2.2; ETSI EN 319 142-1). Its open object is `seal`.

        The signature covers every byte but its own hexadecimal digits, which stand in the hole of the ByteRange.
        """
        number = self._skeleton.numbers["seal"]
        head = b"%d 0 obj\n" % number + _SEAL % {b"day": on.strftime("%Y%m%d").encode()}
        hole = 2 * seal.room + 2
        begin = self._place + len(head) + _RANGE + len(b"]/Contents")
        self._rows[number * _ROW : (number + 1) * _ROW] = _row(1, self._place, 0)
        tail = b">>\nendobj\n"
        tail += self._end(begin + hole + len(tail))
        ranged = (b"0 %d %d %d" % (begin, begin + hole, len(tail))).ljust(_RANGE)
        middle = b"".join((*self._parts, head, ranged, b"]/Contents"))
        digest = self._skeleton.digest.copy()
        digest.update(middle)
        digest.update(tail)
        signature = seal.cms(digest.digest()).hex().encode()
        if len(signature) > hole - 2:
            raise ValueError("the signature is longer than its seal said")
        return b"".join((self._skeleton.prefix, middle, b"<", signature.ljust(hole - 2, b"0"), b">", tail))

    def _put(self, number: int, body: bytes) -> None:
        self._rows[number * _ROW : (number + 1) * _ROW] = _row(1, self._place, 0)
        written = _object(number, body)
        self._parts.append(written)
        self._place += len(written)

    def _end(self, place: int) -> bytes:
        """The cross-reference stream, which begins at `place`, and the end of the file."""
        number = self.next
        rows = bytes(self._rows) + _row(1, place, 0)
        entries = b"/Type/XRef/W[1 3 2]/Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (
            number + 1,
            self._skeleton.root,
            self._skeleton.numbers["information"],
            self._identifier,
            self._identifier,
        )
        body = b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(rows), rows)
        return _object(number, body) + b"startxref\n%d\n%%%%EOF\n" % place


_SEAL = (
    b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:%(day)s000000Z)"
    b"/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/V/1.2/P 1>>>>]"
    b"/ByteRange["
)


def stream(dictionary: bytes, content: bytes, *, level: int = 9) -> bytes:
    """A stream object, deflated (ISO 32000-1, 7.4.4). `dictionary`: its other entries, in double angle brackets."""
    packed = zlib.compress(content, level)
    return b"%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (dictionary[:-2], len(packed), packed)


def plain_stream(dictionary: bytes, content: bytes) -> bytes:
    """A stream object as it is."""
    return b"%s/Length %d>>stream\n%s\nendstream" % (dictionary[:-2], len(content), content)


def text(words: str) -> bytes:
    """A text string (ISO 32000-1, 7.9.2.2)."""
    return b"<FEFF%s>" % wide(words)


def wide(words: str) -> bytes:
    """The words inside a text string."""
    return words.encode("utf-16-be").hex().upper().encode()


def _object(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, body)


def _row(kind: int, place: int, more: int) -> bytes:
    return (kind << 40 | place << 16 | more).to_bytes(_ROW)


def _object_stream(bodies: Mapping[int, bytes]) -> bytes:
    """ISO 32000-1, 7.5.7: pairs of number and place, then the objects."""
    head = b" ".join(_places(bodies))
    dictionary = b"<</Type/ObjStm/N %d/First %d>>" % (len(bodies), len(head) + 1)
    return stream(dictionary, b"\n".join((head, *bodies.values())))


def _places(bodies: Mapping[int, bytes]) -> Iterator[bytes]:
    place = 0
    for number, body in bodies.items():
        yield b"%d %d" % (number, place)
        place += len(body) + 1
