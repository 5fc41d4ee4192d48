"""`manage.py snapshot`: freezes the answers in aggregate of this week. Run it weekly; twice changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from training.trainers import statistics
from training.trainers.statistics import Outcome

SAID = {
    Outcome.FROZEN: "figures of {week:%d %B %Y} frozen.",
    Outcome.THERE_ALREADY: "the figures of this week are there already.",
    Outcome.NOTHING_NEW: "nothing new: fewer than 5 more learners have finished since the last figures.",
    Outcome.RESTLESS: "not frozen, because people left the course while it was counted.",
}


class Command(BaseCommand):
    """Freezes the figures of every course version that ten people or more have finished."""

    help = (
        "Freezes this week's answers in aggregate, rounded. Nothing happens for versions that fewer than 10 finished."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        _take_your_time()
        week = statistics.week_of(timezone.localdate())
        courses = statistics.courses_to_measure(week)
        outcomes = {course: statistics.take(course, week) for course in courses}
        for course, outcome in outcomes.items():
            if options["verbosity"]:
                self.stdout.write(f"{course}: {SAID[outcome].format(week=week)}")
        if not courses and options["verbosity"]:
            self.stdout.write("Nothing to freeze: no course version was finished by 10 learners before this week.")
        if Outcome.RESTLESS in outcomes.values():
            raise CommandError("Not everything is frozen.")


def _take_your_time() -> None:
    """Counting millions of turns takes longer than a page may. This process has a connection of its own."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = '15min'")
