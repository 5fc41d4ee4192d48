"""What is done, in words. Plain Python: an outline and facts in, sentences' worth of truth out.

Source: decisions, point 1. Switching role never takes anything away.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from modules.outline import ModuleOutline, Outline, Step, StepKind
from quizzes.questions.kinds import MARKED, Kind, Question
from quizzes.terms import Door, Role


@dataclass(frozen=True)
class Answer:
    """One thing that was picked at a question. `number`: its place among the picks of that question, from 1."""

    question: str
    picked: tuple[str, ...]
    right: bool
    confidence: int | None
    number: int = 1


@dataclass(frozen=True)
class Played:
    """An attempt at a scenario. `door`: how it ended, None while it is open."""

    attempt: int
    scenario: str
    role: Role
    door: Door | None = None
    debrief_read: bool = False


@dataclass(frozen=True)
class Facts:
    """What a learner did in one course. Keys are those of the outline."""

    lessons: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    answers: tuple[Answer, ...] = ()
    played: tuple[Played, ...] = ()

    def answers_to(self, question: str) -> tuple[Answer, ...]:
        """The picks at one question, in the order of first picking."""
        return tuple(answer for answer in self.answers if answer.question == question)

    def attempts_at(self, scenario: str) -> tuple[Played, ...]:
        """The attempts at one scenario, oldest first."""
        return tuple(played for played in self.played if played.scenario == scenario)


class Lack(StrEnum):
    """What a module still lacks."""

    LESSONS = "lessons"
    QUESTIONS = "questions"
    SCENARIO = "scenario"
    DEBRIEF = "debrief"


@dataclass(frozen=True)
class QuestionOpen:
    """A question that is not done yet, and the lesson it stands in."""

    lesson: Step
    question: Question


@dataclass(frozen=True)
class ModuleDone:
    """How far one module is. `lacks` is empty when it is done."""

    module: ModuleOutline
    lessons_left: tuple[Step, ...]
    questions_open: tuple[QuestionOpen, ...]
    lacks: tuple[Lack, ...]

    @property
    def is_done(self) -> bool:
        return not self.lacks

    @property
    def questions_waiting(self) -> tuple[QuestionOpen, ...]:
        """Open questions of lessons that were opened already; the others are met on the way."""
        left = {step.key for step in self.lessons_left}
        return tuple(open_ for open_ in self.questions_open if open_.lesson.key not in left)

    @property
    def lessons_read(self) -> int:
        """How many lessons were opened."""
        return len(self.module.lessons) - len(self.lessons_left)


@dataclass(frozen=True)
class Done:
    """How far a course is. `steps`: keys of steps that need nothing more."""

    modules: tuple[ModuleDone, ...]
    door_open: bool
    steps: frozenset[str] = field(default_factory=frozenset)

    @property
    def counting(self) -> tuple[ModuleDone, ...]:
        """The modules that the certificate needs."""
        return tuple(module for module in self.modules if module.module.counts)

    @property
    def is_done(self) -> bool:
        """Whether everything that counts is done."""
        return self.door_open and all(module.is_done for module in self.counting)


def assess(outline: Outline, facts: Facts) -> Done:
    """What is done of this outline. Pure; linear in steps, questions and facts."""
    right = {answer.question for answer in facts.answers if answer.right}
    answered = {answer.question for answer in facts.answers}
    modules = tuple(_assess_module(module, facts, right, answered) for module in outline.modules)
    steps = {
        step.key
        for step in outline.steps
        if (step.kind is StepKind.LESSON and _lesson_done(step, facts, right, answered))
        or (step.kind is StepKind.SCENARIO and any(_ended_and_read(played) for played in facts.attempts_at(step.key)))
        or step.key in facts.skipped
    }
    door_open = any(played.door is Door.OPEN for played in facts.played)
    return Done(modules=modules, door_open=door_open, steps=frozenset(steps))


def question_done(
    question: Question, lesson: str, facts: Facts, right: Collection[str], answered: Collection[str]
) -> bool:
    """Right once; confidence when its question was answered; reflection when its lesson was opened."""
    if question.kind in MARKED:
        return question.key in right
    if question.kind is Kind.CONFIDENCE:
        return question.about in answered
    return lesson in facts.lessons


def _lesson_done(lesson: Step, facts: Facts, right: Collection[str], answered: Collection[str]) -> bool:
    return lesson.key in facts.lessons and all(
        question_done(question, lesson.key, facts, right, answered) for question in lesson.questions
    )


def _ended_and_read(played: Played) -> bool:
    return played.door is not None and played.debrief_read


def _assess_module(
    module: ModuleOutline, facts: Facts, right: Collection[str], answered: Collection[str]
) -> ModuleDone:
    lessons_left = tuple(step for step in module.lessons if step.key not in facts.lessons)
    # A reflection that is left only says that its lesson was not opened, which is said already.
    questions_open = tuple(
        QuestionOpen(step, question)
        for step in module.lessons
        for question in step.questions
        if question.kind is not Kind.REFLECTION and not question_done(question, step.key, facts, right, answered)
    )
    lacks = []
    if lessons_left:
        lacks.append(Lack.LESSONS)
    if questions_open:
        lacks.append(Lack.QUESTIONS)
    if module.scenarios and (lack := _scenario_lack(module, facts)):
        lacks.append(lack)
    return ModuleDone(module=module, lessons_left=lessons_left, questions_open=questions_open, lacks=tuple(lacks))


def _scenario_lack(module: ModuleOutline, facts: Facts) -> Lack | None:
    """A scenario counts if it was played in the role it is written for; prison and probation take any of the module's.

    After skipping the marked one, any other of the module counts instead.
    """
    skipped = any(step.key in facts.skipped for step in module.scenarios)
    counting = [
        played
        for step in module.scenarios
        for played in facts.attempts_at(step.key)
        if skipped or played.role in (step.role, Role.PRISON_PROBATION)
    ]
    if any(_ended_and_read(played) for played in counting):
        return None
    return Lack.DEBRIEF if any(played.door is not None for played in counting) else Lack.SCENARIO
