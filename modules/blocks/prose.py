"""Blocks to read: text, case vignette, source note, callout, content notice, what it means in each job."""

from typing import Any

import nh3
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText, expand_db_html

from modules.blocks.around import around_of
from quizzes.blocks.keys import KeysBlock, keys_in
from quizzes.blocks.listing import listed
from quizzes.labels import FORMS
from quizzes.terms import Role

FEATURES = ["h2", "h3", "bold", "ul", "ol", "link", "document-link"]
TAGS = {"p", "h2", "h3", "b", "strong", "ul", "ol", "li", "a", "br"}
ROLE_FIELDS = {
    Role.TEACHER: "teacher",
    Role.POLICE: "police",
    Role.SOCIAL_WORK: "social_work",
    Role.PRISON_PROBATION: "prison_probation",
}


def safe_html(text: RichText | str) -> SafeString:
    """Rich text as HTML of a few harmless tags, links resolved. What else was stored is dropped."""
    source = text.source if isinstance(text, RichText) else str(text)
    return SafeString(
        nh3.clean(
            expand_db_html(source),
            tags=TAGS,
            attributes={"a": {"href"}},
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel="noopener noreferrer",
        )
    )


class ProseBlock(blocks.RichTextBlock):
    """Text with small headings, lists and links. Nothing else survives, whoever wrote it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", FEATURES)
        super().__init__(**kwargs)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["html"] = safe_html(value)
        return context

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "modules/blocks/text.html"


class VignetteBlock(blocks.StructBlock):
    """A short case. Everyone in it is invented."""

    text = blocks.TextBlock(label=_("Text"), rows=5)
    form = blocks.ChoiceBlock(
        label=_("Form"),
        choices=listed(FORMS),
        default="unnamed",
        help_text=_("For the check that no course looks at one form only."),
    )
    form_note = blocks.CharBlock(
        label=_("More about the form"), required=False, max_length=200, help_text=_("Where the case touches several.")
    )

    class Meta:
        icon = "openquote"
        label = _("Case vignette")
        template = "modules/blocks/vignette.html"


class SourceBlock(blocks.StructBlock):
    """Why this is here: a sentence in the margin, and the principles behind it."""

    text = blocks.TextBlock(label=_("Text"), rows=3)
    principles = KeysBlock(label=_("Principles"), required=False, help_text=_("For example S4-26 S4-27."))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["principles"] = around_of(context).known(keys_in(value["principles"]))
        context["sources"] = list(dict.fromkeys((p.source_title, p.year) for p in context["principles"]))
        return context

    class Meta:
        icon = "link"
        label = _("Source note")
        template = "modules/blocks/source.html"


class CalloutBlock(blocks.StructBlock):
    """A thought to keep."""

    text = blocks.TextBlock(label=_("Text"), rows=3)

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "modules/blocks/callout.html"


class NoticeBlock(blocks.StructBlock):
    """What is difficult in this lesson, said before it comes."""

    text = blocks.TextBlock(label=_("Text"), rows=2)

    class Meta:
        icon = "info-circle"
        label = _("Content notice")
        template = "modules/blocks/notice.html"


class RoleTextBlock(blocks.StructBlock):
    """What the lesson means in each job. All four are on the page; the reader's own is opened first."""

    teacher = blocks.TextBlock(label=_("Teacher"), rows=3)
    police = blocks.TextBlock(label=_("Police"), rows=3)
    social_work = blocks.TextBlock(label=_("Social work"), rows=3)
    prison_probation = blocks.TextBlock(label=_("Prison and probation"), rows=3)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        opened = around_of(context).role or Role.TEACHER
        context["jobs"] = [
            {"id": f"j{number}", "label": self.child_blocks[name].label, "text": value[name], "opened": role == opened}
            for number, (role, name) in enumerate(ROLE_FIELDS.items(), start=1)
        ]
        return context

    class Meta:
        icon = "group"
        label = _("In your job")
        template = "modules/blocks/role_text.html"
