"""From a course that is done to a certificate."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from certificates import issuing
from certificates.issuing import Award
from certificates.models import Certificate, Emblem
from certificates.tokens import Kind
from modules.outline import Outline
from training.learners.place import Place
from training.models import CourseDone


class NotDone(Exception):
    """Something that counts is still open."""


@dataclass(frozen=True)
class Claimable:
    """What a certificate would say, before the name is typed."""

    completed_on: date
    certificate: Certificate | None


def claimable(place: Place) -> Claimable:
    """When the course was done, and the certificate if it was issued. Two queries. Raises NotDone."""
    done = CourseDone.objects.filter(start=place.start).first()
    if done is None:
        raise NotDone
    issued = (
        Certificate.objects.visible_to(place.learner)
        .select_related("revocation")
        .filter(course_key=str(place.start.course_key), course_version=place.outline.number, replaced=False)
        .first()
    )
    return Claimable(completed_on=done.completed_on, certificate=issued)


def is_waiting(place: Place) -> bool:
    """Whether the course is done and no certificate was made of it yet. Two queries, one before it is done."""
    try:
        return claimable(place).certificate is None
    except NotDone:
        return False


def claim(place: Place, name: str, now: datetime) -> Certificate:
    """The certificate for this course version; asked twice, the first one. Raises NotDone, NameRefused."""
    found = claimable(place)
    if found.certificate is not None:
        return found.certificate
    return issuing.issue(award_of(place.outline, found.completed_on), place.learner, name, now)


def award_of(outline: Outline, completed_on: date) -> Award:
    """What this course version is awarded for. One query for an emblem."""
    counting = [module for module in outline.modules if module.counts]
    hours = Decimal(outline.hours)
    return Award(
        course_key=outline.key,
        course_title=outline.title,
        course_version=outline.number,
        kind=Kind.SELF_STUDY,
        completed_on=completed_on,
        hours=hours,
        online_minutes=int(hours * 60),
        modules=tuple(module.title for module in counting),
        language=outline.language,
        line=outline.certificate_line,
        emblem=_emblem(outline.emblem),
    )


def _emblem(digest: str) -> int | None:
    """The key of the picture that was kept when this course version was frozen. One query, none without a picture."""
    return Emblem.objects.filter(digest=digest).values_list("pk", flat=True).first() if digest else None
