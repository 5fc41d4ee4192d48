"""Checks a certificate against this site's keys and records."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certificates import checking, evidence, seals, serials, tokens
from certificates.checking import State, Status
from certificates.evidence import Evidence


class Command(BaseCommand):
    """Says who completed what, and whether it still holds: token, seal, credential. Needs the database, no network.

    Fails unless all of it holds: the certificate, and the page of a file that was handed over.
    """

    help = "Check a certificate: a PDF file, or the text of its QR code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("certificate", metavar="FILE|TOKEN")

    def handle(self, *args: Any, **options: Any) -> None:
        argument = options["certificate"]
        if evidence.is_for_wallets(argument):
            raise CommandError(
                "Nothing was checked: this is the credential for wallets, which names nobody. Checkers of Open Badges "
                "3.0 read it; for this command take the PDF file, which holds it too."
            )
        try:
            found = evidence.examine(
                argument,
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
        _verdict, *parts = str(found).splitlines()
        self.stdout.write("\n".join([_first_line(found, status), *parts]))
        self.stdout.write(f"Name: {claims.name}")
        self.stdout.write(f"Course: {status.course_title or claims.course_key}, version {claims.course_version}")
        self.stdout.write(f"Kind: {claims.kind}, {claims.hours} hours, language {claims.language}")
        self.stdout.write(f"Completed on: {claims.completed_on.isoformat()}")
        self.stdout.write(f"Number: {number}")
        if not found.holds:
            raise CommandError("Do not rely on this file: only its number and what is listed here come from us.")
        if status.state is not State.VALID:
            raise CommandError("Do not rely on it: the certificate does not hold.")
        if found.unproven:
            raise CommandError("Do not rely on the page: only its number and what is listed here come from us.")


def _first_line(found: Evidence, status: Status) -> str:
    """The verdict and the status; a certificate that does not hold is not called genuine without it."""
    verdict = str(found).splitlines()[0]
    if status.state is State.VALID or not found.holds:
        return f"{verdict} Status: {status.state}."
    but = f"{status.state} on {status.revoked_on}"
    if status.state is State.UNKNOWN:
        but = "we have no record of its number: somebody else may have signed it with a key of ours"
    subject = "The code is genuine" if found.unproven else "Genuine"
    return f"{subject}, but {but}." + (" The page around it is unproven." if found.unproven else "")
