import io

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from certificates.normal import FONTS, Face
from certificates.pdf.fonts import OBJECTS, font_objects, slot_face
from tests.certificates.pdf import tiny

EVERY_FACE = pytest.mark.parametrize("face", Face)


def embedded(name: str) -> tuple[list[int], list[int], TTFont]:
    """Of the font that a name takes: the widths and glyphs of its codes from 1, and the font program."""
    with pikepdf.open(io.BytesIO(tiny.page([tiny.line(name)]))) as document:
        descendant = document.pages[0].Resources.Font.N0.DescendantFonts[0]
        glyphs = descendant.CIDToGIDMap.read_bytes()
        program = TTFont(io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))
        return (
            list(map(int, descendant.W[1])),
            [high << 8 | low for high, low in zip(glyphs[2::2], glyphs[3::2], strict=True)],
            program,
        )


@EVERY_FACE
def test_face_may_be_embedded_and_has_its_licence_beside_it(face):
    with TTFont(FONTS / face.value) as font:
        assert font["OS/2"].fsType == 0
        assert "SIL Open Font License" in font["name"].getDebugName(13)
    licence = face.value.partition("_")[0].replace("NotoSerif", "NotoSerif ").split()[0]
    assert "SIL OPEN FONT LICENSE" in (FONTS / f"OFL-{licence}.txt").read_text().upper()


def test_code_draws_the_outline_of_its_letter():
    _widths, glyphs, program = embedded("Anb")

    with TTFont(FONTS / Face.LITERATA.value) as whole:
        wanted = [whole["glyf"][whole.getBestCmap()[ord(letter)]] for letter in "Anb"]
        drawn = [program["glyf"][program.getGlyphName(glyph)] for glyph in glyphs]

        assert [glyph.getCoordinates(program["glyf"])[0] for glyph in drawn] == [
            glyph.getCoordinates(whole["glyf"])[0] for glyph in wanted
        ]


def test_widths_are_those_of_the_font_program():
    widths, glyphs, program = embedded("Ωμέγα Wiśniewska")

    assert widths == [program["hmtx"][program.getGlyphName(glyph)][0] for glyph in glyphs]


def test_program_holds_only_what_is_needed_to_draw():
    _widths, _glyphs, program = embedded("Ana")

    assert set(program.keys()) == {"GlyphOrder", "glyf", "head", "hhea", "hmtx", "loca", "maxp"}
    assert len(program.getGlyphOrder()) == 1 + len({"A", "n", "a"})


def test_composed_letter_brings_its_parts():
    _widths, _glyphs, program = embedded("É")

    assert len(program.getGlyphOrder()) >= 2


@pytest.mark.parametrize("name", ["Wiśniewska", "فاطمة", "Ĳ"])
def test_every_code_says_what_it_stands_for(name):
    document = pikepdf.open(io.BytesIO(tiny.page([tiny.line(name)])))
    font = document.pages[0].Resources.Font.N0

    mapped = font.ToUnicode.read_bytes().count(b"><")

    assert mapped - 1 == len(font.DescendantFonts[0].W[1])  # one is the range of all codes


def test_same_letters_make_the_same_font_and_others_another_name():
    one, same, other = (b"".join(pdf_font(name)) for name in ("Anna", "Anna", "Hanna"))

    assert one == same
    assert one[:80] != other[:80]


def pdf_font(name: str) -> list[bytes]:
    signs = list(dict.fromkeys(glyph.sign for run in tiny.line(name).runs for glyph in run.glyphs))
    return font_objects(slot_face(Face.LITERATA), signs, 10)


def test_font_takes_the_objects_that_it_says():
    assert len(pdf_font("Anna")) == OBJECTS
