"""What a coordinator may ask of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import KINDS
from training.coordinators.completions import SORTS, Wanted


def _date(label: Any) -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, input_formats=["%Y-%m-%d"], widget=picker)


class FilterForm(forms.Form):
    """The filters of the list, from the address; the order and the page are read here too."""

    name = forms.CharField(label=_("Name"), required=False, max_length=120, widget=forms.TextInput({"type": "search"}))
    # Free text on purpose: a course that nobody shared with this branch finds nothing, whether it exists or not.
    course = forms.CharField(label=_("Course"), required=False, max_length=64)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *KINDS])
    sort = forms.ChoiceField(required=False, choices=[(sort, sort) for sort in SORTS])
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)
    paper = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Words of Python in other places, so they cannot be declared above.
        self.fields["from"] = _date(_("Completed from"))
        self.fields["to"] = _date(_("Completed to"))

    def clean(self) -> dict[str, Any]:
        """A period runs forward."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("from") and cleaned.get("to") and cleaned["from"] > cleaned["to"]:
            self.add_error("to", _("The last day lies before the first one. Swap the two."))
        return cleaned

    def wanted(self) -> Wanted:
        """The rows that are asked for. Only for a valid form."""
        asked = self.cleaned_data
        return Wanted(
            name=asked["name"],
            course=asked["course"],
            kind=asked["kind"],
            completed_from=asked["from"],
            completed_to=asked["to"],
            sort=asked["sort"] or "name",
            page=asked["page"] or 1,
            is_for_paper=asked["paper"],
        )
