"""Blocks to do: with a colleague at the screen, and face to face."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class TandemBlock(blocks.StructBlock):
    """An exercise for two people from different jobs."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), rows=4)
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, max_value=240)

    class Meta:
        icon = "group"
        label = _("Tandem exercise")
        template = "modules/blocks/tandem.html"


class FaceToFaceBlock(blocks.StructBlock):
    """A task that happens in a room, not on a screen."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), rows=4)
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, max_value=480)

    class Meta:
        icon = "user"
        label = _("Face-to-face task")
        template = "modules/blocks/face_to_face.html"
