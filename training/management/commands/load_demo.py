"""`manage.py load_demo`: a site to look around in: the curriculum, people with logins, a team with certificates."""

import io
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from modules import catalogue
from training.accounts import demo
from training.accounts.demo import DemoPerson
from training.learners import demo as colleagues
from training.learners import demo_answers
from training.models.organisations import Coordinator, Organisation, OrganisationCode
from training.models.people import User


class Command(BaseCommand):
    """Fills the demo; twice changes nothing. A real site refuses."""

    help = "Loads the curriculum and the people of the demo, and prints their logins. Only with demo settings."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TANDEM_DEMO:
            raise CommandError("Demo people have passwords that everybody can read. They belong into a demo only.")
        now = timezone.now()
        call_command("make_keys", "--throw-away-root", stdout=io.StringIO())
        call_command("load_curriculum", stdout=io.StringIO() if not options["verbosity"] else self.stdout)
        call_command("sync_roles", verbosity=0)
        with transaction.atomic():
            organisations = _organisations()
            for person in demo.PEOPLE:
                _person(person, organisations)
            course = catalogue.published_courses("en")[0]
            colleagues.load(course, organisations, now)
            demo_answers.load(course, now)
        call_command("snapshot", verbosity=0)
        if options["verbosity"]:
            self._say()

    def _say(self) -> None:
        site = settings.TANDEM_SITE_URL.rstrip("/")
        rows = [("Who", "Address", "E-mail", "Password"), ("learner", f"{site}/", "no account needed", "")]
        rows += [(person.work, f"{site}{person.path}", person.email, person.password) for person in demo.PEOPLE]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        self.stdout.write("")
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        self.stdout.write("\nAll but learners are asked for a second factor: ./run demo-code prints the codes of now.")
        self.stdout.write(f"Learners share with the code {demo.SERVICE_CODE[:4]}-{demo.SERVICE_CODE[4:]}.")


def _organisations() -> dict[str, Organisation]:
    service, _new = Organisation.objects.get_or_create(name=demo.SERVICE)
    office, _new = Organisation.objects.get_or_create(name=demo.OFFICE, defaults={"parent": service})
    for organisation, code in ((service, demo.SERVICE_CODE), (office, demo.OFFICE_CODE)):
        if not OrganisationCode.objects.filter(organisation=organisation).exists():
            OrganisationCode.objects.create(organisation=organisation, code=code)
    return {"service": service, "office": office}


def _person(person: DemoPerson, organisations: dict[str, Organisation]) -> None:
    """The account with a verified address, role and second factor. Whoever is there already stays as changed since."""
    if User.objects.filter(email=person.email).exists():
        return
    user = User.objects.create_user(
        person.email,
        person.password,
        first_name=person.first_name,
        last_name=person.last_name,
        profession=person.profession,
        is_staff=person.is_operator,
        is_superuser=person.is_operator,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, person.totp_secret)
    if person.group:
        user.groups.add(Group.objects.get(name=person.group))
    if person.coordinates:
        Coordinator.objects.create(user=user, organisation=organisations["service"])
