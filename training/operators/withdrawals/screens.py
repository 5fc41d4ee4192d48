"""What operators read about a request and its certificate: the public half, never a name or a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from certificates import withdrawing
from certificates.models import KINDS, Certificate, Revocation, Withdrawal
from training.models.people import User
from training.operators.withdrawals.forms import BECAUSE


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What anybody with the number may know. `month`: its first day. `status`: in words."""

    course: str
    version: int
    kind: Any
    month: date
    holds: bool
    status: Any


@dataclass(frozen=True, kw_only=True)
class Request:
    """One open request, as one operator sees it."""

    key: int
    facts: Facts
    because: Any
    asked_by: str
    asked_on: date
    is_own: bool
    may_confirm: bool


def facts(certificate: Certificate) -> Facts:
    """The facts of a certificate that was read with its revocation. No query."""
    revocation = getattr(certificate, "revocation", None)
    return Facts(
        course=certificate.course_title,
        version=certificate.course_version,
        kind=dict(KINDS)[certificate.kind],
        month=date.fromisoformat(f"{certificate.month}-01"),
        holds=revocation is None,
        status=revocation.get_reason_display() if revocation else "",
    )


def request(withdrawal: Withdrawal, user: User) -> Request:
    """One request. No query."""
    asked_by = withdrawal.asked_by
    return Request(
        key=withdrawal.pk,
        facts=facts(withdrawal.certificate),
        because=BECAUSE[Revocation.Because(withdrawal.because)],
        asked_by=str(asked_by or ""),
        asked_on=withdrawal.asked_on,
        is_own=asked_by == user,
        may_confirm=withdrawing.may_confirm(withdrawal, user),
    )


def open_requests(user: User) -> Sequence[Request]:
    """All open requests, oldest first. One query."""
    return [request(found, user) for found in withdrawing.open_requests()]
