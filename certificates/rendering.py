"""A certificate's row as a PDF, drawn on demand and never stored."""

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import formats, translation
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from certificates import tokens
from certificates.models import KINDS, Certificate
from certificates.normal import FONTS
from certificates.pdf.name_steps import printed

STYLESHEET = FONTS.parent / "certificate.css"


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


def pdf(certificate: Certificate) -> bytes:
    """The certificate as a tagged PDF. Same row, same bytes. No query. Raises LetGo."""
    from certificates.pdf import weasy  # noqa: PLC0415 -- half a second to import, and most processes draw nothing

    html = page(certificate)
    identifier = hashlib.sha256(str(certificate.number).encode()).hexdigest()[:32]
    return weasy.pdf(html, stylesheet=STYLESHEET, identifier=identifier)


def page(certificate: Certificate) -> str:
    """The certificate as the HTML that is drawn."""
    if certificate.name is None or certificate.token is None:
        raise LetGo(str(certificate.pk))
    with translation.override(certificate.language):
        return render_to_string("certificates/certificate.html", _context(certificate))


def check_address(certificate: Certificate) -> str:
    """The address in the QR code: the checking page in capitals, and the token, which no browser sends."""
    text = tokens.text_of(bytes(certificate.token or b""))
    return f"{settings.TANDEM_SITE_URL.rstrip('/')}/V".upper() + f"#{text}"


def _context(certificate: Certificate) -> dict[str, Any]:
    kind = dict(KINDS)[certificate.kind]
    return {
        "language": certificate.language,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "title": f"{kind} {certificate.number}",
        "issuer": settings.TANDEM_ISSUER_NAME,
        "issuer_said": gettext("Issued by %(issuer)s") % {"issuer": settings.TANDEM_ISSUER_NAME},
        "completed_on": certificate.completed_on,
        "kind": _said(kind),
        "did": _said(_DID[certificate.practice_minutes > 0]),
        "name": printed(str(certificate.name)),
        "course_title": certificate.course_title,
        "version": _said(_VERSION, version=certificate.course_version, language=certificate.language),
        "facts": _facts(certificate),
        "number": certificate.number,
        "check_address": f"{urlsplit(settings.TANDEM_SITE_URL).netloc}/check/",
        "code": _code(certificate),
        "limits": _said(_LIMITS),
        "invitation": _said(_INVITATION),
    }


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
    with translation.override("en"):
        english = _filled(words, values)
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
    """The four facts, in reading order."""
    day = formats.date_format(certificate.completed_on or "", pgettext("date on a certificate", "j F Y"))
    hours = formats.number_format(f"{certificate.hours.normalize():f}", use_l10n=True)
    extent = ngettext("%(hours)s hour", "%(hours)s hours", 1 if certificate.hours == 1 else 2) % {"hours": hours}
    return [
        {"place": "extent", "label": _said(gettext_lazy("Extent")), "value": extent},
        {"place": "mode", "label": _said(gettext_lazy("Mode")), "value": _mode(certificate)},
        {"place": "modules", "label": _said(gettext_lazy("Modules")), "value": "; ".join(certificate.modules)},
        {"place": "done", "label": _said(gettext_lazy("Completed on")), "value": day},
    ]


def _mode(certificate: Certificate) -> str:
    minutes = {"online": certificate.online_minutes, "practice": certificate.practice_minutes}
    if certificate.practice_minutes:
        return gettext("%(online)s minutes of self-study online, %(practice)s minutes face to face") % minutes
    return gettext("%(online)s minutes of self-study online") % minutes


def _code(certificate: Certificate) -> Code:
    """Three segments, so that address and token take the dense alphanumeric mode (decision 10)."""
    address = check_address(certificate)
    site, _hash, text = address.partition("#")
    segments: Any = [site, "#", text]  # segno takes them, its types do not say so
    matrix = segno.make(segments, error="m", boost_error=False, micro=False).matrix
    runs = "".join(_row_path(y, row) for y, row in enumerate(matrix))
    return Code(address=address, side=len(matrix), path=runs, alt=gettext("QR code: check this certificate"))


def _row_path(y: int, row: bytearray) -> str:
    """The dark runs of a row as closed rectangles."""
    edges = [x for x in range(len(row) + 1) if (row[x - 1] if x else 0) != (row[x] if x < len(row) else 0)]
    return "".join(
        f"M{start} {y}h{end - start}v1h{start - end}z" for start, end in zip(edges[::2], edges[1::2], strict=True)
    )
