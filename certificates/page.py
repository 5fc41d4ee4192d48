"""A certificate's row as the HTML of one page: every word of it, and what differs from certificate to certificate."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import formats, translation
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from certificates import languages, tokens
from certificates.models import KINDS, Certificate, Emblem
from certificates.normal import FONTS, script_of
from certificates.pdf import qr
from certificates.pdf.drawable import drawable
from certificates.pdf.name_steps import PrintedName, printed

STYLESHEET = FONTS.parent / "certificate.css"
_LONG_TITLES = ((120, "longer"), (60, "long"))  # letters, and what the style sheet calls it


class LetGo(ValueError):
    """The learner let go of this certificate; there is no name to print."""


@dataclass(frozen=True)
class Said:
    """A sentence in the certificate's language, and in English if that differs: certificates are bilingual."""

    here: str
    english: str = ""


@dataclass(frozen=True, kw_only=True)
class Code:
    """The QR code as one SVG path on a square of `side` modules, and the address it holds."""

    address: str
    side: int
    path: str
    alt: str


def html_of(certificate: Certificate, name: PrintedName | None = None) -> str:
    """The certificate as the HTML that is drawn; it names `pictures_of`. A query for an emblem that is not loaded.

    `name`: set like this instead of as it fits. Signs that no packaged font has are "?": older titles were not checked.
    """
    if certificate.name is None or certificate.token is None:
        raise LetGo(str(certificate.pk))
    with translation.override(languages.spoken(certificate.language)):
        html = render_to_string("certificates/certificate.html", _context(certificate, name))
    return drawable(html, FONTS)


def pictures_of(certificate: Certificate) -> dict[str, bytes]:
    """The pictures of the HTML by their addresses: PNG files. A query for an emblem that is not loaded."""
    emblem = certificate.emblem
    return {_picture(emblem): bytes(emblem.png)} if emblem else {}


def _picture(emblem: Emblem) -> str:
    return f"picture:{emblem.digest}"


def limits_in(language: str) -> Said:
    """What every certificate of a course in this language says that it is not."""
    with translation.override(languages.spoken(language)):
        return _said(_LIMITS)


def check_address(certificate: Certificate) -> str:
    """The address in the QR code: the checking page in capitals, and the token, which no browser sends."""
    text = tokens.text_of(bytes(certificate.token or b""))
    return f"{site_address()}#{text}"


def site_address() -> str:
    """What stands in the QR code before the token."""
    return f"{settings.TANDEM_SITE_URL.rstrip('/')}/V".upper()


def day_of(day: date) -> str:
    """A day as certificates of the active language have it."""
    return formats.date_format(day, pgettext("date on a certificate", "j F Y"))


def _context(certificate: Certificate, name: PrintedName | None) -> dict[str, Any]:
    kind = dict(KINDS)[certificate.kind]
    return {
        "language": languages.spoken(certificate.language),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "title": f"{kind} {certificate.number}",
        "issuer": settings.TANDEM_ISSUER_NAME,
        "issuer_said": gettext("Issued by %(issuer)s") % {"issuer": settings.TANDEM_ISSUER_NAME},
        "completed_on": certificate.completed_on,
        "kind": _said(kind),
        "did": _said(_DID[certificate.practice_minutes > 0]),
        "name": name or printed(str(certificate.name)),
        "course": _course(certificate),
        "version": _said(_VERSION, version=certificate.course_version, language=certificate.language),
        "facts": _facts(certificate),
        "emblem": _emblem(certificate.emblem),
        "number": certificate.number,
        "check_address": f"{urlsplit(settings.TANDEM_SITE_URL).netloc}/check/",
        "code": _code(certificate),
        "limits": _said(_LIMITS),
        "invitation": _said(_INVITATION),
    }


def _course(certificate: Certificate) -> dict[str, str]:
    """The course's own words. `language` and `direction` are there if the certificate cannot speak the language."""
    title = certificate.course_title
    size = next((size for least, size in _LONG_TITLES if len(title) > least), "")
    words = {"title": title, "size": size, "line": certificate.line}
    if languages.spoken(certificate.language) == certificate.language.lower().partition("-")[0]:
        return words
    return {**words, "language": certificate.language, "direction": script_of(title).direction}


def _emblem(emblem: Emblem | None) -> dict[str, str] | None:
    if emblem is None:
        return None
    return {"address": _picture(emblem), "alt": gettext("Offered with %(partner)s") % {"partner": emblem.name}}


_DID = {
    False: gettext_lazy("has completed the self-paced course"),
    True: gettext_lazy("has completed the course, self-paced and face to face"),
}
_VERSION = gettext_lazy("Course version %(version)s, taken in %(language)s")
_LIMITS = gettext_lazy(
    "This record shows learning time. It is not a licence, not a vetting, and does not qualify anyone to assess risk, "
    "do exit work or therapy. Online study does not replace face-to-face training and supervision."
)
_INVITATION = gettext_lazy("Anyone can check it at the address above. We do not record who asks.")


def _said(words: Promise | str, **values: Any) -> Said:
    """`language` among the values is a code and is said by its name."""
    here = _filled(words, values)
    with translation.override(languages.SOURCE):
        english = _filled(words, values)
    return _beside(here, english)


def _beside(here: str, english: str) -> Said:
    return Said(here, "" if english == here else english)


def _filled(words: Promise | str, values: dict[str, Any]) -> str:
    if "language" in values:
        values = values | {"language": _language_name(values["language"])}
    return str(words) % values if values else str(words)


def _language_name(code: str) -> str:
    try:
        return str(translation.get_language_info(code)["name_translated"])
    except KeyError:
        return code


def _facts(certificate: Certificate) -> list[dict[str, Any]]:
    """The four facts, in reading order. The day stays in one language: it is a slot."""
    day = day_of(certificate.completed_on) if certificate.completed_on else ""
    modules = pgettext("between modules", "; ").join(certificate.modules)
    return [
        {"place": "extent", "label": _said(gettext_lazy("Extent")), "value": _extent(certificate)},
        {"place": "mode", "label": _said(gettext_lazy("Mode")), "value": _mode(certificate)},
        {"place": "modules", "label": _said(gettext_lazy("Modules")), "value": Said(modules)},
        {"place": "done", "label": _said(gettext_lazy("Completed on")), "value": Said(day)},
    ]


def _extent(certificate: Certificate) -> Said:
    def here() -> str:
        hours = formats.number_format(f"{certificate.hours.normalize():f}", use_l10n=True)
        return ngettext("%(hours)s hour", "%(hours)s hours", 1 if certificate.hours == 1 else 2) % {"hours": hours}

    with translation.override(languages.SOURCE):
        english = here()
    return _beside(here(), english)


def _mode(certificate: Certificate) -> Said:
    minutes = {"online": certificate.online_minutes, "practice": certificate.practice_minutes}
    return _said(_MODE[certificate.practice_minutes > 0], **minutes)


_MODE = {
    False: gettext_lazy("%(online)s minutes of self-study online"),
    True: gettext_lazy("%(online)s minutes of self-study online, %(practice)s minutes face to face"),
}


def _code(certificate: Certificate) -> Code:
    """Three segments, so that address and token take the dense alphanumeric mode (decision 10)."""
    address = check_address(certificate)
    symbol = qr.symbol(*address.split("#"))
    return Code(
        address=address, side=symbol.side, path=qr.svg_path(symbol), alt=gettext("QR code: check this certificate")
    )
