"""Templates, cut from what WeasyPrint has drawn with a sample in its slots."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from certificates.pdf import assembly, structure
from certificates.pdf.assembly import Builder
from certificates.pdf.fonts import bare
from certificates.pdf.slots import Slot
from certificates.pdf.template import Known, Step, Template

_CODE = "/code"
_PLACED = re.compile(rb"1 0 0 1 (-?[\d.]+) (-?[\d.]+) cm\n")
_LENGTH = re.compile(rb"/Length \d+")
# What stands in open objects where a document has its own, as it is written.
_MORE, _FONTS, _LANGUAGE = b"/tandem.more", b"/more /tandem.fonts", b"tandem.language"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """What was drawn to be cut out again. Its number, day and token stand nowhere else in the file."""

    number: str
    completed_on: date
    token: str
    site: str
    known: Known


@dataclass(frozen=True, kw_only=True)
class Field:
    """The form field of a seal: its name, and what it is, in the document's language."""

    name: str
    tooltip: str


def template_of(
    drawn: bytes, slots: Mapping[str, Slot], *, steps: Mapping[str, Step], sample: Sample, field: Field | None
) -> Template:
    """The template of a file of one page. `slots`: name, day, number, code. `field`: of the seal, if there is one."""
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        elements = {name: pdf.get_object(slot.element, 0) for name, slot in slots.items()}
        marks = {name: structure.marks_of(element)[0] for name, element in elements.items()}
        marks["more"] = len(structure.parent_tree(pdf)[0])
        opened = _opened(pdf, elements["name"])
        _cut_page(pdf, slots["code"], opened, marks)
        _bare(pdf)
        if field is not None:
            opened["seal"] = pdf.make_indirect(Dictionary())
            structure.add_field(pdf, opened["seal"], name=field.name, tooltip=field.tooltip)
        builder = Builder(pdf, opened)
        builder.keep("information")
        known = sample.known.type(slots)
        fonts = known.resources(builder.next)
        for body in known.objects(builder.next):
            builder.add(_packed(body))
        page: Any = pdf.pages[0].obj
        return Template(
            skeleton=builder.built(),
            forms=_forms(pdf, builder, sample, fonts),
            slots=slots,
            marks=marks,
            steps=steps,
            known=sample.known,
            page=builder.number_of(page),
            site=sample.site,
        )


def _opened(pdf: pikepdf.Pdf, name: Any) -> dict[str, Any]:
    """The objects of which each document has its own, with signs where they differ."""
    page: Any = pdf.pages[0].obj
    fonts = page.Resources.Font = pdf.make_indirect(page.Resources.Font)
    letters = pdf.make_indirect(structure.parent_tree(pdf)[0])
    pdf.Root.StructTreeRoot.ParentTree.Nums[1] = letters
    letters.append(Name(_MORE.decode()))
    name.K.append(Name(_MORE.decode()))
    name.Lang = String(_LANGUAGE.decode())
    fonts[Name("/more")] = Name("/tandem.fonts")
    return {
        "content": pdf.make_stream(b""),
        "code": pdf.make_stream(b""),
        "fonts": fonts,
        "letters": letters,
        "name": name,
        "link": page.Annots[0],
        "metadata": pdf.Root.Metadata,
        "file": pdf.Root.AF[0].EF.F,
    }


def _cut_page(pdf: pikepdf.Pdf, code: Slot, opened: Mapping[str, Any], marks: Mapping[str, int]) -> None:
    """What stays of the page, and in it the code as a picture."""
    page: Any = pdf.pages[0].obj
    still = structure.without(pdf.pages[0], set(marks.values())) + b"\n" + _code_drawn(code, marks["code"])
    _share(page.Resources.XObject)
    page.Contents = Array([pdf.make_stream(still), opened["content"]])
    page.Resources.XObject[_CODE] = opened["code"]


