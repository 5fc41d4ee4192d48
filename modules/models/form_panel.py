"""What the scripts of the scenario's form need on the page: words, principles, and the dialog before a deletion."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel

from modules.models.cards import Principle

# By the names that the scripts ask for; %(places)s are filled there.
PHRASES = {
    "untitled": _("without a title"),
    "ending": _("ending"),
    "noDoor": _("no door chosen"),
    "you": _("you (the learner)"),
    "gone": _("%(key)s was deleted: choose another"),
    "take out": _("Take out: %(title)s"),
    "taken out": _("Taken out: %(title)s"),
    "new scene": _("New scene"),
    "new scene named": _("New scene “%(title)s”"),
    "new ending": _("New ending"),
    "new ending named": _("New ending “%(title)s”"),
    "made": _("%(title)s is made, and the choice leads there. Write its title."),
    "back": _("Back to the choice: %(title)s"),
    "signs": _("%(count)s of %(limit)s characters"),
    "word": _("1 word"),
    "words": _("%(count)s words"),
    "direction": _("Stage direction"),
    "nobody": _("Nobody"),
    "nowhere": _("leads nowhere yet"),
    "no choice": _("no choice yet"),
    "one choice": _("1 choice"),
    "choices": _("%(count)s choices"),
    "add": _("Add here: %(title)s"),
    "leads here": _("%(scene)s: %(choice)s"),
    "starts here": _("The scenario starts here."),
    "delete scene": _("Delete the scene “%(title)s”?"),
    "delete ending": _("Delete the ending “%(title)s”?"),
    "delete other": _("Delete “%(title)s”?"),
    "delete": _("Delete"),
    "delete, leave open": _("Delete and leave them open"),
    "used": _("It is named here. Where nothing takes its place, this is listed as a problem."),
    "variant words": _("The words of other roles for it go with it: %(count)s."),
    "deleted": _("Deleted: %(title)s."),
    "undo": _("Undo"),
    "undone": _("It is back: %(title)s."),
}


class FormPanel(HelpPanel):
    """Stands above the streams of a scenario and shows itself only when there is something to say."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"template": "modules/editor/form.html", **kwargs})

    class BoundPanel(HelpPanel.BoundPanel):
        """Brings the words and the principles once per page. One query."""

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            principles = Principle.objects.order_by("pk").values_list("key", "text")
            return {
                **context,
                "phrases": {name: str(words) for name, words in PHRASES.items()},
                "principles": [list(principle) for principle in principles],
            }

        @property
        def media(self) -> forms.Media:
            """The scripts of the form."""
            script: Any = forms.widgets.Script("js/editor/form.js", type="module")
            return forms.Media(js=[script], css={"all": ["css/editor/form.css"]})
