"""The only place that knows WeasyPrint: HTML to a tagged PDF, the same bytes for the same HTML."""

import threading
from collections.abc import Iterator
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pydyf
from weasyprint import CSS, HTML
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

_SVG = "{http://www.w3.org/2000/svg}svg"
_POINTS_PER_PIXEL = 0.75
# One document at a time: the font configuration is shared, which halves the time and is not made for threads.
_one_at_a_time = threading.Lock()


class AssetRefused(ValueError):
    """The HTML asks for something that is not packaged with its style sheet."""


class PackagedFiles(URLFetcher):
    """Reads files below one folder and nothing else: no network, no other file of this machine, no redirect."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols={"file"}, allow_redirects=False, fail_on_errors=True)
        self._packaged = folder.resolve()

    def fetch(self, url: str, headers: EmailMessage | None = None) -> URLFetcherResponse:
        """The file. Raises AssetRefused, which WeasyPrint turns into the end of the rendering."""
        parts = urlsplit(url)
        path = Path(url2pathname(parts.path)).resolve()
        if parts.scheme != "file" or parts.netloc or not path.is_relative_to(self._packaged):
            raise AssetRefused(url)
        return super().fetch(url, headers)


def pdf(html: str, *, stylesheet: Path, identifier: str) -> bytes:
    """A PDF/UA-1 document. `html` may use files beside the style sheet; dates come from its `dcterms` metadata.

    Nothing in the bytes comes from the clock, the machine or chance. Raises AssetRefused.
    """
    with _one_at_a_time:
        styles, fonts = _styles(stylesheet)
        document = HTML(
            string=html, base_url=stylesheet.as_uri(), url_fetcher=PackagedFiles(stylesheet.parent), encoding="utf-8"
        )
        try:
            content: bytes = document.write_pdf(
                pdf_variant="pdf/ua-1", pdf_identifier=identifier, stylesheets=[styles], font_config=fonts
            )
        except FatalURLFetchingError as refusal:  # a BaseException: nobody above would catch it
            raise AssetRefused(str(refusal)) from None
    return content


@cache
def _styles(stylesheet: Path) -> tuple[CSS, FontConfiguration]:
    fonts = FontConfiguration()
    return CSS(filename=stylesheet, font_config=fonts, url_fetcher=PackagedFiles(stylesheet.parent)), fonts


# --- What WeasyPrint 70 leaves out of the tags, and no validator misses: the language of a part, the place of a figure
# in PDF units, words for a link instead of its address. `_build_box_tree` calls itself by its module's name.

_plain_tree = tags._build_box_tree


def _complete_tree(box: Any, parent: Any, document: Any, *rest: Any) -> Iterator[pydyf.Dictionary]:
    """The elements of the tree, completed."""
    drawn = getattr(box, "_box", box)  # an absolute box comes in a wrapper
    if isinstance(drawn, boxes.PageBox):
        document.tandem_height = drawn.margin_height() * _POINTS_PER_PIXEL
    if drawn.link_annotation is not None and (label := drawn.element.get("aria-label")):
        drawn.link_annotation["Contents"] = pydyf.String(label)
    for element in _plain_tree(box, parent, document, *rest):
        _complete(element, drawn, document.tandem_height)
        yield element


def _complete(element: pydyf.Dictionary, box: Any, page_height: float) -> None:
    if box.element is None or box.element_tag != box.element.tag:
        return  # an anonymous box: its parent carries the element
    if (language := box.element.get("lang")) and box.element_tag != "html":
        element["Lang"] = pydyf.String(language)
    if element["S"] == "/Figure" and box.element_tag in {"img", _SVG}:
        left, top = box.content_box_x() * _POINTS_PER_PIXEL, page_height - box.content_box_y() * _POINTS_PER_PIXEL
        right, bottom = left + box.width * _POINTS_PER_PIXEL, top - box.height * _POINTS_PER_PIXEL
        corners = [round(value, 3) for value in (left, bottom, right, top)]
        element["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array(corners)})


tags._build_box_tree = _complete_tree
