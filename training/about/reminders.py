"""Three reminders to practise with a colleague, as a calendar file that the learner may take along.

We send nothing and keep nothing: the file is made from the day on which it is taken. Source: curriculum, part B, MI.
"""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

WEEKS = (4, 12, 20)
LINE_BYTES = 75  # RFC 5545, 3.1


def days(now: datetime) -> list[date]:
    """The days of the three reminders, counted from today."""
    today = timezone.localtime(now).date()
    return [today + timedelta(weeks=weeks) for weeks in WEEKS]


def calendar(now: datetime, address: str) -> str:
    """The calendar file (RFC 5545) with three whole days. `address`: the page to come back to."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tandem//Reminders//EN", "CALSCALE:GREGORIAN"]
    for weeks, day in zip(WEEKS, days(now), strict=True):
        lines += _event(weeks, day, now, address)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(weeks: int, day: date, now: datetime, address: str) -> list[str]:
    words = _(
        "Twenty minutes: one tells about an own small wish to change something, one asks, one watches. Then ten "
        "minutes of feedback. The observation card of lesson 2.3 helps. Leave clients out of it."
    )
    return [
        "BEGIN:VEVENT",
        f"UID:practice-week-{weeks}-{day:%Y%m%d}@tandem",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(_('Practise one talk with a colleague'))}",
        f"DESCRIPTION:{_escaped(words)}",
        f"URL:{address}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line in pieces of at most 75 bytes; a piece that goes on begins with a space. No letter is cut in two."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > LINE_BYTES:
            pieces.append(piece)
            piece = " "
        piece += letter
    return "\r\n".join([*pieces, piece])
