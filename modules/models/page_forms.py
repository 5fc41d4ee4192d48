"""Admin forms of lessons and scenarios. Problems stop publishing and never the saving of a draft."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from modules.models import balance, certificate_words
from modules.models.cards import Principle
from quizzes.authoring import keys, scenarios
from quizzes.authoring.errors import no_principle, scenario_errors, stream_errors
from quizzes.authoring.questions import to_questions
from quizzes.blocks.keys import keys_in
from quizzes.engine import checking
from quizzes.questions.checking import problems_together

SCENARIO_FIELDS = (
    "title", "form", "role", "setting", "you", "intro", "minutes", "start", "shows_law", "notice", "skippable",
    *scenarios.STREAMS,
)  # fmt: skip


class StepForm(WagtailAdminPageForm):
    """What both kinds of step check: the address is free in the whole course, and nothing is broken when published."""

    # The field that says which form of extremism the step touches; None where its blocks say so.
    form_field: str | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "change_note" in self.fields:  # what was said of the last version is not said again
            self.initial["change_note"] = self.instance.note_to_write() if self.instance.pk else ""

    def _post_clean(self) -> None:
        # Here and not in `clean`: only now the instance holds what was typed.
        super()._post_clean()
        if self.is_deferred_validation or self.errors or not self.instance.pk:
            return
        if problem := self.instance.note_problem():
            self.add_error("change_note" if "change_note" in self.fields else None, ValidationError(problem))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self.complete(cleaned)
        slug = cleaned.get("slug")
        if slug and self.parent_page and self.instance.slug_taken(slug, self.parent_page):
            self.add_error("slug", ValidationError(_("Another step of this course has this address. Choose another.")))
        if not self.is_deferred_validation:
            for field, error in self.publishing_errors(cleaned).items():
                self.add_error(None if field not in self.fields else field, error)
            for sentence in self._imbalance(cleaned):
                self.add_error(self.form_field, ValidationError(sentence))
        return cleaned

    def _imbalance(self, cleaned: dict[str, Any]) -> list[str]:
        forms = self.forms_of_cases(cleaned)
        if forms is None or self.parent_page is None:
            return []
        return balance.step_problems(self.parent_page, forms, self.instance.pk)

    def forms_of_cases(self, cleaned: dict[str, Any]) -> list[str] | None:
        """The forms of extremism that the cases of this step touch; None if that part is not filled in well."""
        raise NotImplementedError

    def complete(self, cleaned: dict[str, Any]) -> None:
        """Fills in what the site makes itself, also in a draft."""

    def publishing_errors(self, cleaned: dict[str, Any]) -> dict[str, ValidationError]:
        """What keeps this form from being published, by field."""
        raise NotImplementedError


class LessonForm(StepForm):
    """A lesson whose check questions can be answered."""

    def forms_of_cases(self, cleaned: dict[str, Any]) -> list[str] | None:
        return balance.forms_in(cleaned["body"]) if "body" in cleaned else None

    def publishing_errors(self, cleaned: dict[str, Any]) -> dict[str, ValidationError]:
        if "body" not in cleaned:
            return {}
        body, own = cleaned["body"], keys_in(cleaned.get("principles", ""))
        unknown = Principle.unknown({*own, *keys_in_stream(body)})
        errors = stream_errors("body", body, problems_together(to_questions(body)), unknown)
        if sentences := [no_principle(key) for key in own if key in unknown]:
            errors["principles"] = ValidationError(sentences)
        return errors


class ScenarioForm(StepForm):
    """A scenario that can be played to an end on every way."""

    form_field = "form"

    def complete(self, cleaned: dict[str, Any]) -> None:
        if any(name not in cleaned for name in ("start", *keys.STREAMS)):
            return
        streams = {name: list(cleaned[name].get_prep_value()) for name in keys.STREAMS}
        settled = keys.settled({**streams, "start": cleaned["start"]})
        changed = [name for name in keys.STREAMS if settled[name] != streams[name]]
        cleaned |= {name: self.fields[name].block.to_python(settled[name]) for name in changed}
        cleaned["start"] = settled["start"]

    def forms_of_cases(self, cleaned: dict[str, Any]) -> list[str] | None:
        return [balance.known(cleaned["form"]).value] if "form" in cleaned else None

    def publishing_errors(self, cleaned: dict[str, Any]) -> dict[str, ValidationError]:
        if any(name not in cleaned for name in SCENARIO_FIELDS):
            return {}
        graph = scenarios.to_graph({name: cleaned[name] for name in SCENARIO_FIELDS})
        return scenario_errors(graph, checking.errors(graph), Principle.unknown(scenarios.principles_in(graph)))


class CourseForm(WagtailAdminPageForm):
    """A course whose live steps look at more than one form of extremism, and whose certificate can be printed."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            self._print(cleaned)
            for sentence in balance.course_problems(self.instance):
                self.add_error(None, ValidationError(sentence))
        return cleaned

    def _print(self, cleaned: dict[str, Any]) -> None:
        for field in ("title", "certificate_line"):
            if problem := certificate_words.line_problem(cleaned.get(field) or ""):
                self.add_error(field, ValidationError(problem))
        if {"partner_name", "partner_emblem"} <= cleaned.keys():
            partner = cleaned["partner_name"], cleaned["partner_emblem"]
            if problem := certificate_words.partner_problem(*partner):
                self.add_error("partner_emblem", ValidationError(problem))


class ModuleForm(WagtailAdminPageForm):
    """A module that keeps its course in balance. Its title stands on certificates."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            if problem := certificate_words.line_problem(cleaned.get("title") or ""):
                self.add_error("title", ValidationError(problem))
            for sentence in balance.module_problems(self.instance):
                self.add_error(None, ValidationError(sentence))
        return cleaned


def keys_in_stream(body: Any) -> set[str]:
    """The keys of all principles that the blocks of a lesson name."""
    texts = [child.value["principles"] for child in body if "principles" in getattr(child.block, "child_blocks", {})]
    return {key for text in texts for key in keys_in(text)}
