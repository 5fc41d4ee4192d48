"""System checks that refuse an unsafe configuration (`manage.py check --deploy`)."""

import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from training.accounts import demo

# The code on paper has it in capitals, which a path would not bear; identifiers of the issuer have plain letters only.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9._-]+(:\d+)?/?")


@register(Tags.security, deploy=True)
def demo_settings_are_not_deployed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The demo protects nobody."""
    problems: list[CheckMessage] = []
    if settings.TANDEM_DEMO:
        hint = "Use training.settings.production."
        problems.append(Error("Demo settings must not serve real people.", hint=hint, id="tandem.E001"))
    if len({settings.SECRET_KEY, settings.TANDEM_RECOVERY_PEPPER, settings.TANDEM_CERTIFICATE_PEPPER}) < 3:
        problems.append(Error("The three secrets must differ from one another.", id="tandem.E002"))
    if not settings.TANDEM_SITE_URL.startswith("https://"):
        problems.append(Error("TANDEM_SITE_URL must begin with https://.", id="tandem.E003"))
    if not _ADDRESS.fullmatch(settings.TANDEM_SITE_URL):
        hint = "Only a host, and a port where needed; a name with other letters in its xn-- form."
        problems.append(Error("Certificates cannot carry this TANDEM_SITE_URL.", hint=hint, id="tandem.E005"))
    return problems


@register(Tags.security, deploy=True)
def demo_people_are_not_deployed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Everybody can read the passwords of demo people."""
    try:
        found = demo.present()
    except DatabaseError:  # not migrated, or not reachable: nobody can log in either
        return []
    if not found:
        return []
    return [Error(f"Demo people have accounts here: {', '.join(found)}.", hint="Delete them.", id="tandem.E004")]
