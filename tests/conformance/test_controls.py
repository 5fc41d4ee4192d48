"""Controls: a file with one thing broken is refused, for that thing. A judge that passes everything proves nothing.

The broken files carry no seal: rewriting a sealed file breaks the seal, a fault of its own (ISO 19005-3, 6.4.3).
"""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from tests.conformance.cases import Case, drawn
from tests.conformance.programs import pdfsig, qpdf_findings
from tests.conformance.verapdf import Flavour, judged

Break = Callable[[Pdf], None]
BOTH_WAYS = pytest.mark.parametrize("way", ["fast", "slow"])


def rewritten(content: bytes, change: Break) -> bytes:
    """The file without its seal, changed."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _without_seal(pdf)
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def _without_seal(pdf: Pdf) -> None:
    """No signature, no form, no element for it."""
    for key in ("/AcroForm", "/Perms", "/Extensions"):
        if key in pdf.Root:
            del pdf.Root[key]
    page = pdf.pages[0]
    page.Annots = Array([note for note in page.Annots if note.Subtype != Name.Widget])
    for element in elements(pdf):
        if "/K" in element and isinstance(element.K, Array):
            element.K = Array([kid for kid in element.K if not _is_form(kid)])


def _is_form(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/S") == Name.Form


def elements(pdf: Pdf) -> Iterator[Dictionary]:
    """Every structure element."""
    waiting: list[Any] = [pdf.Root.StructTreeRoot.K]
    while waiting:
        kid = waiting.pop()
        if isinstance(kid, Array):
            waiting.extend(kid)
        elif isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            waiting.extend([kid.K] if "/K" in kid else [])


def of_kind(pdf: Pdf, kind: str) -> list[Dictionary]:
    """The structure elements of a kind."""
    return [element for element in elements(pdf) if str(element.S) == kind]


def fonts(pdf: Pdf) -> list[Dictionary]:
    """The fonts of the page."""
    return list(pdf.pages[0].Resources.Font.values())


def metadata(pdf: Pdf, old: bytes, new: bytes) -> None:
    """The XMP metadata with one thing replaced, once it is there."""
    text = pdf.Root.Metadata.read_bytes()
    assert old in text
    pdf.Root.Metadata = Stream(pdf, text.replace(old, new), Type=Name.Metadata, Subtype=Name.XML)


def nothing(pdf: Pdf) -> None:
    """Changes nothing."""


def no_mark_info(pdf: Pdf) -> None:
    del pdf.Root["/MarkInfo"]


def no_structure(pdf: Pdf) -> None:
    del pdf.Root["/StructTreeRoot"]


def no_unicode(pdf: Pdf) -> None:
    for font in fonts(pdf):
        del font["/ToUnicode"]


def no_alternative(pdf: Pdf) -> None:
    for figure in of_kind(pdf, "/Figure"):
        del figure["/Alt"]


def no_font_program(pdf: Pdf) -> None:
    for font in fonts(pdf):
        del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def wrong_widths(pdf: Pdf) -> None:
    for font in fonts(pdf):
        font.DescendantFonts[0].W = Array([0, 9000, 300])


def a_tenth_of_a_font(pdf: Pdf) -> None:
    descriptor = fonts(pdf)[0].DescendantFonts[0].FontDescriptor
    program = descriptor.FontFile2.read_bytes()
    descriptor.FontFile2 = Stream(pdf, program[: len(program) // 10], Length1=len(program) // 10)


def no_language(pdf: Pdf) -> None:
    del pdf.Root["/Lang"]


def no_claim_of_archive(pdf: Pdf) -> None:
    metadata(pdf, b"pdfaid:part", b"pdfaid:party")


def no_claim_of_access(pdf: Pdf) -> None:
    metadata(pdf, b"pdfuaid:part", b"pdfuaid:party")


def no_title(pdf: Pdf) -> None:
    metadata(pdf, b"dc:title", b"dc:subject")


def file_name_for_a_title(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences["/DisplayDocTitle"]


def text_outside_the_tags(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(pdf.make_stream(b"0 0 m 9 9 l S"))


def link_without_words(pdf: Pdf) -> None:
    for note in pdf.pages[0].Annots:
        del note["/Contents"]


def loose_link(pdf: Pdf) -> None:
    for link in of_kind(pdf, "/Link"):
        link.S = Name.Span


def no_tab_order(pdf: Pdf) -> None:
    del pdf.pages[0]["/Tabs"]


def no_colours(pdf: Pdf) -> None:
    del pdf.Root["/OutputIntents"]


def loose_attachment(pdf: Pdf) -> None:
    pdf.Root.Names.EmbeddedFiles.Names[1]["/AFRelationship"] = Name.Nowhere
    del pdf.Root["/AF"]


def a_script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


# What is broken, whom it concerns, and the rule that has to say so.
BROKEN: list[tuple[Break, Flavour, str]] = [
    (no_mark_info, "3a", "6.7.2.2-1"),
    (no_mark_info, "ua1", "6.2-1"),
    (no_structure, "3a", "6.7.3.3-1"),
    (no_structure, "ua1", "7.1-11"),
    (no_unicode, "3a", "6.2.11.7.2-1"),
    (no_unicode, "ua1", "7.21.7-1"),
    (no_alternative, "ua1", "7.3-1"),
    (no_font_program, "3a", "6.2.11.4.1-1"),
    (no_font_program, "ua1", "7.21.4.1-1"),
    (wrong_widths, "3a", "6.2.11.5-1"),
    (wrong_widths, "ua1", "7.21.5-1"),
    (a_tenth_of_a_font, "3a", "6.2.11.4.1-1"),
    (no_language, "ua1", "7.2-34"),
    (no_claim_of_archive, "3a", "6.6.4-2"),
    (no_claim_of_access, "ua1", "5-2"),
    (no_title, "ua1", "7.1-9"),
    (file_name_for_a_title, "ua1", "7.1-10"),
    (text_outside_the_tags, "ua1", "7.1-3"),
    (link_without_words, "ua1", "7.18.5-2"),
    (loose_link, "ua1", "7.18.5-1"),
    (no_tab_order, "ua1", "7.18.3-1"),
    (no_colours, "3a", "6.2.4.3-2"),
    (loose_attachment, "3a", "6.8-4"),
    (a_script, "3a", "6.5.1-1"),
]


@BOTH_WAYS
@pytest.mark.parametrize("flavour", ["3a", "ua1"])
def test_file_that_is_only_rewritten_passes(way: Any, flavour: Flavour):
    assert judged(rewritten(drawn(Case(way=way)), nothing), flavour).failed == ()


@BOTH_WAYS
@pytest.mark.parametrize(("change", "flavour", "rule"), BROKEN, ids=[f"{c.__name__}-{f}" for c, f, _ in BROKEN])
def test_broken_file_is_refused_for_what_is_broken(way: Any, change: Break, flavour: Flavour, rule: str):
    verdict = judged(rewritten(drawn(Case(way=way)), change), flavour)

    assert not verdict.compliant
    assert rule in verdict.failed


def test_sealed_file_that_was_rewritten_is_not_sealed_any_more():
    with pikepdf.open(io.BytesIO(drawn(Case()))) as pdf:
        out = io.BytesIO()
        pdf.save(out)

    assert judged(out.getvalue(), "3a").failed != ()
    assert not pdfsig(out.getvalue()).valid


def test_file_that_was_cut_off_is_not_sound():
    assert qpdf_findings(drawn(Case())[:-2000]) != ""
