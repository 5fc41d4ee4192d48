import pytest

from certificates import forms
from certificates.forms import NameForm, NumberForm
from certificates.normal import Refusal


def test_name_is_cleaned_to_what_is_printed():
    form = NameForm({"name": " Wis\u0301niewska "})

    assert form.is_valid()
    assert form.cleaned_data == {"name": "Wiśniewska"}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Type the name that the certificate should show."),
        ("a" * 10_000, "There is room for 120 letters. Please shorten the name."),
        (
            "Ann\u202e",
            "The name contains a sign that turns the reading direction. Type it again by hand, without that sign.",
        ),
        ("<b>Ann</b>", "< cannot be printed. Use letters, no pictures or symbols."),
        ("Ann 🦉", "🦉 cannot be printed. Use letters, no pictures or symbols."),
        (
            "明",
            "We cannot print 明. Certificates can show Latin, Greek, Cyrillic, Arabic, Hebrew, Georgian and "
            "Armenian letters. "
            "Write the name in one of these.",
        ),
        ("Ann\x00", "Null characters are not allowed."),
    ],
)
def test_refused_name_says_what_to_change(name, sentence):
    form = NameForm({"name": name})

    assert form.errors["name"] == [sentence]


def test_every_reason_has_a_sentence():
    assert set(forms._WORDS) == set(Refusal)


@pytest.mark.parametrize(("number", "code"), [("", "required"), ("   ", "required"), ("x" * 65, "max_length")])
def test_number_that_cannot_be_looked_up_says_so(number, code):
    form = NumberForm({"number": number})

    assert [error.code for error in form.errors.as_data()["number"]] == [code]
