"""What learners send: choices and typed codes, no free text. The name on a certificate has its form there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.labels import ROLE_GROUPS
from quizzes.terms import Role

ROLES = [(role.value, label) for role, label in ROLE_GROUPS.items()]


class RoleForm(forms.Form):
    """A choice of role; empty: say it later."""

    role = forms.ChoiceField(label=_("Your work"), choices=[*ROLES, ("", _("I will say later"))], required=False)

    @property
    def role_chosen(self) -> Role | None:
        """The role, or None."""
        return Role(self.cleaned_data["role"]) if self.cleaned_data["role"] else None


class StartForm(RoleForm):
    """The start of a course. `keep`: 30 days in this browser. `fresh`: the open place is somebody else's."""

    keep = forms.BooleanField(required=False)
    fresh = forms.BooleanField(required=False)


class CodeForm(forms.Form):
    """A typed recovery code."""

    code = forms.CharField(
        label=_("Recovery code"),
        max_length=100,
        strip=True,
        error_messages={
            "required": _("Type the code that you got when you started."),
            "max_length": _("A code has 26 letters and digits."),
        },
    )
    keep = forms.BooleanField(required=False)


class ClaimForm(forms.Form):
    """Taking a place into an account; the code is optional and makes it final."""

    code = forms.CharField(label=_("Recovery code"), max_length=100, required=False, strip=True)


class ShareForm(forms.Form):
    """The code of an organisation, and on the second step the agreement."""

    code = forms.CharField(
        label=_("Code of the organisation"),
        max_length=64,
        strip=True,
        error_messages={
            "required": _("Type the code that your coordinator gave you."),
            "max_length": _("This is too long for a code."),
        },
    )
    agreed = forms.BooleanField(required=False)


class CountryForm(forms.Form):
    """A choice of country, for the card with numbers and duties; empty: the site's."""

    country = forms.CharField(max_length=8, required=False, strip=True)
