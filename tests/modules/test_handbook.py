"""A module on paper: everything that its lessons say, once, in order, and nothing about anybody."""

import uuid
from datetime import date
from typing import Any

import pytest
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from modules import cards, handbook
from modules.blocks import paper
from modules.blocks.around import Around
from modules.blocks.paper import Check, Picture, Prose, Recording, Reflection, SheetPointer, Task
from modules.handbook import Handbook
from modules.models import GlossaryTerm, LessonPage, Principle, Source
from modules.outline import Outline, Step
from quizzes.questions.kinds import Item, Kind, Option, Pair, Question
from quizzes.terms import Role
from tests import builders

ON = date(2026, 9, 1)
SINGLE = Question(
    key="11111111-1111-4111-8111-111111111111",
    kind=Kind.SINGLE,
    prompt="Which one?",
    options=(Option("one", "This", True, "Yes."), Option("two", "That", False, "No.")),
)
SURE = Question(
    key="22222222-2222-4222-8222-222222222222",
    kind=Kind.CONFIDENCE,
    prompt="How sure?",
    about=SINGLE.key,
    scale=("guessing", "sure"),
)
ORDER = Question(
    key="33333333-3333-4333-8333-333333333333",
    kind=Kind.ORDERING,
    prompt="In order?",
    items=(Item("i", "first"), Item("ii", "second"), Item("iii", "third")),
    feedback="One after the other.",
)
PAIRS = Question(
    key="44444444-4444-4444-8444-444444444444",
    kind=Kind.MATCHING,
    prompt="What with what?",
    pairs=(Pair("a", "door", "open"), Pair("b", "window", "shut"), Pair("c", "gate", "ajar")),
)


def block(kind: str, value: Any, key: str = "") -> dict[str, Any]:
    return {"type": kind, "value": value, "id": key or str(uuid.uuid4())}


def parts(*body: dict[str, Any], questions: tuple[Question, ...] = (), around: Around | None = None) -> list[Any]:
    """A lesson of these blocks, on paper."""
    stream = LessonPage.body.field.to_python(list(body))
    pinned = {question.key: question for question in questions}
    return list(paper.Printer(around or Around(), "seed").parts(stream, pinned))


def printed(*steps: Step, role: Role | None = None, country: str = "", number: int = 1) -> Handbook:
    """The handbook of a module with these steps."""
    module = builders.module_outline(*steps)
    outline = Outline(str(builders.COURSE_KEY), "tandem", "Tandem", "en", number, "3.5", (module,))
    return handbook.handbook(outline, module, ON, country=country, role=role)


def test_headings_of_a_text_begin_below_the_lesson_and_skip_no_level():
    found = parts(
        block("text", "<h3>Small first</h3><p>a</p><h2>Large</h2><h3>Small</h3><h2></h2><p>b</p>"),
    )

    assert found == [Prose("<h3>Small first</h3><p>a</p><h3>Large</h3><h4>Small</h4><p>b</p>")]


def test_text_after_a_heading_of_ours_may_go_one_level_below_it():
    text = {"teacher": "a", "police": "b", "social_work": "c", "prison_probation": "d"}

    found = parts(block("role_text", text), block("text", "<h3>Small</h3>"))

    assert found[1] == Prose("<h4>Small</h4>")


