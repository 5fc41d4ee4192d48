"""Where in the form of a scenario a problem lies: the path from the field of the page to the field of the block."""

from collections.abc import Iterable, Iterator, Mapping

from django.core.exceptions import NON_FIELD_ERRORS

from quizzes.engine.checking import Problem
from quizzes.engine.graph import Graph, Line, Variant

Path = tuple[str | int, ...]
OWN = ""  # the last step of a path whose problem belongs to the block itself and to none of its fields

# Which field of a scene, and which of a choice, a problem is shown at.
SCENE_FIELDS: Mapping[str, Path] = {
    "choice-count": ("choices", OWN),
    "unknown-thread": ("lays",),
    "thread-again": ("lays",),
}
CHOICE_FIELDS: Mapping[str, Path] = {
    "missing-text": ("text",),
    "dangling-target": ("to",),
    "no-feedback": ("feedback",),
    "no-principle": ("principles",),
    "unknown-person": ("addressed",),
    "unknown-thread": ("tells",),
    "thread-early": ("tells",),
    "thread-again": ("tells",),
}
WHOLE_FIELDS: Mapping[str, Path] = {
    "unknown-start": ("start",),
    "competence-count": ("competences", OWN),
    "too-few-endings": ("endings", OWN),
    "length-giveaway": ("scenes", OWN),
    "missing-variant": ("variants", OWN),
}
ABOUT_LINES = frozenset({"no-lines", "no-speaker", "unknown-person"})
ABOUT_TEXTS = frozenset({"missing-text", "long-title"})
ABOUT_VARIANTS = frozenset({"variant-role", "variant-cast", "variant-unknown"})


def place_of(graph: Graph, problem: Problem) -> Path:
    """The path of the field, for instance `("scenes", 0, "choices", 2, "to")`; numbers count from 0 as in the graph."""
    scenes = [number for number, scene in enumerate(graph.scenes) if scene.key == problem.scene]
    if problem.scene and scenes:
        # Two scenes may have one key as long as that is not mended: then the one with this choice is meant.
        with_choice = [number for number in scenes if problem.choice in _choice_keys(graph, number)]
        return _in_scene(graph, (with_choice or scenes)[0], problem)
    if number := _index((ending.key for ending in graph.endings), problem.scene):
        return ("endings", number - 1, OWN)
    if problem.code in ABOUT_TEXTS:
        return next(_texts_at_fault(graph, problem), (NON_FIELD_ERRORS,))
    if problem.code in ABOUT_VARIANTS:
        return _in_variant(graph, problem)
    if problem.code == "duplicate-key":
        return _second(graph, problem.parameters["key"])
    if problem.code == "thread-loose":
        number = _index((thread.title for thread in graph.threads), problem.parameters["thread"])
        return ("threads", number - 1, "title")
    if problem.code == "scenario-text":
        return (problem.parameters["part"],)
    return WHOLE_FIELDS.get(problem.code, (NON_FIELD_ERRORS,))


def _index(keys: Iterable[str], wanted: str) -> int:
    """The place of the first such key, counted from 1; 0 where there is none."""
    return next((number for number, key in enumerate(keys, 1) if key == wanted), 0)


def _again(keys: Iterable[str], wanted: str) -> int:
    """The place of the second such key, counted from 0; -1 where there is none."""
    found = [number for number, key in enumerate(keys) if key == wanted]
    return found[1] if len(found) > 1 else -1


def _choice_keys(graph: Graph, number: int) -> list[str]:
    return [choice.key for choice in graph.scenes[number].choices]


def _in_scene(graph: Graph, number: int, problem: Problem) -> Path:
    start, keys = ("scenes", number), _choice_keys(graph, number)
    if problem.code == "duplicate-key":
        return (*start, "choices", _again(keys, problem.parameters["key"]), "key")
    if problem.choice in keys:
        return (*start, "choices", keys.index(problem.choice), *_in_choice(graph, number, problem))
    if problem.code in ABOUT_LINES:
        return _in_lines(graph, number, problem)
    return (*start, *SCENE_FIELDS.get(problem.code, (OWN,)))


def _in_choice(graph: Graph, number: int, problem: Problem) -> Path:
    if problem.code.startswith("effect-"):
        return ("effects", problem.parameters["competence"])
    choice = next(choice for choice in graph.scenes[number].choices if choice.key == problem.choice)
    told = {*choice.tells}
    if problem.code == "unknown-thread" and problem.parameters["key"] not in told:
        return ("ties",)
    if problem.code == "thread-early":
        keys = {thread.key for thread in graph.threads if thread.title == problem.parameters["thread"]}
        return ("tells",) if keys & told else ("ties",)
    return CHOICE_FIELDS.get(problem.code, (OWN,))


