"""The certificates that are judged: a row that was never saved, drawn the fast or the slow way, each drawn once."""

import hashlib
import io
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Literal
from uuid import UUID

from PIL import Image

from certificates import rendering, serials
from certificates.models import Certificate, Emblem
from certificates.pdf.slow import SlowPath
from tests.factories import CertificateFactory, LearnerFactory

SITE = "https://training.example.org"
ISSUER = "Exit Training Network"
LANGUAGES = ("en", "de", "it", "fi", "sv", "fr", "el", "uk", "ar")
LATIN = "Agnieszka Wiśniewska"
NATIVE = {
    "el": "Ελένη Παπαδοπούλου",
    "uk": "Олександра Ївженко",
    "ar": "فاطمة الزهراء العلوي",
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One certificate. `adorned`: with the course's own line and a partner's emblem."""

    way: Literal["fast", "slow"] = "fast"
    language: str = "en"
    practice: bool = False
    adorned: bool = False
    name: str = LATIN

    def __str__(self) -> str:
        kind = "practice" if self.practice else "self-study"
        plain = () if not self.adorned else ("adorned",)
        return "-".join((self.way, self.language, kind, *plain))


def row(case: Case) -> Certificate:
    """The row of a case. The same case has the same number and the same place in the status list."""
    chance = Random(repr(case))
    extra = {"line": "Offered with the youth services of the region.", "emblem": _emblem()} if case.adorned else {}
    certificate: Certificate = CertificateFactory.build(
        learner=LearnerFactory.build(id=UUID(int=chance.getrandbits(128))),
        serial=serials.new_serial(chance.randbytes),
        name=case.name,
        language=case.language,
        with_practice=case.practice,
        status_index=chance.randrange(100_000),
        **extra,
    )
    return certificate


@cache
def drawn(case: Case) -> bytes:
    """The PDF of a case. Raises SlowPath if the fast way does not take it."""
    return rendering.fast_pdf(row(case)) if case.way == "fast" else rendering.slow_pdf(row(case))


def issued(case: Case) -> bytes:
    """The PDF as a site with compiled templates hands it out: fast, or slowly if the fast way does not take it."""
    try:
        return drawn(replace(case, way="fast"))
    except SlowPath:
        return drawn(replace(case, way="slow"))


def _emblem() -> Emblem:
    picture = io.BytesIO()
    Image.new("RGB", (300, 120), "#0E5A63").save(picture, "PNG")
    png = picture.getvalue()
    digest = hashlib.sha256(png).hexdigest()
    return Emblem(digest=digest, name="Youth services of the region", png=png, width=300, height=120)


TEMPLATES = [
    *(Case(language=language, practice=practice) for language in LANGUAGES for practice in (False, True)),
    Case(adorned=True),
    Case(language="ar", practice=True, adorned=True),
]
FAST = [*TEMPLATES, *(replace(case, name=NATIVE[case.language]) for case in TEMPLATES if case.language in NATIVE)]
SLOW = [replace(case, way="slow", name=NATIVE.get(case.language, LATIN)) for case in TEMPLATES[::2]]
