"""Whether a template draws what WeasyPrint draws: made-up names of each kind, drawn both ways and compared.

A kind of names that is not proven takes the slow way, so that no certificate is ever wrong.
"""

import unicodedata
from collections.abc import Mapping

from certificates import filling, page
from certificates.models import Certificate
from certificates.page import STYLESHEET
from certificates.pdf import comparing
from certificates.pdf.name_steps import PrintedName, printed
from certificates.pdf.slow import SlowPath
from certificates.pdf.template import Template, identifier_of

# Names by kind: every face, alone and mixed, with and without marks; every spacing; kerning, ligatures and joins.
PROBES: Mapping[str, tuple[str, ...]] = {
    "literata": (
        "Agnieszka Griffith-Wiśniewska",
        "Þorbjörg Ġorġ Țurcanu D’Arcy",
        "Ελένη Παπαδοπούλου-Χατζηκωνσταντίνου",
        "Олександра Володимирівна Шевченко-Коваленко",
        "María Guadalupe Esperanza de los Ángeles Fernández-Villaverde y Montgomery-Oikonomopoulou",
    ),
    "literata with marks": ("Q\u0307ōt\u0331 Đặng", "M\u0302arija R\u0327ūta"),
    "commissioner": ("Ҡасим Әхмәтҗанов", "Гөлнара Ҙиннәтуллина", "Ӑнтӑр Ҫеменов"),
    "commissioner with marks": ("Ҡ\u0301асим Ҫ\u0301еменов",),
    "vazirmatn": ("فاطمة الزهراء", "فاطمة الزهراء بنت عبد الرحمن العلوي فاطمة الزهراء العلوي", "گلچهره پژمان"),
    "vazirmatn with marks": ("مُحَمَّد بْن عَبْد اللّٰه",),
    "naskh": ("ڄام ڇٽو",),
    "hebrew": ("דוד בן־גוריון", "חנה כהן-לוי"),
    "hebrew with marks": ("שָׂרָה כֹּהֵן",),
    "georgian": ("ნინო ჩიქოვანი",),
    "armenian": ("Արամ Խաչատրյան",),
    "mixed": ("Sarah שרה Cohen", "Нино ნინო", "Անի Anna"),
    "mixed with marks": ("Sarah שָׂרָה", "Muḥammad مُحَمَّد"),
}


def kind_of(name: PrintedName) -> str:
    """Its faces, and whether it has marks on letters."""
    marked = any(unicodedata.combining(sign) for line in name.lines for sign in line)
    return f"{name.face} with marks" if marked else name.face


def why_not(certificate: Certificate, template: Template, kind: str) -> str:
    """What is drawn otherwise by the template, in words; nothing if the kind is proven. About 300 ms a probe."""
    names = PROBES.get(kind)
    if names is None:
        return "no name to prove it"
    return next(filter(None, (_why_not(certificate, template, name) for name in names)), "")


def _why_not(certificate: Certificate, template: Template, name: str) -> str:
    row = filling.probe_of(certificate, name)
    try:
        fast = _fast(row, template)
    except SlowPath:
        return ""  # the template says itself that it does not draw it
    return comparing.difference(fast, _slow(row), code=template.slots["code"])


def _fast(row: Certificate, template: Template) -> bytes:
    said = filling.filling_of(row, name=printed(str(row.name)), credential=b"{}")
    return template.draw(said, seal=_Blank() if template.is_sealed else None, sealed_on=said.completed_on)


def _slow(row: Certificate) -> bytes:
    from certificates.pdf import weasy  # noqa: PLC0415 -- half a second to import, and most processes prove nothing

    return weasy.pdf(
        page.html_of(row),
        stylesheet=STYLESHEET,
        identifier=identifier_of(str(row.number)),
        attachments=[filling.attached(b"{}", filling.DAY)],
        pictures=page.pictures_of(row),
    )


class _Blank:
    """A seal that signs nothing: the hole in the file stays empty."""

    room = 1

    def cms(self, digest: bytes) -> bytes:
        """No signature."""
        return b""
