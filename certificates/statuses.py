"""Places in the status lists: given to new certificates, published for all."""

import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import Max, Min

from certificates import status_list, tokens
from certificates.models import Certificate, Revocation
from certificates.status_list import PLACES

REMEMBERED = 3600  # seconds
_LAST_LIST = 32_767  # of what its column holds


class UnknownList(LookupError):
    """No certificate has a place in a list of this number."""


def save_in_a_free_place(certificate: Certificate) -> None:
    """Stores a new certificate with a place of its own in a status list.

    When somebody takes the place between the look and the write, another one is drawn. Raises IntegrityError for what
    another place does not mend, as a second claim of the same learner.
    """
    while True:
        certificate.status_list, certificate.status_index = _free_place()
        try:
            with transaction.atomic():
                certificate.save(force_insert=True)
        except IntegrityError:
            if not _taken(certificate.status_list, certificate.status_index):
                raise
        else:
            return


def status_list_credential(number: int) -> bytes:
    """The signed list of this number: who is revoked, withdrawn or replaced. The same bytes until one more is.

    Dated with the day of the newest revocation; before the first, with the month of the first certificate. Two queries,
    three before the first revocation, one when it was asked for lately. Raises UnknownList, tokens.NoSigningKey.
    """
    if number > _LAST_LIST:  # nor is it a key for the cache
        raise UnknownList(number)
    key = tokens.load_key(Path(settings.TANDEM_SIGNING_KEY_FILE))
    # Revocations are only ever added, so the newest one tells whether a list is still as it was.
    newest = Revocation.objects.aggregate(newest=Max("pk"))["newest"]
    remembered = f"status-list:{number}:{newest}:{tokens.key_id_of(key.public_key().public_bytes_raw())}"
    made = cache.get(remembered)
    if made is None:
        made = _made(number, key)
        cache.set(remembered, made, REMEMBERED)
    return bytes(made)


def _made(number: int, key: Ed25519PrivateKey) -> bytes:
    held = Certificate.objects.filter(status_list=number)
    revoked = dict(held.filter(revocation__isnull=False).values_list("status_index", "revocation__on"))
    day = max(revoked.values()).isoformat() if revoked else _first_day(number)
    return status_list.credential(settings.TANDEM_SITE_URL.rstrip("/"), number, day, revoked, key=key)


def _first_day(number: int) -> str:
    month = Certificate.objects.filter(status_list=number).aggregate(first=Min("month"))["first"]
    if month is None:
        raise UnknownList(number)
    return f"{month}-01"


def _free_place() -> tuple[int, int]:
    """A status list and a random bit in it that nobody has. Two queries; each place that is taken costs two more.

    A list is filled to a half. It is counted only when a place turns out to be taken: then it may be as full.
    """
    number = Certificate.objects.aggregate(last=Max("status_list"))["last"] or 1
    while True:
        place = secrets.randbelow(PLACES)
        if not _taken(number, place):
            return number, place
        if Certificate.objects.filter(status_list=number).count() >= PLACES // 2:
            number += 1


def _taken(number: int, place: int) -> bool:
    return Certificate.objects.filter(status_list=number, status_index=place).exists()
