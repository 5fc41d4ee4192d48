"""Blocks with files: picture, audio, video, handout. Every file is served by this site."""

import math
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from modules.blocks.around import around_of
from modules.blocks.prose import safe_html

SOUNDS = ("mp3", "ogg")
FILMS = ("mp4", "webm")


class FileBlock(DocumentChooserBlock):
    """A document of certain kinds, told by the end of its name."""

    def __init__(self, endings: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.endings = endings
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value and not self.is_deferred_validation and value.file_extension.lower() not in self.endings:
            raise ValidationError(_("Choose a file of this kind: %(kinds)s.") % {"kinds": ", ".join(self.endings)})
        return value


class PictureBlock(blocks.StructBlock):
    """A picture. It says what it shows in words, or that it only decorates."""

    picture = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "modules/blocks/picture.html"


class AudioBlock(blocks.StructBlock):
    """A sound with everything that is said as text."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    file = FileBlock(endings=SOUNDS, label=_("Sound file"), help_text=_("MP3 or OGG."))
    transcript = blocks.RichTextBlock(label=_("Transcript"), features=["ul", "ol", "bold"])

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["transcript"] = safe_html(value["transcript"])
        return context

    class Meta:
        icon = "media"
        label = _("Audio")
        template = "modules/blocks/audio.html"


class VideoBlock(blocks.StructBlock):
    """A film with captions, and everything that is said and seen as text."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    file = FileBlock(endings=FILMS, label=_("Film file"), help_text=_("MP4 or WebM."))
    captions = FileBlock(endings=("vtt",), label=_("Captions"), help_text=_("A .vtt file in the language of the page."))
    transcript = blocks.RichTextBlock(label=_("Transcript"), features=["ul", "ol", "bold"])

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["transcript"] = safe_html(value["transcript"])
        return context

    class Meta:
        icon = "media"
        label = _("Video")
        template = "modules/blocks/video.html"


class HandoutSectionBlock(blocks.StructBlock):
    """A part of a handout: words, a list, or lines to write on."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    text = blocks.TextBlock(label=_("Text"), required=False, rows=2)
    items = blocks.ListBlock(blocks.TextBlock(rows=1), label=_("List"), default=[])
    lines = blocks.IntegerBlock(
        label=_("Empty lines to write on"), required=False, default=0, min_value=0, max_value=30
    )

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["lines"] = range(value["lines"] or 0)
        return context

    class Meta:
        icon = "list-ul"
        label = _("Section")
        label_format = "{heading}"
        template = "modules/blocks/handout_section.html"


class HandoutBlock(blocks.StructBlock):
    """A sheet to take along: shown on the page, printed with it, and as a file where there is one."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    about = blocks.TextBlock(label=_("What it is for"), rows=2)
    sections = blocks.ListBlock(HandoutSectionBlock(), label=_("Sections"))
    figure = blocks.ChoiceBlock(label=_("Figure"), choices=[("wheel", _("A wheel of its first list"))], required=False)
    pages = blocks.IntegerBlock(label=_("Pages on paper"), default=1, min_value=1, max_value=8)
    document = FileBlock(endings=("pdf", "docx", "odt"), label=_("The same as a file"), required=False)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["wheel"] = wheel(areas(value)) if value["figure"] == "wheel" else []
        context["at"] = around_of(context).at
        context.setdefault("id", "")
        return context

    class Meta:
        icon = "doc-full"
        label = _("Handout")
        template = "modules/blocks/handout.html"


def areas(value: Any) -> list[str]:
    """The labels of a handout's wheel: what stands before the colon in its first list."""
    lists = (section["items"] for section in value["sections"] if len(section["items"]))
    return [item.split(":", 1)[0] for item in next(lists, [])]


def wheel(labels: list[str]) -> list[dict[str, Any]]:
    """Where the spokes and labels of a wheel stand, one sector per label, clockwise from the top."""
    sectors = []
    for number, label in enumerate(labels):
        spoke = 2 * math.pi * number / len(labels) - math.pi / 2
        middle = spoke + math.pi / len(labels)
        sectors.append(
            {
                "label": label,
                "x": round(200 + 180 * math.cos(spoke)),
                "y": round(200 + 180 * math.sin(spoke)),
                "label_x": round(200 + 115 * math.cos(middle)),
                "label_y": round(205 + 115 * math.sin(middle)),
            }
        )
    return sectors
