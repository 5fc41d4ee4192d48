"""`manage.py load_curriculum`: the content folder into the site, all or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from modules.curriculum.loading import Edited, Report, load
from modules.curriculum.reading import Refused


class Command(BaseCommand):
    """Loads the curriculum. Running it twice changes nothing; a broken file is refused whole."""

    help = "Loads the content folder and publishes it as starter content, not yet reviewed in tandem."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=Path(settings.BASE_DIR) / "curriculum")
        parser.add_argument("--overwrite", action="store_true", help="let the files win over what was edited since")

    def handle(self, *args: Any, folder: Path, overwrite: bool, **options: Any) -> None:
        try:
            report = load(folder, timezone.localdate(), overwrite=overwrite)
        except Refused as refused:
            self.stderr.write("\n".join(str(problem) for problem in refused.problems))
            raise CommandError(f"Nothing was loaded: {len(refused.problems)} problem(s) in {folder}.") from refused
        except Edited as edited:
            self.stderr.write("\n".join(f"edited since the last load: {name}" for name in edited.names))
            raise CommandError("Nothing was loaded. With --overwrite the files win.") from edited
        self._say(report)

    def _say(self, report: Report) -> None:
        self.stdout.write(f"{len(report.made)} made, {len(report.updated)} updated, {len(report.unchanged)} unchanged.")
        for name in report.kept:
            self.stdout.write(f"left out, because it was deleted here: {name}")
        for name in report.no_longer_named:
            self.stdout.write(f"no longer in the folder, but kept here: {name}")
