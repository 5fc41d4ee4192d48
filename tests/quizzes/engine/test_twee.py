import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.engine.checking import errors
from quizzes.engine.graph import Choice, Ending, Line, Scene
from quizzes.engine.twee import TweeError, from_twee, read, to_twee
from quizzes.engine.twee.marks import line_of, line_text
from quizzes.terms import Door, Role
from tests.quizzes.engine.graphs import lines, sound_graphs, twisted_text, wild_graphs
from tests.quizzes.engine.specimen import JONAS
from tests.quizzes.engine.test_nine_scenarios import graph as graph  # the fixture with the nine scenarios
from tests.quizzes.engine.test_roles import CASE

HANDBOOK = (Path(__file__).parents[3] / "docs" / "authoring.md").read_text(encoding="utf-8")
WRITTEN = (Path(__file__).parents[2] / "scenarios" / "at-the-desk.twee").read_text(encoding="utf-8")


@given(sound_graphs() | wild_graphs)
def test_a_graph_survives_the_text(graph):
    assert from_twee(to_twee(graph)) == graph


@given(sound_graphs() | wild_graphs)
def test_the_text_survives_the_graph_byte_for_byte(graph):
    text = to_twee(graph)

    assert to_twee(from_twee(text)).encode() == text.encode()


def test_the_nine_survive_the_text(graph):
    text = to_twee(graph)

    assert from_twee(text) == graph
    assert to_twee(from_twee(text)) == text


MARKS = (
    "",
    "-->",
    "->",
    "<-",
    "|",
    "[[",
    "]]",
    "[[a]]",
    "]]->x",
    "(",
    ")",
    "()",
    ":",
    ": ",
    ",",
    "{}",
    "%(x)s",
    "to",
    "aside",
)
BLANKS = (" ", "  ", "\t", "\n", "\n\n", "a\n\nb", "\r\n", "\r", "\x85", "\u2028", "\u00a0", "\u202e")
TRAPS = (
    ":: x",
    "\n:: x",
    "\n<!-- scene",
    "\\",
    "\\n",
    "\\x5b",
    "\\e",
    "StoryData",
    "StoryTitle",
    "The scenario",
    "Variant police",
)


def everywhere(change, value):
    """The same value with every text and every key changed."""
    match value:
        case tuple():
            return tuple(everywhere(change, part) for part in value)
        case dict():
            return {everywhere(change, key): everywhere(change, part) for key, part in value.items()}
        case _ if is_dataclass(value):
            return replace(
                value, **{part.name: everywhere(change, getattr(value, part.name)) for part in fields(value)}
            )
    return change(value) if type(value) is str else value


@pytest.mark.parametrize("words", MARKS + BLANKS + TRAPS)
def test_words_that_look_like_marks_survive_everywhere(words):
    behind, before, alone = (
        everywhere(change, CASE) for change in (lambda text: text + words, lambda text: words + text, lambda _: words)
    )

    assert from_twee(to_twee(behind)) == behind
    assert from_twee(to_twee(before)) == before
    assert from_twee(to_twee(alone)) == alone


def test_a_variant_survives_the_text():
    assert from_twee(to_twee(CASE)).variants == CASE.variants


def test_the_text_is_written_for_people():
    assert to_twee(CASE) == WRITTEN


def test_the_written_text_is_read():
    assert from_twee(WRITTEN) == CASE


@given(lines)
def test_a_line_survives_the_text(line):
    assert line_of(line_text(line)) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("mira: Hello.", Line("mira", (), "Hello.")),
        ("mira to you: Hello: you.", Line("mira", ("you",), "Hello: you.")),
        (
            "mira aside to you, jonas (half aloud): Hello.",
            Line("mira", ("you", "jonas"), "Hello.", "half aloud", aside=True),
        ),
        ("mira to you(half aloud) : Hello.", Line("mira", ("you",), "Hello.", "half aloud")),
        ("mira (sighs)", Line("mira", direction="sighs")),
        ("(A pause: long.)", Line(direction="A pause: long.")),
        ("A pause.", Line(direction="A pause.")),
        ("A pause (long).", Line(direction="A pause (long).")),
        ("He said to her: go.", Line(direction="He said to her: go.")),
        ("(a (b) c)", Line(direction="(a (b) c)")),
        ("))((", Line(direction="))((")),
        ("C:\\new", Line("C", (), "\new")),
        ("mira: C:\\Temp", Line("mira", (), "C:\\Temp")),
    ],
)
def test_a_line_is_read_as_people_write_it(text, line):
    assert line_of(text) == line


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm():
    assert from_twee("\ufeff" + WRITTEN.replace("\n", "\r\n")) == CASE


