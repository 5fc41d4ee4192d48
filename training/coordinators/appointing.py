"""How an operator makes organisations and appoints their coordinators."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from training.coordinators import codes
from training.models.organisations import Coordinator, Organisation
from training.models.people import User, UserManager


class OrganisationForm(forms.ModelForm[Organisation]):
    """A service or an office of one. A new one gets its first code at once."""

    class Meta:
        model = Organisation
        fields = ["name", "parent"]
        help_texts = {"parent": _("Only for an office: the service it belongs to. The service sees its offices too.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = Organisation.objects.filter(parent=None).exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = services  # type: ignore[attr-defined]  # a field of a foreign key

    def clean_parent(self) -> Organisation | None:
        """One level deep: a service with offices stays a service."""
        parent: Organisation | None = self.cleaned_data["parent"]
        if parent is not None and self.instance.pk and Organisation.objects.filter(parent=self.instance).exists():
            raise ValidationError(_("This service has offices itself, so it cannot become an office."))
        return parent

    @transaction.atomic
    def save(self, commit: bool = True) -> Organisation:
        """The organisation; with its code, if it is saved."""
        organisation = super().save(commit=commit)
        if commit:
            codes.first_code(organisation)
        return organisation


class CoordinatorForm(forms.ModelForm[Coordinator]):
    """Who coordinates what. The address is typed, because the admin keeps no list of accounts to choose from."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "Without an account so far, one is made: the person opens “I forgot my password” at the login, chooses a "
            "password and sets up a second factor."
        ),
    )

    class Meta:
        model = Coordinator
        fields = ["organisation"]

    field_order = ["email", "organisation"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["email"].initial = self.instance.user.email

    def clean(self) -> dict[str, Any]:
        """Nobody is appointed twice for one organisation."""
        cleaned = super().clean() or self.cleaned_data
        email = UserManager.normalize_email(cleaned.get("email"))
        others = Coordinator.objects.filter(user__email=email, organisation=cleaned.get("organisation"))
        if others.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This person coordinates this organisation already."))
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Coordinator:
        """The appointment, and the account where there is none yet."""
        email = UserManager.normalize_email(self.cleaned_data["email"])
        self.instance.user = User.objects.filter(email=email).first() or User.objects.create_user(email)
        return super().save(commit=commit)
