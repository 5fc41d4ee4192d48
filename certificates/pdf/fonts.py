"""The faces of a certificate, loaded once per process, and the PDF objects of the few letters that a document takes."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from io import BytesIO

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from certificates.normal import FONTS, Face

OBJECTS = 6  # of each font in a document
# Shaping is done, and what a PDF reader takes from a font it reads from the dictionaries (ISO 32000-1, 9.9, table 126).
_DROPPED = (
    "BASE", "DSIG", "FFTM", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "MATH", "OS/2", "PCLT", "STAT", "VDMX", "cmap",
    "gasp", "hdmx", "kern", "meta", "name", "post", "vhea", "vmtx",
)  # fmt: skip
_DROPPED_TAGS = [int.from_bytes(tag.encode()) for tag in _DROPPED]
_SYMBOLIC, _SERIF = 4, 2  # ISO 32000-1, table 123
_SERIF_FACES = {Face.LITERATA, Face.HEBREW, Face.GEORGIAN, Face.ARMENIAN}
_TO_UNICODE = (
    b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)"
    b"/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def 1 begincodespacerange<0000><FFFF>"
    b"endcodespacerange\n%bendcmap CMapName currentdict/CMap defineresource pop end end"
)
_MOST_IN_A_BLOCK = 100  # mappings between beginbfchar and endbfchar (Adobe Technical Note 5014)


class SlotFace:
    """A face, ready to shape and to give away some of its glyphs."""

    def __init__(self, face: Face) -> None:
        content = (FONTS / face.value).read_bytes()
        self.face = face
        self.harfbuzz = hb.Face(content)
        self.units = self.harfbuzz.upem
        self._preprocessed = hb.subset_preprocess(self.harfbuzz)
        self._sizes: dict[int, ScaledFace] = {}
        with TTFont(BytesIO(content), lazy=True) as tables:
            self.name: bytes = tables["name"].getDebugName(6).encode()
            head, metrics, more = tables["head"], tables["hhea"], tables["OS/2"]
            self._box = [self._thousandths(edge) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)]
            self._ascent, self._descent = self._thousandths(metrics.ascent), self._thousandths(metrics.descent)
            self._capitals = self._thousandths(more.sCapHeight or metrics.ascent)
            self._stem = 50 + (more.usWeightClass // 65) ** 2  # an estimate; no reader draws by it
        self._flags = _SYMBOLIC | _SERIF * (face in _SERIF_FACES)

    def at(self, scale: int) -> "ScaledFace":
        """The face with `scale` units an em."""
        scaled = self._sizes.get(scale)
        if scaled is None:
            scaled = self._sizes[scale] = ScaledFace(self.harfbuzz, scale)
        return scaled

    def subset(self, glyphs: Iterable[int]) -> tuple[bytes, Mapping[int, int]]:
        """A TrueType font of these glyphs and their parts, and its number for each of the old ones."""
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(glyphs)
        wanted.flags = hb.SubsetFlags.NO_HINTING
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(_DROPPED_TAGS)
        plan = hb.SubsetPlan(self._preprocessed, wanted)
        return plan.execute().blob.data, plan.old_to_new_glyph_mapping

    def descriptor(self, name: bytes, file: int) -> bytes:
        """The font descriptor (ISO 32000-1, 9.8) of a subset."""
        return (
            b"<</Type/FontDescriptor/FontName/%b/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d"
            b"/CapHeight %d/StemV %d/FontFile2 %d 0 R>>"
        ) % (name, self._flags, *self._box, self._ascent, self._descent, self._capitals, self._stem, file)

    def _thousandths(self, value: int) -> int:
        return round(value * 1000 / int(self.units))


class Sign:
    """A glyph as a document uses it: what it stands for, and its width in thousandths of an em.

    One glyph that stands for two texts is two signs, so that each is copied and read aloud as what it is. A sign is
    made once for a size of a face and known by identity.
    """

    __slots__ = ("glyph", "text", "unicode", "width", "width_stated")

    def __init__(self, glyph: int, text: str, width: int) -> None:
        self.glyph = glyph
        self.text = text
        self.width = width
        self.width_stated = b"%d" % width
        self.unicode = text.encode("utf-16-be").hex().encode()


class ScaledFace:
    """A face at one size, in Pango's whole units, of which `scale` are an em."""

    def __init__(self, face: hb.Face, scale: int) -> None:
        self.font = hb.Font(face)
        self.font.scale = (scale, scale)
        self.scale = scale
        self._signs: dict[tuple[int, str], Sign] = {}

    def sign(self, glyph: int, text: str) -> Sign:
        """The glyph that stands for `text`. Its width is as WeasyPrint states it: what Pango has rounded, rounded."""
        sign = self._signs.get((glyph, text))
        if sign is None:
            width = round(self.font.get_glyph_h_advance(glyph) * 1000 / self.scale)
            sign = self._signs.setdefault((glyph, text), Sign(glyph, text, width))
        return sign


