"""Panels that several pages share."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel

# Pages have an address and nothing for search engines or menus: both are made by the site itself.
PUBLISHING = [MultiFieldPanel([FieldPanel("slug")], _("Address"))]


def problems_panel() -> HelpPanel:
    """What keeps the last saved draft from being published, and what the author may want to look at again."""
    return HelpPanel(template="modules/admin/problems.html", heading=_("Before you publish"))
