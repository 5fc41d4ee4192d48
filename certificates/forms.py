"""What is typed about a certificate: the name on it, the number of it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certificates.normal import LONGEST_CODE, LONGEST_NAME, NameRefused, Refusal, printed_name

_WORDS = {
    Refusal.EMPTY: _("Type the name that the certificate should show."),
    Refusal.TOO_LONG: _("There is room for 120 letters. Please shorten the name."),
    Refusal.CONTROL: _("The name contains a line break or another invisible control sign. Type it in one line."),
    Refusal.DIRECTION: _(
        "The name contains a sign that turns the reading direction. Type it again by hand, without that sign."
    ),
    Refusal.INVISIBLE: _("The name contains an invisible sign. Type it again by hand."),
    Refusal.PRIVATE: _("The name contains a sign that only some computers can show. Use letters."),
    Refusal.BROKEN: _("Part of the name arrived damaged. Type it again by hand."),
    Refusal.SYMBOL: _("%(sign)s cannot be printed. Use letters, no pictures or symbols."),
    Refusal.UNKNOWN_LETTER: _(
        "We cannot print %(sign)s. Certificates can show Latin, Greek, Cyrillic, Arabic, Hebrew, Georgian and Armenian "
        "letters. Write the name in one of these."
    ),
    Refusal.STACKED_MARKS: _("More than three accents on one letter cannot be printed."),
    Refusal.NO_LETTER: _("The name needs at least one letter."),
}


class NameForm(forms.Form):
    """The name for a certificate. `cleaned_data["name"]` is what will be printed."""

    name = forms.CharField(
        label=_("Your name, as the certificate should show it"),
        # The rules of `printed_name` decide, with better words than a length check of the field.
        strip=False,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "name",
                "maxlength": LONGEST_NAME,
                "spellcheck": "false",
                "aria-describedby": "h-name",
            }
        ),
    )

    def clean_name(self) -> str:
        """The printed form, or a sentence that says what to change."""
        try:
            return printed_name(self.cleaned_data["name"])
        except NameRefused as refusal:
            raise ValidationError(
                _WORDS[refusal.reason], code=refusal.reason, params={"sign": refusal.sign}
            ) from refusal


class NumberForm(forms.Form):
    """A certificate number, typed by hand. Whether it exists is for `checking`; here only that it can be looked up."""

    number = forms.CharField(
        label=_("Certificate number"),
        help_text=_("Printed at the lower right, next to the square code."),
        max_length=LONGEST_CODE,
        error_messages={
            "required": _("Type the number that is printed next to the square code. It begins with TD."),
            "max_length": _(
                "This is longer than any of our numbers. It begins with TD and has 17 letters and digits after that."
            ),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
