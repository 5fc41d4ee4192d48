"""Coming back with the recovery code, on any device."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from training.learners import codes
from training.learners.starting import month_of
from training.models import Learner, LearnerDevice

DAYS_OF_GRACE = 14


class UnknownCode(Exception):
    """No place belongs to this code."""


@dataclass(frozen=True)
class Resumed:
    """The place that a code opens. `undone_claim`: it was taken into an account by cookie alone, and is free again."""

    learner: Learner
    undone_claim: bool = False


def resume(typed: str, now: datetime) -> Resumed:
    """The place that belongs to this code. Up to three queries. Raises UnknownCode.

    A former code works for 14 days; using it voids the newer one and every device, so that the owner wins over
    somebody who copied a cookie.
    """
    code = codes.normal(typed)
    if code is None:
        raise UnknownCode
    hashed, today = codes.code_hash(code), timezone.localtime(now).date()
    with transaction.atomic(durable=True):
        learner = (
            Learner.objects.select_for_update(of=("self",))
            .filter(Q(recovery_hash=hashed) | Q(former_recovery_hash=hashed, former_until__gte=today))
            .first()
        )
        if learner is None:
            raise UnknownCode
        undone = learner.user_id is not None and learner.claimed_until is not None and learner.claimed_until >= today
        if undone:
            learner.user = None
            learner.claimed_until = None
        if learner.former_recovery_hash == hashed:
            learner.recovery_hash, learner.former_recovery_hash, learner.former_until = hashed, None, None
            LearnerDevice.objects.filter(learner=learner).delete()
        learner.active_month = month_of(now)
        learner.save()
    return Resumed(learner=learner, undone_claim=undone)


def renew_code(learner: Learner, now: datetime, *, by_cookie: bool) -> str:
    """A new recovery code; the old one works on for 14 days if only a cookie proved who asks. Two queries."""
    code = codes.new_code()
    with transaction.atomic(durable=True):
        row = Learner.objects.select_for_update(of=("self",)).get(pk=learner.pk)
        if by_cookie and row.recovery_hash:
            if row.former_recovery_hash is None or (row.former_until and row.former_until < now.date()):
                row.former_recovery_hash = row.recovery_hash
            row.former_until = timezone.localtime(now).date() + timedelta(days=DAYS_OF_GRACE)
        elif not by_cookie:
            row.former_recovery_hash, row.former_until = None, None
        row.recovery_hash = codes.code_hash(code)
        row.save(update_fields=["recovery_hash", "former_recovery_hash", "former_until"])
    return code
