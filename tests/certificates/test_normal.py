import pytest
from hypothesis import given
from hypothesis import strategies as some

from certificates.normal import NAME_FACES, Face, NameRefused, Refusal, faces_for, printed_name, script_of, typed_code

NAMES = some.text("aZéł\u0301 Ελшїف٣’-. \u00a0\u3000", min_size=1, max_size=20).filter(
    lambda text: text.strip()[:1].isalpha() and "\u0301\u0301" not in text
)


@pytest.mark.parametrize(
    "name",
    [
        "Agnieszka Wiśniewska",
        "Ελένη Παπαδοπούλου-Χατζηκωνσταντίνου",
        "Олександра Володимирівна Шевченко",
        "فاطمة الزهراء",
        "Nguyễn Thị Ánh",
        "Sean O’Neil, Jr.",
        "John (Jack) Smith 3rd",
        "O'Neil/Byrne",
        'John "Jack" [Smith] & d’Arc',
        "Gal·la Àvila 2nd",
        "מִרְיָם כהן־לוי",
        "ნინო ბერიძე",
        "Անահիտ Սարգսյան",
    ],
)
def test_name_is_printed_exactly_as_typed(name):
    assert printed_name(name) == name


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("  Anna  ", "Anna"),
        ("Anna\u00a0Maria", "Anna Maria"),
        ("Anna   Maria", "Anna Maria"),
        ("Ann\n", "Ann"),
        ("Wis\u0301niewska", "Wiśniewska"),
    ],
)
def test_name_loses_only_what_nobody_sees(typed, printed):
    assert printed_name(typed) == printed


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", Refusal.EMPTY),
        ("\u3000 \t", Refusal.EMPTY),
        ("a" * 121, Refusal.TOO_LONG),
        ("a" * 10_000, Refusal.TOO_LONG),
        ("An\x00na", Refusal.CONTROL),
        ("Anna\nMaria", Refusal.CONTROL),
        ("Anna\x85Maria", Refusal.CONTROL),
        ("Anna \u202eairaM", Refusal.DIRECTION),
        ("Anna\u2066", Refusal.DIRECTION),
        ("Anna\u061cMaria", Refusal.DIRECTION),
        ("Anna\u200bMaria", Refusal.INVISIBLE),
        ("Anna\u00adMaria", Refusal.INVISIBLE),
        ("Anna\U000e0041", Refusal.INVISIBLE),
        ("Anna\ufe0f", Refusal.INVISIBLE),
        ("Anna\uf6d4", Refusal.PRIVATE),
        ("Anna\ud800", Refusal.BROKEN),
        ("Anna 🦉", Refusal.SYMBOL),
        ("<script>alert(1)</script>", Refusal.SYMBOL),
        *((f"Ann {sign} Berg", Refusal.SYMBOL) for sign in "<>=|~+{}\\@#%*_^$€"),
        ("李明", Refusal.UNKNOWN_LETTER),
        ("ఆదిత్య", Refusal.UNKNOWN_LETTER),
        ("Q\u0301\u0301\u0301\u0301", Refusal.STACKED_MARKS),
        ("\u0301Anna", Refusal.STACKED_MARKS),
        ("1234", Refusal.NO_LETTER),
        ("-.-", Refusal.NO_LETTER),
    ],
)
def test_name_is_refused_with_its_reason(typed, reason):
    with pytest.raises(NameRefused) as refused:
        printed_name(typed)

    assert refused.value.reason == reason


def test_refusal_shows_the_letter_that_cannot_be_printed():
    with pytest.raises(NameRefused) as refused:
        printed_name("Ming 明")

    assert refused.value.sign == "明"


@given(NAMES)
def test_printed_name_printed_again_is_the_same(text):
    once = printed_name(text)

    assert printed_name(once) == once


@pytest.mark.parametrize(
    ("name", "faces"),
    [
        ("Agnieszka", (Face.LITERATA,)),
        ("فاطمة", (Face.VAZIRMATN,)),
        ("Fatima فاطمة", (Face.VAZIRMATN,)),
        ("Ṩōfia فاطمة", NAME_FACES),
        ("מרים כהן-לוי", (Face.HEBREW,)),
        ("ნინო ბერიძე", (Face.GEORGIAN,)),
        ("Անահիտ", (Face.ARMENIAN,)),
        ("Miriam מרים", NAME_FACES),
    ],
)
def test_name_is_set_in_one_face_where_one_has_all_letters(name, faces):
    assert faces_for(name) == faces


@pytest.mark.parametrize(
    ("name", "language", "direction"),
    [
        ("1. Ελένη", "el", "ltr"),
        ("فاطمة", "ar", "rtl"),
        ("מרים Miriam", "he", "rtl"),
        ("ნინო", "ka", "ltr"),
        ("ᲜᲘᲜᲝ", "ka", "ltr"),
        ("Անահիտ", "hy", "ltr"),
        ("Олександра", "und-Cyrl", "ltr"),
        ("Anna", "und-Latn", "ltr"),
    ],
)
def test_name_says_how_it_is_read(name, language, direction):
    script = script_of(name)

    assert (script.language, script.direction) == (language, direction)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("td-k7qf 93mx", "TDK7QF93MX"),
        ("oO iI lL", "001111"),
        ("K7QF–93MX", "K7QF93MX"),
        ("１２ab", "12AB"),
        ("Ж", ""),
        ("a" * 65, ""),
        ("", ""),
    ],
)
def test_code_is_read_as_meant(typed, code):
    assert typed_code(typed) == code


@given(some.text(max_size=80))
def test_code_in_normal_form_stays_as_it_is(text):
    once = typed_code(text)

    assert typed_code(once) == once
