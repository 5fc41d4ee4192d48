from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.engine.change import SENTENCES, Change, Changes, How, Part, say
from quizzes.engine.codec import from_json, to_json
from quizzes.engine.comparing import compare
from quizzes.engine.graph import Choice, ChoiceWording, Ending, EndingWording, Line, Person, Scene, Thread, Variant
from quizzes.engine.matching import Mark, Piece, aligned, matched, pieces
from quizzes.terms import Competence, Door, Form, Role, Seat
from tests.quizzes.engine.graphs import sound_graphs, wild_graphs, wild_text
from tests.quizzes.engine.specimen import DESK, DOOR, FRIDAY, JONAS, JONAS_SPEAKS, MIRA_ASKS

ASK = DESK.choices[0]
OPEN = JONAS.endings[0]
LATER = Scene("later", "Later", (Line("jonas", ("you",), "Hello."),), FRIDAY.choices)
PRISON = Variant(
    role=Role.PRISON_PROBATION,
    setting="A wing.",
    you="wing officer",
    intro="You stand at a door.",
    cast=JONAS.cast,
    scenes={"desk": (Line("jonas", ("you",), "Hello, boss."),)},
    choices={"desk": {"ask": ChoiceWording("What happened on the wing?", "You ask.")}},
    endings={"open": EndingWording("He knocks", "He knocks again.", "What helped?")},
    titles={"desk": "At the cell"},
    threads={"home": "the cell"},
)
IN_PRISON = replace(JONAS, variants=(PRISON,))


def with_scene(scene, graph=JONAS):
    """The graph with another scene of this key."""
    return replace(graph, scenes=tuple(scene if there.key == scene.key else there for there in graph.scenes))


def with_choice(**parts):
    """The conversation in which the first choice is another one."""
    return with_scene(replace(DESK, choices=(replace(ASK, **parts), *DESK.choices[1:])))


def with_ending(**parts):
    return replace(JONAS, endings=(replace(OPEN, **parts), *JONAS.endings[1:]))


def with_variant(**parts):
    return replace(JONAS, variants=(replace(PRISON, **parts),))


def said(changes: Changes):
    """All sentences in order."""
    return [say(change) for group in changes.groups for change in group.changes]


def parts(changes: Changes):
    """What changed, without the changes."""
    return [(group.part, group.how, group.key) for group in changes.groups]


@given(wild_graphs | sound_graphs())
def test_a_graph_does_not_differ_from_itself(graph):
    assert compare(graph, from_json(to_json(graph))) == Changes()


@given(wild_graphs, wild_graphs)
def test_two_graphs_that_differ_have_a_change(old, new):
    assert bool(compare(old, new)) is (old != new)


