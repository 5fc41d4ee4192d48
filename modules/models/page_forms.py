"""Admin forms of lessons and scenarios. Problems stop publishing and never the saving of a draft."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from quizzes.authoring import scenarios
from quizzes.authoring.errors import question_errors, scenario_errors
from quizzes.authoring.questions import to_questions
from quizzes.engine import checking
from quizzes.questions.checking import problems_together

SCENARIO_FIELDS = (
    "title", "form", "role", "setting", "you", "intro", "minutes", "start", "shows_law", "notice", "skippable",
    *scenarios.STREAMS,
)  # fmt: skip


class StepForm(WagtailAdminPageForm):
    """What both kinds of step check: the address is free in the whole course, and nothing is broken when published."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug")
        if slug and self.parent_page and self.instance.slug_taken(slug, self.parent_page):
            self.add_error("slug", ValidationError(_("Another step of this course has this address. Choose another.")))
        if not self.is_deferred_validation:
            for field, error in self.publishing_errors(cleaned).items():
                self.add_error(None if field not in self.fields else field, error)
        return cleaned

    def publishing_errors(self, cleaned: dict[str, Any]) -> dict[str, ValidationError]:
        """What keeps this form from being published, by field."""
        raise NotImplementedError


class LessonForm(StepForm):
    """A lesson whose check questions can be answered."""

    def publishing_errors(self, cleaned: dict[str, Any]) -> dict[str, ValidationError]:
        if "body" not in cleaned:
            return {}
        questions = to_questions(cleaned["body"])
        keys = [str(child.id) for child in cleaned["body"]]
        return question_errors("body", keys, questions, problems_together(questions))


class ScenarioForm(StepForm):
    """A scenario that can be played to an end on every way."""

    def publishing_errors(self, cleaned: dict[str, Any]) -> dict[str, ValidationError]:
        if any(name not in cleaned for name in SCENARIO_FIELDS):
            return {}
        graph = scenarios.to_graph({name: cleaned[name] for name in SCENARIO_FIELDS})
        return scenario_errors(graph, checking.errors(graph))
