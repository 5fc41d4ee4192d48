"""Questions of Moodle as ours: what each type becomes, and that nothing is lost without a word."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions import imported
from quizzes.questions.checking import problems
from quizzes.questions.imported import Found, Words
from quizzes.questions.kinds import Kind, Question
from quizzes.questions.moodle import Format, Text
from quizzes.questions.moodle_texts import Traces, plain
from quizzes.questions.notes import RefusedFile, say


def found(text: str) -> Found:
    """The only question of this text."""
    (one,) = imported.read(text).found
    return one


def question(text: str) -> Question:
    """The only question of this text, as ours."""
    ours = found(text).question
    assert ours is not None
    return ours


def sentences(text: str) -> list[str]:
    return [say(note) for note in found(text).notes]


def xml(kind: str, inside: str) -> str:
    asked = '<questiontext format="html"><text>Which?</text></questiontext>'
    return f'<quiz><question type="{kind}">{asked}{inside}</question></quiz>'


def answer(text: str, fraction: float) -> str:
    return f'<answer fraction="{fraction}"><text>{text}</text></answer>'


# ---- kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Pick {=a#A ~b#B}", Kind.SINGLE),
        ("Pick {~%50%a#A ~%50%b#B ~c#C}", Kind.MULTIPLE),
        ("Blue?{T#A#B}", Kind.SINGLE),
        ("Join {=a -> b =c -> d #### Both.}", Kind.MATCHING),
        ("Sort {>\na\nb\n#### So.}", Kind.ORDERING),
        ("Tell {}", Kind.REFLECTION),
    ],
)
def test_complete_question_is_ready_to_be_published(text, kind):
    ours = question(text)

    assert ours.kind == kind
    assert problems(ours) == ()


def test_true_and_false_are_said_in_the_words_of_the_lesson():
    (one,) = imported.read("Blue?{T}", Words("Richtig", "Falsch")).found

    assert one.question is not None
    assert [(option.text, option.right) for option in one.question.options] == [("Richtig", True), ("Falsch", False)]


def test_missing_feedback_stays_empty_and_is_a_problem():
    assert [problem.code for problem in problems(question("Pick {=a#A ~b}"))] == ["missing-feedback"]


def test_ordering_of_moodle_keeps_its_order():
    ours = question(xml("ordering", answer("first", 1) + answer("second", 2) + answer("third", 3)))

    assert (ours.kind, [item.text for item in ours.items]) == (Kind.ORDERING, ["first", "second", "third"])


def test_typed_answers_come_in_only_when_somebody_wants_them():
    one = found("Two plus two is {=four =%50%vier#Almost}.")

    assert one.question == Question("q1", Kind.REFLECTION, "Two plus two is _____.")
    assert one.is_offered is False
    assert [say(note) for note in one.notes] == [
        "No typed answer is checked here. It can come in as a question for oneself. "
        "Moodle's answers: four; vier (50 %) – Almost"
    ]


def test_description_becomes_a_text():
    one = found("[html]<p>Read on.</p><p>Then go.</p>")

    assert (one.question, one.text, one.can_be_taken) == (None, "Read on.\n\nThen go.", True)


@pytest.mark.parametrize("kind", ["cloze", "calculated", "ddwtos", "ddimageortext", "random", "stack"])
def test_type_without_anything_like_it_is_named_with_its_words(kind):
    text = xml(kind, answer("this", 100))

    assert found(text).can_be_taken is False
    assert sentences(text) == [
        f"There is nothing like Moodle's “{kind}” here. The question was left out.",
        "It asks: “Which?”",
        "Its answers: this",
    ]


# ---- weights


def test_partly_right_answer_of_one_does_not_fit_and_is_noted():
    text = "Pick {=a#A ~%50%b#B ~c#C}"

    assert [option.right for option in question(text).options] == [True, False, False]
    assert sentences(text) == ["“b” counts 50 % in Moodle. Here it does not fit."]


def test_best_answer_fits_where_none_is_wholly_right():
    text = xml("multichoice", answer("a", 80) + answer("b", 30) + answer("c", 0))

    assert [option.right for option in question(text).options] == [True, False, False]
    assert sentences(text) == [
        "“a” counts 80 % in Moodle. Here it fits.",
        "“b” counts 30 % in Moodle. Here it does not fit.",
    ]


def test_several_right_answers_of_one_become_all_that_fit():
    text = "Pick {=a#A =b#B ~c#C}"

    assert question(text).kind == Kind.MULTIPLE
    assert sentences(text) == ["Several answers are right by themselves in Moodle. Here it asks for all that fit."]


def test_even_weights_of_several_need_no_note():
    assert sentences("Pick {~%50%a#A ~%50%b#B ~c#C}") == []


def test_uneven_and_negative_weights_are_noted():
    assert sentences("Pick {~%70%a#A ~%30%b#B ~%-100%c#C}") == [
        "“a” counts 70 % in Moodle. Here it fits.",
        "“b” counts 30 % in Moodle. Here it fits.",
        "“c” counts -100 % in Moodle. Here it does not fit.",
    ]


# ---- nothing is lost without a word


def test_general_feedback_stays_where_there_is_a_place_for_it():
    assert question("Join {=a->b =c->d#### Both.}").feedback == "Both."
    assert sentences("Join {=a->b =c->d#### Both.}") == []


def test_general_feedback_without_a_place_is_repeated_in_full():
    assert sentences("Pick {=a#A ~b#B#### In any case.}") == [
        "What Moodle says after any answer has no place here: “In any case.” Say it in the feedback."
    ]


def test_answer_that_belongs_to_nothing_is_named():
    assert sentences("Join {=a->b =c->d =->e}") == ["The answer “e” belongs to nothing. It was left out."]


def test_tags_and_numbers_are_named():
    assert sentences("// [id:7] [tag:a] [tag:b]\nPick {=a#A ~b#B}") == [
        "Tags are not kept: a, b.",
        "The ID number is not kept: 7.",
    ]


def test_same_sentence_after_every_answer_is_named_once_for_the_file():
    said = "<correctfeedback><text>Your answer is correct.</text></correctfeedback><single>true</single>"
    part = xml("multichoice", said + answer("a", 100) + answer("b", 0)).removeprefix("<quiz>").removesuffix("</quiz>")

    file = imported.read(f"<quiz>{part}{part}</quiz>")

    assert [one.notes for one in file.found] == [(), ()]
    assert [say(note) for note in file.notes] == [
        "Marks, penalties, numbering and shuffling are not kept: nothing is scored here.",
        "After a right answer, Moodle says in 2 questions: “Your answer is correct.” It has no place here.",
    ]


def test_hidden_question_is_not_offered_by_itself():
    one = found(xml("essay", "<hidden>1</hidden>"))

    assert (one.is_offered, one.can_be_taken) == (False, True)


def test_pictures_files_links_and_formatting_are_named():
    text = (
        '<quiz><question type="essay"><questiontext format="html"><text><![CDATA[<p>'
        '<img src="@@PLUGINFILE@@/a.png" alt="A door"><a href="http://example.org/x">Read</a> <b>this</b> '
        '<video src="b.mp4"></video><script>alert(1)</script><!-- psst --></p>]]>'
        '</text><file name="a.png" encoding="base64">AAAA</file></questiontext></question></quiz>'
    )

    assert question(text).prompt == "Read this"
    assert sentences(text)[1:] == [
        "Pictures and files are not taken over: a.png. Add them as blocks of the lesson.",
        "A picture in the text was left out (A door).",
        "Something to play or to embed in the text was left out (b.mp4).",
        "A link became plain text. It led to http://example.org/x.",
        "Formatting was left out (b): texts of questions are plain.",
        "A hidden remark in the text was left out: “psst”",
        "A script or style in the text was left out.",
    ]


def test_gap_markdown_and_formula_are_named():
    text = (
        '<quiz><question type="essay"><questiontext format="markdown">'
        "<text>**Say** {1:MULTICHOICE:=a~b} and $$x$$</text></questiontext></question></quiz>"
    )

    assert sentences(text)[1:] == [
        "It is written in Markdown. Its signs stand there as they were typed.",
        "There is a formula in it. It stands there as it was typed.",
        "A gap of Moodle's (Cloze) stands in the text as it was typed. Write the question anew.",
    ]


def test_text_beyond_all_measure_leaves_out_its_question_only():
    file = imported.read(f"{'x' * 10_001}{{}}\n\nNext{{}}")

    assert [(note.code, note.line) for note in file.errors] == [("long-text", 1)]
    assert [one.name for one in file.found] == ["Next"]


def test_more_text_than_a_lesson_holds_is_refused():
    with pytest.raises(RefusedFile) as refused:
        imported.read(f"{'x' * 9_000}{{}}\n\n" * 40)

    assert refused.value.note.code == "too-much-text"


@given(st.text("{}=~#:\\-><\n%/[]$ab 10T", max_size=150))
def test_any_text_that_is_read_has_questions_that_can_be_checked(text):
    assert all(say(note) for note in notes_of(f"A{{=a ~b}}\n\n{text}"))


def notes_of(text: str) -> list[object]:
    """Everything that is said about this text, be it read or refused."""
    try:
        file = imported.read(text)
    except RefusedFile as refused:
        return [refused.note]
    checked = [problems(one.question) for one in file.found if one.question]
    assert len(checked) <= len(file.found)
    return [*file.notes, *file.errors, *(note for one in file.found for note in one.notes)]


# ---- texts


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>Two<br />Three", "One\nTwo\nThree"),
        ("<ul><li>One</li><li>Two</li></ul>", "– One\n\n– Two"),
        ("a &lt; b &amp;&nbsp;c &#8211; d", "a < b & c – d"),
        ("a < b and 3 <4", "a < b and 3 <4"),
        ('<a title="x > y" href="z">k</a>', "k"),
        ("&lt;script&gt;", "<script>"),
        ("<style>p{}</style>a<script>b", "a"),
        ("cut <b", "cut <b"),
        ("cut <!-- off", "cut <!-- off"),
        ("&#99999999999999999999;", "\ufffd"),
        ("one\n  two", "one two"),
    ],
)
def test_html_becomes_text(text, read):
    assert plain(Text(text, Format.HTML), Traces()) == read


def test_lines_count_where_moodle_makes_them_breaks():
    assert plain(Text("one\n  two"), Traces()) == "one\ntwo"


def test_plain_text_is_left_alone():
    assert plain(Text("<b>&amp;  x", Format.PLAIN), Traces()) == "<b>&amp;  x"


@given(st.text("<>/!-?\"'= abi&#;\n", max_size=200))
def test_any_html_becomes_text_without_markup_of_its_own(text):
    read = plain(Text(text, Format.HTML), Traces())

    assert len(read) <= 2 * len(unescape(text)) + 2
