"""The review sheet as a form: eleven questions, and words for what is not there yet."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.review_rule import NOT_YET, QUESTIONS, YES
from modules.reviewing import Said

LONGEST = 4000
LABELS: dict[str, Any] = {
    "forms": _("Does it speak of more than one form of extremism, or of none?"),
    "person-first": _("Are people named as people first, and never by a label?"),
    "strengths": _("Are strengths to be seen, and not faults alone?"),
    "narrative": _("Does it make room for a story where a debate would be easier?"),
    "voluntary": _("Is everybody in it free to start, to refuse and to leave?"),
    "confidentiality": _("Is confidentiality right for the role it is written for?"),
    "danger": _("Is it clear what to do when somebody is in danger?"),
    "respect": _("Does it treat gender and minorities with respect?"),
    "no-trick": _("Is it free of tricks: could a sensible colleague take each choice?"),
    "sources": _("Do the principles it names (S-numbers) say what it says?"),
    "plain": _("Is the language plain?"),
}
ANSWERS = [(YES, _("Yes")), (NOT_YET, _("Not yet"))]
APPROVE, RETURN = "approve", "return"


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST, required=False, widget=widget)


class SheetForm(forms.Form):
    """One sheet. `names_one_form`: the title names a single form of extremism, and the sheet asks why.

    Approving means eleven times "yes"; everything else goes back to the author with a proposal.
    """

    content = forms.CharField(max_length=64, widget=forms.HiddenInput)
    remarks = _words(_("Remarks"))
    proposal = _words(
        _("What do you propose?"), _("Needed whenever something is not there yet: words that the author can take up.")
    )
    dissent = _words(
        _("Where do we two disagree?"), _("Kept with the page for those who write it. Both views may stand.")
    )

    def __init__(self, *args: Any, names_one_form: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in QUESTIONS:
            self.fields[key] = forms.ChoiceField(label=LABELS[key], choices=ANSWERS, widget=forms.RadioSelect)
        self.names_one_form = names_one_form
        if names_one_form:
            self.fields["about_title"] = _words(
                _("Why may the title name a single form?"), _("The title names one form. Both who approve say why.")
            )

    @property
    def questions(self) -> Iterator[forms.BoundField]:
        """The eleven questions in order."""
        return (self[key] for key in QUESTIONS)

    @property
    def words(self) -> Iterator[forms.BoundField]:
        """The fields to write in."""
        names = ["remarks", "proposal", *(["about_title"] if self.names_one_form else []), "dissent"]
        return (self[name] for name in names)

    @property
    def approves(self) -> bool:
        """Which of the two buttons was pressed."""
        return self.data.get("verdict") == APPROVE

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.data.get("verdict") not in {APPROVE, RETURN}:
            self.add_error(None, _("Choose one of the two buttons below."))
        lacking = [key for key in QUESTIONS if cleaned.get(key) == NOT_YET]
        if self.approves and lacking:
            self.add_error(
                None,
                _("You approve, and something is “not yet”. Answer it with “yes”, or return it with a proposal."),
            )
        if (lacking or not self.approves) and not cleaned.get("proposal"):
            self.add_error("proposal", _("Say what would make it ready. Without a proposal nobody can go on."))
        if self.approves and self.names_one_form and not cleaned.get("about_title"):
            self.add_error("about_title", _("Say why, in a sentence."))
        return cleaned

    def said(self) -> Said:
        """What the reviewer says. Only of a valid form."""
        words = {name: self.cleaned_data.get(name, "") for name in ("remarks", "proposal", "dissent", "about_title")}
        answers = {key: self.cleaned_data[key] for key in QUESTIONS}
        return Said(self.cleaned_data["content"], self.approves, answers, **words)


class ReasonForm(forms.Form):
    """Why something is published without review."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Learners read it on the course page, and it stays in the history of the page."),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
