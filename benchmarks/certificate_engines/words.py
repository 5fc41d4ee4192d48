"""What every engine draws: the words of one certificate, in the order in which they are read."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ART = Path(__file__).resolve().parents[2] / "static" / "certificates"
FONTS = ART / "fonts"
LIMITS = (
    "This record shows learning time. It is not a licence, not a vetting, and does not qualify anyone to assess risk, "
    "do exit work or therapy. Online study does not replace face-to-face training and supervision."
)
INVITATION = "Anyone can check it at the address above. We do not record who asks."


@dataclass(frozen=True, kw_only=True)
class Words:
    """One certificate as text. `code`: the address in the QR code. `credential`: the attachment."""

    name: str
    right_to_left: bool
    title: str
    course: str
    version: str
    facts: tuple[tuple[str, str], ...]
    issued_by: str
    number: str
    address: str
    code: str
    credential: bytes
    day: str


def words_of(row: Any, *, issuer: str, site: str, code: str, credential: bytes) -> Words:
    """The words of a row in English."""
    name = str(row.name)
    first = next((sign for sign in name if sign.isalpha()), "A")
    return Words(
        name=name,
        right_to_left=unicodedata.bidirectional(first) in {"R", "AL"},
        title=f"Record of self-study {row.number}",
        course=row.course_title,
        version=f"Course version {row.course_version}, taken in English",
        facts=(
            ("Extent", f"{row.hours.normalize():f} hours"),
            ("Mode", f"{row.online_minutes} minutes of self-study online"),
            ("Modules", "; ".join(row.modules)),
            ("Completed on", f"{row.completed_on:%-d %B %Y}"),
        ),
        issued_by=f"Issued by {issuer}",
        number=str(row.number),
        address=f"{site.removeprefix('https://')}/check/",
        code=code,
        credential=credential,
        day=f"{row.completed_on:%Y-%m-%d}",
    )
