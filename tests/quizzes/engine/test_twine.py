"""Stories that were written elsewhere become scenarios, and nothing is lost in silence."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.engine.graph import Choice, Line
from quizzes.engine.twee import NOTES, TweeError, from_twee, to_twee
from quizzes.engine.twine import decoded, read_story
from quizzes.terms import Door
from tests.quizzes.engine.graphs import twisted_text

FOREIGN = Path(__file__).parents[2] / "scenarios" / "foreign"
TITLE = "A story without a title"


def story(name):
    text, _notes = decoded((FOREIGN / name).read_bytes())
    return read_story(text, TITLE)


def told(text):
    return read_story(text, TITLE)


def codes(imported):
    return [note.code for note in imported.notes]


def noted(imported, code):
    return [(note.line, note.passage, note.parameters.get("words", "")) for note in imported.notes if note.code == code]


def choices(imported, place=0):
    return [(choice.text, choice.to, choice.spoken) for choice in imported.graph.scenes[place].choices]


# ---- the formats, by specimen


def test_story_in_sugarcube_becomes_scenes_choices_and_endings():
    read = story("sugarcube.twee")

    assert [(scene.key, scene.title) for scene in read.graph.scenes] == [("N1", "Gate"), ("N2", "Yard")]
    assert [(end.key, end.title, end.door) for end in read.graph.endings] == [
        ("E1", "Wall", Door.AJAR),
        ("E2", "Road", Door.AJAR),
        ("E3", "Cellar", Door.AJAR),
    ]
    assert choices(read) == [
        ("I have them here.", "N2", True),
        ("Look past him", "E1", False),
        ("Turn round", "E2", False),
    ]
    assert choices(read, 1) == [("walk on", "E1", False), ("Call out", "nobody", False)]
    assert read.graph.scenes[1].lines == (Line(direction="The yard is empty. You can walk on or wait."),)


def test_code_of_sugarcube_is_listed_with_its_line():
    read = story("sugarcube.twee")

    assert noted(read, "code") == [
        (18, "Gate", "<<if visited() gt 1>>"),
        (18, "Gate", "<<else>>"),
        (18, "Gate", "<</if>>"),
        (23, "Gate", '<<link "Turn round" "Road">>'),
        (23, "Gate", "<</link>>"),
        (27, "Yard", "<<link [[Call out|Nobody]]>>"),
        (27, "Yard", "<<set $loud to true>>"),
        (27, "Yard", "<</link>>"),
        (30, "Wall", '<<script>> alert("Hello"); <</script>>'),
    ]
    assert noted(read, "setter") == [(21, "Gate", "$trust += 1")]
    assert noted(read, "variable") == [(19, "Gate", "$name")]
    assert noted(read, "comment") == [(26, "Yard", "/% ask Ines about the rain %/")]
    assert noted(read, "address") == [(32, "Wall", '<a href="javascript:alert(1)">')]
    assert [place[1] for place in noted(read, "code-passage")] == ["Looks", "Works"]
    assert noted(read, "special") == [(14, "StoryInit", "<<set $trust to 0>>")]
    assert noted(read, "missing-target") == [(27, "Yard", "Nobody")]
    assert noted(read, "nothing-leads-here") == [(37, "Cellar", "")]


def test_story_in_harlowe_keeps_the_text_of_its_hooks():
    read = story("harlowe.twee")

    assert read.graph.title == TITLE
    assert read.graph.scenes[0].lines[0].direction == "You have not slept.You have slept well."
    assert choices(read) == [
        ("Read the letter", "N2", False),
        ("Leave it", "E1", False),
        ("Wait", "sit-down", False),
    ]
    assert read.graph.scenes[1].lines == (Line(direction="Dear friend, it says. That's all (for now)."),)
    assert "(set: $tired to (either: true, false))" in [words for _line, _name, words in noted(read, "code")]
    assert noted(read, "kept-code") == [(4, "Morning", "|card>[A letter lies on the table.]")]


def test_story_in_chapbook_loses_its_values_and_modifiers_and_says_so():
    read = story("chapbook.twee")

    assert read.graph.scenes[0].lines == (Line(direction="sits on the bench."), Line(direction="They do not look up."))
    assert [(line, words) for line, _name, words in noted(read, "code")] == [
        (8, "name: 'Kim'"),
        (9, "mood (random.coinFlip): 'low'"),
        (12, "{name}"),
        (12, "{reveal link: 'A coat', text: 'It is old.'}"),
        (14, "[if mood === 'low']"),
        (17, "[continue]"),
        (21, "[JavaScript]"),
        (22, "console.log('seen');"),
    ]


def test_story_in_snowman_keeps_its_links_of_html():
    read = story("snowman.twee")

    assert choices(read) == [("Open the window", "E1", False), ("Leave it closed", "E2", False)]
    assert [words for _line, _name, words in noted(read, "code")] == ["<% s.seen = true; %>", "<%= s.time %>"]


def test_published_page_is_read_with_entities_decoded_once():
    read = story("published.html")

    assert (read.graph.title, read.graph.start) == ("In the kitchen & after", "N1")
    assert choices(read) == [("I am late.", "N2", True), ("Say nothing", "E1", False)]
    assert read.graph.endings[0].text == "1 &lt; 2, it says on the wall."
    assert {"tag-colours", "positions", "story-values", "code-passage", "tags", "tag"} <= set(codes(read))


@pytest.mark.parametrize("name", sorted(path.name for path in FOREIGN.iterdir()))
def test_imported_story_survives_our_own_text(name):
    graph = story(name).graph

    assert from_twee(to_twee(graph)) == graph


# ---- links, titles, endings


@pytest.mark.parametrize(
    ("link", "text", "to"),
    [
        ("[[Room]]", "Room", "E1"),
        ("[[Go in->Room]]", "Go in", "E1"),
        ("[[Room<-Go in]]", "Go in", "E1"),
        ("[[Go in|Room]]", "Go in", "E1"),
        ("[[ Go in -> Room ]]", "Go in", "E1"),
        ("[[a->b->Room]]", "a->b", "E1"),
        ("[[<b>Go</b> in->Room]]", "Go in", "E1"),
        ("[[->Room]]", "Room", "E1"),
        ("[[Go on->Nowhere at all]]", "Go on", "nowhere-at-all"),
        ("[[Go on->N1]]", "Go on", "missing"),
    ],
)
def test_every_form_of_link_becomes_a_choice(link, text, to):
    read = told(f":: Start\nHere. {link}\n\n:: Room\nA room.")

    assert read.graph.scenes[0].choices == (Choice("a", text, to, "", spoken=False),)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://example.org/", "DATA:text/html,x", "mailto:a@b.c"])
def test_link_to_an_address_is_no_choice_and_is_listed(address):
    read = told(f":: Start\n[[Look->{address}]] or [[go->Room]]\n\n:: Room\nA room.")

    assert [choice.text for choice in read.graph.scenes[0].choices] == ["go"]
    assert noted(read, "address") == [(2, "Start", address)]


def test_sentence_keeps_the_words_of_its_links_and_a_list_of_links_is_no_line():
    read = told(":: Start\nYou [[wait->A]] or [[go->B]].\n* [[run->A]]\n\n:: A\na\n\n:: B\nb")

    assert read.graph.scenes[0].lines == (Line(direction="You wait or go."),)
    assert [choice.text for choice in read.graph.scenes[0].choices] == ["wait", "go", "run"]


def test_names_become_titles_that_fit_the_map_and_are_not_the_same():
    long = "The very long corridor of the old school building"
    read = told(f":: {long}\n[[{long}, again]]\n\n:: {long}, again\n[[{long}]]\n\n:: Short\nEnd.")

    titles = [scene.title for scene in read.graph.scenes]
    assert (max(map(len, titles)) <= 24, len(set(titles))) == (True, 2)
    assert codes(read).count("long-title") == 2
    assert "renamed" in codes(read)
    assert [note.passage for note in read.notes if note.code == "long-title"] == [long, f"{long}, again"]


def test_same_name_twice_is_kept_and_named():
    read = told(":: A\n[[B]]\n\n:: B\none\n\n:: B\ntwo")

    assert [ending.text for ending in read.graph.endings] == ["one", "two"]
    assert read.graph.scenes[0].choices[0].to == "E1"
    assert "duplicate" in codes(read)


def test_long_paragraph_is_divided_and_every_word_is_kept():
    prose = " ".join(f"Sentence number {number} is here." for number in range(60))
    read = told(f":: Start\n{prose}\n[[Start]]")

    lines = [line.direction for line in read.graph.scenes[0].lines]
    assert (" ".join(lines), max(map(len, lines)) <= 500) == (prose, True)
    assert "divided" in codes(read)


def test_start_is_what_the_story_says_else_start_else_the_first():
    rest = ":: A\n[[B]]\n\n:: B\n[[A]]\n"

    assert told(':: StoryData\n{"start": "B"}\n\n' + rest).graph.start == "N2"
    assert told(rest).graph.start == "N1"
    assert told(rest + "\n:: Start\n[[A]]").graph.start == "N3"
    assert "unknown-start" in codes(told(':: StoryData\n{"start": "C"}\n\n' + rest))


def test_start_without_links_is_still_a_scene():
    read = told(":: Start\nThe end.")

    assert ([scene.title for scene in read.graph.scenes], read.graph.endings) == (["Start"], ())


# ---- what is no story


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("", 1, "no-passage"),
        ("Hello", 1, "no-passage"),
        ("<html><body>Hello</body></html>", 1, "no-story"),
        ("<tw-storydata name='x'></tw-storydata>", 1, "no-story"),
        (":: StoryTitle\nx", 1, "nothing-played"),
        (":: A\n\0", 2, "nul"),
        (":: A\n\ud800", 2, "not-unicode"),
        (":: A\n\n" + "x" * 20_001, 3, "long-line"),
        (":: A\n" + "[[A]] " * 41, 2, "too-many-links"),
        (":: A\nx\n" * 501, 1001, "too-many-passages"),
        ("x" * 1_000_001, 1, "too-long"),
        ("<" + "x" * 5_000_001, 1, "too-long"),
    ],
)
def test_what_is_no_story_is_refused_with_its_line(text, line, code):
    with pytest.raises(TweeError) as refused:
        told(text)

    assert (refused.value.line, refused.value.code) == (line, code)


@pytest.mark.parametrize(
    ("content", "line"), [(b":: A\nab\n\x81\xff", 3), (":: A".encode("utf-16"), 1), (b":: A\n\xff\0", 2)]
)
def test_file_in_no_known_letters_is_refused_with_its_line(content, line):
    with pytest.raises(TweeError) as refused:
        decoded(content)

    assert (refused.value.line, refused.value.code) == (line, "encoding")


def test_file_of_windows_is_read_with_a_note():
    text, notes = decoded(":: A\nCafé – “ja”".encode("cp1252"))

    assert (text, [(note.line, note.code) for note in notes]) == (":: A\nCafé – “ja”", [(2, "windows-1252")])


def test_byte_order_mark_does_no_harm():
    assert decoded(b"\xef\xbb\xbf:: A") == (":: A", ())


# ---- anything


HEAD = ":: A\n"
PAGE = '<tw-storydata name="x" startnode="1">'


@pytest.mark.parametrize(
    "hostile",
    [
        HEAD + "(set: " * 37_000,
        HEAD + '(set: "' * 30_000,
        HEAD + '<<a "\\" ' * 25_000,
        HEAD + "<<a '" * 45_000,
        HEAD + "<a '\"" * 45_000,
        HEAD + "<!--" * 50_000,
        HEAD + "[[a|" * 4_000,
        HEAD + "[img[" * 45_000,
        HEAD + "{" * 19_000,
        HEAD + "<script>" * 25_000,
        HEAD + "<<script>>" * 22_000,
        HEAD + "\\" * 19_000,
        HEAD + "$a." * 6_000,
        ":: [" * 50_000,
        ":: {" * 50_000,
        "::A\n" * 50_000,
        "<tw-storydata>" * 75_000,
        PAGE + "<tw-passagedata>" * 75_000,
        PAGE + '<tw-passagedata a="' * 50_000,
        PAGE + "<tw-passagedata " + "a" * 4_000_000 + ">",
        PAGE + '<tw-passagedata name="a">' + "&amp;" * 75_000,
        HEAD + '[[a]]\n<a data-passage="' * 10_000,
    ],
    ids=range(22),
)
@pytest.mark.parametrize("line_ends", [False, True])
def test_hostile_story_is_read_or_refused_in_one_pass(hostile, line_ends):
    shaped = hostile.replace("<", "\n<").replace("(", "\n(") if line_ends else hostile

    try:
        read = told(shaped[:4_900_000])
    except TweeError:
        read = None

    assert read is None or len(read.notes) <= 2_001


SIGNS = "[[ ]] -> <- | <<set $a>> << >> (if: )[ ] { } <b> </b> <!-- --> <% %> $x [if x] &lt; [img[a]] <script>"
WHOLE = (
    "\n",
    "\n:: ",
    "\n--\n",
    '"',
    "'",
    "\\",
    "\x01",
    "\x02",
    '\n:: StoryData\n{"start": "a"}',
    "<tw-passagedata pid=1>",
)
pieces = st.sampled_from((*SIGNS.split(), *WHOLE))
stories = st.lists(pieces | twisted_text, max_size=40).map("".join)


@given(stories.map(lambda text: ":: A" + text) | stories.map(lambda text: f"<{text}") | st.text())
def test_any_story_is_read_or_refused_by_name(text):
    try:
        read = told(text)
    except TweeError:
        read = None

    assert read is None or from_twee(to_twee(read.graph)) == read.graph
    assert read is None or all(note.message and note.code in NOTES for note in read.notes)


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("cp1252", "ignore")))
def test_any_file_is_read_or_refused_by_name(content):
    try:
        text, _notes = decoded(content)
    except TweeError:
        text = None

    assert text is None or isinstance(text, str)


WORDS = st.text(st.sampled_from("abcdefghij äöü."), min_size=1, max_size=30)


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_prose_without_code_loses_no_word(paragraphs):
    read = told(":: Start\n" + "\n".join(paragraphs) + "\n[[Start]]")

    kept = " ".join(line.direction for line in read.graph.scenes[0].lines)
    assert kept.split() == " ".join(paragraphs).split()
