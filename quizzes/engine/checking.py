"""What is wrong with a scenario. Each rule is a function; each has a broken specimen in the tests."""

from collections import Counter
from collections.abc import Iterable, Iterator

from quizzes.engine.graph import YOU, Choice, Ending, EndingWording, Graph, Line, Scene, Variant
from quizzes.engine.problem import MESSAGES as MESSAGES
from quizzes.engine.problem import Problem as Problem
from quizzes.engine.problem import Severity as Severity
from quizzes.engine.problem import problem
from quizzes.engine.problem import say as say
from quizzes.engine.reaching import can_end, reachable, thread_states
from quizzes.terms import Door, Role, ThreadState

TITLE_LIMIT = 24
ENDING_TITLE_LIMIT = 40
CHOICES = range(2, 5)
COMPETENCES = range(2, 4)
EFFECTS = range(-1, 3)
CLEARLY_LONGER = 1.25
# No scenario is written for these roles alone, so every other one carries their words.
NEEDED_VARIANTS = (Role.PRISON_PROBATION,)


def problems(graph: Graph) -> tuple[Problem, ...]:
    """All problems of the graph: first of the scenario, then scene by scene, then of its variants. Never raises."""
    rules = (_keys, _whole, _reaching, _scenes, _endings, _threads, _length, _variants)
    return tuple(found for rule in rules for found in rule(graph))


def errors(graph: Graph) -> tuple[Problem, ...]:
    """The problems that keep the graph from being published."""
    return tuple(found for found in problems(graph) if found.severity is Severity.ERROR)


def _keys(graph: Graph) -> Iterator[Problem]:
    for key in _repeated(part.key for parts in (graph.scenes, graph.endings) for part in parts):
        yield problem("duplicate-key", key=key)
    for key in _repeated(person.key for person in graph.cast):
        yield problem("duplicate-key", key=key)
    for key in _repeated(thread.key for thread in graph.threads):
        yield problem("duplicate-key", key=key)
    for scene in graph.scenes:
        for key in _repeated(choice.key for choice in scene.choices):
            yield problem("duplicate-key", scene, key=key)


def _whole(graph: Graph) -> Iterator[Problem]:
    for part in ("title", "setting", "you", "intro"):
        if not getattr(graph, part).strip():
            yield problem("scenario-text", part=part)
    for person in graph.cast:
        if not person.name.strip():
            yield problem("missing-text", key=person.key, part="name")
    for thread in graph.threads:
        if not thread.title.strip():
            yield problem("missing-text", key=thread.key, part="title")
    if len(set(graph.competences)) not in COMPETENCES:
        yield problem("competence-count", count=str(len(set(graph.competences))))
    missing = [door.value for door in Door if door not in {ending.door for ending in graph.endings}]
    if missing:
        yield problem("too-few-endings", doors=", ".join(missing))


def _reaching(graph: Graph) -> Iterator[Problem]:
    if graph.start not in graph.scenes_by_key:
        yield problem("unknown-start", key=graph.start)
        return
    found = reachable(graph)
    reached = [ending for ending in graph.endings if ending.key in found]
    alone = len(reached) == 1 and len(graph.endings) > 1
    if alone:
        yield problem("one-ending", reached[0])
    for scene in graph.scenes:
        if scene.key not in found:
            yield problem("unreachable-scene", scene)
    for ending in graph.endings:
        # Where one ending takes all ways, the others need not be named one by one.
        if ending.key not in found and not alone:
            yield problem("unreachable-scene", ending)
    leaving = can_end(graph)
    for scene in graph.scenes:
        if scene.key not in leaving and graph.endings:
            yield problem("no-way-out", scene)


def _scenes(graph: Graph) -> Iterator[Problem]:
    people = graph.people_by_key.keys() | {YOU}
    for scene in graph.scenes:
        yield from _title(scene.key, scene.title)
        if len(scene.choices) not in CHOICES:
            yield problem("choice-count", scene, count=str(len(scene.choices)))
        yield from _lines(scene, scene.lines, people)
        for key in scene.lays:
            if key not in graph.threads_by_key:
                yield problem("unknown-thread", scene, key=key)
        for choice in scene.choices:
            yield from _words(scene, choice)
            yield from _targets(graph, scene, choice)
            yield from _effects(graph, scene, choice)


def _title(key: str, title: str, limit: int = TITLE_LIMIT) -> Iterator[Problem]:
    if not title.strip():
        yield problem("missing-text", key=key, part="title")
    if len(title.strip()) > limit:
        yield problem("long-title", key=key, title=title.strip(), limit=str(limit))


def _lines(scene: Scene, lines: Iterable[Line], people: Iterable[str]) -> Iterator[Problem]:
    known = set(people)
    if not any(line.words.strip() or line.direction.strip() for line in lines):
        yield problem("no-lines", scene)
    named: dict[str, None] = {}
    for line in lines:
        if line.words.strip() and not line.speaker:
            yield problem("no-speaker", scene)
        named |= dict.fromkeys(key for key in (line.speaker, *line.to) if key)
    for key in named:
        if key not in known:
            yield problem("unknown-person", scene, key=key)


def _words(scene: Scene, choice: Choice) -> Iterator[Problem]:
    if not choice.text.strip():
        yield problem("missing-text", scene, choice, key=choice.key, part="text")
    if not choice.feedback.strip():
        yield problem("no-feedback", scene, choice)
    if not any(key.strip() for key in choice.principles):
        yield problem("no-principle", scene, choice)


