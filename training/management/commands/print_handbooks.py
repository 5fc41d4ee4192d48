"""`manage.py print_handbooks`: draws handbooks and group exercises before somebody asks. Twice draws nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from training import jobs


class Command(BaseCommand):
    """Draws what is not kept yet, one document at a time."""

    help = "Draws the handbooks and group exercises of all courses as PDF, so that nobody waits for one."

    def handle(self, *args: Any, **options: Any) -> None:
        drawn = jobs.print_handbooks.call()
        if options["verbosity"]:
            self.stdout.write(f"{drawn} new.")