@cache
def slot_face(face: Face) -> SlotFace:
    """The face, loaded."""
    return SlotFace(face)


def font_objects(face: SlotFace, signs: Sequence[Sign], first: int) -> list[bytes]:
    """The bodies of the objects `first` to `first + OBJECTS - 1`: a composite font whose codes count the signs from 1.

    ISO 32000-1, 9.7: Type0, CIDFontType2, Identity-H. ISO 19005-3, 6.2.11: embedded (4.1), widths as in the font
    program (5), every code has its Unicode (7); the map from codes to glyphs is a stream (3.2), no CIDSet (4.2).
    """
    content, renumbered = face.subset([sign.glyph for sign in signs])
    codes = b"\0\0" + b"".join([renumbered[sign.glyph].to_bytes(2) for sign in signs])
    to_unicode = _mappings(signs)
    name = b"%b+%b" % (_tag(codes, to_unicode), face.name)
    widths = b" ".join([sign.width_stated for sign in signs])
    return [
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (name, first + 1, first + 3),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor %d 0 R/DW 0/W[1[%b]]/CIDToGIDMap %d 0 R>>"
        % (name, first + 2, widths, first + 5),
        face.descriptor(name, first + 4),
        _stream(_TO_UNICODE % to_unicode),
        _program(content),
        _stream(codes),
    ]


def bare(program: bytes) -> bytes:
    """A TrueType program with the same glyphs, without the tables that no reader of PDF takes anything from."""
    written = BytesIO()
    with TTFont(BytesIO(program), recalcBBoxes=False, recalcTimestamp=False) as font:
        for tag in _DROPPED:
            if tag in font:
                del font[tag]
        font.save(written)
    return written.getvalue()


def _tag(codes: bytes, to_unicode: bytes) -> bytes:
    """Six capitals that differ between subsets (ISO 32000-1, 9.6.4), from what is in this one."""
    value = zlib.crc32(codes, zlib.crc32(to_unicode))
    return bytes([65 + value // 26**place % 26 for place in range(6)])


def _mappings(signs: Sequence[Sign]) -> bytes:
    """From codes to text in UTF-16 (ISO 32000-1, 9.10.3)."""
    lines = [b"<%04X><%b>\n" % (code, sign.unicode) for code, sign in enumerate(signs, 1)]
    blocks = [lines[start : start + _MOST_IN_A_BLOCK] for start in range(0, len(lines), _MOST_IN_A_BLOCK)]
    return b"".join([b"%d beginbfchar\n%bendbfchar\n" % (len(block), b"".join(block)) for block in blocks])


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%b\nendstream" % (len(content), content)


def _program(font: bytes) -> bytes:
    """A font program as it is (ISO 32000-1, 9.9): to deflate it saves a quarter of two kilobytes and costs 40 µs."""
    return b"<</Length %d/Length1 %d>>stream\n%b\nendstream" % (len(font), len(font), font)