def test_link_works_away_from_the_site(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://training.example.org"

    found = parts(
        block("text", '<p><a href="/about/">here</a> <a href="https://example.org/x">there</a> <a href="x">no</a></p>')
    )

    assert found == [
        Prose(
            '<p><a href="https://training.example.org/about/">here</a> '
            '<a href="https://example.org/x">there</a> <a>no</a></p>'
        )
    ]


def test_link_never_leads_to_another_scheme_or_a_file():
    found = parts(
        block("text", '<p><a href="javascript:x()">a</a><a href="file:///etc">b</a><a href="//e.org">c</a></p>')
    )

    assert found == [Prose("<p><a>a</a><a>b</a><a>c</a></p>")]


def test_open_words_are_filled_in_every_kind_of_text():
    found = parts(
        block("notice", {"text": "{EMERGENCY}"}),
        block("tandem", {"title": "Try", "text": "{LOCAL_LAW}", "minutes": 10}),
        around=Around(emergency="112", local_law="Tell the head."),
    )

    assert found == [paper.Notice("112"), Task("Try", "Tell the head.", 10, is_face_to_face=False)]


def test_film_is_printed_as_its_words():
    found = parts(
        block("video", {"title": "A walk", "file": None, "captions": None, "transcript": "<p>They walk.</p>"}),
    )

    assert found == [Recording("A walk", is_film=True, transcript="<p>They walk.</p>")]


def test_reflection_has_lines_to_write_on():
    found = parts(block("reflection", {"prompt": "And you?", "principles": ""}))

    assert found == [Reflection("And you?", range(6))]


def test_sheet_stands_at_the_end_and_the_lesson_points_at_it():
    sections = [{"heading": "Who", "text": "", "items": ["a"], "lines": 4}]
    value = {"title": "Sheet", "about": "For you", "sections": sections, "figure": "", "pages": 1, "document": None}
    printer = paper.Printer(Around(), "seed")

    found = list(printer.parts(LessonPage.body.field.to_python([block("handout", value, "a-sheet")]), {}))

    assert found == [SheetPointer(printer.sheets[0])]
    assert [(sheet.key, sheet.sections[0].lines) for sheet in printer.sheets] == [("a-sheet", range(4))]


def test_question_stands_in_its_place_without_its_answer_and_with_how_sure():
    found = parts(
        block("text", "<p>a</p>"), block("single", {"prompt": "newer words"}, SINGLE.key), questions=(SURE, SINGLE)
    )

    check = found[1]
    assert (check.number, check.prompt, check.sure) == (1, "Which one?", ("guessing", "sure"))
    assert {choice.text for choice in check.choices} == {"This", "That"}


def test_question_that_the_text_no_longer_holds_stands_at_the_end_and_a_new_one_is_left_out():
    found = parts(
        block("single", {"prompt": "A new one"}, "55555555-5555-4555-8555-555555555555"),
        block("text", "<p>a</p>"),
        questions=(SINGLE,),
    )

    assert [type(part) for part in found] == [Prose, Check]


def test_key_of_single_names_the_letter_that_fits():
    (check,) = parts(questions=(SINGLE,))

    assert check.key == tuple(choice.mark for choice in check.choices if choice.text == "This")


def test_key_of_ordering_gives_back_the_order():
    (check,) = parts(questions=(ORDER,))

    texts = {choice.mark: choice.text for choice in check.choices}
    assert [texts[mark] for mark in check.key] == ["first", "second", "third"]
    assert [choice.text for choice in check.choices] != ["first", "second", "third"]


def test_key_of_matching_gives_back_the_pairs():
    (check,) = parts(questions=(PAIRS,))

    texts = {choice.mark: choice.text for choice in check.choices}
    assert [(left, texts[mark]) for left, mark in check.matched] == [
        ("door", "open"),
        ("window", "shut"),
        ("gate", "ajar"),
    ]


@pytest.fixture
def image(db: None) -> Image:
    return Image.objects.create(title="A bridge", description="A bridge over a river", file=get_test_image_file())


def picture(image: Image, *, alt: str = "", decorative: bool = False, caption: str = "") -> dict[str, Any]:
    value = {"picture": {"image": image.pk, "alt_text": alt, "decorative": decorative}, "caption": caption}
    return block("picture", value, "a-picture")


def test_picture_is_printed_with_its_words(image):
    (found,) = parts(picture(image, alt="Two banks", caption="In spring"))

    assert isinstance(found, Picture)
    assert (found.address, found.image.pk) == (f"picture:{image.pk}", image.pk)
    assert (found.alt, found.caption) == ("Two banks", "In spring")


def test_pictures_of_copied_blocks_keep_their_own_address(image):
    other = Image.objects.create(title="A door", description="A door", file=get_test_image_file())

    first, second = parts(picture(image, alt="A bridge"), picture(other, alt="A door"))  # copies keep a block's id

    assert first.address != second.address


def test_picture_that_only_decorates_is_not_printed(image):
    assert parts(picture(image, decorative=True)) == []


def test_picture_that_is_gone_is_not_printed(db):
    assert (
        parts(block("picture", {"picture": {"image": 987_654, "alt_text": "x", "decorative": False}, "caption": ""}))
        == []
    )


def test_handbook_holds_the_newest_words_and_the_questions_of_the_version(db):
    step = builders.lesson_step(questions=(SINGLE,))
    builders.lesson_version(step, body=[block("text", "<p>Old</p>")])
    builders.lesson_version(step, number=2, title="New title", body=[block("text", "<p>New</p>")])

    book = printed(step, number=3)

    assert [(chapter.title, chapter.parts[0]) for chapter in book.chapters] == [("New title", Prose("<p>New</p>"))]
    assert [check.prompt for check in book.checks] == ["Which one?"]
    assert book.version == 3


def test_handbook_leaves_out_a_lesson_without_words_and_points_at_conversations(db):
    steps = builders.lesson_step("never-published"), builders.scenario_step(role=Role.POLICE)

    book = printed(*steps)

    assert book.chapters == ()
    assert [(one.title, one.role) for one in book.conversations] == [("At the desk", "Police")]


def test_handbook_numbers_questions_through_all_lessons(db):
    steps = [builders.lesson_step(slug, questions=(SINGLE,)) for slug in ("one", "two")]
    [builders.lesson_version(step) for step in steps]

    assert [check.number for check in printed(*steps).checks] == [1, 2]


def test_handbook_names_only_the_principles_and_words_that_it_uses(db):
    source = Source.objects.create(key="S1", title="A source", credit="Somebody wrote it")
    for key in ("S1-1", "S1-2", "S1-3"):
        Principle.objects.create(key=key, source=source, text=f"Idea {key}")
    GlossaryTerm.objects.create(key="tandem", term="tandem", meaning="Two.")
    GlossaryTerm.objects.create(key="exit", term="exit work", meaning="Help.")
    cards.forget()
    step = builders.lesson_step()
    body = [block("source", {"text": "Tandems help", "principles": "S1-1"})]
    builders.lesson_version(step, principles="S1-3", body=body)

    book = printed(step)

    assert [(one.title, [p.key for p in one.principles]) for one in book.origins] == [("A source", ["S1-1", "S1-3"])]
    assert [word.term for word in book.words] == ["tandem"]


@pytest.mark.parametrize("lessons", [1, 5])
def test_handbook_takes_four_queries_however_many_lessons_it_has(db, django_assert_num_queries, lessons):
    steps = [builders.lesson_step(f"lesson-{number}") for number in range(lessons)]
    [builders.lesson_version(step) for step in steps]
    cards.all_principles()

    with django_assert_num_queries(4):
        printed(*steps)
