"""The credential of a certificate, with words from its row in its language."""

from pathlib import Path

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext, ngettext, pgettext

from certificates import badges, languages, serials, tokens
from certificates.badges import Achievement
from certificates.models import KINDS, Certificate
from certificates.proofs import signable_text


def achievement_of(certificate: Certificate) -> Achievement:
    """The achievement, in the certificate's language. No query; reads the public half only: erasure changes nothing."""
    with translation.override(languages.spoken(certificate.language)):
        return Achievement(
            site=settings.TANDEM_SITE_URL.rstrip("/"),
            issuer=signable_text(settings.TANDEM_ISSUER_NAME),
            course_key=signable_text(certificate.course_key),
            course_version=certificate.course_version,
            course_title=signable_text(certificate.course_title),
            description=signable_text(_description(certificate)),
            criteria=signable_text(pgettext("between modules", "; ").join(certificate.modules)),
            language=certificate.language,
        )


def credential_of(certificate: Certificate) -> bytes:
    """The credential of one certificate by itself, as JSON. No query. Raises ValueError if the learner let go of it."""
    if certificate.number is None or certificate.completed_on is None:
        raise ValueError("the learner let go of this certificate")
    return badges.compiled(achievement_of(certificate)).issue(
        serial=serials.serial_of(certificate.number),
        completed_on=certificate.completed_on,
        status_list=certificate.status_list,
        status_index=certificate.status_index,
        key=tokens.load_key(Path(settings.TANDEM_SIGNING_KEY_FILE)),
    )


def _description(certificate: Certificate) -> str:
    """Kind and hours, and what it is not, as on the page."""
    hours = formats.number_format(f"{certificate.hours.normalize():f}", use_l10n=True)
    extent = ngettext("%(hours)s hour", "%(hours)s hours", 1 if certificate.hours == 1 else 2) % {"hours": hours}
    limits = gettext(
        "This record shows learning time. It is not a licence, not a vetting, and does not qualify anyone to assess "
        "risk, do exit work or therapy. Online study does not replace face-to-face training and supervision."
    )
    return f"{dict(KINDS)[certificate.kind]}. {extent}. {limits}"
