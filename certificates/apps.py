"""The app of certificates, and what it checks when the site starts."""

import ctypes
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

_SUBSETTERS = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll")
_OTHERS_MAY_READ = 0o077
_RENEW_BEFORE = timedelta(days=30)


class CertificatesConfig(AppConfig):
    """Proof, and proof of the proof."""

    name = "certificates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the checks."""
        checks.register(font_subsetter_is_installed)
        checks.register(signing_key_is_private, checks.Tags.security, deploy=True)
        checks.register(seal_can_be_used, checks.Tags.security, deploy=True)
        checks.register(stamps_can_be_asked_for, checks.Tags.security, deploy=True)


def font_subsetter_is_installed(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Without it WeasyPrint still works, eleven times slower, and says nothing."""
    if any(map(_loads, _SUBSETTERS)):
        return []
    return [
        checks.Warning(
            "libharfbuzz-subset is missing: every certificate takes about a second.",
            hint="On Debian: apt-get install libharfbuzz-subset0",
            id="certificates.W001",
        )
    ]


def signing_key_is_private(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """The key that signs certificates exists, and only the site's own user can read it."""
    path = Path(settings.TANDEM_SIGNING_KEY_FILE)
    if not path.is_file():
        hint = "Make one: python manage.py make_keys"
        return [checks.Warning(f"No signing key at {path}.", hint=hint, id="certificates.W002")]
    if path.stat().st_mode & _OTHERS_MAY_READ:
        return [checks.Error(f"Others can read {path}.", hint=f"chmod 600 {path}", id="certificates.E001")]
    return []


def seal_can_be_used(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """There is a seal for PDF files, it works, nobody else can read its key, and its certificate does not run out."""
    from certificates import keys  # noqa: PLC0415 -- as the next
    from certificates.pdf import signing  # noqa: PLC0415 -- most commands seal nothing

    try:
        seal = signing.seal_in_use()
    except signing.SealUnusable as error:
        return [checks.Error(f"{error}.", hint="See docs/operations.md, Keys and the seal.", id="certificates.E002")]
    if seal is None:
        hint = "Make one: python manage.py make_keys --root FOLDER"
        return [checks.Warning("PDF files of certificates are not sealed.", hint=hint, id="certificates.W003")]
    path = signing.own_file()
    if not settings.TANDEM_SEAL_MODULE and path.stat().st_mode & _OTHERS_MAY_READ:
        return [checks.Error(f"Others can read {path}.", hint=f"chmod 600 {path}", id="certificates.E003")]
    return seal_runs_out(keys.last_whole_day(seal.chain[0]), datetime.now(UTC).date())


def stamps_can_be_asked_for(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """If the settings name a time-stamping service, its address and level are right and its certificates are here."""
    from certificates import seals, stamping  # noqa: PLC0415 -- pyHanko, and models have to be there first

    try:
        wanted = stamping.service() is not None and stamping.level()
    except ImproperlyConfigured as error:
        return [checks.Error(str(error), id="certificates.E005")]
    if wanted and not seals.trusted_for_stamps():
        message = "TANDEM_TIMESTAMP_ROOTS_FILE names no certificates, so that no time stamp can be judged."
        return [checks.Error(message, id="certificates.E006")]
    return []


def seal_runs_out(last_day: date, today: date) -> list[checks.CheckMessage]:
    """From thirty days before the end a warning, after it an error: no file says then that its seal was valid."""
    hint = "Make a new one: python manage.py make_keys --rotate --root FOLDER"
    if last_day < today:
        return [checks.Error(f"The seal's certificate ran out on {last_day}.", hint=hint, id="certificates.E004")]
    if last_day - today <= _RENEW_BEFORE:
        return [checks.Warning(f"The seal's certificate runs out on {last_day}.", hint=hint, id="certificates.W004")]
    return []


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
