"""The only place that knows WeasyPrint: HTML to PDF/A-3a and PDF/UA-1 in one file, the same bytes for the same HTML."""

import io
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time
from email.message import EmailMessage
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pydyf
import weasyprint
from weasyprint import CSS, HTML
from weasyprint.css import ColorProfile
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from certificates.pdf import xmp
from certificates.pdf.attached import AttachedFile
from certificates.pdf.slots import Line, Slot

_SVG = "{http://www.w3.org/2000/svg}svg"
_POINTS_PER_PIXEL = 0.75
PANGO: int = pango.pango_version()
_PANGO_UNITS = 1024  # of its units are a pixel; sizes of type are cut to whole ones
_VARIANT = "pdf/a-3a"
# One document at a time: the font configuration is shared, which halves the time and is not made for threads.
_one_at_a_time = threading.Lock()


class AssetRefused(ValueError):
    """The HTML asks for something that is neither packaged with its style sheet nor handed over with it."""


class PackagedFiles(URLFetcher):
    """Reads files below one folder, and pictures handed over by their whole address; nothing else.

    No network, no other file of this machine, no redirect, no `data:` address.
    """

    def __init__(self, folder: Path, pictures: Mapping[str, bytes] | None = None) -> None:
        super().__init__(allowed_protocols={"file", "picture"}, allow_redirects=False, fail_on_errors=True)
        self._packaged = folder.resolve()
        self._pictures = pictures or {}

    def fetch(self, url: str, headers: EmailMessage | None = None) -> URLFetcherResponse:
        """The file. Raises AssetRefused, which WeasyPrint turns into the end of the rendering."""
        if url in self._pictures:
            return URLFetcherResponse(url, self._pictures[url], {"Content-Type": "image/png"})
        parts = urlsplit(url)
        path = Path(url2pathname(parts.path)).resolve()
        if parts.scheme != "file" or parts.netloc or not path.is_relative_to(self._packaged):
            raise AssetRefused(url)
        return super().fetch(url, headers)