def test_blank_lines_and_other_peoples_comments_do_no_harm():
    text = WRITTEN.replace("\n[[", "\n\n<!-- ask\nAnna -->\n\n[[").replace("\n::", "\n\n\n::")

    assert from_twee(text) == CASE


@pytest.mark.parametrize("order", [sorted, lambda passages: passages[::-1]])
def test_passages_come_back_from_twine_in_another_order(order):
    passages = re.split(r"(?m)^(?=::)", WRITTEN)[1:]

    read = from_twee("".join(order(passages)))

    assert read.scenes_by_key == CASE.scenes_by_key
    assert read.endings_by_key == CASE.endings_by_key
    assert replace(read, scenes=CASE.scenes, endings=CASE.endings) == CASE


def test_positions_are_written_for_twine_and_not_read():
    assert from_twee(re.sub(r'"position":"[^"]*"', '"position":"7,7","size":"100,100"', WRITTEN)) == CASE


def test_the_example_of_the_handbook_can_be_published():
    text = HANDBOOK.split("```twee\n")[1].split("```")[0]

    reading = read(text)

    assert (errors(reading.graph), reading.notes) == ((), ())
    assert (len(reading.graph.scenes), len(reading.graph.endings), len(reading.graph.variants)) == (1, 3, 1)
    assert from_twee(to_twee(reading.graph)) == reading.graph


def test_a_reading_knows_the_line_of_every_problem():
    text = WRITTEN.replace("->door]]", "->nowhere]]").replace("setting: An office.", "setting:").replace('desk"', 'x"')
    reading = read(text)

    lines = {problem.code: reading.line_of(problem) for problem in errors(reading.graph)}
    named = text.split("\n")
    assert named[lines["dangling-target"] - 1] == "[[Open the file first.->nowhere]]"
    assert named[lines["scenario-text"] - 1] == "setting:"
    assert named[lines["unknown-start"] - 1] == ":: StoryData"


def test_a_key_that_is_used_twice_leads_to_the_second():
    reading = read(WRITTEN.replace(":: door [scene]", ":: friday [scene]"))

    (found,) = [problem for problem in errors(reading.graph) if problem.code == "duplicate-key"]
    assert reading.line_of(found) == WRITTEN[: WRITTEN.index(":: door")].count("\n") + 1


LEFT_OUT = """
:: StoryTitle
Another title

:: More [tandem]
form: unnamed

:: quiet [scene calm loud]
<!-- ask Anna -->
(A pause.)

:: Code [script]
alert(1)
"""


def test_what_a_scenario_cannot_hold_is_noted_with_its_line():
    text = WRITTEN.replace('"start"', '"zoom": 1, "start"') + LEFT_OUT
    first = WRITTEN.count("\n")

    reading = read(text)

    assert [(note.line, note.code) for note in reading.notes] == [
        (4, "story-values"),
        (first + 2, "second-story"),
        (first + 5, "second-scenario"),
        (first + 8, "tags"),
        (first + 9, "comment"),
        (first + 12, "code-passage"),
    ]
    assert reading.graph.title == CASE.title
    assert all(note.message for note in reading.notes)


FOREIGN = """:: Start {"position":"1,2"}
It is late: you are tired.

All of these go on: [[Linked Passage]]
- [[Right->Linked Passage]]
- [[Linked Passage<-Left]]
[[Bar|Linked Passage]]

:: Linked Passage [blue]
The end.

It is quiet.

:: Code [script]
alert(1)
"""


