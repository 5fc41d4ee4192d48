"""Leaving a course, and leaving altogether. Nobody is told, and nothing of it is kept (promise 2)."""

from django.db import transaction

from certificates import issuing
from training import access
from training.models import CourseStart, Learner, Share


def leave_course(start: CourseStart) -> None:
    """Deletes everything about this course in one transaction. Certificates stay: they are the learner's own."""
    with transaction.atomic(durable=True):
        CourseStart.objects.filter(pk=start.pk).delete()


def erase(learner: Learner) -> bool:
    """Deletes the learner, and the account if it serves nothing else; whether the account went, too.

    Certificates keep their nameless half, so that they can still be checked (promise 4).
    """
    user = learner.user
    with transaction.atomic(durable=True):
        Share.objects.filter(certificate__learner=learner).delete()
        issuing.let_go(learner)
        learner.delete()
        if user is None or access.is_privileged(user):
            return False
        user.delete()
        return True
