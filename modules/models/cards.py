"""What lessons lean on: sources and principles, reference cards, the words of the field, and the card of a country."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, RevisionMixin
from wagtail.search import index

from modules.blocks.around import PrincipleView
from quizzes.blocks.keys import KeyBlock
from quizzes.blocks.listing import listed
from quizzes.labels import ROLES


class Source(index.Indexed, models.Model):
    """A text that the course rests on.

    Personal data: none.
    """

    key = models.CharField(_("key"), max_length=8, unique=True)
    title = models.CharField(_("title"), max_length=200)
    year = models.CharField(_("year"), max_length=20, blank=True)
    credit = models.CharField(_("credit"), max_length=300)
    note = models.TextField(_("note"), blank=True, help_text=_("What a reader must know before relying on it."))

    panels = [FieldPanel("key"), FieldPanel("title"), FieldPanel("year"), FieldPanel("credit"), FieldPanel("note")]
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        ordering = ["key"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class Principle(index.Indexed, models.Model):
    """One idea of a source. Questions, choices and lessons name it by its key.

    Personal data: none.
    """

    key = models.CharField(_("key"), max_length=12, unique=True, help_text=_("For example S4-26."))
    source = models.ForeignKey(Source, models.PROTECT, related_name="principles", verbose_name=_("source"))
    text = models.TextField(_("text"))
    binds = models.BooleanField(_("binds the platform"), default=False, help_text=_("Not only the content."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels = [FieldPanel("key"), FieldPanel("source"), FieldPanel("text"), FieldPanel("binds"), FieldPanel("position")]
    search_fields = [index.SearchField("key"), index.SearchField("text"), index.AutocompleteField("text")]

    class Meta:
        ordering = ["source__key", "position"]
        verbose_name = _("principle")
        verbose_name_plural = _("principles")

    def __str__(self) -> str:
        return f"{self.key} {self.text}"[:120]

    def view(self) -> PrincipleView:
        """The principle with its source. No query if the source is loaded."""
        return PrincipleView(
            key=self.key,
            text=self.text,
            source_title=self.source.title,
            credit=self.source.credit,
            year=self.source.year,
            binds=self.binds,
        )

    @classmethod
    def unknown(cls, keys: Iterable[str]) -> set[str]:
        """Those of the keys that no principle has. One query, none without keys."""
        wanted = set(keys)
        return wanted - set(cls.objects.filter(key__in=wanted).values_list("key", flat=True)) if wanted else wanted

    @classmethod
    def views(cls) -> Mapping[str, PrincipleView]:
        """Every principle by key, in the order of the sources. One query."""
        return {principle.key: principle.view() for principle in cls.objects.select_related("source")}


class EditorialNote(models.Model):
    """Where the sources clash or err, and what we decided. For trainers.

    Personal data: none.
    """

    key = models.CharField(_("key"), max_length=8, unique=True)
    text = models.TextField(_("text"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels = [FieldPanel("key"), FieldPanel("text"), FieldPanel("position")]

    class Meta:
        ordering = ["position"]
        verbose_name = _("editorial note")
        verbose_name_plural = _("editorial notes")

    def __str__(self) -> str:
        return f"{self.key} {self.text}"[:120]


class FactBlock(blocks.StructBlock):
    """A figure or a date with its label."""

    label = blocks.CharBlock(label=_("Label"), max_length=120)
    value = blocks.CharBlock(label=_("Value"), max_length=300)


class LinkBlock(blocks.StructBlock):
    """A place to read on. External ones are named as such."""

    label = blocks.CharBlock(label=_("Label"), max_length=200)
    url = blocks.URLBlock(label=_("Address"), required=False)
    external = blocks.BooleanBlock(label=_("On another site"), required=False, default=True)
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=300)


class ReferenceCard(index.Indexed, models.Model):
    """A page about a service, a method or a text of the field. No contact data of people.

    Personal data: none.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    principles = models.CharField(_("principles"), max_length=300, blank=True)
    facts = StreamField([("fact", FactBlock())], verbose_name=_("facts"), blank=True)
    links = StreamField([("link", LinkBlock())], verbose_name=_("links"), blank=True)
    note = models.TextField(_("note"), blank=True, help_text=_("Always stands with the card."))
    credits = StreamField([("credit", blocks.CharBlock(max_length=300))], verbose_name=_("credits"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("kind"), FieldPanel("position")]),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("principles"),
        FieldPanel("facts"),
        FieldPanel("note"),
        FieldPanel("credits"),
        FieldPanel("links"),
    ]
    search_fields = [index.SearchField("title"), index.SearchField("text"), index.AutocompleteField("title")]

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("reference card")
        verbose_name_plural = _("reference cards")

    def __str__(self) -> str:
        return self.title


