"""Whether certificates hold, by number: what anybody may know, and nothing about a person."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings

from certificates import seals, serials, tokens
from certificates.models import Certificate, VerificationKey
from certificates.normal import LONGEST_CODE


class State(StrEnum):
    """The answer to a number."""

    VALID = "valid"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Status:
    """What a number alone tells: the course, never the person. `month`: its first day. Unknown: only `state` is set.

    `because`: the class of a withdrawal (Revocation.Because), if one was given.
    """

    state: State
    course_title: str = ""
    course_version: int = 0
    kind: str = ""
    month: date | None = None
    hours: Decimal = Decimal(0)
    language: str = ""
    revoked_on: date | None = None
    because: str = ""


UNKNOWN = Status(state=State.UNKNOWN)
_PUBLIC = (
    "number_hash",
    "course_title",
    "course_version",
    "kind",
    "month",
    "hours",
    "language",
    "revocation__reason",
    "revocation__because",
    "revocation__on",
)


def status_of(number: str) -> Status:
    """What this number tells, however it was typed. One query, for a mistyped number too: both take the same way."""
    return statuses([number])[number]


def statuses(numbers: Iterable[str]) -> dict[str, Status]:
    """The status of each number. One query, however many; reads the public half only, so erasure changes no answer."""
    hashes = {number: _hash_of(number) for number in numbers}
    rows = Certificate.objects.filter(number_hash__in=hashes.values()).values(*_PUBLIC)
    found = {row["number_hash"]: _status(row) for row in rows}
    return {number: found.get(number_hash, UNKNOWN) for number, number_hash in hashes.items()}


def public_keys() -> dict[str, bytes]:
    """All keys that ever signed, by key id; the present one even before its first use. One query."""
    keys = {key_id: bytes.fromhex(key) for key_id, key in VerificationKey.objects.values_list("key_id", "public_key")}
    try:
        present = tokens.load_key(Path(settings.TANDEM_SIGNING_KEY_FILE)).public_key().public_bytes_raw()
    except tokens.NoSigningKey:
        return keys
    return keys | {tokens.key_id_of(present): present}


def published() -> dict[str, Any]:
    """What anybody needs to check without us: public keys, roots (PEM), a signed table of course titles. Three queries.

    `table` is JSON text, rows of course key, version, language, title; it is signed as the text that is sent.
    """
    keys = {key_id: key.hex() for key_id, key in sorted(public_keys().items())}
    return {
        "issuer": settings.TANDEM_ISSUER_NAME,
        "keys": keys,
        "roots": [seals.pem_of([root]) for root in seals.trusted()],
        "stamp_roots": [seals.pem_of([root]) for root in seals.trusted_for_stamps()],
        "courses": _signed_titles(),
    }


def _signed_titles() -> dict[str, str] | None:
    try:
        key = tokens.load_key(Path(settings.TANDEM_SIGNING_KEY_FILE))
    except tokens.NoSigningKey:
        return None
    columns = ("course_key", "course_version", "language", "course_title")
    titles = Certificate.objects.order_by(*columns).distinct().values_list(*columns)
    table = json.dumps(list(titles), ensure_ascii=False, separators=(",", ":"))
    return {
        "table": table,
        "key": tokens.key_id_of(key.public_key().public_bytes_raw()),
        "signature": tokens.sign_table(table.encode(), key).hex(),
    }


def _hash_of(number: str) -> str:
    try:
        serial = serials.serial_of(number)
    except ValueError:
        # Looked up all the same, and found never: longer than any serial.
        serial = b"not a number " + number[:LONGEST_CODE].encode(errors="replace")
    return serials.keyed_hash(serial, settings.TANDEM_CERTIFICATE_PEPPER)


def _status(row: Mapping[str, Any]) -> Status:
    reason = row["revocation__reason"]
    return Status(
        state=State(reason) if reason else State.VALID,
        course_title=row["course_title"],
        course_version=row["course_version"],
        kind=row["kind"],
        month=date.fromisoformat(f"{row['month']}-01"),
        hours=row["hours"],
        language=row["language"],
        revoked_on=row["revocation__on"],
        because=row["revocation__because"] or "",
    )
