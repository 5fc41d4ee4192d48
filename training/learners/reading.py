"""Going on from a lesson, and answering its questions. The server decides what is right; each pick is written once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from modules.outline import Step
from quizzes.questions import marking, shuffling
from quizzes.questions.kinds import MARKED, Kind, Question
from training.completion import Answer
from training.learners import completing
from training.learners.place import Place
from training.models import LessonOpened, QuestionAnswered


class UnknownQuestion(Exception):
    """The lesson holds no such question, or none that is answered here."""


def go_on(place: Place, lesson: Step, now: datetime) -> bool:
    """Notes that the lesson was opened, once: whether everything that counts is done now. Up to six queries."""
    if lesson.key in place.facts.lessons:
        return False
    with transaction.atomic(durable=True):
        LessonOpened.objects.bulk_create([LessonOpened(start=place.start, lesson=lesson.key)], ignore_conflicts=True)
        return completing.note(place, now)


def question_of(lesson: Step, key: str) -> Question:
    """The marked question of this lesson. Raises UnknownQuestion."""
    found = next((question for question in lesson.questions if question.key == key), None)
    if found is None or found.kind not in MARKED:
        raise UnknownQuestion
    return found


def confidence_about(lesson: Step, question: Question) -> Question | None:
    """The question about being sure that is asked before this one, if there is one."""
    return next(
        (other for other in lesson.questions if other.kind is Kind.CONFIDENCE and other.about == question.key), None
    )


def answer(place: Place, lesson: Step, key: str, fields: Mapping[str, Sequence[str]], now: datetime) -> Answer:
    """Writes what was picked and says whether it is right. The same pick twice is one row.

    Raises UnknownQuestion, and marking's InvalidAnswer, NothingPicked, NotComplete.
    """
    question = question_of(lesson, key)
    picked = marking.read(question, shuffling.unveiled(question, fields, str(place.start.key)))
    right = marking.mark(question, picked).right
    sure = _confidence(confidence_about(lesson, question), fields)
    known = place.facts.answers_to(key)
    again = next((answer for answer in known if answer.picked == picked), None)
    if again is not None:
        return again
    with transaction.atomic(durable=True):
        written = _write(place, key, picked, right=right, sure=sure)
        if written and right:
            completing.note(place, now)
    return Answer(question=key, picked=picked, right=right, confidence=sure, number=len(known) + 1)


def _write(place: Place, key: str, picked: tuple[str, ...], *, right: bool, sure: int | None) -> bool:
    try:
        with transaction.atomic():
            QuestionAnswered.objects.create(
                start=place.start, question=key, picked=" ".join(picked), right=right, confidence=sure
            )
    except IntegrityError:  # two tabs at once: the unique rule decided, the row is there
        return False
    return True


def _confidence(question: Question | None, fields: Mapping[str, Sequence[str]]) -> int | None:
    if question is None:
        return None
    picked = marking.read(question, {marking.PICK: fields.get("confidence", ())})
    return int(picked[0]) if picked else None
