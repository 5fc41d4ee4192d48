"""`manage.py sync_roles`: the groups Trainers and Reviewers, with exactly their rights."""

from typing import Any

from django.core.management.base import BaseCommand

from modules.models import HomePage
from training import roles


class Command(BaseCommand):
    """Brings the groups of the admin to the rights that the code states; twice does no harm."""

    help = "Makes the groups Trainers and Reviewers, with exactly the rights that they need."

    def handle(self, *args: Any, **options: Any) -> None:
        roles.sync()
        if not HomePage.objects.exists():
            self.stderr.write(
                "There is no home page yet, so the groups reach no page. Load the curriculum, then repeat."
            )
        if options["verbosity"]:
            self.stdout.write("The groups Trainers and Reviewers have their rights.")
