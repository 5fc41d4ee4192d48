"""Panels that several pages share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel


class FormsPanel(HelpPanel):
    """Which forms of extremism the cases of a course touch, and what is missing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("template", "modules/admin/forms.html")
        kwargs.setdefault("heading", _("Forms of extremism"))
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel of one course."""

        @property
        def media(self) -> forms.Media:
            """The look of its table."""
            inside: forms.Media = super().media
            return inside + forms.Media(css={"all": ["css/editor/balance.css"]})


class PlayPanel(HelpPanel):
    """The scenes of the draft that was saved last, each as a link that plays from there."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("template", "modules/admin/play.html")
        kwargs.setdefault("heading", _("Play the draft"))
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel of one scenario."""

        @property
        def media(self) -> forms.Media:
            """Its look, and the script that opens the scene from which somebody comes back."""
            inside: forms.Media = super().media
            script: Any = forms.widgets.Script("js/editor/arriving.js", type="module")
            return inside + forms.Media(js=[script], css={"all": ["css/editor/play.css"]})


# Pages have an address and nothing for search engines or menus: both are made by the site itself.
PUBLISHING = [MultiFieldPanel([FieldPanel("slug")], _("Address"))]


def problems_panel() -> HelpPanel:
    """What keeps the last saved draft from being published, and what the author may want to look at again."""
    return HelpPanel(template="modules/admin/problems.html", heading=_("Before you publish"))
