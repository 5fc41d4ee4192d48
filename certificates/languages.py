"""In which language a certificate speaks: its words exist in some languages, courses may be written in any."""

from functools import cache
from pathlib import Path

CATALOGUES = Path(__file__).resolve().parent / "locale"
SOURCE = "en"


@cache
def spoken(language: str) -> str:
    """The language of the certificate's own words: the course's or its main one if we have them in it, else English."""
    main, _dash, _region = language.lower().partition("-")
    return main if main in catalogues() else SOURCE


@cache
def catalogues() -> frozenset[str]:
    """The languages into which the words are translated."""
    return frozenset(path.parent.parent.name for path in CATALOGUES.glob("*/LC_MESSAGES/django.mo"))
