"""The app of certificates, and what it checks when the site starts."""

import ctypes
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

_SUBSETTERS = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll")
_OTHERS_MAY_READ = 0o077


class CertificatesConfig(AppConfig):
    """Proof, and proof of the proof."""

    name = "certificates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the checks."""
        checks.register(font_subsetter_is_installed)
        checks.register(signing_key_is_private, checks.Tags.security, deploy=True)


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
        hint = "Make one: python manage.py signing_key"
        return [checks.Warning(f"No signing key at {path}.", hint=hint, id="certificates.W002")]
    if path.stat().st_mode & _OTHERS_MAY_READ:
        return [checks.Error(f"Others can read {path}.", hint=f"chmod 600 {path}", id="certificates.E001")]
    return []


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