def _share(drawings: Any) -> None:
    """Lets a picture that is drawn in two places, as the braid is, stand in the file once: the second draws the first.

    WeasyPrint makes form XObjects (ISO 32000-1, 8.10) that begin with their place and are as large as the page.
    """
    seen: dict[tuple[bytes, bytes], tuple[Any, Decimal, Decimal]] = {}
    for name in sorted(drawings.keys()):
        form = drawings[name]
        begin = _PLACED.match(form.read_bytes()) if form.Subtype == Name.Form else None
        if begin is None:
            continue
        right, up = Decimal(begin[1].decode()), Decimal(begin[2].decode())
        key = begin.string[begin.end() :], form.Resources.unparse(resolved=True)
        first, first_right, first_up = seen.setdefault(key, (form, right, up))
        if first is not form:
            form.write(b"1 0 0 1 %s %s cm /first Do" % (_plain(right - first_right), _plain(up - first_up)))
            form.Resources = Dictionary(XObject=Dictionary(first=first))


def _bare(pdf: pikepdf.Pdf) -> None:
    """Leaves glyphs and their measures in WeasyPrint's fonts: 2 kB less."""
    for found in pdf.objects:
        if isinstance(found, Dictionary) and found.get("/Type") == Name.FontDescriptor:
            program: Any = found.FontFile2
            content = bare(program.read_bytes())
            program.write(content)
            program.Length1 = len(content)


def _plain(number: Decimal) -> bytes:
    return f"{number:f}".encode()


def _packed(body: bytes) -> bytes:
    """A font's object, deflated as well as can be: this is done once."""
    dictionary, is_stream, content = body.removesuffix(b"\nendstream").partition(b">>stream\n")
    if not is_stream:
        return body
    return assembly.stream(_LENGTH.sub(b"", dictionary) + b">>", content)


def _code_drawn(slot: Slot, mark: int) -> bytes:
    """A picture of one unit, in the square of its slot (ISO 32000-1, 8.9.5)."""
    square = (slot.right - slot.left, slot.top - slot.bottom, slot.left, slot.bottom)
    operators = b"q %.6f %.6f %.6f rg %.3f 0 0 %.3f %.3f %.3f cm %s Do Q" % (*slot.colour, *square, _CODE.encode())
    return b"/Figure<</MCID %d>>BDC %s EMC\n" % (mark, operators)


def _forms(pdf: pikepdf.Pdf, builder: Builder, sample: Sample, fonts: bytes) -> dict[str, bytes]:
    """The open objects as formats."""
    number, day = sample.number, sample.completed_on
    more = {_MORE: b"%(more)s"}
    metadata: Any = pdf.Root.Metadata
    return {
        "fonts": _form(builder.written("fonts"), {_FONTS: fonts + b"%(more)s"}),
        "letters": _form(builder.written("letters"), more),
        "name": _form(builder.written("name"), {**more, _LANGUAGE: b"%(language)s"}),
        "link": _form(builder.written("link"), {sample.token.encode(): b"%(token)s"}),
        "metadata": _form(
            metadata.read_bytes(), {number.encode(): b"%(number)s", day.isoformat().encode(): b"%(day)s"}
        ),
        "information": _form(
            _information(pdf),
            {assembly.wide(number): b"%(number)s", assembly.wide(day.strftime("%Y%m%d")): b"%(short)s"},
        ),
    }


def _form(body: bytes, holes: Mapping[bytes, bytes]) -> bytes:
    """The bytes as a format. Raises ValueError if a sign is not there."""
    form = body.replace(b"%", b"%%")
    for sign, place in holes.items():
        if sign not in form:
            raise ValueError(f"{sign!r} is not in the drawn file")
        form = form.replace(sign, place)
    return form


def _information(pdf: pikepdf.Pdf) -> bytes:
    """The document information (ISO 32000-1, 14.3.3)."""
    entries = sorted((key, str(said)) for key, said in pdf.docinfo.items())
    return b"<<%s>>" % b"".join(b"%s%s" % (key.encode(), assembly.text(said)) for key, said in entries)
