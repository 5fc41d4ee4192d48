"""Asks a time-stamping service (RFC 3161) about certificates, once each, where the site names one. Off by default.

The service gets a digest, never a file or a name. What it signs is kept with the learner's half of the row and goes
with it; the file comes out the same each time.
"""

import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

from asn1crypto import tsp
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from pyhanko.sign.timestamps import TimeStamper

from certificates import rendering, seals
from certificates.models import Certificate
from certificates.pdf import sealed, signing, stamps
from certificates.pdf.stamps import Level, Outdated, Stamps

LONGEST_WAIT = 20  # seconds
_LARGEST_ANSWER = 100_000  # bytes


class StampRefused(RuntimeError):
    """The service did not answer, or its stamp is worth nothing here. The certificate stays as it is."""


class Service(TimeStamper):
    """A time-stamping service behind an address: https, or http for one on this machine."""

    def __init__(self, address: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko is half typed
        parts = urlsplit(address)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"}):
            raise ImproperlyConfigured("TANDEM_TIMESTAMP_URL must begin with https://")
        self._address = address

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The answer (RFC 3161, 3.4). Raises OSError."""
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        request = urllib.request.Request(self._address, req.dump(), headers)  # noqa: S310 -- the scheme is checked above
        with urllib.request.urlopen(request, timeout=LONGEST_WAIT) as answer:  # noqa: S310 -- as above
            return tsp.TimeStampResp.load(answer.read(_LARGEST_ANSWER))


def service() -> Service | None:
    """The service that the settings name. Raises ImproperlyConfigured."""
    return Service(settings.TANDEM_TIMESTAMP_URL) if settings.TANDEM_TIMESTAMP_URL else None


def level() -> Level:
    """How much the settings want stamped. Raises ImproperlyConfigured."""
    try:
        return Level(settings.TANDEM_TIMESTAMP_LEVEL)
    except ValueError:
        raise ImproperlyConfigured(f"TANDEM_TIMESTAMP_LEVEL must be one of {', '.join(Level)}") from None


def waiting() -> Iterator[Certificate]:
    """The certificates without fitting stamps, oldest first: new ones, and those whose file is drawn otherwise now.

    One query, however many, and a file drawn for each that has stamps.
    """
    held: QuerySet[Certificate] = Certificate.objects.filter(number__isnull=False, revocation=None).order_by("pk")
    return (certificate for certificate in held.iterator() if not _fits(certificate))


def stamp(certificate: Certificate, stamper: TimeStamper) -> None:
    """Asks the service and keeps what it signed, if the file with it holds before everybody. Two queries.

    Raises StampRefused, LetGo. A learner who lets go meanwhile keeps nothing.
    """
    seal = signing.seal_in_use()
    if seal is None:
        raise StampRefused("the site has no seal, so there is nothing to stamp")
    content = rendering.unstamped(certificate)
    if rendering.unstamped(certificate) != content:  # as EC keys in hardware: its stamp would be asked for for ever
        raise StampRefused("this seal signs a file another way each time, so that no stamp fits it later")
    try:
        answer = stamps.ask(content, stamper, level(), chain=seal.chain)
        stamped = answer.put_into(content)
    except (OSError, ValueError) as error:  # a refusal of the service is an OSError, too
        raise StampRefused(str(error)) from error
    verdict = sealed.judge(stamped, seals.trusted(), stamp_roots=seals.trusted_for_stamps())
    if not verdict.holds or verdict.stamped_at is None:
        raise StampRefused(verdict.reason or "the stamp hangs on no certificate of TANDEM_TIMESTAMP_ROOTS_FILE")
    Certificate.objects.filter(pk=certificate.pk, number__isnull=False).update(stamps=answer.to_bytes())


def _fits(certificate: Certificate) -> bool:
    if certificate.stamps is None:
        return False
    try:
        kept = Stamps.from_bytes(bytes(certificate.stamps))
        kept.put_into(rendering.unstamped(certificate))
    except Outdated:
        return False
    return kept.level is level()
