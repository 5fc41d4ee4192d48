"""What holders do with their certificates: see how each stands, correct the name on it, withdraw it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from certificates import issuing, withdrawing
from certificates.models import Certificate, Revocation
from training.models import Learner, Share

_WITHDRAWN = {
    Revocation.Because.HOLDER: _("withdrawn on %(day)s, as its holder asked"),
    Revocation.Because.ERROR: _("withdrawn, issued in error"),
    Revocation.Because.KEY: _("withdrawn, its key is no longer trusted"),
}


class NotYours(Exception):
    """No certificate of this learner has this key."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A certificate and how it stands. `status`: in words, "" while it holds.

    `as_asked`: withdrawn because its holder asked, by own hand or through operators; nothing records which.
    """

    certificate: Certificate
    holds: bool
    may_be_made_anew: bool
    status: Any
    as_asked: bool = False

    @property
    def lost_its_key(self) -> bool:
        """Whether it needs no other name but another key."""
        return self.may_be_made_anew and not self.holds


def held(certificate: Certificate) -> Held:
    """How a certificate stands. No query if it was read with its revocation."""
    revocation = getattr(certificate, "revocation", None)
    return Held(
        certificate=certificate,
        holds=revocation is None,
        may_be_made_anew=issuing.may_be_replaced(certificate),
        status=_status(revocation) if revocation else "",
        as_asked=revocation is not None and revocation.because == Revocation.Because.HOLDER,
    )


def held_by(learner: Learner) -> list[Held]:
    """All of the learner's certificates, newest first. One query."""
    return [held(found) for found in Certificate.objects.visible_to(learner).select_related("revocation")]


def own(learner: Learner, key: int) -> Held:
    """The learner's own certificate with this key. One query. Raises NotYours."""
    found = Certificate.objects.visible_to(learner).select_related("revocation").filter(pk=key).first()
    if found is None:
        raise NotYours
    return held(found)


def shown_to(certificate: Certificate) -> Sequence[str]:
    """The names of the organisations that see it, in order. One query."""
    shares = Share.objects.filter(certificate=certificate).order_by("organisation__name")
    return list(shares.values_list("organisation__name", flat=True))


@transaction.atomic
def correct_name(certificate: Certificate, name: str, now: datetime) -> Certificate:
    """A new certificate with this name; the old number says that it was replaced, and its shares end without a trace.

    A share shows one name that its learner agreed to show: neither is the new one shown unasked, nor does the old one
    stay in anybody's list. Raises NameRefused, MayNotIssue, tokens.NoSigningKey.
    """
    new = issuing.replace(certificate, name, now)
    Share.objects.filter(certificate=certificate).delete()
    return new


def withdraw(certificate: Certificate, now: datetime) -> None:
    """At once and for good. Shares stay until they are ended, and show that it was withdrawn."""
    withdrawing.withdraw_own(certificate, now)


def _status(revocation: Revocation) -> Any:
    if revocation.reason == Revocation.Reason.REPLACED:
        return _("replaced")
    if not revocation.because:
        return _("withdrawn")
    return _WITHDRAWN[Revocation.Because(revocation.because)] % {"day": date_format(revocation.on, "j F Y")}
