"""The form of the practice sheet, and the one for its files."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from modules.models.sheets import PracticeSheet
from training.trainers.practice_sheet import template

# Signs that no XML file can hold, so that no Word file could be made; they come in by copying from old programs.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ROWS = {"description": 8, "sustainability": 6, "eu_links": 4}
FORMATS = {"docx": _("Word (DOCX)"), "pdf": _("PDF"), "json": _("JSON")}
GROUPS = (
    (_("What it is"), ("name", "description", "prevention_link", "themes", "started_in", "ended_in", "deliverables")),
    (_("Evidence"), ("output", "effect", "feedback", "outside_review", "peer_review")),
    (_("Taking it over"), ("sustainability", "costs")),
    (_("Europe"), ("ran_meeting", "eu_links", "eu_fund")),
    (_("Who you are"), ("organisation", "organisation_kind", "legal_status", "origin", "based_in", "in_eu")),
)
HELP = {
    "name": _("Left empty: the name of the site."),
    "description": _("What is done, with whom, how. Together with the link to prevention at most 300 words."),
    "prevention_link": _("How it helps to prevent violent extremism. A sheet without this is not admitted."),
    "themes": _("Exactly two."),
    "started_in": _("A year. Left empty: the year of the first publication."),
    "ended_in": _("A year. Left empty: it goes on."),
    "deliverables": _("Courses and languages are named by the site. Add what else can be taken along."),
    "output": _("What was done: numbers of courses, of people. The site adds its certificates, from ten on."),
    "effect": _("What changed, and how you know. If you do not know yet, write that."),
    "feedback": _("What people said who took part."),
    "outside_review": _("Who from outside reviewed the practice, and when. Left empty: none."),
    "peer_review": _("The site adds its tandem reviews. Add intervision and feedback from meetings."),
    "sustainability": _("How it goes on, what others need to use it. At most 200 words; the site adds the licence."),
    "costs": _("For instance hosting in a year."),
    "ran_meeting": _("Name, date, place and subject, or “none”."),
    "eu_links": _("With the source where it is published, or “none”. At most 100 words."),
}


class SheetForm(forms.ModelForm):  # type: ignore[type-arg]  # the model stands below
    """What the site cannot know by itself."""

    themes = forms.MultipleChoiceField(
        label=_("Key themes"),
        choices=list(template.THEMES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    organisation_kind = forms.ChoiceField(
        label=_("Kind of organisation"), choices=[("", _("not chosen")), *template.KINDS.items()], required=False
    )
    in_eu = forms.ChoiceField(
        label=_("In the European Union"),
        choices=[("", _("not chosen")), (template.YES, _("yes")), (template.NO, _("no"))],
        required=False,
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    class Meta:
        model = PracticeSheet
        fields = [*(name for _title, names in GROUPS for name in names), "edition"]
        help_texts = HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = ROWS.get(name, 3)
            if name in HELP:
                field.help_text = str(HELP[name])

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in the order of the sheet, under their headings."""
        return [(str(title), [self[name] for name in names]) for title, names in GROUPS]

    def clean_themes(self) -> list[str]:
        themes: list[str] = self.cleaned_data["themes"]
        if len(themes) > template.THEME_COUNT:
            raise forms.ValidationError(_t("Two themes fit. Take out what matters less."))
        return themes

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = UNPRINTABLE.sub(" ", value)
        for field, sentence in template.too_long(cleaned):
            self.add_error(field, sentence)
        started, ended = cleaned.get("started_in"), cleaned.get("ended_in")
        if started and ended and ended < started:
            self.add_error("ended_in", _t("The end is before the start."))
        return cleaned


class FileForm(forms.Form):
    """What a file is made of. The contact goes into the file and is not kept."""

    contact = forms.EmailField(
        label=_("Contact"),
        required=False,
        max_length=200,
        help_text=_("A mailbox of the office, no person's. It is written into the file and not kept here."),
    )
    format = forms.ChoiceField(label=_("Format"), choices=list(FORMATS.items()))
    short = forms.BooleanField(label=_("Short form"), required=False)
