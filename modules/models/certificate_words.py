"""What a course adds to its certificates, as the form of the course checks it.

Who prints certificates is named in the settings (TANDEM_CERTIFICATE_EMBLEMS): pages know nothing of PDFs.
"""

import re
import unicodedata
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Letters, marks on them, digits, punctuation, spaces, signs of money and sums; of these, what the typefaces have.
_PLAIN = ("L", "Mn", "Nd", "P", "Zs", "Sc", "Sm")
_ADDRESS = re.compile(r"://|www\.|@|\w\.[^\W\d_]{2,}")


def printer() -> Any:
    """The module that prints: `strange_letters(text)`, `refusal(file)`, `keep(name, file)`."""
    return import_module(settings.TANDEM_CERTIFICATE_EMBLEMS)


def plain_line(text: str) -> None:
    """A validator: one line of plain text, without addresses. Raises ValidationError.

    What the line claims is for the two reviewers to judge; no list of words could.
    """
    if any(not unicodedata.category(sign).startswith(_PLAIN) for sign in text):
        raise ValidationError(_("This is printed as one plain line: no line breaks, pictures or invisible signs."))
    if _ADDRESS.search(text):
        raise ValidationError(_("Leave out addresses: on a certificate they look as if we vouched for them."))


def line_problem(text: str) -> str:
    """What the certificate's typefaces cannot print of this text, as a sentence; empty if nothing."""
    if not (strange := printer().strange_letters(text)):
        return ""
    return _("Certificates cannot print %(letters)s. Write it without.") % {"letters": ", ".join(strange[:10])}


def partner_problem(name: str, picture: Any) -> str:
    """What keeps the picture of a partner from being printed, as a sentence; empty if nothing. Reads the file."""
    if bool(name) != bool(picture):
        return _("The name and the picture of the organisation go together: fill in both, or leave both empty.")
    if not picture:
        return ""
    try:
        with picture.open_file() as file:
            return str(printer().refusal(file))
    except OSError:
        return _("The file of this picture is gone. Choose another one.")


def kept_emblem(name: str, picture: Any) -> str:
    """The digest by which certificates know this picture and name; empty without both, or if it cannot be printed.

    Called when a course is frozen. The form has checked the picture; what came another way is not printed.
    """
    if partner_problem(name, picture) or not picture:
        return ""
    with picture.open_file() as file:
        return str(printer().keep(name, file))
