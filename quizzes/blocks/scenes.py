"""Forms for scenarios: people, threads, scenes with lines and choices, endings, and the words of another role."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes.blocks.keys import OwnKeyBlock, PickBlock, PicksBlock
from quizzes.blocks.listing import listed
from quizzes.engine.checking import ENDING_TITLE_LIMIT, TITLE_LIMIT
from quizzes.labels import COMPETENCES, DOORS, ROLES, SEATS
from quizzes.terms import Competence, Seat

# What the script counts while somebody writes: signs of a title against the checker's limit, words of a text.
SCENE_TITLE = {"data-limit": str(TITLE_LIMIT)}
ENDING_TITLE = {"data-limit": str(ENDING_TITLE_LIMIT)}
WORDS = {"data-words": ""}
EFFECTS = [("-1", _("−1 · holds back")), ("0", _("0 · neutral")), ("1", _("1 · helps")), ("2", _("2 · helps a lot"))]
SEATS_OF_OTHERS = [(seat.value, label) for seat, label in SEATS.items() if seat is not Seat.YOU]


class PersonBlock(blocks.StructBlock):
    """Somebody in the room besides the learner."""

    name = blocks.CharBlock(label=_("Name"), max_length=80)
    seat = blocks.ChoiceBlock(label=_("Seat"), choices=SEATS_OF_OTHERS)
    about = blocks.CharBlock(
        label=_("About"), required=False, max_length=80, help_text=_("Completes the name: 17, colleague.")
    )
    key = OwnKeyBlock(like="name")

    class Meta:
        icon = "user"
        label = _("Person")
        label_format = "{name}, {about}"


class PersonWordingBlock(blocks.StructBlock):
    """The same person as another role meets them."""

    key = PickBlock(of="people", label=_("Person"))
    name = blocks.CharBlock(label=_("Name"), max_length=80)
    seat = blocks.ChoiceBlock(label=_("Seat"), choices=SEATS_OF_OTHERS)
    about = blocks.CharBlock(
        label=_("About"), required=False, max_length=80, help_text=_("Completes the name: 17, colleague.")
    )

    class Meta:
        icon = "user"
        label = _("Person in other words")
        label_format = "{name}, {about}"


class ThreadBlock(blocks.StructBlock):
    """Something that the person lays out."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    key = OwnKeyBlock(like="title")

    class Meta:
        icon = "link"
        label = _("Thread")
        label_format = "{title}"


class LineBlock(blocks.StructBlock):
    """What somebody says, to whom and how; without a speaker a stage direction."""

    speaker = PickBlock(of="people", label=_("Who"), required=False, help_text=_("Empty: a stage direction."))
    to = PicksBlock(of="people you", label=_("To whom"), required=False)
    words = blocks.TextBlock(
        label=_("Words"), required=False, rows=2, help_text=_("Without quotation marks."), form_attrs=WORDS
    )
    direction = blocks.CharBlock(label=_("Stage direction"), required=False, max_length=500)
    aside = blocks.BooleanBlock(
        label=_("Aside"), required=False, help_text=_("Your partner speaks to you so that the person hears it.")
    )

    class Meta:
        icon = "openquote"
        label = _("Line")
        label_format = "{speaker}: {words}{direction}"


class EffectsBlock(blocks.StructBlock):
    """What a choice does for each competence. Empty: it does not touch it."""

    trust = blocks.ChoiceBlock(label=COMPETENCES[Competence.TRUST], choices=EFFECTS, required=False)
    listening = blocks.ChoiceBlock(label=COMPETENCES[Competence.LISTENING], choices=EFFECTS, required=False)
    safety = blocks.ChoiceBlock(label=COMPETENCES[Competence.SAFETY], choices=EFFECTS, required=False)
    tandem = blocks.ChoiceBlock(label=COMPETENCES[Competence.TANDEM], choices=EFFECTS, required=False)
    spectrum = blocks.ChoiceBlock(label=COMPETENCES[Competence.SPECTRUM], choices=EFFECTS, required=False)

    class Meta:
        icon = "tasks"
        label = _("Effects")


class SceneChoiceBlock(blocks.StructBlock):
    """One thing a sensible colleague might say or do."""

    text = blocks.TextBlock(label=_("Text"), rows=2, help_text=_("Without quotation marks."), form_attrs=WORDS)
    spoken = blocks.BooleanBlock(
        label=_("Said aloud"), required=False, default=True, help_text=_("Otherwise it is something done.")
    )
    addressed = PicksBlock(of="people", label=_("Said to"), required=False)
    to = PickBlock(of="scenes endings new", label=_("Leads to"))
    feedback = blocks.TextBlock(label=_("Feedback"), rows=2, form_attrs=WORDS)
    principles = PicksBlock(
        of="principles", label=_("Principles"), required=False, help_text=_("Search by words or by key.")
    )
    effects = EffectsBlock()
    tells = PicksBlock(of="threads", label=_("Threads that are told"), required=False)
    ties = PicksBlock(of="threads", label=_("Threads that are tied off"), required=False)
    key = OwnKeyBlock(like="a")

    class Meta:
        icon = "redirect"
        label = _("Choice")
        label_format = "{text} → {to}"


