"""Noting the day on which everything that counts was done. Computed at once, never taken back."""

from datetime import datetime

from django.utils import timezone

from training import completion
from training.learners import facts
from training.learners.place import Place
from training.models import CourseDone


def note(place: Place, now: datetime) -> bool:
    """Whether the course is done; the first time, the day is written down. Two queries, one before anything is done.

    Reads the facts anew: called inside the transaction that has just added one.
    """
    done = completion.assess(place.outline, facts.facts_of(place.start))
    if not done.is_done:
        return False
    CourseDone.objects.bulk_create(
        [CourseDone(start=place.start, completed_on=timezone.localtime(now).date())], ignore_conflicts=True
    )
    return True
