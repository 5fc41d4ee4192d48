"""An account takes over the place that is open in this browser: an act of its own, never a side effect of login."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from training.learners import codes
from training.learners.resuming import DAYS_OF_GRACE
from training.models import Learner, User


class AccountHasPlace(Exception):
    """The account has a place of its own; two places are never mixed silently."""


class PlaceTaken(Exception):
    """The place belongs to another account already."""


class WrongCode(Exception):
    """The typed code is not the one of this place."""


def claim(learner: Learner, user: User, typed_code: str, now: datetime) -> Learner:
    """The place, now the account's. Three queries. Raises AccountHasPlace, PlaceTaken, WrongCode.

    Without the code, by the browser's cookie alone, the recovery code undoes it for 14 days; with it, it is final.
    """
    try:
        with transaction.atomic(durable=True):
            row = Learner.objects.select_for_update(of=("self",)).get(pk=learner.pk)
            if row.user_id is not None and row.user_id != user.pk:
                raise PlaceTaken
            if Learner.objects.filter(user=user).exclude(pk=row.pk).exists():
                raise AccountHasPlace
            row.claimed_until = timezone.localtime(now).date() + timedelta(days=DAYS_OF_GRACE)
            if typed_code:
                code = codes.normal(typed_code)
                if code is None or codes.code_hash(code) != row.recovery_hash:
                    raise WrongCode
                row.claimed_until = None
            row.user = user
            row.save(update_fields=["user", "claimed_until"])
    except IntegrityError as error:  # two claims at once: the unique rule decided
        raise AccountHasPlace from error
    return row
