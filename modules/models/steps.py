"""The steps of a course: lessons and scenarios. What they show to learners is frozen elsewhere."""

from functools import cached_property
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from modules.blocks.lesson import LessonBlocks
from modules.models import balance
from modules.models.cards import Principle
from modules.models.gate import Guarded
from modules.models.map_panel import MapPanel, OutsideTabs
from modules.models.noting import Noted, note_panel
from modules.models.page_forms import SCENARIO_FIELDS, LessonForm, ScenarioForm, StepForm, keys_in_stream
from modules.models.panels import PUBLISHING, PlayPanel, problems_panel
from modules.models.previews import lesson_preview, preview_modes, scenario_preview
from modules.models.routes import OnOwnRoute
from modules.models.versions import LessonVersion
from quizzes.authoring import scenarios
from quizzes.authoring.errors import no_principle, sentence
from quizzes.authoring.questions import to_questions
from quizzes.blocks.keys import keys_in
from quizzes.blocks.listing import listed
from quizzes.blocks.picking import Pick
from quizzes.blocks.scenes import EndingBlock, PersonBlock, SceneBlock, ThreadBlock, VariantBlock
from quizzes.engine import checking, codec
from quizzes.engine.graph import Graph
from quizzes.labels import COMPETENCES, FORMS, ROLES
from quizzes.models import ScenarioVersion
from quizzes.questions.checking import problems_together
from quizzes.questions.kinds import Question
from quizzes.terms import Form


class StepPage(OnOwnRoute, Guarded, Noted, Page):
    """What lessons and scenarios share: minutes, and who of which profession still has to read them.

    Personal data: none.
    """

    minutes = models.PositiveSmallIntegerField(_("minutes"))
    needs_lawyer = models.BooleanField(_("a lawyer of the country has to review it"), default=False)
    needs_clinician = models.BooleanField(_("a clinician has to review it"), default=False)
    lawyer_reviewed_on = models.DateField(_("reviewed by a lawyer on"), null=True, blank=True)
    clinician_reviewed_on = models.DateField(_("reviewed by a clinician on"), null=True, blank=True)
    change_note = models.CharField(
        _("what changes with this publication"),
        max_length=300,
        blank=True,
        help_text=_(
            "One sentence. It stays with the version: learners who finished an older one read it, and so do reviewers."
        ),
    )

    review_panel = MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("needs_lawyer"), FieldPanel("lawyer_reviewed_on")]),
            FieldRowPanel([FieldPanel("needs_clinician"), FieldPanel("clinician_reviewed_on")]),
        ],
        _("Reviews before real use"),
    )
    promote_panels = PUBLISHING
    parent_page_types = ["modules.ModulePage"]
    subpage_types: list[str] = []
    base_form_class = StepForm

    class Meta:
        abstract = True

    def missing_reviews(self) -> list[str]:
        """The professions that still have to read this step: lawyer, clinician."""
        needed = {
            "lawyer": self.needs_lawyer and not self.lawyer_reviewed_on,
            "clinician": self.needs_clinician and not self.clinician_reviewed_on,
        }
        return [profession for profession, is_missing in needed.items() if is_missing]

    def course_page(self) -> Page | None:
        """The course above this step, as a plain page. None while the step has no place yet. One query."""
        return self.get_ancestors().filter(depth=self.depth - 2).first() if self.path else None

    def route(self) -> tuple[str, tuple[str, ...]] | None:
        course = self.course_page()
        return ("learn:step", (course.slug, self.slug)) if course else None

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """What the preview can show, as Wagtail asks for it."""
        return preview_modes()

    def named_principles(self) -> set[str]:
        """The keys of all principles that this step names."""
        raise NotImplementedError

    def own_problems(self) -> list[str]:
        """What is wrong inside this step, as sentences. No query."""
        raise NotImplementedError

    @cached_property
    def warnings(self) -> list[str]:
        """What an author may want to look at again; it keeps nothing from being published."""
        return []

    def problems(self) -> list[str]:
        """What keeps this step from being published, as sentences. Up to six queries."""
        found = self.own_problems()
        found += [no_principle(key) for key in sorted(Principle.unknown(self.named_principles()))]
        if self.path and self.slug_taken(self.slug, self.get_parent()):
            found.append(_t("Another step of this course has this address. Choose another."))
        if self.pk:
            forms = [case.form for case in balance.cases_in(self)]
            found += balance.step_problems(self.get_parent(), forms, self.pk)
        return found

    def slug_taken(self, slug: str, module: Page) -> bool:
        """Whether another step of the course has this address: steps stand directly below the course there."""
        return bool(
            Page.objects.descendant_of(module.get_parent())
            .filter(slug=slug, depth=module.depth + 1)
            .exclude(pk=self.pk)
            .exists()
        )

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        # The gate: publishing by form, bulk action or schedule ends here; drafts of live pages do not.
        if clean and self.live and (problems := self.problems()):
            raise ValidationError({NON_FIELD_ERRORS: problems})
        return super().save(clean=clean, **kwargs)


