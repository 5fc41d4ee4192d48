"""What authors see before publishing: the lesson with its questions answered, the scenario as a list of scenes."""

from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString

from modules.blocks.around import Around
from modules.blocks.rendering import question_preview, segments
from modules.models.cards import Principle
from quizzes.engine.graph import YOU, Graph, Line
from quizzes.labels import DOORS, KINDS

if TYPE_CHECKING:
    from modules.models.pages import LessonPage, ScenarioPage


def lesson_preview(page: "LessonPage") -> dict[str, Any]:
    """The pieces of a lesson as finished HTML. One query."""
    questions = {question.key: question for question in page.questions()}
    around = Around(principles=Principle.views())
    pieces: list[str | SafeString] = []
    for segment in segments(page.body, around, page.lead):
        question = questions.get(segment.question_key)
        pieces.append(question_preview(question, KINDS[question.kind]) if question else segment.html)
    return {"pieces": pieces, "problems": page.problems()}


def scenario_preview(page: "ScenarioPage") -> dict[str, Any]:
    """The scenario as a readable list. No query."""
    graph = page.graph()
    names = {person.key: person.name for person in graph.cast} | {YOU: graph.you}
    return {
        "graph": graph,
        "scenes": [_scene(graph, number, names) for number in range(len(graph.scenes))],
        "endings": [{"ending": ending, "door": DOORS[ending.door]} for ending in graph.endings],
        "problems": page.problems(),
        "warnings": page.warnings,
    }


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
