"""Moodle XML: what is read, what a hostile file may not do, and Moodle's own answers where its samples are at hand."""

import json
import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions import files, moodle_xml
from quizzes.questions.moodle import Format, MoodleQuestion, Type
from quizzes.questions.notes import Note, RefusedFile, say

SAMPLES = Path(os.environ.get("TANDEM_SAMPLES", "samples"))  # files by others are never part of the project
JUDGED = sorted(path.name for path in (SAMPLES / "moodlexml").glob("*.xml"))
CHOICE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<!-- question: 0 -->
  <question type="category"><category><text>$course$/Tandem</text></category></question>
  <question type="multichoice">
    <name><text>Listening</text></name>
    <questiontext format="html"><text><![CDATA[<p>Which <b>reply</b>?</p>]]></text>
      <file name="talk.png" encoding="base64">iVBORw0KGgo=</file></questiontext>
    <generalfeedback format="plain_text"><text>In any case.</text></generalfeedback>
    <defaultgrade>1.0</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden><idnumber>L-1</idnumber>
    <single>false</single>
    <correctfeedback format="html"><text>Well said.</text></correctfeedback>
    <answer fraction="33.33333" format="markdown"><text>When &amp; where?</text>
      <feedback format="html"><text>A moment.</text></feedback></answer>
    <answer fraction="-100"><text>Why?</text></answer>
    <hint format="html"><text>Listen.</text></hint>
    <tags><tag><text>talk</text></tag><tag><text>first</text></tag></tags>
  </question>
