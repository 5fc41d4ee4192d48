"""Asking, confirming, declining: each with its line in Wagtail's log, which holds no number and no name."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from certificates import withdrawing
from certificates.models import Withdrawal
from training.models.people import User

ASKED, CONFIRMED, DECLINED = (f"certificates.withdrawal.{act}" for act in ("ask", "confirm", "decline"))


@transaction.atomic
def ask(number: str, because: str, user: User, now: datetime) -> Withdrawal:
    """The open request. Raises NothingToWithdraw, AskedAlready."""
    return _logged(withdrawing.ask(number, because, user, now), ASKED, user)


@transaction.atomic
def confirm(key: int, number: str, user: User, now: datetime) -> Withdrawal:
    """The certificate of this number is withdrawn. Raises SecondPersonNeeded, AnotherCertificate, DecidedAlready."""
    return _logged(withdrawing.confirm(key, user, now, number=number), CONFIRMED, user)


@transaction.atomic
def decline(key: int, user: User, now: datetime) -> Withdrawal:
    """The request is closed, the certificate stays as it is. Raises DecidedAlready."""
    return _logged(withdrawing.decline(key, user, now), DECLINED, user)


def name_log_actions(actions: Any) -> None:
    """The three acts have a name in the history of the site."""
    actions.register_action(ASKED, _("Ask for a withdrawal"), _("Asked to withdraw a certificate"))
    actions.register_action(CONFIRMED, _("Confirm a withdrawal"), _("Withdrew a certificate, as the second operator"))
    actions.register_action(
        DECLINED, _("Decline a withdrawal"), _("Declined to withdraw a certificate, or took it back")
    )


def _logged(withdrawal: Withdrawal, action: str, user: User) -> Withdrawal:
    log(instance=withdrawal, action=action, user=user, data={"because": withdrawal.because})
    return withdrawal
