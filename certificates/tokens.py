"""The signed token: what a certificate says, provable without us.

Bytes: version 1 · key id, 4 · claims, one canonical CBOR array · Ed25519 signature, 64, over every byte before it.
There is no algorithm field: version 1 is Ed25519. Text: base41, so that a QR code takes its dense alphanumeric mode
and the text may stand after `#` in an address. Nothing is parsed before the signature over the received bytes holds.
"""

import contextlib
import hashlib
import re
import uuid
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from struct import unpack
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

VERSION = 1
KEY_ID_SIZE = 4
SIGNATURE_SIZE = 64
LONGEST = 720  # bytes; a name of 120 four-byte letters fits
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*-./"  # 41³ > 2¹⁶: three letters carry two bytes
_BASE = len(ALPHABET)
# By value, the two letters of an octet, or the first two of two octets: the least comes first.
_PAIRS = tuple(second + first for first in ALPHABET for second in ALPHABET)
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
LARGEST_FILE = 10_000_000  # bytes
_EPOCH = date(1970, 1, 1)
_LINK = re.compile(rb"#[0-9A-Z$*./-]{100,%d}" % (LONGEST * 3 // 2))
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
# Table signatures and token signatures share a key; no token begins with this, tokens begin with byte 1.
_TABLE_PREFIX = b"tandem course titles 1\n"


class Kind(StrEnum):
    """What a certificate records."""

    SELF_STUDY = "self-study"
    WITH_PRACTICE = "with-practice"


_KIND_CODES = {Kind.SELF_STUDY: 1, Kind.WITH_PRACTICE: 2}
_KINDS = {code: kind for kind, code in _KIND_CODES.items()}


class NoSigningKey(RuntimeError):
    """There is no key to sign with; the operator has to make one."""


class NotGenuine(ValueError):
    """The bytes are not a token of ours. The reason is for a log or a command, the answer is the same for all."""


class Unreadable(NotGenuine):
    """There is no token to judge: a mistyped file name, a number, a scan without its link. It accuses nobody."""


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What the token says. `hours` in tenths at most; `course_key` a UUID or up to 64 letters."""

    serial: bytes
    name: str
    course_key: str
    course_version: int
    kind: Kind
    completed_on: date
    hours: Decimal
    language: str


def key_id_of(public_key: bytes) -> str:
    """The short name of a key: the first bytes of its SHA-256, in hexadecimal."""
    return hashlib.sha256(public_key).digest()[:KEY_ID_SIZE].hex()


def load_key(path: Path) -> Ed25519PrivateKey:
    """The signing key from its PEM file (PKCS 8, no password). Raises NoSigningKey."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise NoSigningKey(f"no readable Ed25519 key at {path}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NoSigningKey(f"the key at {path} is no Ed25519 key")
    return key


def sign(claims: Claims, key: Ed25519PrivateKey) -> bytes:
    """The token. Same claims, same key, same bytes."""
    key_id = key_id_of(key.public_key().public_bytes_raw())
    body = bytes([VERSION]) + bytes.fromhex(key_id) + cbor2.dumps(_listed(claims), canonical=True)
    token = body + key.sign(body)
    if len(token) > LONGEST:
        raise ValueError("too much to sign")
    return token


def read(token: bytes, public_keys: Mapping[str, bytes]) -> Claims:
    """What a genuine token says. `public_keys` by key id. Raises NotGenuine for anything else."""
    if not 1 + KEY_ID_SIZE + SIGNATURE_SIZE < len(token) <= LONGEST or token[0] != VERSION:
        raise NotGenuine("not a token")
    key_id = token[1 : 1 + KEY_ID_SIZE].hex()
    if key_id not in public_keys:
        raise NotGenuine(f"unknown key {key_id}")
    body, signature = token[:-SIGNATURE_SIZE], token[-SIGNATURE_SIZE:]
    try:
        Ed25519PublicKey.from_public_bytes(public_keys[key_id]).verify(signature, body)
    except (InvalidSignature, ValueError):
        raise NotGenuine("the signature does not fit") from None
    return _parsed(body[1 + KEY_ID_SIZE :])


def sign_table(table: bytes, key: Ed25519PrivateKey) -> bytes:
    """The signature of the published table of course titles."""
    return key.sign(_TABLE_PREFIX + table)


def table_is_signed(table: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether the holder of the key published this table."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _TABLE_PREFIX + table)
    except (InvalidSignature, ValueError):
        return False
    return True


def text_of(token: bytes) -> str:
    """The token in base41."""
    octets = unpack(f">{len(token) // 2}H", token[: len(token) & ~1])
    return "".join(map(_threes().__getitem__, octets)) + (_PAIRS[token[-1]] if len(token) % 2 else "")


@cache
def _threes() -> tuple[str, ...]:
    """The three letters of each value of two octets: 4 MB, and every text in a third of the time."""
    return tuple(_PAIRS[value % len(_PAIRS)] + ALPHABET[value // len(_PAIRS)] for value in range(1 << 16))


def token_of(text: str) -> bytes:
    """The bytes of a text, or of a whole address that ends in `#` and the text. Raises NotGenuine."""
    letters = text.strip().rpartition("#")[2]
    if len(letters) > LONGEST * 3 // 2 or not set(letters) <= _VALUES.keys():
        raise NotGenuine("not a token")
    token = bytearray()
    for start in range(0, len(letters), 3):
        group = letters[start : start + 3]
        value = sum(_VALUES[letter] * _BASE**place for place, letter in enumerate(group))
        size = len(group) - 1
        if size < 1 or value >= 256**size:
            raise NotGenuine("not a token")
        token += value.to_bytes(size)
    return bytes(token)


def token_in(argument: str) -> bytes:
    """The token of a PDF file, or of the text itself: what a command is given. Raises Unreadable."""
    try:
        path = Path(argument)
        content = path.read_bytes() if path.is_file() and path.stat().st_size <= LARGEST_FILE else None
    except (OSError, ValueError):  # a token is longer than a file name may be
        content = None
    try:
        token = token_of(argument if content is None else _address_in_pdf(content))
    except NotGenuine:
        token = b""
    if len(token) <= 1 + KEY_ID_SIZE + SIGNATURE_SIZE:
        raise Unreadable("this is neither the PDF file of a certificate nor the whole text of its QR code")
    return token


def _address_in_pdf(content: bytes) -> str:
    """The address behind the QR code: a link, in plain sight or in a compressed part of the file."""
    for part in _parts(content):
        if link := _LINK.search(part):
            return link[0].decode()
    raise NotGenuine("no token in this file")


def _parts(content: bytes) -> Iterator[bytes]:
    yield content
    for stream in _STREAM.finditer(content):
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(stream[1], LARGEST_FILE)


def _listed(claims: Claims) -> list[Any]:
    """The claims in the order of the CBOR array. A UUID as its 16 bytes: the code stays small."""
    tenths = claims.hours * 10
    if tenths != int(tenths):
        raise ValueError("hours have one decimal at most")
    return [
        claims.serial,
        claims.name,
        _course_claim(claims.course_key),
        claims.course_version,
        _KIND_CODES[claims.kind],
        (claims.completed_on - _EPOCH).days,
        int(tenths),
        claims.language,
    ]


def _course_claim(course_key: str) -> bytes | str:
    try:
        key = uuid.UUID(course_key)
    except ValueError:
        return course_key
    return key.bytes if str(key) == course_key else course_key


def _parsed(encoded: bytes) -> Claims:
    """Strict: eight items of the right type and size, in the one canonical form."""
    try:
        items = cbor2.loads(encoded)
    except Exception as error:
        raise NotGenuine("the claims cannot be read") from error
    if not isinstance(items, list) or len(items) != len(_SHAPE) or cbor2.dumps(items, canonical=True) != encoded:
        raise NotGenuine("the claims have another form")
    if not all(
        type(item) in types and _size(item) in sizes for item, (types, sizes) in zip(items, _SHAPE, strict=True)
    ):
        raise NotGenuine("the claims have another form")
    serial, name, course, version, kind, day, tenths, language = items
    return Claims(
        serial=serial,
        name=name,
        course_key=str(uuid.UUID(bytes=course)) if isinstance(course, bytes) else course,
        course_version=version,
        kind=_KINDS[kind],
        completed_on=_EPOCH + timedelta(days=day),
        hours=Decimal(tenths) / 10,
        language=language,
    )


_SHAPE: tuple[tuple[tuple[type, ...], range], ...] = (
    ((bytes,), range(10, 11)),
    ((str,), range(1, 121)),
    ((bytes, str), range(1, 65)),
    ((int,), range(1, 1_000_000)),
    ((int,), range(1, 1 + len(_KINDS))),
    ((int,), range(100_000)),
    ((int,), range(10_000)),
    ((str,), range(2, 36)),
)


def _size(item: bytes | str | int) -> int:
    return item if isinstance(item, int) else len(item)
