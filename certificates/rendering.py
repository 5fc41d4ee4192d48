"""A certificate's row as a PDF, drawn on demand and never stored.

PDF/A-3a and PDF/UA-1 in one file, with its credential inside, sealed if the site has a seal. Two ways come out the
same: the fast one fills a compiled template; on the slow one WeasyPrint draws the page, and pyHanko seals it.
"""

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from certificates import achievements, compiling, filling, keys, page, serials, tokens
from certificates.compiling import Compiled
from certificates.models import Certificate
from certificates.page import STYLESHEET, LetGo, check_address, html_of
from certificates.pdf import signing
from certificates.pdf.signing import Seal
from certificates.pdf.slow import SlowPath
from certificates.pdf.template import identifier_of

__all__ = ["NO_KEYS", "LetGo", "check_address", "fast_pdf", "html_of", "pdf", "slow_pdf", "unstamped"]
# What drawing raises while a key of the site cannot be used: of tokens and credentials, of the seal, in hardware.
NO_KEYS = (tokens.NoSigningKey, signing.SealUnusable, keys.KeyUnusable)


def pdf(certificate: Certificate) -> bytes:
    """The certificate as a file. Same row, same bytes. One or two queries the first time in a process.

    Raises LetGo, and one of NO_KEYS.
    """
    content = unstamped(certificate)
    if certificate.stamps is None:
        return content
    from certificates.pdf import stamps  # noqa: PLC0415 -- pyHanko, which most sites need for nothing else

    try:
        return stamps.Stamps.from_bytes(bytes(certificate.stamps)).put_into(content)
    except stamps.Outdated:  # drawn otherwise since, as after an update; certificates.stamping asks anew
        return content


def unstamped(certificate: Certificate) -> bytes:
    """As `pdf`, but without the time stamps that are kept with it."""
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
        attachments=[filling.attached(achievements.credential_of(certificate), day)],
        pictures=page.pictures_of(certificate),
    )
    seal = signing.seal_in_use()
    if seal is None:
        return content
    words = compiling.seal_words(certificate)
    return sealing.sealed(content, seal, on=day, identifier=str(certificate.number), tooltip=words)


def _filled(certificate: Certificate, found: Callable[[Certificate, Seal | None], Compiled]) -> bytes:
    """The template of the certificate with its slots filled."""
    name, seal = filling.printed_name_of(certificate), signing.seal_in_use()
    compiled = found(certificate, seal)
    compiled.must_draw(certificate, name)
    said = filling.filling_of(certificate, name=name, credential=_credential(certificate, compiled))
    day = said.completed_on
    return compiled.drawn.draw(said, seal=seal, sealed_on=max(day, seal.issued_on) if seal else day)


def _credential(certificate: Certificate, compiled: Compiled) -> bytes:
    number, day = certificate.number, certificate.completed_on
    if number is None or day is None:
        raise LetGo(str(certificate.pk))
    return compiled.badge.issue(
        serial=serials.serial_of(number),
        completed_on=day,
        status_list=certificate.status_list,
        status_index=certificate.status_index,
        key=_key(),
    )


def _key() -> Ed25519PrivateKey:
    """The key that signs credentials, read again when its file is another one."""
    path = settings.TANDEM_SIGNING_KEY_FILE
    try:
        changed = os.stat(path).st_mtime_ns  # noqa: PTH116 -- for every file; Path is slower
    except OSError:
        changed = 0
    return _loaded(path, changed)


@lru_cache(maxsize=2)
def _loaded(path: str | Path, _changed: int) -> Ed25519PrivateKey:
    return tokens.load_key(Path(path))
