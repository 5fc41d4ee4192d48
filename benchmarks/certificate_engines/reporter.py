"""ReportLab: fonts registered once, art parsed once, HarfBuzz shaping. Neither tagged nor PDF/A: it cannot."""

import io
from collections.abc import Callable
from typing import Any

from benchmarks.certificate_engines import codes
from benchmarks.certificate_engines.paths import Art, Shape, art
from benchmarks.certificate_engines.words import FONTS, INVITATION, LIMITS, Words

FACES = {
    "Lit": "Literata_500Medium.ttf",
    "Com": "Commissioner_400Regular.ttf",
    "ComB": "Commissioner_600SemiBold.ttf",
    "Vaz": "Vazirmatn_400Regular.ttf",
}
INK, QUIET, TEAL = "#1E2A2D", "#475252", "#0E5A63"
MM = 72 / 25.4
HEIGHT = 210 * MM


def engine() -> Callable[[Words], bytes]:
    """What draws one certificate."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 -- only this engine needs it
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    for name, file in FACES.items():
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file), shapable=True))
    return _draw


def _draw(words: Words) -> bytes:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    out = io.BytesIO()
    page = Canvas(out, pagesize=(297 * MM, HEIGHT), pageCompression=1, invariant=1, lang="en")
    page.setTitle(words.title)
    page.setAuthor("Exit Training Network")
    _art(page)
    _words(page, words)
    _code(page, words.code)
    page.save()
    return out.getvalue()


def background() -> bytes:
    """The art alone, for engines that take it as a picture."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    out = io.BytesIO()
    page = Canvas(out, pagesize=(297 * MM, HEIGHT))
    _art(page)
    page.save()
    return out.getvalue()


def _art(page: Any) -> None:
    for picture, x, y, width, height in (
        ("braid.svg", 17, 10, 263, 2.9),
        ("braid.svg", 17, 185, 263, 2.9),
        ("weave.svg", 167.4, 17, 114, 102.3),
        ("mark.svg", 17, 19, 10, 8),
    ):
        _picture(page, art(picture), (x, y, width, height))


def _words(page: Any, words: Words) -> None:
    _line(page, "Tandem", (29, 24.8), "Lit", 15)
    _line(page, "Record of self-study", (17, 48), "ComB", 11, TEAL)
    face = "Vaz" if words.right_to_left else "Lit"
    _line(page, words.name, (17, 62), face, 30, direction="RTL" if words.right_to_left else None)
    _line(page, "has completed the self-paced course", (17, 74), "Com", 9.5)
    _line(page, words.course, (17, 84), "Lit", 19)
    _line(page, words.version, (17, 90), "Com", 9.5, QUIET)
    page.line(17 * MM, HEIGHT - 128 * MM, 280 * MM, HEIGHT - 128 * MM)
    for x, (label, value) in zip((17, 53, 111, 230), words.facts, strict=True):
        _line(page, label, (x, 134.5), "ComB", 8.5, QUIET)
        _line(page, value, (x, 139), "Com", 9.5)
    page.line(17 * MM, HEIGHT - 175.5 * MM, 91 * MM, HEIGHT - 175.5 * MM)
    _line(page, words.issued_by, (17, 180), "Com", 9.5)
    _line(page, words.number, (243, 172.5), "ComB", 11, right=True)
    _line(page, words.address, (243, 177.5), "Com", 9.5, right=True)
    cut = LIMITS.index("Online") + len("Online")
    _line(page, LIMITS[:cut], (17, 192.5), "Com", 8.5, QUIET)
    _line(page, LIMITS[cut:].strip(), (17, 196.5), "Com", 8.5, QUIET)
    cut = INVITATION.index("We")
    _line(page, INVITATION[:cut].strip(), (280, 192.5), "Com", 8.5, QUIET, right=True)
    _line(page, INVITATION[cut:], (280, 196.5), "Com", 8.5, QUIET, right=True)


def _line(
    page: Any,
    text: str,
    place: tuple[float, float],
    face: str,
    size: float,
    colour: str = INK,
    *,
    right: bool = False,
    direction: str | None = None,
) -> None:
    page.setFillColor(colour)
    page.setFont(face, size)
    draw = page.drawRightString if right else page.drawString
    draw(place[0] * MM, HEIGHT - place[1] * MM, text, shaping=True, direction=direction)


def _picture(page: Any, picture: Art, box: tuple[float, float, float, float]) -> None:
    x, y, width, height = box
    page.saveState()
    page.translate(x * MM, HEIGHT - y * MM)
    page.scale(width * MM / picture.width, -height * MM / picture.height)
    for shape in picture.shapes:
        _shape(page, shape)
    page.restoreState()


def _shape(page: Any, shape: Shape) -> None:
    if shape.stroke:
        page.setStrokeColor(shape.stroke)
        page.setLineWidth(shape.width)
        page.setDash(list(shape.dashes))
        page.setLineCap(int(shape.round))
    if shape.fill:
        page.setFillColor(shape.fill)
    path = page.beginPath()
    draw = {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo, "Z": path.close, "O": path.circle}
    for step, numbers in shape.steps:
        draw[step](*numbers)
    page.drawPath(path, stroke=int(bool(shape.stroke)), fill=int(bool(shape.fill)))


def _code(page: Any, address: str) -> None:
    side, dark = codes.runs(address)
    page.saveState()
    page.translate(250 * MM, HEIGHT - 149.5 * MM)
    page.scale(30 * MM / side, -30 * MM / side)
    page.setFillColor(INK)
    path = page.beginPath()
    for x, y, length in dark:
        path.rect(x, y, length, 1)
    page.drawPath(path, stroke=0, fill=1)
    page.restoreState()
    page.linkURL(address, (250 * MM, HEIGHT - 179.5 * MM, 280 * MM, HEIGHT - 149.5 * MM))