class SceneBlock(blocks.StructBlock):
    """A moment that asks for a choice."""

    title = blocks.CharBlock(
        label=_("Title"),
        max_length=80,
        help_text=_("At most 24 characters; it labels the map."),
        form_attrs=SCENE_TITLE,
    )
    lays = PicksBlock(of="threads", label=_("Threads laid out here"), required=False)
    lines = blocks.ListBlock(LineBlock(), label=_("Lines"), collapsed=True)
    choices = blocks.ListBlock(SceneChoiceBlock(), label=_("Choices"), collapsed=True)
    key = OwnKeyBlock(like="N")

    class Meta:
        icon = "comment"
        label = _("Scene")
        label_format = "{key} · {title}"


class EndingBlock(blocks.StructBlock):
    """Where a way ends, and the thought to take along."""

    title = blocks.CharBlock(
        label=_("Title"), max_length=120, help_text=_("At most 40 characters."), form_attrs=ENDING_TITLE
    )
    door = blocks.ChoiceBlock(label=_("Door"), choices=listed(DOORS))
    text = blocks.TextBlock(label=_("Text"), rows=3, form_attrs=WORDS)
    debrief = blocks.TextBlock(label=_("Debrief"), rows=3, form_attrs=WORDS)
    key = OwnKeyBlock(like="E")

    class Meta:
        icon = "flag"
        label = _("Ending")
        label_format = "{key} · {title}"


class SceneWordingBlock(blocks.StructBlock):
    """The lines of a scene for another role, in full."""

    scene = PickBlock(of="scenes", label=_("Scene"))
    lines = blocks.ListBlock(LineBlock(), label=_("Lines"), collapsed=True)

    class Meta:
        label = _("Scene in other words")
        label_format = "{scene}"


class ChoiceWordingBlock(blocks.StructBlock):
    """The words of a choice for another role."""

    scene = PickBlock(of="scenes", label=_("Scene"))
    choice = PickBlock(of="choices", label=_("Choice"))
    text = blocks.TextBlock(label=_("Text"), rows=2)
    feedback = blocks.TextBlock(label=_("Feedback"), required=False, rows=2, help_text=_("Empty: as for everybody."))

    class Meta:
        label = _("Choice in other words")
        label_format = "{scene} {choice}: {text}"


class EndingWordingBlock(blocks.StructBlock):
    """The words of an ending for another role."""

    ending = PickBlock(of="endings", label=_("Ending"))
    title = blocks.CharBlock(label=_("Title"), max_length=120, form_attrs=ENDING_TITLE)
    text = blocks.TextBlock(label=_("Text"), rows=3)
    debrief = blocks.TextBlock(label=_("Debrief"), rows=3)

    class Meta:
        label = _("Ending in other words")
        label_format = "{ending} · {title}"


class TitleWordingBlock(blocks.StructBlock):
    """The short title of a scene for another role."""

    key = PickBlock(of="scenes", label=_("Scene"))
    title = blocks.CharBlock(label=_("Title"), max_length=120, form_attrs=SCENE_TITLE)

    class Meta:
        label = _("Title in other words")
        label_format = "{key}: {title}"


class ThreadWordingBlock(blocks.StructBlock):
    """A thread as another role would name it."""

    key = PickBlock(of="threads", label=_("Thread"))
    title = blocks.CharBlock(label=_("Title"), max_length=120)

    class Meta:
        label = _("Thread in other words")
        label_format = "{key}: {title}"


class VariantBlock(blocks.StructBlock):
    """The same scenes and choices in the words of another role. What is not named keeps the common words."""

    role = blocks.ChoiceBlock(label=_("Role"), choices=listed(ROLES))
    setting = blocks.CharBlock(label=_("Setting"), max_length=500)
    you = blocks.CharBlock(label=_("You are"), max_length=120)
    intro = blocks.TextBlock(label=_("Introduction"), rows=3)
    cast = blocks.ListBlock(PersonWordingBlock(), label=_("People"), default=[], collapsed=True)
    scenes = blocks.ListBlock(SceneWordingBlock(), label=_("Scenes in other words"), default=[], collapsed=True)
    choices = blocks.ListBlock(ChoiceWordingBlock(), label=_("Choices in other words"), default=[], collapsed=True)
    endings = blocks.ListBlock(EndingWordingBlock(), label=_("Endings in other words"), default=[], collapsed=True)
    titles = blocks.ListBlock(TitleWordingBlock(), label=_("Scene titles in other words"), default=[], collapsed=True)
    threads = blocks.ListBlock(ThreadWordingBlock(), label=_("Threads in other words"), default=[], collapsed=True)

    class Meta:
        icon = "group"
        label = _("Variant for a role")
        label_format = "{role}"
