"""What authors see before publishing: the lesson with its questions answered, the scenario as a list of scenes."""

from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from modules.blocks.around import Around
from modules.blocks.rendering import question_preview, segments
from modules.models.cards import Principle
from quizzes.engine.graph import YOU, Graph, Line
from quizzes.engine.roles import for_role
from quizzes.labels import DOORS, KINDS, ROLES
from quizzes.terms import Role

if TYPE_CHECKING:
    from modules.models.pages import LessonPage, ScenarioPage


def preview_modes() -> list[tuple[str, str]]:
    """As it is written, and as each role sees it; names as Wagtail sends them back."""
    return [("", _("As written")), *((role.value, capfirst(str(label))) for role, label in ROLES.items())]


def lesson_preview(page: "LessonPage", mode: str = "") -> dict[str, Any]:
    """The pieces of a lesson as finished HTML, as the role of this mode reads it. One query."""
    questions = {question.key: question for question in page.questions()}
    around = Around(role=_role(mode), principles=Principle.views())
    pieces: list[str | SafeString] = []
    for segment in segments(page.body, around, page.lead):
        question = questions.get(segment.question_key)
        pieces.append(question_preview(question, KINDS[question.kind]) if question else segment.html)
    return {"pieces": pieces, "problems": page.problems()}


def scenario_preview(page: "ScenarioPage", mode: str = "") -> dict[str, Any]:
    """The scenario as a readable list, in the words of the role of this mode. No query."""
    role = _role(mode)
    graph = for_role(page.graph(), role) if role else page.graph()
    names = {person.key: person.name for person in graph.cast} | {YOU: graph.you}
    return {
        "graph": graph,
        "scenes": [_scene(graph, number, names) for number in range(len(graph.scenes))],
        "endings": [{"ending": ending, "door": DOORS[ending.door]} for ending in graph.endings],
        "problems": page.problems(),
        "warnings": page.warnings,
    }


def _role(mode: str) -> Role | None:
    return Role(mode) if mode in {role.value for role in Role} else None


def _scene(graph: Graph, number: int, names: dict[str, str]) -> dict[str, Any]:
    scene = graph.scenes[number]
    titles = {part.key: part.title for parts in (graph.scenes, graph.endings) for part in parts}
    return {
        "scene": scene,
        "lines": [_line(line, names) for line in scene.lines],
        "choices": [{"choice": choice, "leads_to": titles.get(choice.to, choice.to)} for choice in scene.choices],
    }


def _line(line: Line, names: dict[str, str]) -> dict[str, Any]:
    return {"line": line, "who": names.get(line.speaker, line.speaker), "to": [names.get(key, key) for key in line.to]}
