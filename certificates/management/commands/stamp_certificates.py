"""Has new certificates time-stamped, where the site names a service."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certificates import stamping


class Command(BaseCommand):
    """Asks once per certificate; run it by a timer, every few minutes. Again changes nothing."""

    help = "Ask the time-stamping service about certificates that have no stamp yet."

    def handle(self, *args: Any, **options: Any) -> None:
        service = stamping.service()
        if service is None:
            self.stdout.write("Time stamps are off: TANDEM_TIMESTAMP_URL names no service.")
            return
        done = 0
        for certificate in stamping.waiting():
            try:
                stamping.stamp(certificate, service)
            except stamping.StampRefused as error:
                raise CommandError(f"{done} stamped, then no more: {error}.") from error
            done += 1
        self.stdout.write(f"{done} stamped.")
