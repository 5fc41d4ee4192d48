"""What a browser keeps so that the check page works without a network: which files, and the name of their version."""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

WORKER = "js/check/worker.js"
# What the page asks for; a test compares it with what a browser really asks for.
NAMED = (
    "favicon.svg",
    "css/fonts.css",
    "css/base.css",
    "css/layout.css",
    "css/parts.css",
    "css/check.css",
    "css/print.css",
    "fonts/text-latin.woff2",
    "fonts/ui-latin.woff2",
    "js/check/check.js",
    "js/check/keep.js",
)
# Scripts import these by their own names, so they have no other.
IMPORTED = ("js/check/token.js",)
SPARE = "vendor/noble-ed25519/ed25519.js"  # where the browser knows no Ed25519
PAPER, PETROL = "#FAF6EF", "#0E5A63"  # of static/css/base.css
ICONS = (
    ("check.svg", "any", "any"),
    ("check-192.png", "192x192", "any"),
    ("check-512.png", "512x512", "any"),
    ("check-whole-512.png", "512x512", "maskable"),
)
FACES = tuple(
    f"fonts/{family}-{script}.woff2"
    for family in ("text", "ui")
    for script in ("latin-ext", "greek", "cyrillic", "arabic")
)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Addresses. `doors`: where the page answers. `faces`: kept once they were needed. `version`: of all contents."""

    version: str
    page: str
    doors: tuple[str, ...]
    keys: str
    files: tuple[str, ...]
    faces: tuple[str, ...]
    spare: str


def doors() -> tuple[str, ...]:
    """The addresses of the page: the one that people type, and the one in square codes."""
    return (reverse("verifiers:check"), reverse("verifiers:check_short"))


def kept(page: bytes) -> Kept:
    """What is kept beside this page, as anybody gets it. No query."""
    contents = hashlib.sha256(page)
    for name in (*NAMED, *IMPORTED, *FACES, SPARE, WORKER):
        contents.update(_digest(name, _changed_at(name)))
    return Kept(
        version=contents.hexdigest()[:16],
        page=reverse("verifiers:check"),
        doors=doors(),
        keys=reverse("verifiers:keys"),
        files=(*map(static, NAMED), *map(_plain, IMPORTED)),
        faces=tuple(map(static, FACES)),
        spare=_plain(SPARE),
    )


def worker(page: bytes) -> str:
    """The script that keeps it: constants first, then static/js/check/worker.js."""
    return f"const KEPT = {json.dumps(asdict(kept(page)))};\n{_source(WORKER).read_text()}"


def manifest() -> dict[str, Any]:
    """What a browser needs to install the page, in the language of the page."""
    page = reverse("verifiers:check")
    return {
        "id": page,
        "start_url": page,
        "scope": page,
        "name": _("Check a Tandem certificate"),
        "short_name": _("Certificates"),
        "lang": translation.get_language(),
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PETROL,
        "icons": [{"src": static(f"icons/{name}"), "sizes": sizes, "purpose": use} for name, sizes, use in ICONS],
    }


def _plain(name: str) -> str:
    return f"{settings.STATIC_URL}{name}"


def _source(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found)


def _changed_at(name: str) -> int:
    return _source(name).stat().st_mtime_ns


@cache
def _digest(name: str, changed_at: int) -> bytes:
    """Of a file's content; read again when it changed."""
    return hashlib.sha256(_source(name).read_bytes()).digest()
