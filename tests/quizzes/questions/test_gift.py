"""GIFT as Moodle reads it: a small specimen per trap, and Moodle's own answers where its samples are at hand."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions import files, gift
from quizzes.questions.moodle import Format, MoodleQuestion, Type
from quizzes.questions.notes import Note, RefusedFile, say

SAMPLES = Path(os.environ.get("TANDEM_SAMPLES", "samples"))  # files by others are never part of the project
JUDGED = sorted(path.name for path in (SAMPLES / "gift").glob("*.gift*"))


def one(text: str) -> MoodleQuestion:
    """The only question of this text."""
    (question,) = gift.read(text).questions
    return question


def answers(question: MoodleQuestion) -> list[tuple[str, float, str]]:
    return [(answer.text.text, answer.percent, answer.feedback.text) for answer in question.answers]


def errors(text: str) -> list[tuple[str, int]]:
    return [(note.code, note.line) for note in gift.read(text).notes if note.is_error]


def notes_of(text: str) -> tuple[Note, ...]:
    """What is said about this text, be it read or refused."""
    try:
        return gift.read(text).notes
    except RefusedFile as refused:
        return (refused.note,)


# ---- types


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Pick {=one ~two}", Type.CHOICE),
        ("Pick all {~%50%one ~%50%two ~%-100%three}", Type.CHOICE),
        ("The sky is blue.{T}", Type.TRUE_FALSE),
        ("The sky is blue.{FALSE#Look up.}", Type.TRUE_FALSE),
        ("Join {=a -> b =c -> d}", Type.MATCH),
        ("Sort {>\nfirst\nsecond\n}", Type.ORDERING),
        ("The sky is {=blue =grey}", Type.SHORT_ANSWER),
        ("How many? {#4}", Type.NUMERICAL),
        ("How many? {#3..5}", Type.NUMERICAL),
        ("Tell.{}", Type.ESSAY),
        ("Only to read.", Type.DESCRIPTION),
    ],
)
def test_a_question_has_the_type_that_moodle_gives_it(text, kind):
    assert one(text).type == kind


def test_one_right_answer_makes_a_single_choice():
    assert one("Pick {=one ~two}").is_single is True
    assert one("Pick {~%50%one ~%50%two}").is_single is False


def test_arrow_in_a_choice_is_no_match():
    assert one("How? {~go -> drink =get -> boil}").type == Type.CHOICE


def test_first_feedback_of_true_and_false_is_the_wrong_one():
    assert answers(one("Down is up.{FALSE#No, look.#Yes.}")) == [("true", 0, "No, look."), ("false", 100, "Yes.")]
    assert answers(one("Up is up.{TRUE#No, look.#Yes.}")) == [("true", 100, "Yes."), ("false", 0, "No, look.")]


# ---- traps


def test_escaped_signs_are_signs():
    text = r"::a\:\:b::Which\: \{ \} \= \~ \# \\? {=\= \#1 # is \~ ~\~b}"

    question = one(text)

    assert (question.name, question.prompt.text) == ("a::b", r"Which: { } = ~ # \?")
    assert answers(question) == [("= #1", 100, "is ~"), ("~b", 0, "")]


def test_backslash_before_another_sign_stays():
    assert one(r"C:\temp {}").prompt.text == r"C:\temp"


def test_escaped_n_is_a_line_break_and_an_escaped_backslash_is_none():
    assert one(r"one\ntwo \\neq {}").prompt.text == "one\ntwo \\neq"


@pytest.mark.parametrize(
    ("mark", "form"),
    [
        ("[html]", Format.HTML),
        ("[moodle]", Format.AUTO),
        ("[plain]", Format.PLAIN),
        ("[markdown]", Format.MARKDOWN),
        ("", Format.AUTO),
    ],
)
def test_format_of_the_question_is_that_of_its_answers(mark, form):
    question = one(f"{mark}Pick {{=one#yes ~two}}")

    assert (question.prompt.format, question.answers[0].text.format) == (form, form)


def test_answer_may_have_a_format_of_its_own():
    question = one("[html]Pick {=[plain]one#[markdown]yes ~two}")

    assert (question.answers[0].text.format, question.answers[0].feedback.format) == (Format.PLAIN, Format.MARKDOWN)


def test_word_in_brackets_that_is_no_format_stays():
    assert one("[sic] Pick {=a ~b}").prompt.text == "[sic] Pick"


def test_weights_are_read_in_percent():
    question = one("Pick {~%33.33333%a ~%-100%b ~%5%c#half ~%x%d}")

    assert answers(question) == [("a", 33.33333, ""), ("b", -100, ""), ("c", 5, "half"), ("%x%d", 0, "")]


def test_general_feedback_is_not_that_of_the_last_answer():
    question = one("Pick {=a#yes ~b#no\n####In any case\nread on}")

    assert answers(question)[1] == ("b", 0, "no")
    assert [(place, text.text) for place, text in question.said] == [("general", "In any case\nread on")]


def test_last_general_feedback_counts():
    question = one("Pick {=a#### not this one ~b#### In any case}")

    assert [text.text for _, text in question.said] == ["In any case"]


def test_gap_in_the_middle_is_shown_and_at_the_end_is_not():
    assert one("The {=sky ~sea} is blue.").prompt.text == "The _____ is blue."
    assert one("Is it blue? {=yes ~no}").prompt.text == "Is it blue?"


def test_numbers_keep_their_range_as_written():
    assert answers(one("How many? {#=%50%1822:2#near =1822..1823#yes ~#far}")) == [
        ("1822:2", 50, "near"),
        ("1822..1823", 100, "yes"),
        ("*", 0, "far"),
    ]


def test_comments_carry_id_and_tags():
    question = one("// [id:393] a remark\n// [tag:fred] [tag:a\\]b]\n// [tag:fred]\nTell.{}")

    assert (question.idnumber, question.tags) == ("393", ("fred", "a]b"))


def test_comments_are_counted_except_moodles_own_line():
    notes = gift.read("// mine\n\n// question: 4  name: Tell\nTell.{\n// inside\n}").notes

    assert [say(note) for note in notes] == ["2 lines of comment were left out."]


def test_category_counts_for_what_follows():
    file = gift.read("One{}\n\n$CATEGORY: $course$/Two\n\nTwo{}\n\n$CATEGORY: Three\nThree{}")

    assert [(question.category, question.line) for question in file.questions] == [
        ("", 1),
        ("$course$/Two", 5),
        ("Three", 8),
    ]


def test_mark_at_the_start_of_a_file_is_no_text():
    text, notes = files.decoded(b"\xef\xbb\xbf::Name::Tell.{}")

    assert (one(text).name, notes) == ("Name", ())


def test_windows_file_is_read_and_named():
    text, notes = files.decoded("“Tür”{}\r\n\r\nNext{}".encode("cp1252"))

    assert [question.prompt.text for question in gift.read(text).questions] == ["“Tür”", "Next"]
    assert [note.code for note in notes] == ["windows-1252"]


def test_line_of_a_question_is_where_its_text_begins():
    file = gift.read("\n// remark\n::One::\nFirst{}\n\n\nSecond{}\n   \nThird{}")

    assert [question.line for question in file.questions] == [3, 7, 9]


# ---- what cannot be read


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("One{=a ~b}\n\nTwo {=a\n~b", "brace-open", 3),
        ("One\ntwo }", "brace-close", 2),
        ("One } {", "brace-close", 1),
        ("One {=a ~b}\nTwo {=a ~b}", "brace-more", 1),
        ("One\n{=a ~{b}}", "brace-more", 2),
        ("One\n{=a ~b} c }", "brace-more", 2),
        ("One {~a}", "few-answers", 1),
        ("One {=a->b =c}", "no-arrow", 1),
        ("One {=a->b}", "few-answers", 1),
        ("One {>\na\n}", "few-answers", 1),
        ("One {" + "~a" * 51 + "}", "many-answers", 1),
    ],
)
def test_broken_question_is_named_with_its_line(text, code, line):
    assert errors(text) == [(code, line)]


def test_blank_line_inside_a_question_is_said_at_both_halves():
    assert errors("One {=a\n\n~b}\n\nTwo{}") == [("brace-open", 1), ("brace-close", 3)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n ", "empty"),
        ("// only a remark", "no-questions"),
        ("One\0{}", "not-text"),
        ("One \ud800{}", "not-text"),
        ("One \ufdd3{}", "not-text"),
        ("One{}\n\n" * 301, "too-many"),
        ("x" * 2_000_001, "too-large"),
    ],
)
def test_text_that_cannot_be_taken_is_refused(text, code):
    with pytest.raises(RefusedFile) as refused:
        gift.read(text)

    assert refused.value.note.code == code


@pytest.mark.parametrize(
    "content", [b"\xff\xfea\0", b"\xfe\xff\0a", b"caf\x81"], ids=["utf-16", "utf-16-be", "neither"]
)
def test_file_in_no_known_encoding_is_refused(content):
    with pytest.raises(RefusedFile) as refused:
        files.decoded(content)

    assert refused.value.note.code == "encoding"


@given(st.one_of(st.text(), st.text("{}=~#:\\-><\n%/[]$0.1 ab", max_size=120)))
def test_any_text_is_read_or_refused_by_name(text):
    assert all(say(note) for note in notes_of(text))


# ---- Moodle's own answers


@pytest.mark.skipif(not JUDGED, reason="the samples by others are not here")
@pytest.mark.parametrize("name", JUDGED)
def test_sample_is_read_as_moodle_reads_it(name):
    judge = json.loads((SAMPLES / "oracle" / f"gift_{name}.json").read_text())["questions"]
    expected = [question for question in judge if question["qtype"] != "category"]

    found = gift.read(files.decoded((SAMPLES / "gift" / name).read_bytes())[0])

    assert [note for note in found.notes if note.is_error] == []
    assert [_told(question) for question in found.questions] == [_judged(question) for question in expected]


def _told(question: MoodleQuestion) -> tuple[object, ...]:
    weights = [round(answer.percent) for answer in question.answers if question.type in {"multichoice", "numerical"}]
    said = question.said[0][1].text if question.said else ""
    return (question.type, question.prompt.text, said, question.idnumber, list(question.tags), weights)


def _judged(question: dict[str, object]) -> tuple[object, ...]:
    fractions = question.get("fraction", []) if question["qtype"] in {"multichoice", "numerical"} else []
    assert isinstance(fractions, list)
    weights = [round(fraction * 100) for fraction in fractions]
    texts = [question[name] for name in ("qtype", "questiontext", "generalfeedback", "idnumber", "tags")]
    return (*texts, weights)
