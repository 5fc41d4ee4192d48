"""Withdrawing a certificate: its holder does it alone, operators do it as two. Nobody is shown a name."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from certificates import issuing, serials
from certificates.models import Certificate, Revocation, Withdrawal


class NothingToWithdraw(Exception):
    """No certificate has this number, or the one that has it does not hold any more."""


class AskedAlready(Exception):
    """A request about this certificate is open; a second operator has to decide."""


class SecondPersonNeeded(Exception):
    """Whoever asked may not confirm, and whoever asked has to be an operator still."""


class AnotherCertificate(Exception):
    """The number that was typed to confirm is not that of the certificate that was asked for."""


class DecidedAlready(Exception):
    """The request is not open any more, or there never was one."""


def withdraw_own(certificate: Certificate, now: datetime) -> Revocation:
    """The holder's own act, at once and for good; one that is revoked already stays as it is. Two queries."""
    return issuing.revoke(certificate, now, because=Revocation.Because.HOLDER)


def standing(number: str) -> Certificate:
    """The certificate of this number, or the one that came in its place, with its revocation. A query for each.

    Raises NothingToWithdraw if no certificate has the number.
    """
    try:
        serial = serials.serial_of(number)
    except ValueError as error:
        raise NothingToWithdraw from error
    number_hash = serials.keyed_hash(serial, settings.TANDEM_CERTIFICATE_PEPPER)
    found = Certificate.objects.select_related("revocation").filter(number_hash=number_hash).first()
    if found is None:
        raise NothingToWithdraw
    return _newest(found)


def ask(number: str, because: str, user: models.Model, now: datetime) -> Withdrawal:
    """The open request of this operator. A few queries. Raises NothingToWithdraw, AskedAlready."""
    certificate = standing(number)
    if hasattr(certificate, "revocation"):
        raise NothingToWithdraw
    try:
        with transaction.atomic():
            return Withdrawal.objects.create(
                certificate=certificate, because=because, asked_by_id=user.pk, asked_on=_day(now)
            )
    except IntegrityError as error:  # the unique rule: one open request each
        raise AskedAlready from error


def open_requests() -> list[Withdrawal]:
    """What waits for a second operator, oldest first, with certificate and who asked. One query."""
    waiting = Withdrawal.objects.filter(state=Withdrawal.State.OPEN).order_by("asked_on", "pk")
    return list(waiting.select_related("certificate__revocation", "asked_by"))


def open_request(key: int) -> Withdrawal:
    """One of them, by its key. One query. Raises DecidedAlready."""
    rows = Withdrawal.objects.select_related("certificate__revocation", "asked_by")
    found = rows.filter(pk=key, state=Withdrawal.State.OPEN).first()
    if found is None:
        raise DecidedAlready
    return found


def was_decided(key: int) -> bool:
    """Whether there was a request of this key that is not open any more. One query."""
    return Withdrawal.objects.filter(pk=key).exclude(state=Withdrawal.State.OPEN).exists()


def may_confirm(request: Withdrawal, user: Any) -> bool:
    """Whether `user` is the second person: another operator than the one who asked, who is an operator still."""
    asked_by = request.asked_by
    if asked_by is None or asked_by.pk == user.pk or not user.is_superuser:
        return False
    return bool(asked_by.is_superuser and asked_by.is_active)


@transaction.atomic
def confirm(key: int, user: models.Model, now: datetime, *, number: str) -> Withdrawal:
    """Withdraws the certificate, or the one that came in its place meanwhile. A few queries; nothing calls it back.

    `number`: as the second person reads it in what was written to the site, so that two requests about alike
    certificates are not mixed up. Raises SecondPersonNeeded, AnotherCertificate, DecidedAlready.
    """
    request = _locked(key)
    if not may_confirm(request, user):
        raise SecondPersonNeeded
    if not _is_about(request, number):
        raise AnotherCertificate
    withdraw_standing(request.certificate, now, because=request.because)
    return _decided(request, Withdrawal.State.CONFIRMED, user, now)


def withdraw_standing(certificate: Certificate, now: datetime, *, because: str) -> Revocation:
    """Withdraws this certificate or the one that stands in its place, also if it is replaced at this very moment."""
    standing = _newest(certificate)
    revocation = issuing.revoke(standing, now, because=because)
    if revocation.reason == Revocation.Reason.REPLACED:  # between the look and the lock
        following = _newest(Certificate.objects.get(pk=standing.pk))
        if following != standing:
            return withdraw_standing(following, now, because=because)
    return revocation


@transaction.atomic
def decline(key: int, user: models.Model, now: datetime) -> Withdrawal:
    """Closes the request, by another operator or by who asked and takes it back. Raises DecidedAlready."""
    return _decided(_locked(key), Withdrawal.State.DECLINED, user, now)


def _newest(certificate: Certificate) -> Certificate:
    """Of a certificate that was replaced: the one that stands now. One query for each that came in another's place.

    So neither a corrected name nor an erasure is a way out.
    """
    while certificate.replaced and certificate.replaced_by_id is not None:
        certificate = Certificate.objects.select_related("revocation").get(pk=certificate.replaced_by_id)
    if not certificate.replaced or certificate.learner_id is None:
        return certificate
    # Replaced before it was noted by which.
    same = Certificate.objects.select_related("revocation").filter(
        learner=certificate.learner_id,
        course_key=certificate.course_key,
        course_version=certificate.course_version,
        kind=certificate.kind,
        replaced=False,
    )
    return same.first() or certificate


def _is_about(request: Withdrawal, number: str) -> bool:
    """By the keyed hash, which let-go certificates have, too. The number of what it replaced counts as well."""
    try:
        return standing(number) == _newest(request.certificate)
    except NothingToWithdraw:
        return False


def _locked(key: int) -> Withdrawal:
    rows = Withdrawal.objects.select_for_update(of=("self",)).select_related("certificate", "asked_by")
    found = rows.filter(pk=key, state=Withdrawal.State.OPEN).first()
    if found is None:
        raise DecidedAlready
    return found


def _decided(request: Withdrawal, state: Withdrawal.State, user: models.Model, now: datetime) -> Withdrawal:
    request.state, request.decided_by_id, request.decided_on = state, user.pk, _day(now)
    request.save(update_fields=["state", "decided_by", "decided_on"])
    return request


def _day(now: datetime) -> Any:
    return timezone.localtime(now).date()
