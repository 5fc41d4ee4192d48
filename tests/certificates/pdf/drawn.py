"""Where letters stand in a PDF: by WeasyPrint, with the certificate's own style sheet, and by our own setting."""

import io
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

import pikepdf

from certificates.normal import FONTS, Face, faces_for, script_of
from certificates.pdf import weasy
from tests.certificates.pdf import tiny

Place = tuple[Face, int, float, float]  # face, glyph, points from the line's first glyph, points above the baseline

_FAMILIES = {
    "Lit": Face.LITERATA,
    "Com": Face.COMMISSIONER,
    "Vaz": Face.VAZIRMATN,
    "Naskh": Face.NASKH,
    "Heb": Face.HEBREW,
    "Geo": Face.GEORGIAN,
    "Arm": Face.ARMENIAN,
}


def by_weasyprint(names: Sequence[str], *, size: int) -> list[list[Place]]:
    """The names, each in one line, as the slow path draws them."""
    with pikepdf.open(io.BytesIO(file_by_weasyprint(names, size=size))) as document:
        return [line for page in document.pages for line in _lines(page, scale=0.75)]


def file_by_weasyprint(names: Sequence[str], *, size: int) -> bytes:
    """The names, each in one line, with the style sheet of certificates."""
    body = "".join(_paragraph(name, size) for name in names)
    html = f'<html lang="en"><head><title>Names</title></head><body><main>{body}</main></body></html>'
    return weasy.pdf(html, stylesheet=FONTS.parent / "certificate.css", identifier="00")


def by_us(name: str, *, size: int) -> list[Place]:
    """The name, in one line, as the fast path draws it. Raises SlowPath."""
    with pikepdf.open(io.BytesIO(tiny.page([tiny.line(name, size=size)]))) as document:
        places = next(_lines(document.pages[0], scale=1))
    glyphs = [glyph.sign.glyph for run in tiny.line(name, size=size).runs for glyph in run.glyphs]
    faces = [run.face for run in tiny.line(name, size=size).runs for _glyph in run.glyphs]
    return [(face, glyph, x, up) for face, glyph, (_face, _code, x, up) in zip(faces, glyphs, places, strict=True)]


def _paragraph(name: str, size: int) -> str:
    faces, script = faces_for(name), script_of(name)
    face = faces[0].name.lower() if len(faces) == 1 else "mixed"
    return (
        f'<p class="name one s{size} {face}" lang="{script.language}" dir="{script.direction}">'
        f"<span>{escape(name)}</span></p>"
    )


def _lines(page: pikepdf.Page, *, scale: float) -> Iterator[list[Any]]:
    """The glyphs of each text object."""
    fonts = {name: (_family(font), _widths(font.DescendantFonts[0].W)) for name, font in page.Resources.Font.items()}
    places: list[Any] = []
    x = rise = size = 0.0
    font = ""
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BT":
                places, x, rise = [], 0.0, 0.0
            case "Tf":
                font, size = str(operands[0]), float(operands[1])
            case "Ts":
                rise = float(operands[0])
            case "TJ":
                face, widths = fonts[font]
                for part in operands[0]:
                    if isinstance(part, pikepdf.String):
                        for high, low in zip(*[iter(bytes(part))] * 2, strict=True):
                            places.append((face, high << 8 | low, x * scale, rise * scale))
                            x += widths[high << 8 | low] / 1000 * size
                    else:
                        x -= float(part) / 1000 * size
            case "ET":
                first = places[0][2] if places else 0.0
                yield [(face, code, at - first, up) for face, code, at, up in places]


def _family(font: Any) -> Face | None:
    return _FAMILIES.get(str(font.BaseFont).partition("+")[2].partition("-")[0])


def _widths(array: Any) -> dict[int, float]:
    """The /W array (ISO 32000-1, 9.7.4.3)."""
    items, widths = list(array), {}
    while items:
        first, following = int(items.pop(0)), items.pop(0)
        if isinstance(following, pikepdf.Array):
            widths |= {first + place: float(width) for place, width in enumerate(following)}
        else:
            widths |= dict.fromkeys(range(first, int(following) + 1), float(items.pop(0)))
    return widths
