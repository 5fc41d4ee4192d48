"""What one certificate says and others of its template do not; and certificates of nobody, to make templates of."""

from datetime import date
from functools import lru_cache
from hashlib import sha256

from django.utils import translation

from certificates import languages, page, serials, tokens
from certificates.models import Certificate
from certificates.page import LetGo
from certificates.pdf.attached import AttachedFile
from certificates.pdf.name_steps import PrintedName, printed
from certificates.pdf.template import Filling, Known

# What is drawn to be compiled. It stands nowhere else on the page.
NUMBER = "TD-0000-0000-0000-0000-0"
DAY = date(1911, 11, 11)
TOKEN = bytes(130)
# Two days of each month that have all digits between them, and all letters of a number.
_DAYS = tuple(day for month in range(1, 13) for day in (date(1203, month, 4), date(5678, month, 9)))
_NUMBERS = ("TD-0123-4567-89AB-CDEF-G", "HJKM-NPQR-STVW-XYZ")


def filling_of(certificate: Certificate, *, name: PrintedName, credential: bytes) -> Filling:
    """The filling. Raises LetGo."""
    number, day, token = certificate.number, certificate.completed_on, certificate.token
    if number is None or day is None or token is None:
        raise LetGo(str(certificate.pk))
    return Filling(
        name=name,
        number=number,
        day=day_of(day, certificate.language),
        completed_on=day,
        token=tokens.text_of(bytes(token)),
        credential=credential,
    )


@lru_cache(maxsize=1024)
def day_of(day: date, language: str) -> str:
    """A day as certificates of this language have it."""
    with translation.override(languages.spoken(language)):
        return page.day_of(day)


def known_of(certificate: Certificate) -> Known:
    """All letters that days and numbers can have."""
    with translation.override(languages.spoken(certificate.language)):
        direction = "rtl" if translation.get_language_bidi() else "ltr"
    return Known(days=[day_of(day, certificate.language) for day in _DAYS], numbers=_NUMBERS, direction=direction)


def sample_of(certificate: Certificate) -> Certificate:
    """The same certificate for nobody, never saved."""
    public = {field.attname: getattr(certificate, field.attname) for field in Certificate._meta.concrete_fields}
    row = Certificate(**{**public, "number": NUMBER, "name": "N", "completed_on": DAY, "token": TOKEN})
    row.emblem = certificate.emblem
    return row


def probe_of(certificate: Certificate, name: str) -> Certificate:
    """The same certificate for somebody made up: number, day and code follow from the name."""
    chance = sha256(name.encode()).digest()
    drawn = (sha256(chance + bytes([turn])).digest()[: serials.SIZE] for turn in range(256))
    row = sample_of(certificate)
    row.number = serials.number_of(serials.new_serial(lambda _size: next(drawn)))
    row.name, row.completed_on, row.token = name, date(2026, 1 + chance[0] % 12, 1 + chance[1] % 28), chance * 5
    return row


def printed_name_of(certificate: Certificate) -> PrintedName:
    """The name as it is set. Raises LetGo."""
    if certificate.name is None:
        raise LetGo(str(certificate.pk))
    return printed(certificate.name)


def attached(credential: bytes, on: date) -> AttachedFile:
    """The credential as a file in the certificate."""
    return AttachedFile(
        name="credential.json",
        content=credential,
        media_type="application/ld+json",
        description="Open Badges 3.0 credential",
        on=on,
    )
