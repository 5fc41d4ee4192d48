"""Starting a course: the one act that makes a learner."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from modules.models import CourseVersion
from quizzes.terms import Role
from training.learners import codes
from training.models import CourseStart, Learner, User


@dataclass(frozen=True)
class Started:
    """What the start page shows. `code` only for a new learner, and only this once."""

    learner: Learner
    start: CourseStart
    code: str = ""


def start(
    version: CourseVersion, learner: Learner | None, role: Role | None, now: datetime, user: User | None = None
) -> Started:
    """A place in the course; a new learner with a recovery code where none is open. Up to five queries.

    `user`: the account that is signed in; a new place is its own from the start.

    Started twice, or twice at once: the place there is. The version is pinned by the first start.
    """
    code = ""
    with transaction.atomic(durable=True):
        if learner is None:
            code = codes.new_code()
            learner = Learner.objects.create(
                user=user, recovery_hash=codes.code_hash(code), role=role or "", active_month=month_of(now)
            )
        elif role is not None and learner.role != role:
            learner.role = role.value
            learner.save(update_fields=["role"])
        place = _place(version, learner)
    return Started(learner=learner, start=place, code=code)


def _place(version: CourseVersion, learner: Learner) -> CourseStart:
    known = CourseStart.objects.filter(learner=learner, course_key=version.key).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return CourseStart.objects.create(learner=learner, version=version, course_key=version.key)
    except IntegrityError:  # two tabs at once: the unique rule decided
        return CourseStart.objects.get(learner=learner, course_key=version.key)


def month_of(now: datetime) -> date:
    """The first day of the month: all that is kept about when somebody was here."""
    return timezone.localtime(now).date().replace(day=1)
