"""Checks a certificate against this site's keys and records."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certificates import checking, evidence, seals, serials, tokens


class Command(BaseCommand):
    """Says who completed what, and whether it still holds: token, seal, credential. Needs the database, no network."""

    help = "Check a certificate: a PDF file, or the text of its QR code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("certificate", metavar="FILE|TOKEN")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = evidence.examine(
                options["certificate"],
                checking.public_keys(),
                roots=seals.trusted(),
                stamp_roots=seals.trusted_for_stamps(),
            )
        except tokens.Unreadable as reason:
            raise CommandError(f"Nothing was checked: {reason}.") from reason
        except tokens.NotGenuine as reason:
            raise CommandError(f"Not genuine: {reason}.") from reason
        claims = found.claims
        number = serials.number_of(claims.serial)
        status = checking.status_of(number)
        verdict, *parts = str(found).splitlines()
        self.stdout.write("\n".join([f"{verdict} Status: {status.state}.", *parts]))
        self.stdout.write(f"Name: {claims.name}")
        self.stdout.write(f"Course: {status.course_title or claims.course_key}, version {claims.course_version}")
        self.stdout.write(f"Kind: {claims.kind}, {claims.hours} hours, language {claims.language}")
        self.stdout.write(f"Completed on: {claims.completed_on.isoformat()}")
        self.stdout.write(f"Number: {number}")
        if not found.holds:
            raise CommandError("Do not rely on this file: only its number and what is listed here come from us.")
