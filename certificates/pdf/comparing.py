"""Whether two drawings of one page are the same: letter by letter as they are read, and as pictures."""

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from certificates.pdf.slots import Slot

FARTHEST = 0.05  # points between two places of one letter
_SCALE = 150 / 72  # pixels a point
_UNLIKE = 128  # of 255, between two pixels
MOST_UNLIKE = 40  # pixels, of about 100,000 that are not white: edges of letters that are a hundredth of a pixel apart
_MAPPING = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")


@dataclass(frozen=True)
class Letter:
    """A letter as drawn: its text, and where it stands, in points."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Part:
    """A structure element: role, language, words instead of it, and its own letters."""

    role: str
    language: str
    alternative: str
    letters: tuple[Letter, ...]

    @property
    def bare_text(self) -> str:
        """Its letters without the marks on them, some of which WeasyPrint loses or turns round."""
        said = "".join(letter.text for letter in self.letters)
        return "".join(sign for sign in said if not unicodedata.combining(sign))


def difference(one: bytes, other: bytes, *, code: Slot) -> str:
    """The first difference in words, or nothing. `code` is a picture in one of them and stays out of the comparison."""
    try:
        return _read_otherwise(one, other) or _looks_otherwise(one, other, code)
    except (pikepdf.PdfError, pypdfium2.PdfiumError, LookupError, TypeError, ValueError) as error:
        return f"not understood: {error}"


def parts_of(content: bytes) -> list[Part]:
    """The structure in reading order. The form field of a seal stays out."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        letters = _Reader(pdf.pages[0]).letters()
        return list(_parts(pdf.Root.StructTreeRoot, letters))


def _read_otherwise(one: bytes, other: bytes) -> str:
    for first, second in zip_longest(parts_of(one), parts_of(other)):
        if first is None or second is None:
            return "one has more parts"
        if (first.role, first.language, first.alternative) != (second.role, second.language, second.alternative):
            return f"{first.role} {first.language} is {second.role} {second.language}"
        if first.bare_text != second.bare_text:
            return f"a {first.role} says something else"
        places = zip(first.letters, second.letters, strict=True)
        far = max((max(abs(a.x - b.x), abs(a.y - b.y)) for a, b in places), default=0)
        if far > FARTHEST:
            return f"a letter of a {first.role} stands {far:.2f} points away"
    return ""


def _looks_otherwise(one: bytes, other: bytes, code: Slot) -> str:
    apart = ImageChops.difference(_picture(one, code), _picture(other, code)).convert("L")
    count = sum(apart.histogram()[_UNLIKE + 1 :])
    return f"{count} pixels are unlike" if count > MOST_UNLIKE else ""


def _picture(content: bytes, code: Slot) -> Image.Image:
    """The page without the code."""
    pdf = pypdfium2.PdfDocument(content)
    try:
        page = pdf[0]
        picture: Image.Image = page.render(scale=_SCALE).to_pil().convert("RGB")
        height = page.get_height()
        page.close()
    finally:
        pdf.close()
    box = [value * _SCALE for value in (code.left - 1, height - code.top - 1, code.right + 1, height - code.bottom + 1)]
    ImageDraw.Draw(picture).rectangle(box, fill="white")
    return picture


def _parts(element: Any, letters: Mapping[int, tuple[Letter, ...]]) -> Iterator[Part]:
    role = str(element.get("/S", ""))
    if role == "/Form":
        return
    kids = element.get("/K", [])
    own = [kid for kid in kids if isinstance(kid, int)]
    drawn = tuple(letter for mark in own for letter in letters.get(mark, ()))
    yield Part(role, str(element.get("/Lang", "")), str(element.get("/Alt", "")), drawn)
    for kid in kids:
        if not isinstance(kid, int) and "/S" in kid:
            yield from _parts(kid, letters)


@dataclass
class _Font:
    """What a reader needs of a composite font: advances in ems, and texts, by code."""

    widths: dict[int, float]
    texts: dict[int, str]

    @classmethod
    def of(cls, font: Any) -> "_Font":
        items = list(font.DescendantFonts[0].W)
        widths: dict[int, float] = {}
        for first, row in zip(items[::2], items[1::2], strict=True):
            widths |= {int(first) + place: float(width) / 1000 for place, width in enumerate(row)}
        mappings = _MAPPING.findall(font.ToUnicode.read_bytes())
        return cls(widths, {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in mappings})


@dataclass
class _Reader:
    """Follows the text operators of a page (ISO 32000-1, 9.4). Knows what WeasyPrint and our own pages use, no more."""

    page: pikepdf.Page
    _fonts: dict[str, _Font] = field(default_factory=dict)
    _found: dict[int, list[Letter]] = field(default_factory=dict)
    _matrix: pikepdf.Matrix = field(default_factory=pikepdf.Matrix)
    _stack: list[pikepdf.Matrix] = field(default_factory=list)
    _line: pikepdf.Matrix = field(default_factory=pikepdf.Matrix)
    _name: str = ""
    _size: float = 0
    _rise: float = 0
    _x: float = 0
    _mark: int = -1

    def letters(self) -> dict[int, tuple[Letter, ...]]:
        """The letters of each marked content, in the order in which they are drawn."""
        resources: Any = self.page.obj.Resources
        self._fonts = {name: _Font.of(font) for name, font in resources.Font.items()}
        instructions: Any = pikepdf.parse_content_stream(self.page)
        for operands, operator in instructions:
            self._take(str(operator), operands)
        return {mark: tuple(letters) for mark, letters in self._found.items()}

    def _take(self, operator: str, operands: Any) -> None:
        match operator:
            case "q":
                self._stack.append(self._matrix)
            case "Q":
                self._matrix = self._stack.pop()
            case "cm":
                self._matrix = _matrix(operands) @ self._matrix
            case "BDC":
                self._mark = int(operands[1].get("/MCID", -1))
            case "EMC":
                self._mark = -1
            case "Tf":
                self._name, self._size = str(operands[0]), float(operands[1])
            case "Ts":
                self._rise = float(operands[0])
            case "Tm":
                self._line, self._x = _matrix(operands), 0
            case "TJ":
                self._show(operands[0])

    def _show(self, items: Any) -> None:
        font = self._fonts[self._name]
        for item in items:
            if not isinstance(item, pikepdf.String):
                self._x -= float(item) / 1000 * self._size
                continue
            content = bytes(item)
            for start in range(0, len(content), 2):
                self._letter(font, int.from_bytes(content[start : start + 2]))

    def _letter(self, font: _Font, code: int) -> None:
        x, y = (self._line @ self._matrix).transform((self._x, self._rise))
        self._found.setdefault(self._mark, []).append(Letter(font.texts.get(code, ""), float(x), float(y)))
        self._x += font.widths.get(code, 0) * self._size


def _matrix(operands: Any) -> pikepdf.Matrix:
    return pikepdf.Matrix(*map(float, operands))
