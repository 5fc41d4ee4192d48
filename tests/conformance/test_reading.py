"""What is heard and what is copied: the order of the structure, and the text as three programs find it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.cases import LATIN, Case, drawn, row
from tests.conformance.programs import spoken, text_by_pdfium, text_by_poppler, text_by_pypdf

# One text per line, in the order in which a screen reader meets them; pdfinfo prints right-to-left words as they are
# drawn, from left to right.
HEARD = Path(__file__).parent / "heard"
BOTH_WAYS = pytest.mark.parametrize("way", ["fast", "slow"])
NAMES = {
    "latin": LATIN,
    "greek": "Ελένη Παπαδοπούλου",
    "cyrillic": "Олександра Ївженко",
    "arabic": "فاطمة الزهراء العلوي",
    "hebrew": "שירה בן־דוד",
    "georgian": "ნინო ბერიძე",
    "armenian": "Անահիտ Պետրոսյան",
}
EVERY_NAME = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
READERS = {"poppler": text_by_poppler, "PDFium": text_by_pdfium, "pypdf": text_by_pypdf}
EVERY_READER = pytest.mark.parametrize("read", READERS.values(), ids=READERS)


@BOTH_WAYS
@pytest.mark.parametrize(("language", "name"), [("en", LATIN), ("ar", NAMES["arabic"])])
def test_certificate_is_heard_in_the_order_in_which_it_is_meant(way: Any, language: str, name: str):
    case = Case(way=way, language=language, name=name)
    expected = (HEARD / f"{language}.txt").read_text().replace("NUMBER", str(row(case).number)).splitlines()

    assert spoken(drawn(case)) == expected


@pytest.mark.parametrize("language", ["de", "el", "ar"])
def test_both_ways_are_heard_alike(language: str):
    fast, slow = (Case(way=way, language=language, practice=True) for way in ("fast", "slow"))

    heard = [[text.replace(str(row(case).number), "NUMBER") for text in spoken(drawn(case))] for case in (fast, slow)]

    assert heard[0] == heard[1]


@BOTH_WAYS
@EVERY_READER
@EVERY_NAME
def test_name_is_copied_as_it_was_typed(way: Any, read: Callable[[bytes], str], name: str):
    text = read(drawn(Case(way=way, name=name)))

    assert name in text


@BOTH_WAYS
@EVERY_READER
def test_letters_of_a_right_to_left_certificate_are_copied_in_logical_order(way: Any, read: Callable[[bytes], str]):
    case = Case(way=way, language="ar", name=NAMES["arabic"])

    text = read(drawn(case))

    assert {"سجل", "دراسة", "ذاتية"} <= set(text.split())
    assert NAMES["arabic"] in text
    assert str(row(case).number) in text
    assert row(case).course_title in text
