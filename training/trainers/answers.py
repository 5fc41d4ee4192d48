"""What the pages on answers in aggregate show: the frozen figures beside the words of what was asked and played."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from modules import catalogue
from modules.models import CourseVersion
from modules.outline import Step
from quizzes import versions
from quizzes.engine.graph import Graph
from quizzes.labels import DOORS
from quizzes.models import ScenarioVersion
from quizzes.questions.kinds import MARKED, Kind, Question
from training.models.statistics import Snapshot
from training.trainers import rounding
from training.trainers.bars import Drawn, drawn, number_and_share, number_of, share_of
from training.trainers.rounding import Table
from training.trainers.statistics import ENDINGS, PICKS, SCENES, SURE, confidence_about, right_pick, sure_key


class NoFigures(Exception):
    """There is no such snapshot."""


@dataclass(frozen=True)
class Shown:
    """A scenario version with figures."""

    snapshot: int
    number: int


@dataclass(frozen=True)
class ScenarioEntry:
    """A scenario of a course. `shown`: empty while fewer than ten have played it."""

    title: str
    shown: tuple[Shown, ...]


@dataclass(frozen=True)
class CourseEntry:
    """A course version. `week` is None while fewer than ten have finished it."""

    course: CourseVersion
    title: str
    week: date | None
    learners: int
    scenarios: tuple[ScenarioEntry, ...]
    questions: int
    questions_shown: int


@dataclass(frozen=True)
class Week:
    """A week with figures. `snapshot`: of the same scenario, 0 for the page of questions."""

    day: date
    snapshot: int


@dataclass(frozen=True)
class SceneAnswers:
    """A scene and what was chosen there."""

    key: str
    title: str
    bar: Drawn


@dataclass(frozen=True)
class ScenarioScreen:
    """The page of a scenario."""

    course: CourseVersion
    title: str
    number: int
    week: date
    weeks: tuple[Week, ...]
    learners: int
    scenes: tuple[SceneAnswers, ...]
    endings: Drawn


@dataclass(frozen=True)
class SureTable:
    """How sure people were, against whether they were right.

    `rows`: words of the step, right, not. `together`: the merged cells. `said`: why there are no rows.
    """

    rows: tuple[tuple[str, str, str], ...]
    together: str
    said: str


@dataclass(frozen=True)
class QuestionAnswers:
    """A question and what was picked first. `sure` is None where nobody is asked how sure."""

    key: str
    prompt: str
    right: str
    bar: Drawn
    sure: SureTable | None


@dataclass(frozen=True)
class LessonAnswers:
    """A lesson with its questions."""

    title: str
    questions: tuple[QuestionAnswers, ...]


@dataclass(frozen=True)
class QuestionsScreen:
    """The page of all questions of a course version."""

    course: CourseVersion
    title: str
    week: date
    weeks: tuple[Week, ...]
    learners: int
    lessons: tuple[LessonAnswers, ...]


# ---- The list


def courses() -> list[CourseEntry]:
    """Every course in its newest version and in those with figures, the newest first. Two queries."""
    newer = CourseVersion.objects.filter(
        key=OuterRef("key"), language=OuterRef("language"), number__gt=OuterRef("number")
    )
    figures = Snapshot.objects.filter(course=OuterRef("pk"))
    found = CourseVersion.objects.filter(Q(Exists(figures)) | ~Q(Exists(newer))).order_by("language", "key", "-number")
    newest = _newest_snapshots()
    return [_entry(course, newest.get(course.pk, [])) for course in found]


def _newest_snapshots() -> Mapping[int, list[Snapshot]]:
    later = Snapshot.objects.filter(course=OuterRef("course"), week__gt=OuterRef("week"))
    found: dict[int, list[Snapshot]] = defaultdict(list)
    for row in Snapshot.objects.filter(~Exists(later)).defer("figures").order_by("course", "key", "-number"):
        found[row.course_id].append(row)
    return found


def _entry(course: CourseVersion, rows: list[Snapshot]) -> CourseEntry:
    outline = catalogue.outline_of(course)
    by_key: dict[str, list[Shown]] = defaultdict(list)
    for row in rows:
        by_key[str(row.key)].append(Shown(row.pk, row.number))
    questions = [question.key for step in outline.steps for question in step.questions if question.kind in MARKED]
    return CourseEntry(
        course=course,
        title=outline.title,
        week=rows[0].week if rows else None,
        learners=rows[0].learners if rows else 0,
        scenarios=tuple(
            ScenarioEntry(step.title, tuple(by_key[step.key])) for module in outline for step in module.scenarios
        ),
        questions=len(questions),
        questions_shown=sum(key in by_key for key in questions),
    )


# ---- A scenario


def scenario(snapshot: int) -> ScenarioScreen:
    """The figures of a scenario in one week. Three queries. Raises NoFigures."""
    row = Snapshot.objects.select_related("course").filter(pk=snapshot, subject=Snapshot.Subject.SCENARIO).first()
    if row is None:
        raise NoFigures
    version = ScenarioVersion.objects.get(key=row.key, language=row.course.language, number=row.number)
    graph = versions.graph_of(version)
    same = Snapshot.objects.filter(course=row.course, subject=row.subject, key=row.key, number=row.number)
    return ScenarioScreen(
        course=row.course,
        title=graph.title,
        number=row.number,
        week=row.week,
        weeks=tuple(Week(day, pk) for day, pk in same.order_by("-week").values_list("week", "pk")),
        learners=row.learners,
        scenes=_scenes(graph, row.figures),
        endings=drawn(
            rounding.from_json(row.figures[ENDINGS]),
            {ending.key: f"{DOORS[ending.door]}: {ending.title}" for ending in graph.endings},
        ),
    )


def _scenes(graph: Graph, figures: Mapping[str, Any]) -> tuple[SceneAnswers, ...]:
    return tuple(
        SceneAnswers(
            key=scene.key,
            title=scene.title,
            bar=drawn(
                rounding.from_json(figures[SCENES][scene.key]), {choice.key: choice.text for choice in scene.choices}
            ),
        )
        for scene in graph.scenes
    )


# ---- Questions


def questions(course: int, week: date) -> QuestionsScreen:
    """The figures of all questions of a course version in one week. Two queries. Raises NoFigures."""
    of_course = Snapshot.objects.filter(course=course, subject=Snapshot.Subject.QUESTION)
    rows = {str(row.key): row for row in of_course.filter(week=week).select_related("course").order_by("key")}
    if not rows:
        raise NoFigures
    first = next(iter(rows.values()))
    weeks = of_course.order_by("-week").values_list("week", flat=True).distinct()
    outline = catalogue.outline_of(first.course)
    return QuestionsScreen(
        course=first.course,
        title=outline.title,
        week=week,
        weeks=tuple(Week(day, 0) for day in weeks),
        learners=first.learners,
        lessons=tuple(_lesson(step, rows) for module in outline for step in module.lessons if _asks(step)),
    )


def _asks(step: Step) -> bool:
    return any(question.kind in MARKED for question in step.questions)


def _lesson(step: Step, rows: Mapping[str, Snapshot]) -> LessonAnswers:
    scales = confidence_about(step.questions)
    return LessonAnswers(
        title=f"{step.label} {step.title}".strip(),
        questions=tuple(
            _question(question, scales.get(question.key), rows.get(question.key))
            for question in step.questions
            if question.kind in MARKED
        ),
    )


def _question(question: Question, scale: Question | None, row: Snapshot | None) -> QuestionAnswers:
    picks, sure = (rounding.from_json(row.figures[name]) if row else rounding.TOO_FEW for name in (PICKS, SURE))
    right = right_pick(question)
    picked = {right, *(key for cell in picks.cells for key in cell.keys)}
    offered = [option.key for option in question.options] if question.kind is Kind.SINGLE else [right]
    keys = [*offered, *sorted(picked - set(offered))]
    return QuestionAnswers(
        key=question.key,
        prompt=question.prompt,
        right=in_words(question, right),
        bar=drawn(picks, {key: in_words(question, key) for key in keys}, right),
        sure=_sure(scale, sure) if scale else None,
    )


def in_words(question: Question, picked: str) -> str:
    """An answer as it was read: options, items in their order, or pairs."""
    parts = picked.split(" ")
    match question.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            texts = [option.text for option in question.options if option.key in parts]
            return texts[0] if len(texts) == 1 else "; ".join(text.rstrip(".") for text in texts)
        case Kind.ORDERING:
            items = {item.key: item.text for item in question.items}
            return " → ".join(items[key].rstrip(".") for key in parts)
        case _:
            pairs = {pair.key: pair for pair in question.pairs}
            joined = (part.split("=") for part in parts)
            return "; ".join(f"{pairs[left].left} – {pairs[right].right}" for left, right in joined)


def _sure(scale: Question, table: Table) -> SureTable:
    merged = next((cell for cell in table.cells if len(cell.keys) > 1), None)
    rows = ((words, _cell(table, step, True), _cell(table, step, False)) for step, words in enumerate(scale.scale))
    return SureTable(
        rows=tuple(rows) if table.cells else (),
        together=number_and_share(number_of(merged), share_of(merged)) if merged else "",
        said="" if table.cells else drawn(table, {}).said,
    )


def _cell(table: Table, step: int, right: bool) -> str:
    cell = table.cell_of(sure_key(step, right))
    if cell is None or len(cell.keys) > 1:
        return _("with others")
    return number_and_share(number_of(cell), share_of(cell))


def monday(text: str) -> date:
    """The day of an address. Raises NoFigures."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoFigures from None
