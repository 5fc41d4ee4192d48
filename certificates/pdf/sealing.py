"""Seals a PDF file that somebody else has drawn: the slow path, about 15 ms a file.

pyHanko appends one revision with an invisible signature field and the certifying signature. The field has its place in
the structure, so that PDF/A-3a and PDF/UA-1 still hold. The same file and seal give the same bytes.
"""

import hashlib
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from certificates.pdf.signing import Seal

FIELD = "Seal"
TOOLTIP = "Digital seal of the issuing organisation"
_PRINTED_AND_LOCKED = 132  # ISO 32000-1, table 165; PDF/A-3 wants Print (ISO 19005-3, 6.3.2)
_SIGNATURES_EXIST_APPEND_ONLY = 3  # ISO 32000-1, table 219


class _Writer(IncrementalPdfFileWriter):
    """Appends a revision that neither the clock nor chance decides, and leaves the XMP metadata alone."""

    def _update_meta(self) -> None:
        """The file says of itself what it said before: PDF/A wants /Info and XMP to agree (ISO 19005-3, 6.6.3)."""


def sealed(pdf: bytes, seal: Seal, *, on: date, identifier: str, tooltip: str = TOOLTIP) -> bytes:
    """The file with a certifying signature: nothing may be changed (DocMDP, P 1).

    `pdf`: tagged, with an /ID. `identifier`: what the changing half of the new /ID is made of. The file says that it
    was sealed at midnight UTC of `on`, or of the first day of the seal's certificate if that is later.
    """
    writer = _Writer(BytesIO(pdf), strict=False)
    _identify(writer, identifier)
    _add_field(writer, tooltip)
    writer.register_extension(ESIC_EXTENSION_1)
    steps = PdfCMSEmbedder().write_cms(FIELD, writer, existing_fields_only=True)
    next(steps)
    day = datetime.combine(max(on, seal.issued_on), time(), UTC)
    signature = SignatureObject(timestamp=day, subfilter=SigSeedSubFilter.PADES, bytes_reserved=2 * seal.room)
    certifying = SigMDPSetup(md_algorithm="sha256", certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    steps.send(SigObjSetup(sig_placeholder=signature, mdp_setup=certifying))
    prepared, output = steps.send(SigIOSetup(md_algorithm="sha256"))
    steps.send(seal.cms(prepared.document_digest))
    content: bytes = output.getvalue()
    return content


def _identify(writer: _Writer, identifier: str) -> None:
    """The first half of the /ID stays, the second follows from what the file is (ISO 32000-1, 14.4)."""
    permanent = writer.prev.trailer["/ID"][0].original_bytes
    changing = hashlib.sha256(f"sealed {identifier}".encode()).digest()[:16]
    halves = (generic.ByteStringObject(permanent), generic.ByteStringObject(changing))
    writer._document_id = generic.ArrayObject(halves)


def _add_field(writer: _Writer, tooltip: str) -> None:
    """An empty signature field without a place on the page, in a Form element (ISO 14289-1, 7.18.4)."""
    page = writer.root["/Pages"]["/Kids"].raw_get(0).reference
    field = writer.add_object(
        _dictionary(
            Type=pdf_name("/Annot"),
            Subtype=pdf_name("/Widget"),
            FT=pdf_name("/Sig"),
            T=pdf_string(FIELD),
            TU=pdf_string(tooltip),
            F=generic.NumberObject(_PRINTED_AND_LOCKED),
            Rect=generic.ArrayObject([generic.NumberObject(0)] * 4),
            P=_to(page),
        )
    )
    form = _add_element(writer, field, page=page)
    place = _enter(writer, writer.root["/StructTreeRoot"], element=form)
    field.get_object()[pdf_name("/StructParent")] = place
    _annotate(writer, page, field)
    fields = _dictionary(
        Fields=generic.ArrayObject([field]), SigFlags=generic.NumberObject(_SIGNATURES_EXIST_APPEND_ONLY)
    )
    writer.root[pdf_name("/AcroForm")] = writer.add_object(fields)
    writer.mark_update(writer.root_ref)


def _add_element(writer: _Writer, field: generic.IndirectObject, *, page: generic.Reference) -> generic.IndirectObject:
    """The Form element, last in the document, that holds the field (ISO 32000-1, 14.7.4.3)."""
    document = writer.root["/StructTreeRoot"]["/K"].raw_get(0)
    reference = _dictionary(Type=pdf_name("/OBJR"), Obj=field, Pg=_to(page))
    form = writer.add_object(
        _dictionary(
            Type=pdf_name("/StructElem"),
            S=pdf_name("/Form"),
            P=document,
            Pg=_to(page),
            K=generic.ArrayObject([reference]),
        )
    )
    children = document.get_object()["/K"]
    children.append(form)
    writer.update_container(children)
    return form


def _enter(writer: _Writer, tree: Any, *, element: generic.IndirectObject) -> generic.NumberObject:
    """The next free number of the parent tree, which leads to the element from now on (ISO 32000-1, 14.7.4.4)."""
    numbers = tree["/ParentTree"]["/Nums"]
    place = generic.NumberObject(max(list(numbers)[::2], default=-1) + 1)
    numbers.extend((place, element))
    writer.update_container(numbers)
    return place


def _annotate(writer: _Writer, page: generic.Reference, field: generic.IndirectObject) -> None:
    """The field among the annotations of the page, which are taken in the order of the structure."""
    described: Any = page.get_object()
    annotations = described.get("/Annots")
    if annotations is None:
        annotations = described[pdf_name("/Annots")] = generic.ArrayObject()
    annotations.append(field)
    described[pdf_name("/Tabs")] = pdf_name("/S")
    writer.update_container(annotations)
    writer.mark_update(page)


def _dictionary(**entries: Any) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(f"/{name}"): value for name, value in entries.items()})


def _to(reference: generic.Reference) -> generic.IndirectObject:
    return generic.IndirectObject(reference.idnum, reference.generation, reference.pdf)