class LessonPage(StepPage):
    """A lesson: text, cases, questions and tasks, in the author's order.

    Personal data: none.
    """

    label = models.CharField(_("number of the lesson"), max_length=12, help_text=_("For example 2.2."))
    lead = models.TextField(_("lead"), blank=True, help_text=_("The first sentence, set larger."))
    principles = models.CharField(_("principles"), max_length=400, blank=True, help_text=_("Keys with spaces between."))
    needs_law = models.BooleanField(_("shows the country's card"), default=False)
    body = StreamField(LessonBlocks(), verbose_name=_("body"), blank=True)

    base_form_class = LessonForm
    version_model = LessonVersion
    content_panels = [
        problems_panel(),
        *Page.content_panels,
        FieldRowPanel([FieldPanel("label"), FieldPanel("minutes"), FieldPanel("needs_law")]),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("principles"),
        StepPage.review_panel,
        note_panel(),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    template = "modules/preview_lesson.html"

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def frozen_content(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "slug": self.slug,
            "label": self.label,
            "lead": self.lead,
            "minutes": self.minutes,
            "principles": self.principles,
            "needs_law": self.needs_law,
            "missing_reviews": self.missing_reviews(),
            "body": list(self.body.get_prep_value()),
        }

    def questions(self) -> tuple[Question, ...]:
        """The check questions of the body, in order."""
        return to_questions(self.body)

    def named_principles(self) -> set[str]:
        return {*keys_in(self.principles), *keys_in_stream(self.body)}

    def own_problems(self) -> list[str]:
        return [sentence(problem) for problem in problems_together(self.questions())]

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), **lesson_preview(self, mode_name)}


class ScenarioPage(StepPage):
    """A conversation to practise: people, scenes, choices and endings. Its title is the scenario's title.

    Personal data: none.
    """

    role = models.CharField(_("written for"), max_length=20, choices=listed(ROLES))
    form = models.CharField(_("form"), max_length=20, choices=listed(FORMS), default=Form.UNNAMED.value)
    form_note = models.CharField(_("more about the form"), max_length=200, blank=True)
    setting = models.CharField(_("setting"), max_length=500)
    you = models.CharField(_("you are"), max_length=120)
    intro = models.TextField(_("introduction"), help_text=_("Who you are and who is here, in two or three sentences."))
    shows_law = models.BooleanField(_("every scene shows the country's law and emergency number"), default=False)
    notice = models.TextField(_("content notice"), blank=True)
    skippable = models.BooleanField(_("can be skipped"), default=False)
    start = models.CharField(_("first scene"), max_length=40, blank=True)
    competences = StreamField(
        [("competence", blocks.ChoiceBlock(choices=listed(COMPETENCES)))], verbose_name=_("competences"), blank=True
    )
    cast = StreamField([("person", PersonBlock())], verbose_name=_("people"), blank=True)
    threads = StreamField([("thread", ThreadBlock())], verbose_name=_("threads"), blank=True)
    scenes = StreamField([("scene", SceneBlock())], verbose_name=_("scenes"), blank=True)
    endings = StreamField([("ending", EndingBlock())], verbose_name=_("endings"), blank=True)
    variants = StreamField([("variant", VariantBlock())], verbose_name=_("variants for other roles"), blank=True)

    base_form_class = ScenarioForm
    version_model = ScenarioVersion
    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("role"), FieldPanel("minutes")]),
        FieldRowPanel([FieldPanel("form"), FieldPanel("form_note")]),
        FieldPanel("setting"),
        FieldPanel("you"),
        FieldPanel("intro"),
        FieldPanel("competences"),
        MultiFieldPanel([FieldPanel("notice"), FieldPanel("skippable"), FieldPanel("shows_law")], _("Notice and law")),
        FieldPanel("cast"),
        FieldPanel("threads"),
    ]
    scene_panels = [
        FieldPanel("start", widget=Pick("scenes")),
        PlayPanel(),
        FieldPanel("scenes"),
        FieldPanel("endings"),
    ]
    promote_panels = [note_panel(), *PUBLISHING, StepPage.review_panel]
    edit_handler = TabbedInterface(
        [
            OutsideTabs(),
            ObjectList(content_panels, heading=_("Setting and people")),
            MapPanel(scene_panels, heading=_("Scenes and map")),
            ObjectList([FieldPanel("variants")], heading=_("Other roles")),
            ObjectList(promote_panels, heading=_("Publishing")),
        ],
        base_form_class=ScenarioForm,
    )
    search_fields = [*Page.search_fields, index.SearchField("setting"), index.SearchField("intro")]
    template = "modules/preview_scenario.html"

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")

    def frozen_content(self) -> dict[str, Any]:
        return codec.to_json(self.graph())

    def graph(self) -> Graph:
        """The scenario as the engine plays it, sound or not."""
        return scenarios.to_graph({name: getattr(self, name) for name in SCENARIO_FIELDS})

    @cached_property
    def warnings(self) -> list[str]:
        return [
            sentence(found) for found in checking.problems(self.graph()) if found.severity is checking.Severity.WARNING
        ]

    def named_principles(self) -> set[str]:
        return scenarios.principles_in(self.graph())

    def own_problems(self) -> list[str]:
        return [sentence(found) for found in checking.errors(self.graph())]

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), **scenario_preview(self, mode_name)}