def test_a_story_written_elsewhere_is_read_as_far_as_it_is_text():
    read = from_twee(FOREIGN)

    lines = (Line(direction="It is late: you are tired."), Line(direction="All of these go on: Linked Passage"))
    choices = tuple(
        Choice(key, text, "Linked Passage", "")
        for key, text in [("a", "Linked Passage"), ("b", "Right"), ("c", "Left"), ("d", "Bar")]
    )
    assert (read.start, read.title, read.role) == ("Start", "", Role.TEACHER)
    assert read.scenes == (Scene("Start", "Start", lines, choices),)
    assert read.endings == (Ending("Linked Passage", "Linked Passage", Door.AJAR, "The end.\n\nIt is quiet.", ""),)


HEAD = ":: N1 [scene]\n"
LINKED = f"{HEAD}[[Go->E1]]\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "There is no passage"),
        ("N1\n[[Go]]", 1, "There is no passage"),
        ("\nHello\n:: N1", 2, "This stands before the first passage"),
        (":: [scene]", 1, "This header cannot be read"),
        (":: N1 [scene", 1, "This header cannot be read"),
        (":: N1 {", 1, "This header cannot be read"),
        (":: N1\\", 1, "This header cannot be read"),
        (f"{HEAD}[[Go", 2, "This link cannot be read"),
        (f"{HEAD}Go]]", 2, "This link cannot be read"),
        (f"{HEAD}[[Go]", 2, "This link cannot be read"),
        (f"{HEAD}[[a]] [[b", 2, "This link cannot be read"),
        (f"{HEAD}<!-- scene\ntitle: x", 2, "This comment has no end"),
        (f"{HEAD}<!-- scene\n--> x", 3, "Something stands behind the end of a comment"),
        (f"{HEAD}<!-- scene\nlevel: 3\n-->", 3, "“level” is not known here. Known are: title, lays"),
        (f"{HEAD}<!-- scene\ntitle: x\ntitle: y\n-->", 4, "“title” stands here twice. Keep"),
        (f"{HEAD}<!-- scene -->\n<!-- scene -->", 3, "This passage is described twice"),
        (f"{HEAD}<!-- choice a -->", 2, "This describes a choice, but no"),
        (f"{LINKED}<!-- choice a -->\n<!-- choice b -->", 4, "This choice is described twice"),
        (f"{LINKED}<!-- choice a\neffects: courage 2\n-->", 4, "“courage” is not known here. Known are: trust"),
        (f"{LINKED}<!-- choice a\neffects: trust much\n-->", 4, "“much” is no whole number"),
        (f"{LINKED}<!-- choice a\neffects: trust {'9' * 5000}\n-->", 4, f"“{'9' * 39}…” is no whole number"),
        (":: E1 [ending]\n[[Go]]", 2, "An ending offers no choice"),
        (":: StoryData\n{\n\n:: N1", 1, "StoryData is not valid JSON"),
        (f":: StoryData\n{'[' * 100_000}\n\n:: N1", 1, "StoryData is not valid JSON"),
        (":: StoryData\n[]\n\n:: N1", 1, "StoryData does not name the passage to start with"),
        (':: StoryData\n{"start": 3}\n\n:: N1', 1, "StoryData does not name the passage to start with"),
        (':: StoryData\n{"start": "\\u0000"}\n\n:: N1', 1, "This contains a NUL character"),
        (':: StoryData\n{"start": "\\ud800"}\n\n:: N1', 1, "This is not valid Unicode"),
        (":: The scenario [tandem]\nform: jolly", 2, "“jolly” is not known here. Known are: religious"),
        (":: The scenario [tandem]\nminutes: ²", 2, "“²” is no whole number"),
        (":: The scenario [tandem]\nabout: 17", 2, "No person stands before this"),
        (":: The scenario [tandem]\nperson: Mira", 2, "A word is missing after “person”"),
        (":: The scenario [tandem]\nperson mira: Mira", 2, "A word is missing after “person”"),
        (":: Variant nurse [variant]", 1, "“nurse” is not known here. Known are: teacher"),
        (":: Variant police [variant]\nline: mira: Hello.", 2, "Nothing stands before “line” that it could belong to"),
        (":: Variant police [variant]\nchoices N1:\nfeedback: x", 3, "Nothing stands before “feedback”"),
        (":: Variant police [variant]\ntext: x", 2, "Nothing stands before “text”"),
        (":: Variant police [variant]\nscene N1:\nscene N1:", 3, "“scene N1” stands here twice"),
        (":: Variant police [variant]\nscene N1: Hello.", 2, "“Hello.” is not known here. Known are: line"),
        (":: Variant police [variant]\ntitle N1 N2: x", 2, "“N2” is not known here. Known are: title …:"),
        (":: The scenario [tandem]\nperson mira peer now: Mira", 2, "“now” is not known here"),
        (":: The scenario [tandem]\nsetting here: x", 2, "“here” is not known here"),
        (":: The scenario [tandem]\nlaw: yes", 2, "“yes” is not known here. Known are: shown"),
        (":: The scenario [tandem]\nskippable: yes", 2, "Nothing stands before “skippable”"),
        (":: The scenario [tandem]\nnotice: x\nskippable: no", 3, "“no” is not known here. Known are: yes"),
        (f"{LINKED}<!-- choice a\neffects: trust 2, trust 1\n-->", 4, "“trust” stands here twice"),
        (f"{LINKED}<!-- choice a b\n-->", 3, "“b” is not known here"),
        (f"{LINKED}<!-- choice a\nact: no\n-->", 4, "“no” is not known here"),
        (f"{HEAD}<!-- scene N1 -->", 2, "“N1” is not known here"),
        (f"{HEAD}a\n\0", 3, "This contains a NUL character"),
        (f"{HEAD}\ud800", 2, "This is not valid Unicode"),
        ("\n" * 1_000_001, 1, "The text is longer than 1,000,000 bytes"),
        ("é" * 600_000, 1, "The text is longer than 1,000,000 bytes"),
        (":: N1\n" * 2_001, 2_001, "There are more than 2,000 passages"),
    ],
)
def test_text_that_is_no_scenario_is_refused_with_its_line(text, line, message):
    with pytest.raises(TweeError) as refused:
        from_twee(text)

    assert (refused.value.line, refused.value.message[: len(message)]) == (line, message)


