"""Check a certificate without Tandem's server: `python -m certificates.offline TOKEN --keys keys.json`.

TOKEN is the text of the QR code, or the file name of the PDF. `keys.json` comes from the site's /check/keys.json.
Plain Python with `cryptography` and `cbor2`; no network. The seal of a PDF file and the credential inside are looked at
if `pyhanko` is installed. It cannot see a later withdrawal, and says so.
"""

import argparse
import json
import ssl
import sys
from pathlib import Path
from typing import Any

from certificates import evidence, serials, tokens
from certificates.tokens import Claims, NotGenuine, Unreadable

_KINDS = {
    tokens.Kind.SELF_STUDY: "self-study",
    tokens.Kind.WITH_PRACTICE: "self-study and face-to-face practice",
}


def report(argument: str, published: dict[str, Any]) -> tuple[bool, str]:
    """Whether it holds, and a line per part and fact. Raises NotGenuine, Unreadable."""
    keys = {key_id: bytes.fromhex(key) for key_id, key in published["keys"].items()}
    found = evidence.examine(
        argument, keys, roots=_der(published.get("roots", [])), stamp_roots=_der(published.get("stamp_roots", []))
    )
    claims = found.claims
    course = _title(claims, published.get("courses"), keys) or f"key {claims.course_key} (title not published)"
    lines = [
        str(found),
        f"Name: {claims.name}",
        f"Course: {course}, version {claims.course_version}, language {claims.language}",
        f"Kind: {_KINDS[claims.kind]}, {claims.hours} hours",
        f"Completed on: {claims.completed_on.isoformat()}",
        f"Number: {serials.number_of(claims.serial)}",
        "Whether it was withdrawn later cannot be seen offline: ask the site about the number.",
    ]
    return found.holds, "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """0: genuine. 1: not genuine. 2: the keys or the token cannot be read."""
    parser = argparse.ArgumentParser(prog="certificates.offline", description="Check a Tandem certificate offline.")
    parser.add_argument("token", help="the text of the QR code, or the PDF file")
    parser.add_argument("--keys", type=Path, required=True, help="the site's published keys, /check/keys.json")
    options = parser.parse_args(arguments)
    try:
        published = json.loads(options.keys.read_text(encoding="utf-8"))
        holds, lines = report(options.token, published)
        sys.stdout.write(lines + "\n")
    except Unreadable as reason:
        sys.stderr.write(f"Nothing was checked: {reason}.\n")
        return 2
    except NotGenuine as reason:
        sys.stdout.write(f"Not genuine: {reason}.\n")
        return 1
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        sys.stderr.write(f"{options.keys} is not a file of published keys.\n")
        return 2
    return 0 if holds else 1


def _der(certificates: list[str]) -> list[bytes]:
    return [ssl.PEM_cert_to_DER_cert(certificate) for certificate in certificates]


def _title(claims: Claims, courses: dict[str, str] | None, keys: dict[str, bytes]) -> str | None:
    """The course title from the signed table; nothing if its signature does not fit."""
    if not courses or courses["key"] not in keys:
        return None
    table = courses["table"].encode()
    if not tokens.table_is_signed(table, bytes.fromhex(courses["signature"]), keys[courses["key"]]):
        return None
    wanted = (claims.course_key, claims.course_version, claims.language)
    return next((title for *course, title in json.loads(table) if tuple(course) == wanted), None)


if __name__ == "__main__":
    sys.exit(main())
