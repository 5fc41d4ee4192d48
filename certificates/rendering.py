"""A certificate's row as a PDF, drawn on demand and never stored.

PDF/A-3a and PDF/UA-1 in one file, with its credential inside, sealed if the site has a seal. Two ways come out the
same: the fast one fills a compiled template; on the slow one WeasyPrint draws the page, and pyHanko seals it.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils import translation

from certificates import achievements, compiling, languages, page, serials, tokens
from certificates.compiling import Compiled
from certificates.models import Certificate
from certificates.page import STYLESHEET, LetGo, check_address, html_of
from certificates.pdf import signing
from certificates.pdf.name_steps import printed
from certificates.pdf.slow import SlowPath
from certificates.pdf.template import Filling, identifier_of

__all__ = ["LetGo", "check_address", "fast_pdf", "html_of", "pdf", "slow_pdf"]


def pdf(certificate: Certificate) -> bytes:
    """The certificate as a file. Same row, same bytes. One or two queries the first time in a process. Raises LetGo."""
    try:
        return _filled(certificate, compiling.template_for)
    except SlowPath:
        return slow_pdf(certificate)


def fast_pdf(certificate: Certificate) -> bytes:
    """The certificate by its template, which is compiled now if need be. No query. Raises SlowPath, LetGo."""
    return _filled(certificate, compiling.compiled_here)


def slow_pdf(certificate: Certificate) -> bytes:
    """The certificate by WeasyPrint, about 100 ms. No query but for an emblem that is not loaded. Raises LetGo."""
    from certificates.pdf import sealing, weasy  # noqa: PLC0415 -- half a second to import, and rarely needed

    html = html_of(certificate)
    day = certificate.completed_on
    if day is None:
        raise LetGo(str(certificate.pk))
    content = weasy.pdf(
        html,
        stylesheet=STYLESHEET,
        identifier=identifier_of(str(certificate.number)),
        attachments=[compiling.attached(achievements.credential_of(certificate), day)],
        pictures=page.pictures_of(certificate),
    )
    seal = signing.seal_in_use()
    if seal is None:
        return content
    words = compiling.seal_words(certificate)
    return sealing.sealed(content, seal, on=day, identifier=str(certificate.number), tooltip=words)


def _filled(certificate: Certificate, found: Callable[[Certificate], Compiled]) -> bytes:
    """The template of the certificate with its slots filled."""
    number, name, day = certificate.number, certificate.name, certificate.completed_on
    if number is None or name is None or day is None or certificate.token is None:
        raise LetGo(str(certificate.pk))
    compiled = found(certificate)
    credential = compiled.badge.issue(
        serial=serials.serial_of(number),
        completed_on=day,
        status_list=certificate.status_list,
        status_index=certificate.status_index,
        key=_key(),
    )
    filling = Filling(
        name=printed(name),
        number=number,
        day=_day(day, certificate.language),
        completed_on=day,
        token=tokens.text_of(bytes(certificate.token)),
        credential=credential,
    )
    seal = signing.seal_in_use()
    return compiled.drawn.draw(filling, seal=seal, sealed_on=max(day, seal.issued_on) if seal else day)


def _key() -> Ed25519PrivateKey:
    """The key that signs credentials, read again when its file is another one."""
    path = Path(settings.TANDEM_SIGNING_KEY_FILE)
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        changed = 0
    return _loaded(path, changed)


@lru_cache(maxsize=2)
def _loaded(path: Path, _changed: int) -> Ed25519PrivateKey:
    return tokens.load_key(path)


@lru_cache(maxsize=1024)
def _day(day: date, language: str) -> str:
    with translation.override(languages.spoken(language)):
        return page.day_of(day)
