"""Places in the status lists: given to new certificates, published for all."""

import secrets
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, Min

from certificates import status_list, tokens
from certificates.models import Certificate
from certificates.status_list import PLACES


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

    Dated with the day of the newest revocation; before the first, with the month of the first certificate. One query,
    two before the first revocation. Raises UnknownList, tokens.NoSigningKey.
    """
    held = Certificate.objects.filter(status_list=number)
    revoked = dict(held.filter(revocation__isnull=False).values_list("status_index", "revocation__on"))
    day = max(revoked.values()).isoformat() if revoked else _first_day(number)
    key = tokens.load_key(Path(settings.TANDEM_SIGNING_KEY_FILE))
    return status_list.credential(settings.TANDEM_SITE_URL.rstrip("/"), number, day, revoked, key=key)


def _first_day(number: int) -> str:
    month = Certificate.objects.filter(status_list=number).aggregate(first=Min("month"))["first"]
    if month is None:
        raise UnknownList(number)
    return f"{month}-01"


def _free_place() -> tuple[int, int]:
    """A status list and a random bit in it that nobody has. A list is filled to a half. Three queries, seldom more."""
    last = Certificate.objects.aggregate(last=Max("status_list"))["last"] or 1
    if Certificate.objects.filter(status_list=last).count() >= PLACES // 2:
        last += 1
    while True:
        place = secrets.randbelow(PLACES)
        if not _taken(last, place):
            return last, place


def _taken(number: int, place: int) -> bool:
    return Certificate.objects.filter(status_list=number, status_index=place).exists()
