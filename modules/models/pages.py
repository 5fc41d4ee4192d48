"""The pages of the site: home, course and module; lessons and scenarios stand in `steps`."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Orderable, Page
from wagtail.search import index

from modules.models import balance, certificate_words
from modules.models.certificate_words import plain_line
from modules.models.form_matrix import FormMatrix, form_matrix
from modules.models.gate import Guarded, touches_content
from modules.models.page_forms import CourseForm, ModuleForm
from modules.models.panels import PUBLISHING, FormsPanel, problems_panel
from modules.models.routes import OnOwnRoute
from modules.models.steps import LessonPage as LessonPage
from modules.models.steps import ScenarioPage as ScenarioPage
from modules.models.steps import StepPage as StepPage
from quizzes.terms import Role

SENTENCE = [("sentence", blocks.TextBlock(rows=1, label=_("Sentence")))]


def _goes_live(page: Page, saved: dict[str, Any]) -> bool:
    """Whether learners get what this save writes; locking a page, for instance, writes nothing for them."""
    return bool(page.live and page.pk and touches_content(page, saved.get("update_fields")))


class HomePage(OnOwnRoute, Guarded, Page):
    """The door of the site: what this is, for whom, and the courses below it.

    Personal data: none.
    """

    lead = models.TextField(_("lead"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    promote_panels = PUBLISHING
    search_fields = [*Page.search_fields, index.SearchField("lead")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["modules.CoursePage"]
    template = "modules/preview_home.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self) -> tuple[str, tuple[str, ...]]:
        return "home", ()


class CoursePage(OnOwnRoute, Guarded, Page):
    """A course: what it is, for whom, what counts, and what the certificate says and does not say.

    `starter`: published by the loader before two people reviewed it; the course page says so.
    `certificate_statement`: from older files; nothing shows it, every certificate has one sentence of its own.

    Personal data: none.
    """

    lead = models.TextField(_("lead"))
    audience = models.TextField(_("for whom"))
    not_this = StreamField(SENTENCE, verbose_name=_("what this course is not"), blank=True)
    done = StreamField(SENTENCE, verbose_name=_("what counts as done"), blank=True)
    done_note = models.TextField(_("about what counts as done"), blank=True)
    hours = models.DecimalField(_("hours of self-study"), max_digits=4, decimal_places=1)
    hours_practice = models.DecimalField(_("hours of practice face to face"), max_digits=4, decimal_places=1, default=0)
    hours_optional = models.DecimalField(_("hours of each optional module"), max_digits=4, decimal_places=1, default=0)
    certificate_says = StreamField(SENTENCE, verbose_name=_("what the certificate says"), blank=True)
    certificate_says_not = StreamField(SENTENCE, verbose_name=_("what it does not say"), blank=True)
    certificate_statement = models.TextField(_("statement on the certificate"), blank=True)
    certificate_line = models.CharField(
        _("a line of your own on the certificate"),
        max_length=140,
        blank=True,
        validators=[plain_line],
        help_text=_(
            "One plain line below the title of the course, for instance what it is part of. It may not contradict what"
            " every certificate says: learning time, no licence, no vetting, no qualification. No list of words is"
            " checked: the two reviewers judge whether it claims more, for instance “certified” or “qualified”."
        ),
    )
    partner_name = models.CharField(
        _("organisation that the course is offered with"),
        max_length=80,
        blank=True,
        validators=[plain_line],
        help_text=_("Read aloud in place of its picture: “Offered with …”. Only with the organisation's consent."),
    )
    partner_emblem = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("its picture"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "Printed small, at most 46 by 16 mm, on white. PNG or JPEG, up to 2 MB, at least 160 pixels on its long"
            " side. Certificates of this version keep it; another picture counts from the next publication on."
        ),
    )
    licence = models.CharField(_("licence of the content"), max_length=80, blank=True)
    starter = models.BooleanField(_("starter content, not yet reviewed in tandem"), default=False, editable=False)
    review_note = models.CharField(_("what the course page says about review"), max_length=200, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("audience"),
        InlinePanel("outcomes", heading=_("What people practise"), label=_("Sentence")),
        FieldPanel("not_this"),
        MultiFieldPanel([FieldPanel("done"), FieldPanel("done_note")], _("What counts as done")),
        FieldRowPanel([FieldPanel("hours"), FieldPanel("hours_practice"), FieldPanel("hours_optional")]),
        MultiFieldPanel(
            [
                FieldPanel("certificate_says"),
                FieldPanel("certificate_says_not"),
                FieldPanel("certificate_line"),
                FieldPanel("partner_name"),
                FieldPanel("partner_emblem"),
            ],
            _("Certificate"),
            help_text=_(
                "Every certificate also says what it is not; the course page shows that sentence, and nobody can change"
                " it here. To see what you saved as a certificate, choose “Certificate of this course” in the menu (…)"
                " of this page."
            ),
        ),
        FieldPanel("licence"),
        FormsPanel(),
        FieldPanel("review_note", read_only=True),
        problems_panel(),
    ]
    promote_panels = PUBLISHING
    base_form_class = CourseForm
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("audience")]
    parent_page_types = ["modules.HomePage"]
    subpage_types = ["modules.ModulePage"]
    template = "modules/preview_course.html"

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def route(self) -> tuple[str, tuple[str, ...]]:
        return "courses:course", (self.slug,)

    def problems(self) -> list[str]:
        """What keeps this course from being published, as sentences. Three queries and the picture of a partner."""
        return [*certificate_words.course_problems(self), *balance.course_problems(self)]

    @property
    def form_matrix(self) -> FormMatrix:
        """The forms that its cases touch: as learners meet them, before that with every draft."""
        return form_matrix(self, drafts=not self.live)

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        # The gate, as for steps. A copy has no steps yet when it is made; it is looked at when it is published.
        if clean and _goes_live(self, kwargs) and (problems := self.problems()):
            raise ValidationError({NON_FIELD_ERRORS: problems})
        return super().save(clean=clean, **kwargs)


class CourseOutcome(Orderable):
    """Something that people practise in a course. Drafted and published with it.

    Personal data: none.
    """

    course = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="outcomes")
    text = models.CharField(_("sentence"), max_length=250)

    panels = [FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def __str__(self) -> str:
        return self.text


class ModulePage(OnOwnRoute, Guarded, Page):
    """A part of a course with its lessons and scenarios. `counts`: needed before the certificate.

    Personal data: none.
    """

    number = models.PositiveSmallIntegerField(_("number"))
    topic = models.CharField(_("topic"), max_length=120)
    lead = models.TextField(_("lead"))
    counts = models.BooleanField(_("counts"), default=True, help_text=_("It must be done before the certificate."))
    minutes_lessons = models.PositiveSmallIntegerField(_("minutes of lessons"), default=0)
    minutes_scenario = models.PositiveSmallIntegerField(_("minutes of one scenario"), default=0)
    minutes_questions = models.PositiveSmallIntegerField(_("minutes of questions"), default=0)
    minutes_face_to_face = models.PositiveSmallIntegerField(_("minutes of face-to-face tasks"), default=0)
    minutes_tandem = models.PositiveSmallIntegerField(_("minutes of tandem exercises"), default=0)
    aims = StreamField(SENTENCE, verbose_name=_("aims"), blank=True)
    teacher = models.TextField(_("for teachers"), blank=True)
    police = models.TextField(_("for police officers"), blank=True)
    social_work = models.TextField(_("for social workers"), blank=True)
    prison_probation = models.TextField(_("for prison and probation staff"), blank=True)
    replay = StreamField(
        [("scenario", blocks.PageChooserBlock(page_type="modules.ScenarioPage"))],
        verbose_name=_("scenarios worth another way"),
        blank=True,
    )
    replay_hint = models.TextField(_("why"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("number"), FieldPanel("topic"), FieldPanel("counts")]),
        FieldPanel("lead"),
        FieldPanel("aims"),
        FieldRowPanel([FieldPanel("minutes_lessons"), FieldPanel("minutes_scenario"), FieldPanel("minutes_questions")]),
        FieldRowPanel([FieldPanel("minutes_face_to_face"), FieldPanel("minutes_tandem")]),
        MultiFieldPanel(
            [FieldPanel("teacher"), FieldPanel("police"), FieldPanel("social_work"), FieldPanel("prison_probation")],
            _("What the module means in each job"),
        ),
        MultiFieldPanel([FieldPanel("replay"), FieldPanel("replay_hint")], _("Scenarios worth another way")),
        problems_panel(),
    ]
    promote_panels = PUBLISHING
    base_form_class = ModuleForm
    search_fields = [*Page.search_fields, index.SearchField("topic"), index.SearchField("lead")]
    parent_page_types = ["modules.CoursePage"]
    subpage_types = ["modules.LessonPage", "modules.ScenarioPage"]
    template = "modules/preview_module.html"

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    @property
    def minutes(self) -> int:
        """Minutes on screen: lessons, questions and the scenario of one role."""
        return self.minutes_lessons + self.minutes_scenario + self.minutes_questions

    def text_for(self, role: Role) -> str:
        """What the module means in this job."""
        return str(getattr(self, role.value.replace("-", "_")))

    def problems(self) -> list[str]:
        """What keeps this module from being published, as sentences. Up to six queries."""
        return [*certificate_words.title_problems(self.title), *balance.module_problems(self)]

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        # The gate, as for steps.
        if clean and _goes_live(self, kwargs) and (problems := self.problems()):
            raise ValidationError({NON_FIELD_ERRORS: problems})
        return super().save(clean=clean, **kwargs)

    def route(self) -> tuple[str, tuple[str, ...]] | None:
        course = self.get_parent()
        return ("courses:module", (course.slug, self.slug)) if course else None
