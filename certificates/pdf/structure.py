"""The structure of a compiled page: which marked content is a slot's, and what a seal needs beside it.

Structure elements, marked content and the parent tree: ISO 32000-1, 14.6 and 14.7. All functions change or read a file
that WeasyPrint has drawn: one page, one structure tree.
"""

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

_PRINTED_AND_LOCKED = 132  # ISO 32000-1, table 165
_SIGNED_AND_FINAL = 3  # table 219
# What may stay of a part that is cut out, because later parts build on it: the graphics state (table 51).
_STATE = {
    *("q", "Q", "cm", "gs", "g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN"),
    *("w", "J", "j", "M", "d", "ri", "i", "Tc", "Tw", "Tz", "TL", "Tf", "Tr", "Ts"),
}


def marks_of(element: Any) -> list[int]:
    """The marked content below a structure element, in reading order."""
    marks: list[int] = []
    for kid in element.get(Name.K, Array()):
        marks += [kid] if isinstance(kid, int) else marks_of(kid) if kid.get(Name.S) else []
    return marks


def without(page: pikepdf.Page, marks: set[int]) -> bytes:
    """What the page draws, without the marked content of slots, and in a graphics state of its own."""
    instructions: Any = pikepdf.parse_content_stream(page)
    kept, depth = [], 0
    for operands, operator in instructions:
        name = str(operator)
        if depth:
            depth += (name in {"BMC", "BDC"}) - (name == "EMC")
            if name in _STATE:
                kept.append((operands, operator))
        elif name == "BDC" and operands[1].get(Name.MCID) in marks:
            depth = 1
        else:
            kept.append((operands, operator))
    alone: list[Any] = [([], Operator("q")), *kept, ([], Operator("Q"))]
    return pikepdf.unparse_content_stream(alone)


def parent_tree(pdf: pikepdf.Pdf) -> dict[int, Any]:
    """Structure elements by the numbers that the page and its annotations have (14.7.4.4)."""
    numbers: list[Any] = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return dict(zip(numbers[::2], numbers[1::2], strict=True))


def add_field(pdf: pikepdf.Pdf, seal: Any, *, name: str, tooltip: str) -> None:
    """An invisible signature field, certified as final, in a Form element at the end of the document.

    ISO 32000-1, 12.7.4.5 and 12.8.4; ISO 14289-1, 7.18.1 and 7.18.4.
    """
    nowhere: list[Any] = [0, 0, 0, 0]
    page: Any = pdf.pages[0].obj
    (whole,) = pdf.Root.StructTreeRoot.K
    place = max(parent_tree(pdf)) + 1
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=name,
            TU=tooltip,
            V=seal,
            F=_PRINTED_AND_LOCKED,
            Rect=Array(nowhere),
            P=page,
            StructParent=place,
        )
    )
    reference = Dictionary(Type=Name.OBJR, Obj=field, Pg=page)
    form = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Form, P=whole, Pg=page, K=Array([reference]), Alt=tooltip)
    )
    entry: list[Any] = [place, form]
    whole.K.append(form)
    pdf.Root.StructTreeRoot.ParentTree.Nums.extend(entry)
    page.Annots = Array([*page.get(Name.Annots, Array()), field])
    page.Tabs = Name.S
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=_SIGNED_AND_FINAL)
    pdf.Root.Perms = Dictionary(DocMDP=seal)
    pdf.Root.Extensions = Dictionary(ESIC=Dictionary(BaseVersion=Name("/1.7"), ExtensionLevel=1))