class TranslationBlock(blocks.StructBlock):
    """A word in another language. Unsure: two people who speak it at work should still look at it."""

    language = KeyBlock(label=_("Language"))
    word = blocks.CharBlock(label=_("Word"), max_length=160)
    unsure = blocks.BooleanBlock(label=_("Unsure"), required=False)


class GlossaryTerm(index.Indexed, models.Model):
    """A word of the field, what we mean by it, and how it is said elsewhere.

    Personal data: none.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    term = models.CharField(_("term"), max_length=120)
    meaning = models.TextField(_("meaning"))
    translations = StreamField([("translation", TranslationBlock())], verbose_name=_("translations"), blank=True)
    note = models.TextField(_("note"), blank=True)
    status = models.CharField(_("status"), max_length=120, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("term")]),
        FieldPanel("meaning"),
        FieldPanel("translations"),
        FieldPanel("note"),
        FieldPanel("status"),
    ]
    search_fields = [index.SearchField("term"), index.SearchField("meaning"), index.AutocompleteField("term")]

    class Meta:
        ordering = ["term"]
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")

    def __str__(self) -> str:
        return self.term


class CountryCard(DraftStateMixin, RevisionMixin, ClusterableModel):
    """What holds in one country: numbers, duties, rights and services, with an entry per role.

    A card counts only when it is live, no sample, and says when and by which professions it was reviewed.

    Personal data: none.
    """

    country = models.CharField(
        _("country"),
        max_length=2,
        validators=[RegexValidator("^[A-Z]{2}$", _("Use the two-letter code of the country, in capitals."))],
        help_text=_("Two-letter code in capitals, for example FI."),
    )
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=12, default="en")
    sample = models.BooleanField(_("sample"), default=False, help_text=_("Shows what a card looks like. Never counts."))
    emergency_number = models.CharField(_("emergency number"), max_length=80)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    reviewers = models.CharField(
        _("professions of the reviewers"),
        max_length=200,
        blank=True,
        help_text=_("Professions, no names: lawyer, clinician."),
    )
    note = models.TextField(_("note"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("country"), FieldPanel("name"), FieldPanel("language")]),
        FieldPanel("emergency_number"),
        MultiFieldPanel([FieldPanel("sample"), FieldPanel("reviewed_on"), FieldPanel("reviewers")], _("Review")),
        FieldPanel("note"),
        InlinePanel("entries", heading=_("Per role"), label=_("Role"), max_num=4),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "language"],
                name="country_card_once",
                violation_error_message=_("There is a card for this country and language already."),
            ),
            models.CheckConstraint(
                condition=Q(sample=False) | Q(reviewed_on__isnull=True),
                name="country_card_sample_never_reviewed",
                violation_error_message=_("A sample card cannot be marked as reviewed."),
            ),
        ]
        ordering = ["name", "language"]
        verbose_name = _("country card")
        verbose_name_plural = _("country cards")

    def __str__(self) -> str:
        return _("%(name)s (sample)") % {"name": self.name} if self.sample else self.name

    def clean(self) -> None:
        super().clean()
        if self.reviewed_on and not self.reviewers.strip():
            raise ValidationError({"reviewers": _("Say which professions reviewed the card.")})

    @property
    def is_reviewed(self) -> bool:
        """Whether learners may rely on this card."""
        return bool(self.live and not self.sample and self.reviewed_on and self.reviewers.strip())


class CountryCardEntry(models.Model):
    """What holds in a country for one role. Edited, drafted and published with its card.

    Personal data: none.
    """

    card = ParentalKey(CountryCard, on_delete=models.CASCADE, related_name="entries")
    role = models.CharField(_("role"), max_length=20, choices=listed(ROLES))
    duty_to_report = models.TextField(_("duty to report"), blank=True)
    confidentiality = models.TextField(_("confidentiality"), blank=True)
    testimony = models.TextField(_("right to refuse testimony"), blank=True, help_text=_("Empty: not granted here."))
    services = models.TextField(_("local services"), blank=True, help_text=_("One in a line."))
    exit_service = models.TextField(_("exit service"), blank=True)
    emergency_number = models.CharField(
        _("emergency number"), max_length=80, blank=True, help_text=_("Empty: the number of the card.")
    )

    panels = [
        FieldPanel("role"),
        FieldPanel("duty_to_report"),
        FieldPanel("confidentiality"),
        FieldPanel("testimony"),
        FieldPanel("services"),
        FieldPanel("exit_service"),
        FieldPanel("emergency_number"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card", "role"],
                name="country_card_entry_once",
                violation_error_message=_("The card has an entry for this role already."),
            ),
        ]
        ordering = ["card", "role"]
        verbose_name = _("entry of a country card")
        verbose_name_plural = _("entries of country cards")

    def __str__(self) -> str:
        return f"{self.card_id} {self.role}"
