"""Scenarios made up by Hypothesis."""

from dataclasses import replace

from hypothesis import strategies as st

from quizzes.engine.graph import (
    Choice,
    ChoiceWording,
    Ending,
    EndingWording,
    Graph,
    Line,
    Notice,
    Person,
    Scene,
    Thread,
    Variant,
)
from quizzes.engine.play import BACK
from quizzes.terms import Competence, Door, Form, Role, Seat

CAST = (Person("mira", "Mira", Seat.PEER, "colleague"), Person("jonas", "Jonas", Seat.THIRD, "17"))
COMPETENCES = (Competence.TRUST, Competence.SAFETY)

# Any text that can be kept: no NUL, no half of a surrogate pair.
any_text = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=12)
# Text that tries to look like the marks of the Twee form.
MARKS = (
    "[[",
    "]]",
    "->",
    "<-",
    "|",
    "::",
    ":",
    "<!--",
    "-->",
    "\\",
    "(",
    ")",
    ",",
    "{",
    "}",
    "=",
    "to",
    "aside",
    "x0a",
)
NAMES = ("scene", "StoryData", "Variant", "#", "\\n", "%(x)s")
BLANKS = ("\n", "\r", " ", "\t", "\x85", "\u2028", "\u202e", "é", "a")
twisted_text = st.lists(st.sampled_from(MARKS + NAMES + BLANKS), max_size=6).map("".join)
wild_text = any_text | twisted_text


@st.composite
def sound_graphs(draw, max_scenes=7):
    """Graphs without any problem: every scene reachable, an ending ahead of each, three doors, lawful threads."""
    count = draw(st.integers(1, max_scenes))
    sizes = [draw(st.integers(3 if count == 1 else 2, 4)) for _ in range(count)]
    targets = _joined(draw, sizes)
    scenes = tuple(_scene(draw, number, row) for number, row in enumerate(targets))
    names = sorted({to for row in targets for to in row if to.startswith("E")})
    doors = draw(st.permutations(list(Door)))
    endings = tuple(Ending(name, f"Ending {name}", doors[int(name[1:]) % 3], "It ends.", "Think.") for name in names)
    graph = Graph(
        title="A made-up case",
        form=draw(st.sampled_from(Form)),
        role=Role.PRISON_PROBATION,
        setting="A room.",
        you="wing officer",
        intro="You are in a room.",
        cast=CAST,
        competences=COMPETENCES,
        start="N0",
        scenes=scenes,
        endings=endings,
        threads=(Thread("loss", "a loss"), Thread("home", "home")),
    )
    return _with_threads(draw, graph)


def _joined(draw, sizes):
    """A target for each choice of each scene, so that all are reached from N0 and all reach an ending."""
    count = len(sizes)
    rows = [[""] * size for size in sizes]
    for scene in range(1, count):
        parent, slot = draw(st.sampled_from([(p, s) for p in range(scene) for s in range(sizes[p]) if not rows[p][s]]))
        rows[parent][slot] = f"N{scene}"
    free = draw(
        st.permutations(
            [(scene, slot) for scene in range(count) for slot in range(sizes[scene]) if not rows[scene][slot]]
        )
    )
    leaves = [scene for scene in range(count) if not any(rows[scene])]
    first = [next(place for place in free if place[0] == leaf) for leaf in leaves]
    endings = draw(st.integers(3, min(5, len(free))))
    for number, (scene, slot) in enumerate(first + [place for place in free if place not in first]):
        anywhere = st.sampled_from([f"E{e}" for e in range(endings)] + [f"N{s}" for s in range(count)])
        rows[scene][slot] = (
            f"E{number}" if number < endings else draw(_ending(endings) if number < len(first) else anywhere)
        )
    return rows


def _ending(endings):
    return st.integers(0, endings - 1).map("E{}".format)


def _scene(draw, number, targets):
    return Scene(
        f"N{number}",
        f"Scene {number}",
        (
            Line("jonas", ("you", "mira"), f"Words {number}.", draw(st.sampled_from(["", "quietly"]))),
            Line(direction="A pause."),
        ),
        tuple(_choice(draw, slot, to) for slot, to in enumerate(targets)),
    )


