"""Everything that the page of a lesson shows, put together from the frozen text and the learner's few facts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from modules import catalogue
from modules.outline import ModuleOutline, Step, StepKind, is_for
from quizzes.components.questions import Given, QuestionView
from quizzes.questions.kinds import MARKED, Question
from training.completion import Answer
from training.learners.local_law import LawView, country_of, law_of
from training.learners.place import Place, StepPlace
from training.learners.reading import confidence_about


@dataclass(frozen=True)
class Mistake:
    """An answer that could not be used. `typed`: what was sent, shown again so that nothing is lost."""

    question: str
    words: str
    typed: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Piece:
    """A part of the page: finished HTML, a question's view, or a reflection's prompt and key."""

    kind: str
    html: str = ""
    view: QuestionView | None = None
    key: str = ""


@dataclass(frozen=True)
class RailEntry:
    """A step in the list of the module."""

    step: Step
    is_done: bool
    is_here: bool


@dataclass(frozen=True)
class LessonPage:
    """The page of a lesson. `again`: `<question>.<number>` of the pick to show; without it, each question's last."""

    found: StepPlace
    again: str = ""
    mistake: Mistake | None = None

    @property
    def step(self) -> Step:
        return self.found.step

    @property
    def place(self) -> Place:
        return self.found.place

    @property
    def module(self) -> ModuleOutline:
        return self.found.module

    @cached_property
    def body(self) -> catalogue.LessonBody:
        version = catalogue.newest_lesson(self.step.key, self.place.outline.language)
        if version is None:  # its page was deleted and its versions with it: nothing of ours does that
            raise Http404
        at = reverse("learn:step", kwargs={"course": self.place.outline.slug, "step": self.step.slug})
        return catalogue.lesson_body(version, self.place.role, country_of(self.place), at)

    @cached_property
    def law(self) -> LawView | None:
        """The country's card, where the lesson asks for it."""
        return law_of(self.place, self.place.role) if self.body.needs_law else None

    @property
    def missing_reviews(self) -> list[str]:
        """Who still has to read this lesson before it may be relied on."""
        names = {"lawyer": _("a lawyer"), "clinician": _("a clinician")}
        return [names[profession] for profession in self.body.missing_reviews]

    @cached_property
    def neighbours(self) -> tuple[Step | None, Step | None]:
        return self.place.outline.neighbours(self.step, self.place.role)

    @property
    def rail(self) -> list[RailEntry]:
        """The module's steps on the way of this role."""
        done = self.place.done.steps
        return [
            RailEntry(step, step.key in done, step.key == self.step.key)
            for step in self.module.steps
            if is_for(step, self.place.role) or step.kind is StepKind.LESSON
        ]

    @property
    def is_opened(self) -> bool:
        return self.step.key in self.place.facts.lessons

    def pieces(self) -> Iterator[Piece]:
        """The text with the questions of the learner's own course version in their places.

        A question that the newest text no longer holds stands at the end; one that is new since the start is left out.
        """
        pinned = {question.key: question for question in self.step.questions if question.kind in MARKED}
        for segment in self.body.segments:
            if segment.kind == "html":
                yield Piece("html", html=segment.html)
            elif segment.kind == "reflection":
                yield Piece("reflection", html=segment.html, key=segment.question_key)
            elif (question := pinned.pop(segment.question_key, None)) is not None:
                yield Piece("question", view=self._view(question))
        for question in pinned.values():
            yield Piece("question", view=self._view(question))

    def _view(self, question: Question) -> QuestionView:
        mistake = self.mistake if self.mistake and self.mistake.question == question.key else None
        return QuestionView(
            question=question,
            action=reverse(
                "learn:answer",
                kwargs={"course": self.place.outline.slug, "step": self.step.slug, "question": question.key},
            ),
            seed=str(self.place.start.key),
            given=Given() if mistake else self._given(question),
            confidence=confidence_about(self.step, question),
            problem=mistake.words if mistake else "",
            typed=mistake.typed if mistake else None,
        )

    def _given(self, question: Question) -> Given:
        answers: Sequence[Answer] = self.place.facts.answers_to(question.key)
        if not answers:
            return Given()
        wanted, _, number = self.again.partition(".")
        shown = answers[-1]
        if wanted == question.key and number.isdecimal() and len(number) < 4 and 0 < int(number) <= len(answers):
            shown = answers[int(number) - 1]
        return Given(picked=shown.picked, confidence=shown.confidence, is_done=any(answer.right for answer in answers))
