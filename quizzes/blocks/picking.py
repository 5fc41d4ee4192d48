"""Fields that hold keys. What is stored is a hidden text; the scripts of the editor draw what people see.

Without its script such a field keeps its value and cannot be changed; its block needs Wagtail's scripts anyway.
"""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter

SCRIPT: Any = forms.widgets.Script("js/editor/picking.js", type="module")
MEDIA = forms.Media(js=[SCRIPT], css={"all": ["css/editor/form.css"]})


class Pick(forms.TextInput):
    """Picks by title what is stored as a key, or as keys with spaces between.

    `of`: words out of scenes, endings, people, you, threads, choices, principles; `new` offers to make what is missing.
    """

    def __init__(self, of: str = "", *, many: bool = False) -> None:
        super().__init__()
        self.of, self.many = of, many

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The stored value in a hidden field, with room for the script."""
        attrs = attrs or {}
        described = attrs.get("aria-describedby")
        return format_html(
            '<div data-pick="{}"{} data-for="{}"{}><input type="hidden" name="{}" value="{}"></div>',
            self.of,
            SafeString(" data-many") if self.many else "",
            attrs.get("id", ""),
            format_html(' aria-describedby="{}"', described) if described else "",
            name,
            value or "",
        )

    @property
    def media(self) -> forms.Media:
        """The script that lets people pick."""
        return MEDIA


class OwnKey(forms.TextInput):
    """Shows the key of a block small and grey, and has the script make it. `like`: N, E, a, or name or title."""

    def __init__(self, like: str) -> None:
        super().__init__()
        self.like = like

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The key in a hidden field, and beside it for reading."""
        return format_html(
            '<div data-own-key="{}"><input type="hidden" name="{}" value="{}"><output data-key></output></div>',
            self.like,
            name,
            value or "",
        )

    @property
    def media(self) -> forms.Media:
        """The script that makes keys."""
        return MEDIA


class PickAdapter(WidgetAdapter):
    """Lets blocks that are added later have a picker, too."""

    js_constructor = "tandem.Pick"


class OwnKeyAdapter(WidgetAdapter):
    """Lets blocks that are added later get their key."""

    js_constructor = "tandem.OwnKey"


register(PickAdapter(), Pick)
register(OwnKeyAdapter(), OwnKey)
