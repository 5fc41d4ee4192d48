"""A certificate's row as a PDF, drawn on demand and never stored."""

import hashlib

from certificates.models import Certificate
from certificates.normal import FONTS
from certificates.page import LetGo, check_address, html_of, pictures_of

__all__ = ["LetGo", "check_address", "html_of", "pdf"]

STYLESHEET = FONTS.parent / "certificate.css"


def pdf(certificate: Certificate) -> bytes:
    """The certificate as a tagged PDF. Same row, same bytes. No query. Raises LetGo."""
    from certificates.pdf import weasy  # noqa: PLC0415 -- half a second to import, and most processes draw nothing

    html = html_of(certificate)
    identifier = hashlib.sha256(str(certificate.number).encode()).hexdigest()[:32]
    return weasy.pdf(html, stylesheet=STYLESHEET, identifier=identifier, pictures=pictures_of(certificate))
