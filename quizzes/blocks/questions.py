"""Forms for check questions. A block's name in a stream is the kind of its question, its id the question's key."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes.blocks.keys import KeysBlock
from quizzes.questions.kinds import Kind


class OptionBlock(blocks.StructBlock):
    """One thing to pick, and what is said when it is picked."""

    text = blocks.TextBlock(label=_("Text"), rows=1)
    right = blocks.BooleanBlock(label=_("Fits"), required=False)
    feedback = blocks.TextBlock(label=_("Feedback"), rows=1)

    class Meta:
        icon = "radio-full"
        label = _("Option")
        label_format = "{text}"


class PairBlock(blocks.StructBlock):
    """Two things that belong together."""

    left = blocks.TextBlock(label=_("Left"), rows=1)
    right = blocks.TextBlock(label=_("Right"), rows=1)

    class Meta:
        icon = "link"
        label = _("Pair")
        label_format = "{left}"


class QuestionBlock(blocks.StructBlock):
    """What all kinds share. How a question looks is said by the page that shows it."""

    prompt = blocks.TextBlock(label=_("Question"), rows=2)

    class Meta:
        group = _("Check questions")
        icon = "help"
        label_format = "{prompt}"


class SingleBlock(QuestionBlock):
    """Pick one of several."""

    options = blocks.ListBlock(OptionBlock(), label=_("Options"))
    principles = KeysBlock(label=_("Principles"), required=False, help_text=_("For example S4-38 S4-30."))

    class Meta:
        label = _("One of several")


class MultipleBlock(QuestionBlock):
    """Pick all that fit."""

    options = blocks.ListBlock(OptionBlock(), label=_("Options"))
    principles = KeysBlock(label=_("Principles"), required=False)

    class Meta:
        label = _("All that fit")


class OrderingBlock(QuestionBlock):
    """Put things in order."""

    items = blocks.ListBlock(blocks.TextBlock(rows=1), label=_("Things, in the right order"))
    feedback = blocks.TextBlock(label=_("Feedback"), rows=2)
    principles = KeysBlock(label=_("Principles"), required=False)

    class Meta:
        label = _("Put in order")


class MatchingBlock(QuestionBlock):
    """Find what belongs together."""

    pairs = blocks.ListBlock(PairBlock(), label=_("Pairs"))
    feedback = blocks.TextBlock(label=_("Feedback"), rows=2)
    principles = KeysBlock(label=_("Principles"), required=False)

    class Meta:
        label = _("Match pairs")


class ConfidenceBlock(QuestionBlock):
    """How sure somebody is, asked before the question that follows."""

    scale = blocks.ListBlock(blocks.CharBlock(max_length=80), label=_("Steps, from unsure to sure"))
    principles = KeysBlock(label=_("Principles"), required=False)

    class Meta:
        label = _("How sure are you")
        help_text = _("Place it directly before the question it is about.")


class ReflectionBlock(QuestionBlock):
    """A thought for oneself. What is written stays in the browser."""

    principles = KeysBlock(label=_("Principles"), required=False)

    class Meta:
        icon = "edit"
        label = _("For yourself")


def question_blocks() -> list[tuple[str, blocks.StructBlock]]:
    """Name and block of each kind of question, for the stream of a lesson."""
    return [
        (Kind.SINGLE.value, SingleBlock()),
        (Kind.MULTIPLE.value, MultipleBlock()),
        (Kind.ORDERING.value, OrderingBlock()),
        (Kind.MATCHING.value, MatchingBlock()),
        (Kind.CONFIDENCE.value, ConfidenceBlock()),
        (Kind.REFLECTION.value, ReflectionBlock()),
    ]