def _in_lines(graph: Graph, number: int, problem: Problem) -> Path:
    """The line at fault: of the scene, or of its words for another role."""
    key = graph.scenes[number].key
    asked: list[tuple[Path, tuple[Line, ...]]] = [(("scenes", number), graph.scenes[number].lines)]
    for place, variant in enumerate(graph.variants):
        scenes = enumerate(variant.scenes.items())
        asked += [(("variants", place, "scenes", at), lines) for at, (scene, lines) in scenes if scene == key]
    for start, lines in asked:
        if problem.code == "no-lines" and not any(line.words.strip() or line.direction.strip() for line in lines):
            return (*start, "lines", OWN)
        for at, line in enumerate(lines):
            if field := _at_fault(line, problem):
                return (*start, "lines", at, field)
    return ("scenes", number, "lines", OWN)


def _at_fault(line: Line, problem: Problem) -> str:
    """The field of a line that the problem is about; empty where this line is sound."""
    if problem.code == "no-speaker":
        return "speaker" if line.words.strip() and not line.speaker else ""
    named = problem.parameters.get("key")
    if problem.code == "unknown-person" and line.speaker == named:
        return "speaker"
    return "to" if problem.code == "unknown-person" and named in line.to else ""


def _texts_at_fault(graph: Graph, problem: Problem) -> Iterator[Path]:
    wanted, part = problem.parameters["key"], problem.parameters.get("part", "title")
    limit = int(problem.parameters.get("limit", 0))
    for path, key, text in _texts(graph):
        fits = key == wanted and path[-1] in (part, OWN)
        if fits and (len(text.strip()) > limit if limit else not text.strip()):
            yield path


def _texts(graph: Graph) -> Iterator[tuple[Path, str, str]]:
    """Path, key and text of all that has to be written outside the choices."""
    for at, scene in enumerate(graph.scenes):
        yield ("scenes", at, "title"), scene.key, scene.title
    for at, ending in enumerate(graph.endings):
        for part in ("title", "text", "debrief"):
            yield ("endings", at, part), ending.key, getattr(ending, part)
    for at, person in enumerate(graph.cast):
        yield ("cast", at, "name"), person.key, person.name
    for at, thread in enumerate(graph.threads):
        yield ("threads", at, "title"), thread.key, thread.title
    for at, variant in enumerate(graph.variants):
        yield from _variant_texts(("variants", at), variant)


def _variant_texts(start: Path, variant: Variant) -> Iterator[tuple[Path, str, str]]:
    for part in ("setting", "you", "intro"):
        yield (*start, part), variant.role.value, getattr(variant, part)
    for at, (key, title) in enumerate(variant.titles.items()):
        yield (*start, "titles", at, "title"), key, title
    for at, (key, ending) in enumerate(variant.endings.items()):
        for part in ("title", "text", "debrief"):
            yield (*start, "endings", at, part), key, getattr(ending, part)
    # The graph keeps these by scene and no longer in the order of the form, so the list as a whole has to do.
    for scene, wordings in variant.choices.items():
        for key, words in wordings.items():
            yield (*start, "choices", OWN), f"{scene} {key}", words.text


def _in_variant(graph: Graph, problem: Problem) -> Path:
    role = problem.parameters["role"]
    roles = [variant.role.value for variant in graph.variants]
    if problem.code == "variant-role":
        return ("variants", len(roles) - 1 - roles[::-1].index(role), "role")
    number = roles.index(role)
    if problem.code == "variant-cast":
        return ("variants", number, "cast", OWN)
    variant, key = graph.variants[number], problem.parameters["key"]
    parts: list[tuple[str, str, Iterable[str], Iterable[str]]] = [
        ("scenes", "scene", variant.scenes, graph.scenes_by_key),
        ("titles", "key", variant.titles, graph.scenes_by_key),
        ("endings", "ending", variant.endings, graph.endings_by_key),
        ("threads", "key", variant.threads, graph.threads_by_key),
    ]
    for name, field, named, known in parts:
        if key not in set(known) and (at := _index(named, key)):
            return ("variants", number, name, at - 1, field)
    return ("variants", number, "choices", OWN)


def _second(graph: Graph, key: str) -> Path:
    """The field of the key that is used for the second time."""
    in_graph = [("scenes", at, scene.key) for at, scene in enumerate(graph.scenes)]
    in_graph += [("endings", at, ending.key) for at, ending in enumerate(graph.endings)]
    in_cast = [("cast", at, person.key) for at, person in enumerate(graph.cast)]
    in_threads = [("threads", at, thread.key) for at, thread in enumerate(graph.threads)]
    for parts in (in_graph, in_cast, in_threads):
        if (again := _again((own for _name, _at, own in parts), key)) >= 0:
            name, at, _key = parts[again]
            return (name, at, "key")
    return (NON_FIELD_ERRORS,)