def _choice(draw, slot, to):
    effects = draw(st.dictionaries(st.sampled_from(COMPETENCES), st.integers(-1, 2), max_size=2))
    spoken = draw(st.booleans())
    return Choice(
        "abcd"[slot],
        f"I would say this, {slot}.",
        to,
        f"It shows {slot}.",
        (draw(st.sampled_from(["S3-9", "S4-13", "S4-5"])),),
        effects,
        spoken,
        ("jonas",) if spoken else (),
    )


def _with_threads(draw, graph):
    """Both threads are laid at the start; the first is told anywhere, the second tied only on the last step."""

    def told(choice):
        return ("loss",) if draw(st.booleans()) else ()

    def tied(choice):
        return ("home",) if choice.to.startswith("E") and draw(st.booleans()) else ()

    scenes = [
        replace(
            scene, choices=tuple(replace(choice, tells=told(choice), ties=tied(choice)) for choice in scene.choices)
        )
        for scene in graph.scenes
    ]
    first = scenes[0].choices
    last = next(index for index, choice in enumerate(scenes[-1].choices) if choice.to.startswith("E"))
    scenes[-1] = _changed(scenes[-1], last, ties=("home",))
    scenes[0] = replace(scenes[0], lays=("loss", "home"))
    scenes[0] = _changed(scenes[0], draw(st.integers(0, len(first) - 1)), tells=("loss",))
    return replace(graph, scenes=tuple(scenes))


def _changed(scene, index, **changes):
    choices = list(scene.choices)
    choices[index] = replace(choices[index], **changes)
    return replace(scene, choices=tuple(choices))


@st.composite
def plays(draw, graph, max_turns=30):
    """The picks of somebody who tries things out: choices, and "" for a step back."""
    here, way, picks = graph.start, [], []
    for _ in range(draw(st.integers(0, max_turns))):
        scene = graph.scenes_by_key.get(here)
        options = [choice.key for choice in scene.choices] if scene else []
        pick = draw(st.sampled_from(options + ([BACK] if way else [])))
        picks.append(pick)
        if pick == BACK:
            here = way.pop()
        else:
            way.append(here)
            here = graph.choices_by_key[here][pick].to
    return tuple(picks)


lines = st.builds(Line, wild_text, st.lists(wild_text, max_size=2).map(tuple), wild_text, wild_text, st.booleans())
people = st.lists(st.builds(Person, wild_text, wild_text, st.sampled_from(Seat), wild_text), max_size=2).map(tuple)
keys = st.lists(wild_text, max_size=2).map(tuple)
choices = st.builds(
    Choice,
    wild_text,
    wild_text,
    wild_text,
    wild_text,
    keys,
    st.dictionaries(st.sampled_from(Competence), st.integers(-9, 9), max_size=2),
    st.booleans(),
    keys,
    keys,
    keys,
)
scenes = st.builds(
    Scene, wild_text, wild_text, st.lists(lines, max_size=2).map(tuple), st.lists(choices, max_size=2).map(tuple), keys
)
endings = st.builds(Ending, wild_text, wild_text, st.sampled_from(Door), wild_text, wild_text)
choice_wordings = st.builds(ChoiceWording, wild_text, wild_text)
variants = st.builds(
    Variant,
    st.sampled_from(Role),
    wild_text,
    wild_text,
    wild_text,
    people,
    st.dictionaries(wild_text, st.lists(lines, max_size=2).map(tuple), max_size=2),
    st.dictionaries(wild_text, st.dictionaries(wild_text, choice_wordings, max_size=2), max_size=2),
    st.dictionaries(wild_text, st.builds(EndingWording, wild_text, wild_text, wild_text), max_size=2),
    st.dictionaries(wild_text, wild_text, max_size=2),
    st.dictionaries(wild_text, wild_text, max_size=2),
)
# Any value of the type, sound or not.
wild_graphs = st.builds(
    Graph,
    title=wild_text,
    form=st.sampled_from(Form),
    role=st.sampled_from(Role),
    setting=wild_text,
    you=wild_text,
    intro=wild_text,
    cast=people,
    competences=st.lists(st.sampled_from(Competence), max_size=3).map(tuple),
    start=wild_text,
    scenes=st.lists(scenes, max_size=3).map(tuple),
    endings=st.lists(endings, max_size=3).map(tuple),
    threads=st.lists(st.builds(Thread, wild_text, wild_text), max_size=2).map(tuple),
    notice=st.none() | st.builds(Notice, wild_text, st.booleans()),
    variants=st.lists(variants, max_size=2).map(tuple),
    minutes=st.integers(0, 90),
    shows_law=st.booleans(),
)
