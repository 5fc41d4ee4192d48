"""Showing one certificate to one organisation, and stopping. Only the learner does either."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from certificates import normal
from certificates.models import Certificate
from training.models import Learner, Organisation, OrganisationCode, Share, ShareSeen


class UnknownOrganisation(Exception):
    """No organisation has this code now."""


@dataclass(frozen=True)
class SeenOn:
    """One entry of the log that is owed to the learner."""

    organisation: str
    how: str
    seen_at: datetime


def organisation_by(code: str) -> Organisation:
    """The organisation whose open code this is, with its service. One query. Raises UnknownOrganisation."""
    typed = normal.typed_code(code)
    found = (
        OrganisationCode.objects.select_related("organisation__parent").filter(code=typed, is_open=True).first()
        if typed
        else None
    )
    if found is None:
        raise UnknownOrganisation
    return found.organisation


def share(certificate: Certificate, organisation: Organisation, now: datetime) -> Share:
    """The share; asked twice, the first one. Up to two queries."""
    known = Share.objects.filter(certificate=certificate, organisation=organisation).first()
    if known is not None:
        return known
    today = timezone.localtime(now).date()
    try:
        with transaction.atomic():
            return Share.objects.create(certificate=certificate, organisation=organisation, shared_on=today)
    except IntegrityError:  # two tabs at once
        return Share.objects.get(certificate=certificate, organisation=organisation)


def shares_of(learner: Learner) -> list[Share]:
    """The learner's shares, newest first, with organisation and certificate. One query."""
    return list(
        Share.objects.select_related("organisation__parent", "certificate")
        .filter(certificate__learner=learner)
        .order_by("-shared_on", "-pk")
    )


def stop(learner: Learner, public_id: UUID) -> bool:
    """Ends a share of this learner without a trace; False if there is none. One query and its cascade."""
    deleted, _ = Share.objects.filter(public_id=public_id, certificate__learner=learner).delete()
    return bool(deleted)


def log_of(learner: Learner, most: int = 50) -> list[SeenOn]:
    """Who looked at what this learner shared, newest first. One query."""
    rows = (
        ShareSeen.objects.filter(share__certificate__learner=learner)
        .select_related("share__organisation")
        .order_by("-seen_at")[:most]
    )
    return [SeenOn(row.share.organisation.name, row.get_how_display(), row.seen_at) for row in rows]
