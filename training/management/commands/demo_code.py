"""`manage.py demo_code [email]`: the one-time codes that the demo people's apps would show now."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from training.accounts import demo, second_factor


class Command(BaseCommand):
    """Stands in for a telephone, for demo people only."""

    help = "Prints the present one-time codes of the demo people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", nargs="?", default="", help="only the code of this person")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        if not settings.TANDEM_DEMO:
            raise CommandError("Codes of a real site stay on the telephones of its people.")
        now = timezone.now()
        codes = _codes(now)
        chosen = {address: code for address, code in codes.items() if email.strip().lower() in address}
        if not chosen:
            raise CommandError("There is no such demo person here. Load the demo first: ./run demo")
        for address, code in chosen.items():
            self.stdout.write(f"{code}  {address}")
        self.stdout.write(f"They hold for {second_factor.SECONDS - int(now.timestamp()) % second_factor.SECONDS} s.")


def _codes(now: datetime) -> dict[str, str]:
    emails = [person.email for person in demo.PEOPLE]
    factors = Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__email__in=emails)
    return {
        factor.user.email: second_factor.code_at(second_factor.opened(factor.data["secret"]), now)
        for factor in factors.select_related("user").order_by("user__email")
    }