</quiz>
"""


def quiz(inside: str) -> str:
    return f"<quiz>{inside}</quiz>"


def essay(inside: str) -> str:
    return quiz(f'<question type="essay"><questiontext>{inside}</questiontext></question>')


def one(text: str) -> MoodleQuestion:
    """The only question of this document."""
    (question,) = moodle_xml.read(text).questions
    return question


def refusal(text: str) -> tuple[str, int]:
    """Why this document is refused, and the line."""
    with pytest.raises(RefusedFile) as refused:
        moodle_xml.read(text)
    assert say(refused.value.note)
    return refused.value.note.code, refused.value.note.line


# ---- what is read


def test_choice_is_read_with_everything_around_it():
    question = one(CHOICE)

    assert (question.line, question.type, question.name, question.is_single) == (5, Type.CHOICE, "Listening", False)
    assert (question.prompt.text, question.prompt.format) == ("<p>Which <b>reply</b>?</p>", Format.HTML)
    assert (question.category, question.idnumber, question.tags) == ("$course$/Tandem", "L-1", ("talk", "first"))
    assert question.files == ("talk.png",)
    assert [(place, text.text) for place, text in question.said] == [
        ("general", "In any case."),
        ("right", "Well said."),
        ("hint", "Listen."),
    ]


def test_answers_have_their_weight_format_and_feedback():
    first, second = one(CHOICE).answers

    assert (first.text.text, first.text.format, first.percent) == ("When & where?", Format.MARKDOWN, 33.33333)
    assert (first.feedback.text, second.percent, second.feedback.text) == ("A moment.", -100, "")


def test_matching_has_two_sides():
    text = quiz(
        '<question type="matching"><subquestion format="html"><text>cat</text><answer><text>mammal</text></answer>'
        "</subquestion><subquestion><text/><answer><text>insect</text></answer></subquestion></question>"
    )

    question = one(text)

    assert question.type == Type.MATCH
    assert [(match.left.text, match.right.text) for match in question.matches] == [("cat", "mammal"), ("", "insect")]


def test_text_without_an_element_of_its_own_is_read():
    assert one(essay("Old style")).prompt.text == "Old style"


def test_type_that_is_not_known_keeps_its_name():
    assert one(quiz('<question type="ddwtos"><questiontext><text>x</text></questiontext></question>')).type == "ddwtos"


def test_part_that_is_not_known_is_noted():
    question = one(quiz('<question type="essay"><dataset_definitions>secret</dataset_definitions></question>'))

    assert [say(note) for note in question.notes] == [
        "The part “dataset_definitions” of the question is not known here. It was left out: “secret”"
    ]


@pytest.mark.parametrize("fraction", ["nan", "1e9", "", "100%", "9" * 400])
def test_weight_that_is_none_counts_nothing_and_is_noted(fraction):
    question = one(
        quiz(f'<question type="multichoice"><answer fraction="{fraction}"><text>a</text></answer></question>')
    )

    assert question.answers[0].percent == 0
    assert [note.code for note in question.notes] == ["fraction"]


def test_question_without_a_type_is_named_with_its_line():
    notes = moodle_xml.read("<quiz>\n<question/>\n</quiz>").notes

    assert [(note.code, note.line) for note in notes if note.is_error] == [("no-type", 2)]


def test_file_that_declares_another_encoding_is_read_as_the_text_that_it_is():
    text, _ = files.decoded(
        b'<?xml version="1.0" encoding="UTF-16"?><quiz><question type="essay"><name>T\xc3\xbcr</name></question></quiz>'
    )

    file = moodle_xml.read(text)

    assert file.questions[0].name == "Tür"
    assert [note.code for note in file.notes] == ["declared", "marks"]


def test_doctype_inside_a_text_is_only_a_text():
    assert (
        one(essay("<text><![CDATA[<!DOCTYPE html> <!ENTITY a>]]></text>")).prompt.text == "<!DOCTYPE html> <!ENTITY a>"
    )


# ---- hostile files


BILLION = (
    '<!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
    + essay("<text>&i;</text>")
)
INCLUDE = (
    '<quiz xmlns:xi="http://www.w3.org/2001/XInclude"><question type="essay">'
    '<xi:include href="file:///etc/passwd" parse="text"/></question></quiz>'
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BILLION, ("doctype", 1)),
        ('<?xml version="1.0"?>\n<!-- a -->\n<!DOCTYPE quiz SYSTEM "http://example.org/a.dtd"><quiz/>', ("doctype", 3)),
        ('<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz/>', ("doctype", 1)),
        ('<quiz>\n<!ENTITY a "b"></quiz>', ("doctype", 2)),
        (essay("<text>&nbsp;</text>"), ("not-well-formed", 1)),
        (INCLUDE, ("xinclude", 1)),
        ("<quiz>" + "<a>" * 30 + "</a>" * 30 + "</quiz>", ("too-deep", 1)),
        ("<quiz>" + "<a>" * 100_000 + "</a>" * 100_000 + "</quiz>", ("too-deep", 1)),
        ("<quiz>" + "<a/>" * 70_000 + "</quiz>", ("too-many-parts", 1)),
        (f'<quiz>\n<question type="{"a" * 60_000}"/></quiz>', ("long-tag", 2)),
        ("<quiz><question " + " ".join(f'a{number}=""' for number in range(9_000)) + "/></quiz>", ("long-tag", 1)),
        (quiz('<question type="essay"/>' * 301), ("too-many", 0)),
        ('<html xmlns="http://www.w3.org/1999/xhtml"/>', ("not-moodle", 1)),
        ("<quiz/>", ("no-questions", 0)),
        ("<quiz>\n<question", ("not-well-formed", 2)),
        ("<quiz>\n<question type='essay'></quiz>", ("not-well-formed", 2)),
        ("<quiz><![CDATA[", ("not-well-formed", 1)),
        ("<quiz><!-- ", ("not-well-formed", 1)),
        ("<quiz>\0</quiz>", ("not-text", 1)),
        ("<quiz>&#0;</quiz>", ("not-well-formed", 1)),
    ],
    ids=lambda value: None if isinstance(value, str) else value[0],
)
def test_hostile_file_is_refused_with_its_line(text, expected):
    assert refusal(text) == expected


def test_no_hostile_file_opens_a_connection(monkeypatch):
    opened: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda *given: opened.append(given))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **more: opened.append(given))

    refusal('<!DOCTYPE quiz SYSTEM "http://example.org/a.dtd"><quiz/>')
    refusal(INCLUDE.replace("file:///etc/passwd", "http://example.org/a"))

    assert opened == []


def test_too_many_answers_leave_out_one_question_only():
    many = '<question type="multichoice">' + "<answer/>" * 51 + "</question>"

    file = moodle_xml.read(quiz(f'{many}\n<question type="essay"/>'))

    assert [(note.code, note.line) for note in file.notes if note.is_error] == [("many-answers", 1)]
    assert [question.type for question in file.questions] == [Type.ESSAY]


def notes_of(text: str) -> tuple[Note, ...]:
    """What is said about this text, be it read or refused."""
    try:
        return moodle_xml.read(text).notes
    except RefusedFile as refused:
        return (refused.note,)


PIECES = st.sampled_from([
    "<quiz>", "</quiz>", "<question type='essay'>", "<question>", "</question>", "<text>", "</text>", "<!DOCTYPE>",
    "<answer fraction='1'>", "</answer>", "<tags><tag>", "<![CDATA[", "]]>", "<!--", "-->", "&lt;", "&a;", "<", ">",
])  # fmt: skip
DOCUMENTS = st.lists(PIECES, max_size=30).map("".join)


@given(st.one_of(st.text(), DOCUMENTS, DOCUMENTS.map(quiz), DOCUMENTS.map(essay)))
def test_any_text_is_read_or_refused_by_name(text):
    assert all(say(note) for note in notes_of(text))


# ---- Moodle's own answers


@pytest.mark.skipif(not JUDGED, reason="the samples by others are not here")
@pytest.mark.parametrize("name", JUDGED)
def test_sample_is_read_as_moodle_reads_it(name):
    judge = json.loads((SAMPLES / "oracle" / f"xml_{name.removesuffix('.xml')}.json").read_text())["questions"]
    expected = [question for question in judge if question["qtype"] != "category"]

    found = moodle_xml.read(files.decoded((SAMPLES / "moodlexml" / name).read_bytes())[0]).questions

    assert [(question.type, question.name, question.prompt.text) for question in found] == [
        (question["qtype"], question["name"], question["questiontext"]) for question in expected
    ]
