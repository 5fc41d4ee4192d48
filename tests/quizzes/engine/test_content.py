import pytest
import yaml

from quizzes.engine.codec import BadScenario
from quizzes.engine.content import from_yaml_mapping
from quizzes.engine.graph import ChoiceWording, Ending, EndingWording, Line, Notice, Person, Thread
from quizzes.terms import Competence, Door, Form, Role, Seat

TEXT = """
id: SC-99
module: 1
slug: at-the-desk
role: teacher
title: At the desk
form: unnamed
form_note: ''
minutes: 20
setting: An office.
you: class teacher
intro: You share the office.
competences: [trust, safety]
shows_law: true
notice: {text: Somebody leaves., skippable: true}
review: [lawyer]
cast:
  mira: {name: Mira, seat: peer, about: colleague}
  jonas: {name: Jonas, seat: third, about: '17'}
threads: {friday: what happened on Friday}
start: desk
scenes:
  desk:
    title: At the desk
    lays: [friday]
    lines:
      - {from: mira, to: [you], direction: half aloud, words: 'Shall we?', aside: true}
      - {direction: A pause.}
    choices:
      ask:
        {text: 'What happened?', addressed: [jonas], to: open, feedback: One moment., why: [S4-26], effects: {trust: 2},
         tells: [friday]}
      file: {text: Open the file., spoken: false, to: open, feedback: It is read., why: [S4-38], effects: {trust: -1}}
endings:
  open: {title: A door, door: open, text: He comes back., debrief: 'What helped?'}
variants:
  prison-probation:
    setting: A wing.
    you: wing officer
    intro: You share the wing.
    cast: {jonas: {name: Jonas, seat: third, about: '19'}}
    scenes: {desk: [{from: jonas, to: [you], words: Nobody asked.}]}
    choices: {desk: {ask: {text: 'What happened at lock-up?'}}}
    endings: {open: {title: He knocks, text: He knocks., debrief: 'What helped?'}}
    titles: {desk: At the gate}
    threads: {friday: what happened at lock-up}
"""


def written(**changes):
    return {**yaml.safe_load(TEXT), **changes}


def test_a_scenario_file_is_read_whole():
    graph = from_yaml_mapping(written())

    assert (graph.title, graph.form, graph.role, graph.minutes, graph.shows_law) == (
        "At the desk",
        Form.UNNAMED,
        Role.TEACHER,
        20,
        True,
    )
    assert (graph.setting, graph.you, graph.intro) == ("An office.", "class teacher", "You share the office.")
    assert graph.competences == (Competence.TRUST, Competence.SAFETY)
    assert graph.notice == Notice("Somebody leaves.", skippable=True)
    assert graph.cast == (Person("mira", "Mira", Seat.PEER, "colleague"), Person("jonas", "Jonas", Seat.THIRD, "17"))
    assert graph.threads == (Thread("friday", "what happened on Friday"),)
    assert graph.endings == (Ending("open", "A door", Door.OPEN, "He comes back.", "What helped?"),)


def test_a_scene_keeps_its_lines_and_choices():
    desk = from_yaml_mapping(written()).scenes_by_key["desk"]

    assert desk.lines == (Line("mira", ("you",), "Shall we?", "half aloud", aside=True), Line(direction="A pause."))
    assert [(choice.key, choice.spoken, choice.principles) for choice in desk.choices] == [
        ("ask", True, ("S4-26",)),
        ("file", False, ("S4-38",)),
    ]
    assert (desk.lays, desk.choices[0].tells, desk.choices[0].addressed) == (("friday",), ("friday",), ("jonas",))
    assert desk.choices[1].effects == {Competence.TRUST: -1}


def test_a_variant_keeps_its_words():
    (variant,) = from_yaml_mapping(written()).variants

    assert (variant.role, variant.you) == (Role.PRISON_PROBATION, "wing officer")
    assert variant.scenes == {"desk": (Line("jonas", ("you",), "Nobody asked."),)}
    assert variant.choices == {"desk": {"ask": ChoiceWording("What happened at lock-up?")}}
    assert variant.endings == {"open": EndingWording("He knocks", "He knocks.", "What helped?")}
    assert (variant.titles, variant.threads) == ({"desk": "At the gate"}, {"friday": "what happened at lock-up"})


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "a mapping expected"),
        (written(scenes=[]), "scenes: a mapping expected"),
        (written(scenes={"desk": []}), "scenes.desk: a mapping expected"),
        (written(scenes={1: {}}), "scenes: text expected"),
        (written(scenes={"desk": {"lines": {}}}), "scenes.desk.lines: a list expected"),
        (written(scenes={"desk": {"lines": ["Hello."]}}), "scenes.desk.lines[0]: a mapping expected"),
        (written(scenes={"desk": {"choices": {True: {}}}}), "scenes.desk.choices: text expected"),
        (written(cast={"noa": {"name": "Noa", "seat": "third", "about": 15}}), "cast[noa].about: text expected"),
        (written(level="hard"), "unknown name: level"),
        (written(form="conspiracy belief"), f"form: one of these expected: {', '.join(Form)}"),
        (written(variants={"nurse": {}}), f"variants[0].role: one of these expected: {', '.join(Role)}"),
        (written(variants={"teacher": {"scenes": {"desk": "x"}}}), "variants.teacher.scenes.desk: a list expected"),
    ],
)
def test_a_malformed_file_is_refused_with_its_place(value, message):
    with pytest.raises(BadScenario) as refused:
        from_yaml_mapping(value)

    assert str(refused.value) == message
