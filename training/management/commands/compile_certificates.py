"""`manage.py compile_certificates`: the templates of all certificates, made before anybody waits for one."""

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from certificates import compiling
from certificates.models import Certificate, CompiledTemplate
from training import jobs


class Command(BaseCommand):
    """Compiles and proves what is missing, and forgets templates that no course and no certificate needs any more."""

    help = "Compile the templates of certificates. Needed after an update of Tandem or of a new seal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what is missing, and fail if something is")

    def handle(self, *args: Any, **options: Any) -> None:
        needed = {compiling.digest_of(certificate): certificate for certificate in jobs.needed()}
        if not needed:
            self.stdout.write("Nothing to compile: no course is published and no certificate issued yet.")
        stored = CompiledTemplate.objects.in_bulk(list(needed), field_name="digest")
        missing = needed.keys() - stored.keys()
        if options["check"]:
            self._say(needed, stored)
            if missing:
                raise CommandError(f"{len(missing)} templates are missing: manage.py compile_certificates")
            return
        for certificate in needed.values():
            began = perf_counter()
            row = compiling.store(certificate, timezone.localdate())
            self._line(certificate, row, f"{perf_counter() - began:.1f} s")
        CompiledTemplate.objects.exclude(digest__in=needed).delete()

    def _say(self, needed: dict[str, Certificate], stored: dict[str, CompiledTemplate]) -> None:
        for digest, certificate in needed.items():
            self._line(certificate, stored.get(digest), "")

    def _line(self, certificate: Certificate, row: CompiledTemplate | None, time: str) -> None:
        state = "missing" if row is None else f"slow, because {row.slow_because}" if row.slow_because else "fast"
        what = f"{certificate.course_title} {certificate.course_version} ({certificate.language}, {certificate.kind})"
        self.stdout.write(f"{what}: {state} {time}".strip())