def _targets(graph: Graph, scene: Scene, choice: Choice) -> Iterator[Problem]:
    if choice.to not in graph.scenes_by_key and choice.to not in graph.endings_by_key:
        yield problem("dangling-target", scene, choice, key=choice.to)
    for key in choice.addressed:
        if key not in graph.people_by_key:
            yield problem("unknown-person", scene, choice, key=key)
    for key in dict.fromkeys((*choice.tells, *choice.ties)):
        if key not in graph.threads_by_key:
            yield problem("unknown-thread", scene, choice, key=key)


def _effects(graph: Graph, scene: Scene, choice: Choice) -> Iterator[Problem]:
    for competence, effect in choice.effects.items():
        if effect not in EFFECTS:
            yield problem("effect-range", scene, choice, competence=competence.value, count=str(effect))
        if competence not in graph.competences:
            yield problem("effect-competence", scene, choice, competence=competence.value)


def _endings(graph: Graph) -> Iterator[Problem]:
    for ending in graph.endings:
        yield from _ending(ending.key, ending)


def _ending(key: str, ending: Ending | EndingWording) -> Iterator[Problem]:
    yield from _title(key, ending.title, ENDING_TITLE_LIMIT)
    for part in ("text", "debrief"):
        if not getattr(ending, part).strip():
            yield problem("missing-text", key=key, part=part)


def _threads(graph: Graph) -> Iterator[Problem]:
    taken_up = {key for scene in graph.scenes for choice in scene.choices for key in (*choice.tells, *choice.ties)}
    for thread in graph.threads:
        if thread.key not in taken_up:
            yield problem("thread-loose", thread=thread.title)
            continue
        states = thread_states(graph, thread.key)
        for scene in graph.scenes:
            yield from _thread_in(scene, thread.key, thread.title, states.get(scene.key, set()))


def _thread_in(scene: Scene, key: str, title: str, states: Iterable[ThreadState | None]) -> Iterator[Problem]:
    laid_here = key in scene.lays
    entered = set(states)
    may_be_unlaid = None in entered and not laid_here
    may_be_tied = ThreadState.TIED in entered
    if laid_here and may_be_tied:
        yield problem("thread-again", scene, thread=title)
    for choice in scene.choices:
        if may_be_unlaid and key in (*choice.tells, *choice.ties):
            yield problem("thread-early", scene, choice, thread=title)
        if may_be_tied and key in choice.tells:
            yield problem("thread-again", scene, choice, thread=title)


def _length(graph: Graph) -> Iterator[Problem]:
    given_away = sum(_best_is_longest(scene) for scene in graph.scenes)
    if given_away * 2 > len(graph.scenes):
        yield problem("length-giveaway", count=str(given_away), scenes=str(len(graph.scenes)))


def _best_is_longest(scene: Scene) -> bool:
    worth = {index: sum(choice.effects.values()) for index, choice in enumerate(scene.choices)}
    by_length = sorted(worth, key=lambda index: len(scene.choices[index].text), reverse=True)
    if len(by_length) < 2 or len(set(worth.values())) == 1:
        return False
    longest, second = (len(scene.choices[index].text) for index in by_length[:2])
    return worth[by_length[0]] == max(worth.values()) and longest >= second * CLEARLY_LONGER


def _variants(graph: Graph) -> Iterator[Problem]:
    roles = [graph.role, *(variant.role for variant in graph.variants)]
    for role in _repeated(role.value for role in roles):
        yield problem("variant-role", role=role)
    for role in NEEDED_VARIANTS:
        if role not in roles:
            yield problem("missing-variant", role=role.value)
    for variant in graph.variants:
        role_name = variant.role.value
        for key in sorted(_cast(variant) ^ graph.people_by_key.keys()):
            yield problem("variant-cast", role=role_name, key=key)
        for key in _unknown(graph, variant):
            yield problem("variant-unknown", role=role_name, key=key)
        yield from _variant_texts(graph, variant)


def _cast(variant: Variant) -> set[str]:
    return {person.key for person in variant.cast}


def _unknown(graph: Graph, variant: Variant) -> Iterator[str]:
    scenes = graph.scenes_by_key
    named = dict.fromkeys((*variant.scenes, *variant.choices, *variant.titles))
    yield from (key for key in named if key not in scenes)
    yield from (key for key in variant.endings if key not in graph.endings_by_key)
    yield from (key for key in variant.threads if key not in graph.threads_by_key)
    for scene, wordings in variant.choices.items():
        known = graph.choices_by_key.get(scene, wordings)
        yield from (f"{scene} {key}" for key in wordings if key not in known)


def _variant_texts(graph: Graph, variant: Variant) -> Iterator[Problem]:
    people = _cast(variant) | graph.people_by_key.keys() | {YOU}
    for part in ("setting", "you", "intro"):
        if not getattr(variant, part).strip():
            yield problem("missing-text", key=variant.role.value, part=part)
    for key, lines in variant.scenes.items():
        if key in graph.scenes_by_key:
            yield from _lines(graph.scenes_by_key[key], lines, people)
    for key, title in variant.titles.items():
        yield from _title(key, title)
    for key, wording in variant.endings.items():
        yield from _ending(key, wording)
    for scene, wordings in variant.choices.items():
        for key in (key for key, wording in wordings.items() if not wording.text.strip()):
            yield problem("missing-text", key=f"{scene} {key}", part="text")


def _repeated(keys: Iterable[str]) -> list[str]:
    return [key for key, count in Counter(keys).items() if count > 1]