def leaves(value, path=()):
    """The places of all texts, numbers and flags in a JSON value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [place for name, part in inside for place in leaves(part, (*path, name))]
    return found or ([path] if not isinstance(value, dict | list) else [])


def with_leaf(value, path, other):
    """The JSON value with another leaf at this place."""
    if not path:
        return other(value)
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = with_leaf(value[path[0]], path[1:], other)
    return copy


def another(leaf):
    if isinstance(leaf, bool):
        return not leaf
    if isinstance(leaf, int):
        return leaf + 1
    others = {word.value: next(iter(kind)).value for kind in (Form, Role, Door, Seat, Competence) for word in kind}
    return others.get(leaf, f"{leaf}x")


@given(st.data(), sound_graphs().map(lambda graph: replace(graph, variants=(PRISON,))))
def test_every_single_difference_is_found(data, graph):
    stored = to_json(graph)
    changed = from_json(with_leaf(stored, data.draw(st.sampled_from(leaves(stored))), another))

    assert bool(compare(graph, changed)) is (graph != changed)


@given(wild_graphs, wild_graphs)
def test_every_change_has_its_sentence(old, new):
    assert "" not in said(compare(old, new))


CASES = {
    "title": (replace(JONAS, title="By the door"), "The title is now “By the door” instead of “At the desk”."),
    "form": (replace(JONAS, form=Form.GANG_LIKE), "The form is now “gang-like” instead of “unnamed”."),
    "role": (replace(JONAS, role=Role.POLICE), "It is now written for police instead of social-work."),
    "setting": (replace(JONAS, setting="A room."), "The setting reads differently."),
    "you": (replace(JONAS, you="a colleague"), "“You are” reads differently."),
    "intro": (replace(JONAS, intro="You share a room."), "The introduction reads differently."),
    "competences": (
        replace(JONAS, competences=(Competence.TRUST, Competence.TANDEM)),
        "The competences are now trust, tandem; they were trust, safety.",
    ),
    "start": (replace(JONAS, start="door"), "It now starts at “The door” instead of “At the desk”."),
    "minutes": (replace(JONAS, minutes=20), "It now takes 20 minutes instead of 15."),
    "law": (replace(JONAS, shows_law=True), "Every scene now shows the country's law and emergency number."),
    "skippable": (replace(JONAS, notice=replace(JONAS.notice, skippable=False)), "It can no longer be skipped."),
    "notice": (replace(JONAS, notice=replace(JONAS.notice, text="Loud.")), "The content notice reads differently."),
    "person about": (
        replace(JONAS, cast=(JONAS.cast[0], replace(JONAS.cast[1], about="18"))),
        "What is said about Jonas is now “18”; it was “17”.",
    ),
    "person name": (
        replace(JONAS, cast=(JONAS.cast[0], replace(JONAS.cast[1], name="Jon"))),
        "Jonas is now called Jon.",
    ),
    "person seat": (
        replace(JONAS, cast=(JONAS.cast[0], replace(JONAS.cast[1], seat=Seat.OTHER))),
        "Jonas now sits as “other” instead of “third”.",
    ),
    "person came": (replace(JONAS, cast=(*JONAS.cast, Person("ida", "Ida", Seat.OTHER))), "Ida came in."),
    "person went": (replace(JONAS, cast=JONAS.cast[:1]), "Jonas is no longer there."),
    "people moved": (replace(JONAS, cast=JONAS.cast[::-1]), "Jonas stands at another place in the list of people."),
    "thread renamed": (
        replace(JONAS, threads=(JONAS.threads[0], Thread("home", "the way home"))),
        "The thread “home” is now called “the way home”.",
    ),
    "thread added": (
        replace(JONAS, threads=(*JONAS.threads, Thread("ring", "a ring"))),
        "The thread “a ring” was added.",
    ),
    "thread removed": (replace(JONAS, threads=JONAS.threads[:1]), "The thread “home” was taken out."),
    "scene renamed": (
        with_scene(replace(DESK, title="In the office")),
        "It is now called “In the office” instead of “At the desk”.",
    ),
    "lays": (
        with_scene(replace(DESK, lays=("friday",))),
        "The threads laid out here are now what happened on Friday; they were what happened on Friday, home.",
    ),
    "lays none": (
        with_scene(replace(DESK, lays=())),
        "The threads laid out here are now none; they were what happened on Friday, home.",
    ),
    "line added": (with_scene(replace(DESK, lines=(*DESK.lines, Line(direction="Rain.")))), "A line was added."),
    "line removed": (with_scene(replace(DESK, lines=DESK.lines[1:])), "A line was taken out."),
    "line reworded": (
        with_scene(replace(DESK, lines=(replace(MIRA_ASKS, words="Shall we?"), *DESK.lines[1:]))),
        "A line reads differently.",
    ),
    "line aside": (
        with_scene(replace(DESK, lines=(replace(MIRA_ASKS, aside=False), *DESK.lines[1:]))),
        "A line is no longer an aside.",
    ),
    "line moved": (
        with_scene(replace(DESK, lines=(*DESK.lines[1:], MIRA_ASKS))),
        "A line stands at another place.",
    ),
    "choice reworded": (with_choice(text="What happened?"), "The choice “What happened?” reads differently."),
    "choice leads elsewhere": (
        with_choice(to="open"),
        "The choice “What happened on Friday?” now leads to “He comes back” instead of “Friday”.",
    ),
    "feedback": (with_choice(feedback="You ask."), "The feedback on “What happened on Friday?” reads differently."),
    "principles": (
        with_choice(principles=("S4-26",)),
        "The principles of “What happened on Friday?” are now S4-26; they were S4-26, S3-11.",
    ),
    "effect": (
        with_choice(effects={Competence.TRUST: -1}),
        "The effect of “What happened on Friday?” on “trust” is now −1; it was +2.",
    ),
    "act": (with_choice(spoken=False), "“What happened on Friday?” is now something done, not said."),
    "addressed": (
        with_choice(addressed=("jonas", "mira")),
        "The people whom “What happened on Friday?” speaks to are now Jonas, Mira; they were Jonas.",
    ),
    "tells": (
        with_choice(tells=("home",)),
        "The threads that “What happened on Friday?” tells are now home; they were what happened on Friday.",
    ),
    "ties": (
        with_choice(ties=("home",)),
        "The threads that “What happened on Friday?” ties off are now home; they were none.",
    ),
    "choice removed": (
        with_scene(replace(DESK, choices=DESK.choices[1:])),
        "The choice “What happened on Friday?” was taken out. It led to “Friday”.",
    ),
    "choice moved": (
        with_scene(replace(DESK, choices=(*DESK.choices[1:], ASK))),
        "The choice “What happened on Friday?” stands at another place.",
    ),
    "choice key": (
        with_choice(key="enquire"),
        "The key of the choice “What happened on Friday?” is now “enquire” instead of “ask”.",
    ),
    "ending door": (with_ending(door=Door.AJAR), "It is now “ajar” instead of “open”."),
    "ending text": (with_ending(text="He is back."), "The text reads differently."),
    "ending debrief": (with_ending(debrief="And you?"), "The debrief reads differently."),
}


@pytest.mark.parametrize("case", CASES)
def test_one_difference_is_one_sentence(case):
    graph, sentence = CASES[case]

    assert said(compare(JONAS, graph)) == [sentence]


VARIANT_CASES = {
    "lines": (
        with_variant(scenes={"desk": (Line("jonas", ("you",), "Hello."),)}),
        "In “At the desk” a line reads differently.",
    ),
    "lines no more": (
        with_variant(scenes={}),
        "“At the desk” no longer has lines of its own.",
    ),
    "choice": (
        with_variant(choices={"desk": {"ask": ChoiceWording("What was it?", "You ask.")}}),
        "In “At the desk” the choice “What was it?” reads differently.",
    ),
    "feedback": (
        with_variant(choices={"desk": {"ask": ChoiceWording("What happened on the wing?")}}),
        "In “At the desk” the feedback on “What happened on the wing?” reads differently.",
    ),
    "ending": (
        with_variant(endings={"open": EndingWording("He knocks", "He knocks.", "What helped?")}),
        "The text of “He comes back” reads differently.",
    ),
    "title": (
        with_variant(titles={"desk": "The cell"}),
        "“At the desk” is now called “The cell”; it was called “At the cell”.",
    ),
    "thread": (with_variant(threads={}), "The thread “home” is now called “none”; it was called “the cell”."),
}


@pytest.mark.parametrize("case", VARIANT_CASES)
def test_the_words_of_another_role_are_compared_too(case):
    graph, sentence = VARIANT_CASES[case]

    changes = compare(IN_PRISON, graph)

    assert parts(changes) == [(Part.VARIANT, How.CHANGED, "prison-probation")]
    assert said(changes)[0] == sentence


def test_a_scene_that_came_is_shown_with_all_it_holds():
    changes = compare(JONAS, replace(JONAS, scenes=(*JONAS.scenes, LATER)))

    assert parts(changes) == [(Part.SCENE, How.ADDED, "later")]
    assert [change.code for change in changes.groups[0].changes] == [
        "line-added", "choice-added", "choice-feedback-new", "choice-principles", "choice-effect", "choice-ties",
        "choice-added", "choice-feedback-new", "choice-principles", "choice-effect",
    ]  # fmt: skip
    assert changes.groups[0].changes[0].now == "Jonas → social worker: Hello."


def test_a_scene_that_went_is_named_with_what_it_held():
    changes = compare(JONAS, replace(JONAS, scenes=(DESK, FRIDAY)))

    assert parts(changes) == [(Part.SCENE, How.REMOVED, "door")]
    assert said(changes) == [
        "A line was taken out.",
        "The choice “You may go.” was taken out. It led to “A nod”.",
        "The choice “Stay.” was taken out. It led to “Gone”.",
    ]


def test_a_new_key_alone_changes_nothing_that_names_it():
    renamed = {"key": "behind"}
    desk = replace(DESK, choices=(ASK, replace(DESK.choices[1], to="behind"), DESK.choices[2]))
    graph = replace(JONAS, scenes=(desk, FRIDAY, replace(DOOR, **renamed)))

    changes = compare(JONAS, graph)

    assert parts(changes) == [(Part.SCENE, How.CHANGED, "behind")]
    assert said(changes) == ["Its key is now “behind” instead of “door”."]


def test_a_person_with_a_new_key_speaks_the_same_lines():
    cast = (JONAS.cast[0], replace(JONAS.cast[1], key="jon"))
    mine = replace(JONAS, cast=cast, scenes=tuple(_spoken_by_jon(scene) for scene in JONAS.scenes))

    assert said(compare(JONAS, mine)) == ["The key of Jonas is now “jon” instead of “jonas”."]


def _spoken_by_jon(scene):
    names = {"jonas": "jon"}
    lines = tuple(replace(line, speaker=names.get(line.speaker, line.speaker)) for line in scene.lines)
    choices = tuple(
        replace(choice, addressed=tuple(names.get(key, key) for key in choice.addressed)) for choice in scene.choices
    )
    return replace(scene, lines=lines, choices=choices)


def test_only_the_scene_that_passed_others_moved():
    graph = replace(JONAS, scenes=(FRIDAY, DOOR, DESK))

    assert parts(compare(JONAS, graph)) == [(Part.SCENE, How.CHANGED, "desk")]


def test_a_changed_scene_shows_its_words_before_and_after():
    graph = with_scene(
        replace(DESK, lines=(MIRA_ASKS, replace(JONAS_SPEAKS, words="Nobody told me a thing."), DESK.lines[2]))
    )

    (change,) = compare(JONAS, graph).groups[0].changes

    assert change.pieces == (
        Piece(Mark.SAME, "Jonas → social worker, Mira: Nobody "),
        Piece(Mark.REMOVED, "asked me anything."),
        Piece(Mark.ADDED, "told me a thing."),
    )


def test_changes_are_counted_by_part():
    changes = compare(JONAS, replace(JONAS, scenes=(replace(DESK, title="Desk"), FRIDAY, LATER)))

    assert changes.count(Part.SCENE, How.CHANGED) == 1
    assert changes.count(Part.SCENE, How.ADDED) == 1
    assert changes.count(Part.SCENE, How.REMOVED) == 1
    assert changes.count(Part.ENDING, How.CHANGED) == 0


# ---- words and rows


@given(wild_text, wild_text)
def test_what_stayed_and_what_came_make_the_new_text(before, after):
    found = pieces(before, after)

    assert "".join(piece.text for piece in found if piece.mark is not Mark.REMOVED).split() == after.split()
    assert "".join(piece.text for piece in found if piece.mark is not Mark.ADDED).split() == before.split()


def test_a_word_that_stayed_by_chance_is_no_island():
    found = pieces("You come because you want to.", "Two of you see more.")

    assert [(piece.mark, piece.text) for piece in found] == [
        (Mark.REMOVED, "You come because you want to."),
        (Mark.ADDED, "Two of you see more."),
    ]


def test_three_words_that_stayed_are_shown_as_such():
    found = pieces("Once he sat on the kerb.", "Now he sat on the bench.")

    assert [piece.text for piece in found if piece.mark is Mark.SAME] == ["he sat on the "]


def test_a_text_without_end_is_not_searched_word_by_word():
    old, new = "a b " * 2000, "b a " * 2000

    assert [piece.mark for piece in pieces(old, new)] == [Mark.REMOVED, Mark.ADDED]


@given(st.lists(st.sampled_from("abcd"), max_size=6), st.lists(st.sampled_from("abcd"), max_size=6))
def test_aligned_rows_hold_both_lists(old, new):
    rows = aligned(old, new)

    assert sorted(row.was for row in rows if row.was) == sorted(old)
    assert [row.now for row in rows if row.now] == new


@given(st.lists(st.sampled_from("abcd"), max_size=6), st.lists(st.sampled_from("abcd"), max_size=6))
def test_matched_rows_hold_both_lists(old, new):
    rows = matched(old, new, str)

    assert sorted(row.was for row in rows if row.was) == sorted(old)
    assert [row.now for row in rows if row.now] == new


@given(st.permutations("abcdef"))
def test_what_did_not_move_stands_in_the_old_order(new):
    rows = matched("abcdef", new, str)

    still = [row.now for row in rows if not row.moved]
    assert still == sorted(still)
    assert any(row.moved for row in rows) is (new != list("abcdef"))


def test_every_code_says_something_else():
    assert len(set(SENTENCES.values())) == len(SENTENCES)


def test_a_choice_names_itself_by_its_key_when_it_has_no_words():
    blank = Choice("ask", "", "friday", "")
    changes = compare(with_scene(replace(DESK, choices=(blank,))), with_scene(replace(DESK, choices=())))

    assert changes.groups[0].changes == (Change("choice-removed", "ask", {"choice": "ask", "before": "Friday"}),)


def test_an_ending_that_came_shows_its_words():
    changes = compare(
        JONAS, replace(JONAS, endings=(*JONAS.endings, Ending("far", "Far", Door.CLOSED, "Away.", "Why?")))
    )

    assert parts(changes) == [(Part.ENDING, How.ADDED, "far")]
    assert [change.now for change in changes.groups[0].changes] == ["Away.", "Why?"]