def pdf(
    html: str,
    *,
    stylesheet: Path,
    identifier: str,
    attachments: Sequence[AttachedFile] = (),
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """One file that is PDF/A-3a and PDF/UA-1. Dates come from the `dcterms` metadata of `html`.

    `html` may use files beside the style sheet, and `pictures`: PNG by address, as `picture:emblem`.
    Nothing in the bytes comes from the clock, the machine or chance. Raises AssetRefused.
    """
    with _one_at_a_time, _refusing():
        return _written(_laid_out(html, stylesheet, pictures), identifier, attachments)


def drawing(
    html: str,
    *,
    stylesheet: Path,
    identifier: str,
    attachments: Sequence[AttachedFile] = (),
    pictures: Mapping[str, bytes] | None = None,
) -> tuple[bytes, dict[str, Slot]]:
    """The same file, and where the elements with `data-slot` stand on its first page, by what the attribute says."""
    with _one_at_a_time, _refusing():
        document = _laid_out(html, stylesheet, pictures)
        content = _written(document, identifier, attachments)
        return content, _slots(document, document.tandem_slots)


def places(html: str, *, stylesheet: Path, pictures: Mapping[str, bytes] | None = None) -> dict[str, Slot]:
    """Only where those elements stand; nothing is drawn, `element` is 0."""
    with _one_at_a_time, _refusing():
        return _slots(_laid_out(html, stylesheet, pictures), {})


def _laid_out(html: str, stylesheet: Path, pictures: Mapping[str, bytes] | None) -> Any:
    """WeasyPrint's document with its boxes."""
    styles, fonts = _styles(stylesheet)
    fetcher = PackagedFiles(stylesheet.parent, pictures)
    source = HTML(string=html, base_url=stylesheet.as_uri(), url_fetcher=fetcher, encoding="utf-8")
    return source.render(pdf_variant=_VARIANT, pdf_tags=True, stylesheets=[styles], font_config=fonts)


def _written(document: Any, identifier: str, attachments: Sequence[AttachedFile]) -> bytes:
    _claim_universal_access(document.metadata)
    _take_colours_from_srgb(document)
    _keep_one_link_each(document)
    content: bytes = document.write_pdf(
        pdf_variant=_VARIANT,
        pdf_identifier=identifier,
        output_intent=document.output_intent,
        attachments=[_attachment(file) for file in attachments],
        finisher=lambda rendered, written: _finish(rendered, written, attachments),
    )
    return content


@contextmanager
def _refusing() -> Iterator[None]:
    """WeasyPrint's refusal is a BaseException: nobody above would catch it."""
    try:
        yield
    except FatalURLFetchingError as refusal:
        raise AssetRefused(str(refusal)) from None


@cache
def _styles(stylesheet: Path) -> tuple[CSS, FontConfiguration]:
    fonts = FontConfiguration()
    return CSS(filename=stylesheet, font_config=fonts, url_fetcher=PackagedFiles(stylesheet.parent)), fonts


# --- What WeasyPrint 70 does its own way: metadata of one standard only, a file handle left open, the media type of an
# attachment guessed from its name, a link for each box inside a link


def _claim_universal_access(metadata: Any) -> None:
    plain = metadata.generate_rdf_metadata
    metadata.generate_rdf_metadata = lambda *args: xmp.with_universal_access(plain(*args))


def _take_colours_from_srgb(document: Any) -> None:
    """The output intent (19005-3, 6.2.3), read once instead of left open for each file."""
    document.output_intent = "sRGB"
    document.color_profiles["sRGB"] = ColorProfile(
        io.BytesIO(_srgb()), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
    )


@cache
def _srgb() -> bytes:
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def _keep_one_link_each(document: Any) -> None:
    """A picture in a link is no second link: its structure element is no Link (14289-1, 7.18.5)."""
    for page in document.pages:
        page.links = [link for link in page.links if link[-1].link]


def _attachment(file: AttachedFile) -> weasyprint.Attachment:
    midnight = datetime.combine(file.on, time(), UTC)
    return weasyprint.Attachment(
        file_obj=io.BytesIO(file.content),
        name=file.name,
        description=file.description,
        relationship="Data",
        created=midnight,
        modified=midnight,
    )


def _finish(rendered: Any, written: Any, attachments: Sequence[AttachedFile]) -> None:
    """Each attachment once in /AF (19005-3, 6.8), and with its own media type; the slots for who asked for them."""
    rendered.tandem_slots = written.__dict__.get("tandem_slots", {})
    if "AF" in written.catalog:
        written.catalog["AF"] = pydyf.Array(dict.fromkeys(written.catalog["AF"]))
    embedded = [one for one in written.objects if getattr(one, "extra", {}).get("Type") == "/EmbeddedFile"]
    for stream, file in zip(embedded, attachments, strict=True):
        stream.extra["Subtype"] = "/" + file.media_type.replace("/", "#2F")


# --- What WeasyPrint 70 leaves out of the tags, and no validator misses: the language of a part, the place of a figure
# in PDF units, words for a link instead of its address, what a header cell is the header of, how a list is numbered;
# running heads are no content. `_build_box_tree` calls itself by its module's name.

_plain_tree = tags._build_box_tree


def _complete_tree(box: Any, parent: Any, document: Any, *rest: Any) -> Iterator[pydyf.Dictionary]:
    """The elements of the tree, completed."""
    drawn = getattr(box, "_box", box)  # an absolute box comes in a wrapper
    if isinstance(drawn, boxes.MarginBox):
        return  # an artifact: `_marked`
    if drawn.element is not None and drawn.element.tag == "br":
        return  # it ends a line and says nothing
    if isinstance(drawn, boxes.PageBox):
        document.tandem_height = drawn.margin_height() * _POINTS_PER_PIXEL
    if drawn.link_annotation is not None and (label := drawn.element.get("aria-label")):
        drawn.link_annotation["Contents"] = pydyf.String(label)
    for element in _plain_tree(box, parent, document, *rest):
        _complete(element, drawn, document)
        yield element


def _complete(element: pydyf.Dictionary, box: Any, document: Any) -> None:
    if element["S"] == "/Link" and box.element_tag != "a" and box.link_annotation is None:
        element["S"] = "/Span"  # what a style sheet adds to a link, as the number of its page
    if box.element is None or box.element_tag != box.element.tag:
        return  # an anonymous box: its parent carries the element
    if slot := box.element.get("data-slot"):
        document.__dict__.setdefault("tandem_slots", {})[slot] = element.number
    if (language := box.element.get("lang")) and box.element_tag != "html":
        element["Lang"] = pydyf.String(language)
    if element["S"] == "/Link" and (label := box.element.get("aria-label")):
        element["Alt"] = pydyf.String(label)  # a link around a picture has no text of its own
    if element["S"] == "/Figure" and box.element_tag in {"img", _SVG}:
        left = box.content_box_x() * _POINTS_PER_PIXEL
        top = document.tandem_height - box.content_box_y() * _POINTS_PER_PIXEL
        right, bottom = left + box.width * _POINTS_PER_PIXEL, top - box.height * _POINTS_PER_PIXEL
        corners = [round(value, 3) for value in (left, bottom, right, top)]
        element["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array(corners)})
    if element["S"] == "/TH":
        element["A"]["Scope"] = "/Row" if box.element.get("scope") == "row" else "/Column"
    if element["S"] == "/L":
        numbering = "None" if box.element_tag == "dl" else _NUMBERINGS.get(box.style["list_style_type"], "None")
        element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{numbering}"})


# ISO 32000-1, table 347
_NUMBERINGS = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "upper-roman": "UpperRoman",
    "lower-roman": "LowerRoman",
    "upper-alpha": "UpperAlpha",
    "lower-alpha": "LowerAlpha",
}
_plain_marked = Stream.marked


@contextmanager
def _marked(stream: Any, box: Any, tag: str) -> Iterator[None]:
    """Marked content; in the margin of a page an artifact (ISO 14289-1, 7.8; 32000-1, 14.8.2.2.2)."""
    if box.element is not None or stream._tags is None:
        with _plain_marked(stream, box, tag):
            yield
        return
    pydyf.Stream.begin_marked_content(stream, "Artifact", pydyf.Dictionary({"Type": "/Pagination"}))
    try:
        yield
    finally:
        pydyf.Stream.end_marked_content(stream)


def _show_text(stream: Any, text: str) -> None:
    """Letters and distances without empty strings: after them PDFium, and so Chrome, loses the last distance."""
    pydyf.Stream.show_text(stream, text.replace("<>", " "))


tags._build_box_tree = _complete_tree
Stream.marked = _marked
Stream.show_text = _show_text


# --- Slots


def _slots(document: Any, elements: Mapping[str, int]) -> dict[str, Slot]:
    page = document.pages[0]
    height = page.height * _POINTS_PER_PIXEL
    drawn = {box.element.get("data-slot"): box for box in _descendants(page._page_box) if _is_slot(box)}
    return {name: _slot(box, elements.get(name, 0), height) for name, box in drawn.items()}


def _descendants(box: Any) -> Iterator[Any]:
    drawn = getattr(box, "_box", box)
    yield drawn
    for child in getattr(drawn, "children", ()):
        yield from _descendants(child)


def _is_slot(box: Any) -> bool:
    if isinstance(box, boxes.LineBox | boxes.TextBox):
        return False  # they carry the element of their block
    return box.element is not None and box.element_tag == box.element.tag and "data-slot" in box.element.attrib


def _slot(box: Any, element: int, page_height: float) -> Slot:
    left, top = box.content_box_x(), box.content_box_y()
    texts = [inner for inner in _descendants(box) if isinstance(inner, boxes.TextBox) and inner.text.strip()]
    red, green, blue = box.style["color"].to("srgb").coordinates[:3]
    return Slot(
        element=element,
        left=left * _POINTS_PER_PIXEL,
        bottom=page_height - (top + box.height) * _POINTS_PER_PIXEL,
        right=(left + box.width) * _POINTS_PER_PIXEL,
        top=page_height - top * _POINTS_PER_PIXEL,
        size=int(box.style["font_size"] * _PANGO_UNITS) / _PANGO_UNITS * _POINTS_PER_PIXEL,
        colour=(float(red), float(green), float(blue)),
        lines=tuple(_line(text, page_height) for text in texts),
    )


def _line(text: Any, page_height: float) -> Line:
    return Line(
        left=text.position_x * _POINTS_PER_PIXEL,
        right=(text.position_x + text.width) * _POINTS_PER_PIXEL,
        baseline=page_height - (text.position_y + text.baseline) * _POINTS_PER_PIXEL,
    )
