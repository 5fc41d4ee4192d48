"""What is wrong between the entries of the folder: names that lead nowhere, questions nobody asks, broken scenarios."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from modules import cross_extremism
from modules.curriculum.folder import Curriculum, Placed, repeated
from modules.curriculum.questions import PARTS, asked_in, question_of
from modules.curriculum.reading import Place, Problem
from modules.curriculum.shapes import ItemEntry
from quizzes.engine import checking
from quizzes.engine.graph import Graph
from quizzes.questions import checking as question_checking
from quizzes.questions.kinds import MARKED, Kind
from quizzes.terms import Role

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CHOICE_PARTS = {"dangling-target": "to", "no-feedback": "feedback", "no-principle": "why"}


def problems(curriculum: Curriculum) -> list[Problem]:
    """Everything that keeps the folder from being loaded, in the order of the files."""
    rules = (
        _course, _keys, _slugs, _principles, _modules, _lessons, _items, _handouts, _scenarios, _forms, _countries,
    )  # fmt: skip
    return sorted({problem for rule in rules for problem in rule(curriculum)})


def _course(curriculum: Curriculum) -> Iterator[Problem]:
    hours = curriculum.course.entry.hours
    for name, value in vars(hours).items():
        if not re.fullmatch(r"\d{1,3}(\.\d)?", value):
            yield curriculum.course.problem(f"hours: a number like 3.5 expected for {name}", "hours", name)


def _forms(curriculum: Curriculum) -> Iterator[Problem]:
    """The course looks at more than one form of extremism."""
    forms = [graph.form for scenario in curriculum.scenarios for graph in [scenario.entry[1]]]
    forms += [vignette.form for lesson in curriculum.lessons for vignette in lesson.entry.vignettes]
    for problem in cross_extremism.problems(forms):
        yield curriculum.course.problem(cross_extremism.say(problem))


def _keys(curriculum: Curriculum) -> Iterator[Problem]:
    yield from repeated(curriculum.modules, lambda module: str(module.number), "number")
    yield from repeated(curriculum.principles, lambda principle: principle.key, "key")
    yield from repeated(curriculum.notes, lambda note: note.key, "key")
    yield from repeated(curriculum.lessons, lambda lesson: lesson.id, "id")
    yield from repeated(curriculum.items, lambda item: item.id, "id")
    yield from repeated(curriculum.handouts, lambda handout: handout.key, "key")
    yield from repeated(curriculum.cards, lambda card: card.key, "key")
    yield from repeated(curriculum.terms, lambda term: term.key, "key")
    yield from repeated(curriculum.countries, lambda country: country.code, "code")
    yield from repeated(curriculum.scenarios, lambda scenario: scenario[0].id, "id")


def _slugs(curriculum: Curriculum) -> Iterator[Problem]:
    steps: list[Placed[Any]] = [
        *curriculum.lessons,
        *(Placed(placed.entry[0], placed.document, placed.place) for placed in curriculum.scenarios),
    ]
    yield from repeated(curriculum.modules, lambda module: module.slug, "slug")
    yield from repeated(steps, lambda step: step.slug, "slug")
    everything: list[Placed[Any]] = [curriculum.course, *curriculum.modules, *steps]
    for placed in everything:
        if not SLUG.fullmatch(placed.entry.slug) or len(placed.entry.slug) > 80:
            yield placed.problem("slug: small letters, digits and single hyphens expected, at most 80", "slug")


def _principles(curriculum: Curriculum) -> Iterator[Problem]:
    for placed in curriculum.principles:
        if placed.entry.key.split("-")[0] not in curriculum.sources:
            yield placed.problem(f"there is no source for “{placed.entry.key}”", "key")
    for lesson in curriculum.lessons:
        yield from _known(curriculum, lesson, lesson.entry.why, ("why",))
        yield from _known(curriculum, lesson, lesson.entry.source.why, ("source", "why"))
    for item in curriculum.items:
        yield from _known(curriculum, item, item.entry.why, ("why",))
    for card in curriculum.cards:
        yield from _known(curriculum, card, card.entry.why, ("why",))
    for scenario in curriculum.scenarios:
        for scene in scenario.entry[1].scenes:
            for choice in scene.choices:
                place = ("scenes", scene.key, "choices", choice.key, "why")
                yield from _known(curriculum, scenario, choice.principles, place)


def _known(curriculum: Curriculum, placed: Placed[Any], keys: Iterable[str], place: Place) -> Iterator[Problem]:
    known = {principle.entry.key for principle in curriculum.principles}
    for number, key in enumerate(keys):
        if key not in known:
            yield placed.problem(f"there is no principle “{key}”", *place, number)


def _modules(curriculum: Curriculum) -> Iterator[Problem]:
    numbers = {module.entry.number for module in curriculum.modules}
    for lesson in curriculum.lessons:
        if lesson.entry.module not in numbers:
            yield lesson.problem(f"there is no module {lesson.entry.module}", "module")
    ids = {scenario.entry[0].id for scenario in curriculum.scenarios}
    for scenario in curriculum.scenarios:
        if scenario.entry[0].module not in numbers:
            yield scenario.problem(f"there is no module {scenario.entry[0].module}", "module")
    for module in curriculum.modules:
        for number, key in enumerate(module.entry.replay):
            if key not in ids:
                yield module.problem(f"there is no scenario “{key}”", "replay", number)
        yield from _all_roles(module, module.entry.roles)


def _all_roles(placed: Placed[Any], roles: Iterable[Role]) -> Iterator[Problem]:
    missing = [role.value for role in Role if role not in set(roles)]
    if missing and len(missing) < len(Role):
        yield placed.problem(f"roles: the text for {', '.join(missing)} is missing", "roles")


def _lessons(curriculum: Curriculum) -> Iterator[Problem]:
    items = {item.entry.id: item for item in curriculum.items}
    handouts = {handout.entry.key for handout in curriculum.handouts}
    named: dict[str, str] = {}
    for lesson in curriculum.lessons:
        yield from _all_roles(lesson, lesson.entry.roles)
        if not lesson.entry.text.strip():
            yield lesson.problem("text: write at least one paragraph", "text")
        if lesson.entry.handout and lesson.entry.handout not in handouts:
            yield lesson.problem(f"there is no handout “{lesson.entry.handout}”", "handout")
        for number, key in enumerate(lesson.entry.check):
            if key not in items:
                yield lesson.problem(f"there is no question “{key}”", "check", number)
            elif key in named:
                yield lesson.problem(f"question “{key}” is asked in lesson {named[key]} already", "check", number)
            named.setdefault(key, lesson.entry.id)


def _items(curriculum: Curriculum) -> Iterator[Problem]:
    asked = asked_in(curriculum)
    items = {item.entry.id: item for item in curriculum.items}
    for item in curriculum.items:
        if item.entry.id not in {key for keys in asked.values() for key in keys}:
            yield item.problem(f"no lesson asks question “{item.entry.id}”", "id")
        if item.entry.about and (item.entry.about not in items or items[item.entry.about].entry.type not in MARKED):
            yield item.problem(f"about: there is no question “{item.entry.about}” that can be marked", "about")
        if max(map(len, (item.entry.options, item.entry.sequence, item.entry.pairs))) > PARTS:
            yield item.problem(f"a question has at most {PARTS} parts")
        if any(len(pair) != 2 for pair in item.entry.pairs):
            yield item.problem("pairs: two sides expected in each", "pairs")
            continue
        for problem in question_checking.problems(question_of(item.entry, curriculum.course.entry.slug)):
            yield item.problem(question_checking.say(problem))
    for keys in asked.values():
        yield from _confidence([items[key] for key in keys if key in items])


def _confidence(items: list[Placed[ItemEntry]]) -> Iterator[Problem]:
    following = [*(item.entry.id for item in items[1:]), ""][: len(items)]
    for item, then in zip(items, following, strict=True):
        if item.entry.type is Kind.CONFIDENCE and item.entry.about != then:
            yield item.problem(f"“{item.entry.id}” must be asked directly before “{item.entry.about}”", "about")


def _handouts(curriculum: Curriculum) -> Iterator[Problem]:
    using = {lesson.entry.handout: lesson.entry.id for lesson in curriculum.lessons}
    for handout in curriculum.handouts:
        if using.get(handout.entry.key) != handout.entry.lesson:
            yield handout.problem(f"lesson {handout.entry.lesson} does not offer “{handout.entry.key}”", "lesson")


def _scenarios(curriculum: Curriculum) -> Iterator[Problem]:
    for scenario in curriculum.scenarios:
        place, graph = scenario.entry
        if not scenario.document.file.endswith(f"/{place.id}.yaml"):
            yield scenario.problem(f"id: “{place.id}” stands in a file with another name", "id")
        for problem in checking.errors(graph):
            yield scenario.problem(checking.say(problem), *_scenario_place(graph, problem))


def _scenario_place(graph: Graph, problem: checking.Problem) -> Place:
    if problem.scene in graph.endings_by_key:
        return ("endings", problem.scene)
    if not problem.scene:
        return ("variants",) if problem.code.startswith("variant") else ()
    if not problem.choice:
        return ("scenes", problem.scene)
    part = CHOICE_PARTS.get(problem.code)
    return ("scenes", problem.scene, "choices", problem.choice, *([part] if part else []))


def _countries(curriculum: Curriculum) -> Iterator[Problem]:
    for country in curriculum.countries:
        entry = country.entry
        if not re.fullmatch("[A-Z]{2}", entry.code):
            yield country.problem("code: two capital letters expected", "code")
        if entry.sample and entry.reviewed_on:
            yield country.problem("a sample card cannot be marked as reviewed", "reviewed_on")
        if bool(entry.reviewed_on) != bool(entry.reviewed_by):
            yield country.problem("reviewed_on and reviewed_by belong together", "reviewed_on")
        if entry.reviewed_on and not re.fullmatch(r"\d{4}-\d\d-\d\d", entry.reviewed_on):
            yield country.problem("reviewed_on: a date like 2026-05-31 expected", "reviewed_on")
