"""The scenes of a scenario beside their problems and their map, in the editor."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import PanelGroup

from modules.models.form_panel import FormPanel
from quizzes.labels import DOORS

# By the names that the scripts ask for; %(places)s are filled there.
WORDS = {
    "untitled": _("without a title"),
    "end": _("End"),
    "start": _("start"),
    "lost": _("no way leads here"),
    "dead": _("dead end"),
    "loop": _("loop without a way out"),
    "stuck": _("no way out"),
    "leads": _("%(choices)s leads to %(title)s"),
    "leadsBack": _("%(choices)s leads back to %(title)s"),
    "leadsNowhere": _("%(choices)s leads nowhere"),
    "noChoice": _("no choices yet"),
    "problem": _("problem %(letters)s"),
    "said": _("The map has %(scenes)s scenes and %(endings)s endings."),
    "errors": _("Stands in the way of publishing"),
    "warnings": _("Worth another look"),
    "more": _("And more. Mend these first."),
    "note": _("Problem %(letter)s:"),
}


class OutsideTabs(FormPanel):
    """The parts of the form's scripts that every tab needs."""

    class BoundPanel(FormPanel.BoundPanel):
        """Stands outside of all tabs: a dialog or a message inside a hidden one would be hidden, too."""

        def show_panel_furniture(self) -> bool:
            """Wagtail's word for having a tab of its own."""
            return False


class MapPanel(PanelGroup):
    """Panels of scenes and endings on one side, live problems and the map on the other."""

    class BoundPanel(PanelGroup.BoundPanel):
        """Knows where the form is checked, and the words of the scripts."""

        template_name = "modules/editor/map.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            doors = {door.value: str(label) for door, label in DOORS.items()}
            words = {name: str(text) for name, text in WORDS.items()}
            return {
                **context,
                "words": {**words, "doors": doors},
                "check": self.check_address(),
                "check_saved": reverse("editor:check", args=[0]),
            }

        def check_address(self) -> str:
            """Where the form is checked: of this page, or of a new one below its module."""
            if self.instance.pk:
                return reverse("editor:check", args=[self.instance.pk])
            parent = self.form.parent_page
            return reverse("editor:check_new", args=[parent.pk]) if parent else ""

        @property
        def media(self) -> forms.Media:
            """The scripts of the map, and those of the panels inside."""
            script: Any = forms.widgets.Script("js/editor/map.js", type="module")
            inside: forms.Media = super().media
            return inside + forms.Media(js=[script], css={"all": ["css/editor/map.css"]})
