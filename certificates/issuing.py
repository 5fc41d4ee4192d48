"""Issue once, withdraw, replace, let go."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from certificates import serials, statuses, tokens
from certificates.models import KEPT_HALF, Certificate, Revocation, VerificationKey
from certificates.normal import printed_name
from certificates.tokens import Claims, Kind

# The second kind waits for practice sessions, which confirm the hours (decision 12).
CLAIMABLE = frozenset({Kind.SELF_STUDY})


class MayNotIssue(Exception):
    """There is nothing to issue a certificate for, or not any more."""


@dataclass(frozen=True, kw_only=True)
class Award:
    """What a certificate is issued for. `hours` as printed (3.5); minutes by mode; titles as printed.

    `line`: the course's own line. `emblem`: key of the Emblem of the organisation that it is offered with.
    """

    course_key: str
    course_title: str
    course_version: int
    kind: Kind
    completed_on: date
    hours: Decimal
    online_minutes: int
    practice_minutes: int = 0
    modules: tuple[str, ...]
    language: str
    line: str = ""
    emblem: int | None = None


def issue(award: Award, learner: models.Model, name: str, now: datetime) -> Certificate:
    """The learner's certificate for this course version and kind. Asked twice, or twice at once: the first one.

    Raises NameRefused, MayNotIssue, or tokens.NoSigningKey.
    """
    first = _issued(learner, award)
    if first is not None:
        return first
    _refuse_what_may_not_be_issued(award, now)
    certificate = _signed(award, learner, printed_name(name), key_in_use(now))
    try:
        statuses.save_in_a_free_place(certificate)
    except IntegrityError:
        # Somebody was faster; the unique rule decided. Anything else is a real error.
        first = _issued(learner, award)
        if first is None:
            raise
        return first
    return certificate


@transaction.atomic
def revoke(certificate: Certificate, now: datetime, *, because: str = "") -> Revocation:
    """Withdraws a certificate; one that is revoked already stays as it is. `because`: of Revocation.Because."""
    _locked(certificate)  # `replace` looks under the same lock, so that nobody slips away from a withdrawal
    return _revoked(certificate, Revocation.Reason.WITHDRAWN, now, because)


@transaction.atomic
def replace(certificate: Certificate, name: str, now: datetime) -> Certificate:
    """A new certificate with a corrected name in place of the old one, which says from now on that it was replaced.

    One that was withdrawn because of its key is made anew likewise, and its old number stays withdrawn.
    Raises NameRefused; MayNotIssue if the old one was let go, withdrawn or replaced already.
    """
    old = _locked(certificate)
    if old.learner is None or old.completed_on is None or not may_be_replaced(old):
        raise MayNotIssue("only a certificate that holds can be replaced")
    award = Award(
        course_key=old.course_key,
        course_title=old.course_title,
        course_version=old.course_version,
        kind=Kind(old.kind),
        completed_on=old.completed_on,
        hours=old.hours,
        online_minutes=old.online_minutes,
        practice_minutes=old.practice_minutes,
        modules=tuple(old.modules),
        language=old.language,
        line=old.line,
        emblem=old.emblem_id,
    )
    new = _signed(award, old.learner, printed_name(name), key_in_use(now))
    _step_aside(old, now)  # before the new one comes: a learner holds one at a time
    statuses.save_in_a_free_place(new)
    mark_replaced(old, now, by=new)
    return new


def may_be_replaced(certificate: Certificate) -> bool:
    """Whether it holds, or lost its hold only because of the key that signed it."""
    if certificate.replaced:
        return False
    return not hasattr(certificate, "revocation") or certificate.revocation.because == Revocation.Because.KEY


@transaction.atomic
def mark_replaced(certificate: Certificate, now: datetime, *, by: Certificate) -> None:
    """Lets another certificate of the same learner stand instead, as when two places become one.

    Which one is kept for good, so that who knows the old number can withdraw the new one after an erasure too.
    """
    _step_aside(certificate, now)
    certificate.replaced_by = by
    certificate.save(update_fields=["replaced_by"])


def let_go(learner: models.Model) -> int:
    """Empties the kept half of all the learner's certificates; they can still be checked. One query; how many."""
    return Certificate.objects.filter(learner=learner.pk).update(**dict.fromkeys((*KEPT_HALF, "stamps")))


def key_in_use(now: datetime) -> Ed25519PrivateKey:
    """The signing key, its public half on record before anything is signed with it. Raises tokens.NoSigningKey."""
    key = tokens.load_key(Path(settings.TANDEM_SIGNING_KEY_FILE))
    public_key = key.public_key().public_bytes_raw()
    VerificationKey.objects.get_or_create(
        key_id=tokens.key_id_of(public_key),
        defaults={"public_key": public_key.hex(), "first_used_on": timezone.localtime(now).date()},
    )
    return key


def _issued(learner: models.Model, award: Award) -> Certificate | None:
    return Certificate.objects.filter(
        learner=learner.pk,
        course_key=award.course_key,
        course_version=award.course_version,
        kind=award.kind.value,
        replaced=False,
    ).first()


def _refuse_what_may_not_be_issued(award: Award, now: datetime) -> None:
    if award.kind not in CLAIMABLE:
        raise MayNotIssue("the hours of practice are not confirmed")
    if award.completed_on > timezone.localtime(now).date():
        raise MayNotIssue("completed in the future")


def _signed(award: Award, learner: Any, name: str, key: Ed25519PrivateKey) -> Certificate:
    """A certificate with a new number and its token, not saved yet and without a place in a status list."""
    serial = serials.new_serial()
    claims = Claims(
        serial=serial,
        name=name,
        course_key=award.course_key,
        course_version=award.course_version,
        kind=award.kind,
        completed_on=award.completed_on,
        hours=award.hours,
        language=award.language,
    )
    return Certificate(
        number_hash=serials.keyed_hash(serial, settings.TANDEM_CERTIFICATE_PEPPER),
        course_key=award.course_key,
        course_version=award.course_version,
        course_title=award.course_title,
        modules=list(award.modules),
        kind=award.kind.value,
        month=f"{award.completed_on:%Y-%m}",
        hours=award.hours,
        online_minutes=award.online_minutes,
        practice_minutes=award.practice_minutes,
        language=award.language,
        number=serials.number_of(serial),
        name=name,
        completed_on=award.completed_on,
        token=tokens.sign(claims, key),
        learner_id=learner.pk,
        line=award.line,
        emblem_id=award.emblem,
    )


def _step_aside(certificate: Certificate, now: datetime) -> None:
    _revoked(certificate, Revocation.Reason.REPLACED, now)
    certificate.replaced = True
    certificate.save(update_fields=["replaced"])


def _locked(certificate: Certificate) -> Certificate:
    return Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)


def _revoked(certificate: Certificate, reason: Revocation.Reason, now: datetime, because: str = "") -> Revocation:
    said = {"reason": reason, "because": because, "on": timezone.localtime(now).date()}
    revocation, _new = Revocation.objects.get_or_create(certificate=certificate, defaults=said)
    return revocation