@pytest.mark.parametrize(
    "hostile",
    [
        "::" + " " * 300_000 + "]",
        ":: N1 [" * 40_000,
        ":: N1 {" * 40_000,
        ":: " + "\\" * 300_000,
        f"{HEAD}" + "[" * 300_000,
        f"{HEAD}" + "[[a" * 100_000,
        f"{HEAD}" + "a" + " " * 300_000 + ")",
        f"{HEAD}" + "(" * 300_000,
        f"{HEAD}" + "a to " * 60_000 + ":",
        f"{HEAD}" + "[[a]]\n<!-- choice\n" * 50_000,
        f"{HEAD}" + "<!--\n" * 60_000,
        f"{HEAD}" + "[[a]]" * 60_000,
        f"{HEAD}" + "\\x" * 150_000,
        f"{HEAD}" + "\n" * 300_000,
    ],
    ids=range(14),
)
def test_hostile_text_is_read_or_refused_in_one_pass(hostile):
    try:
        read = from_twee(hostile)
    except TweeError:
        read = None

    assert read is None or from_twee(to_twee(replace(read, scenes=(), endings=()))).scenes == ()


@given(twisted_text.map(lambda text: HEAD + text) | st.lists(twisted_text, max_size=9).map("\n".join) | st.text())
def test_any_text_is_read_or_refused_by_name(text):
    try:
        read = from_twee(text)
    except TweeError:
        read = None

    assert read is None or from_twee(to_twee(read)) == read


@given(st.data())
def test_damaged_text_is_read_or_refused_by_name(data):
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(WRITTEN))] * 2)))
    text = WRITTEN[:start] + data.draw(twisted_text) + WRITTEN[end:]

    try:
        read = from_twee(text)
    except TweeError:
        read = None

    assert read is None or from_twee(to_twee(read)) == read


def test_a_dangling_draft_survives_the_text():
    draft = replace(JONAS, start="nowhere", endings=(), scenes=(replace(JONAS.scenes[0], choices=()),))

    assert from_twee(to_twee(draft)) == draft
