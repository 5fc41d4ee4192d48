"""What operators send about a withdrawal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.forms import NumberForm
from certificates.models import Revocation

BECAUSE = {
    Revocation.Because.HOLDER: _("Its holder asked you for it"),
    Revocation.Because.ERROR: _("It was issued in error"),
    Revocation.Because.KEY: _("The key that signed it is no longer trusted; its holder may make it anew"),
}


class AskForm(NumberForm):
    """A number, and the class of the reason. There is no field for words: they would be about somebody."""

    because = forms.ChoiceField(
        label=_("Why it is withdrawn"),
        choices=[(because.value, words) for because, words in BECAUSE.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why. Whoever checks the certificate is told.")},
    )


class VerdictForm(forms.Form):
    """What the second operator decides, or who asked takes back."""

    verdict = forms.ChoiceField(choices=[("confirm", _("Confirm")), ("decline", _("Decline"))])


class ConfirmForm(NumberForm):
    """The number once more, by the second operator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = _(
            "Type it from what was written to you or from your own records, not from what the other operator tells you."
        )
