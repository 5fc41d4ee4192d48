"""The sheet as a file: DOCX, PDF, JSON. Properties of the files name nobody."""

import io
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from docx import Document
from docx.oxml.ns import qn

from training import printing
from training.printing import Paper
from training.trainers.practice_sheet.template import Row

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


def made(kind: str, title: str, rows: Sequence[Row], on: date) -> bytes:
    """The file of this kind. Raises KeyError for an unknown one."""
    return {"docx": docx, "pdf": pdf, "json": as_json}[kind](title, rows, on)


def as_json(title: str, rows: Sequence[Row], on: date) -> bytes:
    """Key, label and text of each field; what is not filled in is null."""
    fields = [{"key": row.key, "label": row.label, "text": row.text or None} for row in rows]
    value = {"title": title, "made_on": on.isoformat(), "fields": fields}
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def pdf(title: str, rows: Sequence[Row], on: date) -> bytes:
    """A tagged PDF. Raises Busy and NotPrinted."""
    html = render_to_string(
        "print/practice_sheet.html", {"title": title, "rows": rows, "on": on, "language": get_language()}
    )
    return printing.once(Paper(html))  # the contact that was typed for it is not kept


def docx(title: str, rows: Sequence[Row], on: date) -> bytes:
    """A Word document: a heading and a text for each field."""
    document = Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = settings.TANDEM_ISSUER_NAME
    properties.title = title
    properties.comments = ""
    properties.created = properties.modified = datetime(on.year, on.month, on.day, tzinfo=UTC)
    for language in document.styles.element.xpath("//w:docDefaults//w:lang"):
        language.set(qn("w:val"), get_language() or settings.LANGUAGE_CODE)
    document.add_heading(title, level=0)
    for row in rows:
        document.add_heading(row.label, level=1)
        for text in row.text.split("\n") if row.text else [_t("not filled in")]:
            document.add_paragraph(text)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()
