"""What a course adds to its certificates, as its form and the gate check it.

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


def course_problems(course: Any) -> list[str]:
    """What this course adds to its certificates and nobody can print, as sentences. Reads the partner's picture."""
    partner = partner_problem(course.partner_name, course.partner_emblem)
    return [*title_problems(course.title), *_line_problems(course.certificate_line), *([partner] if partner else [])]


def title_problems(title: str) -> list[str]:
    """Why the title of a course or module cannot stand on certificates, as sentences."""
    problem = line_problem(title)
    return [_("The title “%(title)s”: %(problem)s") % {"title": title, "problem": problem}] if problem else []


def _line_problems(line: str) -> list[str]:
    problem = line_problem(line)
    return [_("The line “%(line)s”: %(problem)s") % {"line": line, "problem": problem}] if problem else []


def kept_emblem(name: str, picture: Any) -> str | None:
    """The digest by which certificates know this picture and name; empty without both, None if it cannot be printed.

    Called when a course is frozen. None is the exception: the gate looks at the picture whenever the course goes live.
    """
    if partner_problem(name, picture):
        return None
    if not picture:
        return ""
    with picture.open_file() as file:
        return str(printer().keep(name, file))
