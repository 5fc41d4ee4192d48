"""A trainer brings questions from Moodle into a lesson: looks at them, ticks some, and fills in what is missing."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageLogEntry, Revision

from modules.editor import questions
from modules.models import CoursePage, LessonPage
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("admin_pages")
GIFT = """$CATEGORY: $course$/Tandem

::Listening::Which reply invites a story?{
=When was that?#A moment. Now there is something to listen to.
~Why do you believe that?#It asks for a defence.}

::Unsure::Grant is buried in Grant's tomb.{FALSE}

::Sum::Two plus two is {=four}.

A word before you go on.

Not closed {=a ~b
"""
TWO = "::One::First?{=a#A. ~b#B.}\n\n::Two::Second?{=c#C. ~d#D.}"


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    page: LessonPage = LessonPage.objects.get(slug="second-lesson")
    return page


def address(lesson: LessonPage) -> str:
    return reverse("editor:import_questions", args=[lesson.pk])


def newest(lesson: LessonPage) -> Any:
    """The lesson as it was saved last."""
    return LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()


def look(client: Client, lesson: LessonPage, text: str) -> Any:
    """Pastes a text and presses "Show the questions"."""
    return client.post(address(lesson), {"step": "read", "text": text})


def upload(client: Client, lesson: LessonPage, content: bytes) -> Any:
    """Chooses a file and presses "Show the questions"."""
    return client.post(address(lesson), {"step": "read", "file": SimpleUploadedFile("questions.txt", content)})


def add(client: Client, lesson: LessonPage, offer: str, *places: int) -> Any:
    """Ticks the questions at these places and presses "Add to the draft"."""
    return client.post(address(lesson), {"step": "add", "offer": offer, "pick": [str(place) for place in places]})


def added(lesson: LessonPage, before: int) -> list[tuple[str, str]]:
    """Kind and first words of every block behind those that were there."""
    blocks = list(newest(lesson).body)[before:]
    return [
        (child.block_type, str(child.value.get("prompt")) if child.block_type != "text" else "") for child in blocks
    ]


# ---- looking


def test_trainer_finds_the_import_in_the_editor(at_the_desk, lesson):
    page = at_the_desk.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()

    assert address(lesson) in page


def test_trainer_sees_every_question_before_anything_is_added(at_the_desk, lesson):
    revisions = Revision.objects.count()

    shown = look(at_the_desk, lesson, GIFT)

    cards = [(card["found"].name, str(card["kind"]), card["is_ticked"]) for card in shown.context["cards"]]
    assert shown.status_code == 200
    assert cards == [
        ("Listening", "One of several", True),
        ("Unsure", "One of several", True),
        ("Sum", "For yourself", False),
        ("A word before you go on.", "Text", True),
    ]
    assert [line for line, _ in shown.context["errors"]] == [13]
    assert Revision.objects.count() == revisions


def test_trainer_is_told_what_keeps_a_question_from_being_published(at_the_desk, lesson):
    shown = look(at_the_desk, lesson, GIFT)

    assert shown.context["cards"][0]["problems"] == []
    assert shown.context["cards"][1]["problems"] == [
        "“True” has no feedback. Say what this answer shows.",
        "“False” has no feedback. Say what this answer shows.",
    ]


def test_old_file_is_read_and_its_encoding_named(at_the_desk, lesson):
    shown = upload(at_the_desk, lesson, "Straße?{=ja#gut ~nein#schade}".encode("cp1252"))

    assert shown.context["cards"][0]["question"].prompt == "Straße?"
    assert shown.context["notes"][0].startswith("The file is not in UTF-8.")


def test_script_in_a_question_stands_on_the_page_as_text(at_the_desk, lesson):
    shown = look(at_the_desk, lesson, "[plain]<script>alert(1)</script>?{=a#b ~c#d}").content.decode()

    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;?" in shown


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x" * 5_000_000, "This is larger than 2 MB."),
        (b"Q{=a ~b}\n\n" * 10_000, "There are more than 300 questions in it."),
        (b"Line\nNU\0L", "Line 2 holds a sign that is no text (U+0000)."),
        (b"\xff\xfeQ\x00", "The signs cannot be read. Save the file in UTF-8."),
        (b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz/>', "Line 1 brings rules of its own"),
        (b"<quiz><question", "The XML breaks off or is wrong at line 1."),
    ],
    ids=["large", "many", "nul", "utf-16", "doctype", "broken"],
)
def test_file_that_cannot_be_taken_is_refused_with_a_reason(at_the_desk, lesson, content, words):
    answer = upload(at_the_desk, lesson, content)

    assert answer.status_code == 422
    assert answer.context["refusal"].startswith(words)


def test_file_of_which_nothing_can_be_added_offers_no_button(at_the_desk, lesson):
    shown = look(at_the_desk, lesson, "One {=a\n\nb}")

    page = shown.content.decode()
    assert [line for line, _ in shown.context["errors"]] == [1, 3]
    assert "Nothing in this file can be added. Below is why." in page
    assert "Add to the draft" not in page


def test_empty_form_says_what_to_do(at_the_desk, lesson):
    answer = look(at_the_desk, lesson, "  ")

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == ["Choose a file, or paste questions."]


# ---- adding


def test_trainer_adds_what_was_ticked_and_publishes_nothing(at_the_desk, trainer, lesson):
    before, live = len(newest(lesson).body), len(lesson.body)
    offer = look(at_the_desk, lesson, GIFT).context["offer"]

    answer = add(at_the_desk, lesson, offer, 0, 2, 3)

    assert answer.status_code == 302
    assert added(lesson, before) == [
        ("single", "Which reply invites a story?"),
        ("reflection", "Two plus two is _____."),
        ("text", ""),
    ]
    assert newest(lesson).body[-1].value.source == "<p>A word before you go on.</p>"
    assert LessonPage.objects.get(pk=lesson.pk).latest_revision.user == trainer
    assert len(LessonPage.objects.get(pk=lesson.pk).body) == live


def test_added_question_keeps_its_answers_under_new_keys(at_the_desk, lesson):
    offer = look(at_the_desk, lesson, TWO).context["offer"]

    add(at_the_desk, lesson, offer, 0, 1)
    one, two = newest(lesson).questions()[-2:]

    assert [(option.text, option.right, option.feedback) for option in one.options] == [
        ("a", True, "A."),
        ("b", False, "B."),
    ]
    assert len({one.key, two.key, *(option.key for option in (*one.options, *two.options))}) == 6


def test_same_file_twice_makes_questions_of_their_own(at_the_desk, lesson):
    add(at_the_desk, lesson, look(at_the_desk, lesson, TWO).context["offer"], 0)
    add(at_the_desk, lesson, look(at_the_desk, lesson, TWO).context["offer"], 0)

    one, two = newest(lesson).questions()[-2:]
    assert one.prompt == two.prompt
    assert one.key != two.key


def test_trainer_who_ticks_nothing_adds_nothing(at_the_desk, lesson):
    revisions = Revision.objects.count()
    offer = look(at_the_desk, lesson, TWO).context["offer"]

    answer = add(at_the_desk, lesson, offer)

    assert answer.status_code == 422
    assert answer.context["problem"] == "Nothing was ticked, so nothing was added."
    assert Revision.objects.count() == revisions


def test_draft_that_moved_meanwhile_is_not_written_over(at_the_desk, lesson):
    offer = look(at_the_desk, lesson, TWO).context["offer"]
    other = newest(lesson)
    other.lead = "A colleague was faster."
    other.save_revision()
    revisions = Revision.objects.count()

    answer = add(at_the_desk, lesson, offer, 1)

    assert answer.status_code == 422
    assert answer.context["problem"].startswith("Somebody saved this lesson in the meantime.")
    assert [card["is_ticked"] for card in answer.context["cards"]] == [False, True]
    assert Revision.objects.count() == revisions
    assert add(at_the_desk, lesson, answer.context["offer"], 1).status_code == 302
    assert newest(lesson).lead == "A colleague was faster."


def test_pressing_twice_adds_once(at_the_desk, lesson):
    before = len(newest(lesson).body)
    offer = look(at_the_desk, lesson, TWO).context["offer"]

    add(at_the_desk, lesson, offer, 0)
    again = add(at_the_desk, lesson, offer, 0)

    assert again.status_code == 422
    assert len(newest(lesson).body) == before + 1


def test_locked_lesson_is_left_alone(at_the_desk, lesson):
    offer = look(at_the_desk, lesson, TWO).context["offer"]
    revisions = Revision.objects.count()
    LessonPage.objects.filter(pk=lesson.pk).update(locked=True, locked_by=UserFactory(trainer=True))

    answer = add(at_the_desk, lesson, offer, 0)

    assert answer.status_code == 422
    assert answer.context["problem"] == "The lesson is locked. Nothing was added."
    assert look(at_the_desk, lesson, TWO).status_code == 422
    assert Revision.objects.count() == revisions


def test_offer_for_one_lesson_is_none_for_another(at_the_desk, lesson):
    other = LessonPage.objects.exclude(pk=lesson.pk).first()
    offer = look(at_the_desk, lesson, TWO).context["offer"]
    revisions = Revision.objects.count()

    answer = add(at_the_desk, other, offer, 0)

    assert answer.status_code == 422
    assert Revision.objects.count() == revisions


def test_changed_offer_is_refused(at_the_desk, lesson):
    offer = look(at_the_desk, lesson, TWO).context["offer"]

    answer = add(at_the_desk, lesson, f"{offer[:20]}x{offer[21:]}", 0)

    assert answer.status_code == 422
    assert answer.context["refusal"] == "What you looked at is older than a day. Choose the file again."


def test_added_lesson_is_not_published_until_feedback_is_there(at_the_desk, lesson):
    offer = look(at_the_desk, lesson, GIFT).context["offer"]

    add(at_the_desk, lesson, offer, 1)

    assert newest(lesson).own_problems() == [
        "“True” has no feedback. Say what this answer shows.",
        "“False” has no feedback. Say what this answer shows.",
    ]


# ---- what became of it


def test_report_says_what_became_of_each_question(at_the_desk, lesson):
    offer = look(at_the_desk, lesson, GIFT).context["offer"]

    page = at_the_desk.get(add(at_the_desk, lesson, offer, 0).url)

    assert [(row.name, row.is_taken) for row, _ in page.context["rows"]] == [
        ("Listening", True),
        ("Unsure", False),
        ("Sum", False),
        ("A word before you go on.", False),
    ]
    assert [line for line, _ in page.context["errors"]] == [13]


def test_report_can_be_taken_home(at_the_desk, lesson):
    offer = look(at_the_desk, lesson, GIFT).context["offer"]

    file = at_the_desk.get(add(at_the_desk, lesson, offer, 0).url, {"as": "text"})

    assert file["Content-Disposition"] == 'attachment; filename="second-lesson-import.txt"'
    assert file.content.decode().splitlines() == [
        "0\t\tCategories are not kept in a lesson. Here: $course$/Tandem.",
        "13\t\t“{” is opened and not closed before the next blank line. Close it, or take the blank line out.",
        "3\tListening\tAdded.",
        "7\tUnsure\tNot added.",
        "9\tSum\tNot added.",
        "9\tSum\tNo typed answer is checked here. It can come in as a question for oneself. Moodle's answers: four",
        "11\tA word before you go on.\tNot added.",
    ]


def test_history_of_the_lesson_names_the_import(at_the_desk, trainer, lesson):
    add(at_the_desk, lesson, look(at_the_desk, lesson, TWO).context["offer"], 0)

    entry = PageLogEntry.objects.get(action=questions.IMPORTED)
    assert (entry.page_id, entry.user) == (lesson.pk, trainer)


# ---- who may, and what may come


def test_account_without_a_role_in_the_admin_reads_and_adds_nothing(client, lesson):
    client.force_login(UserFactory(factor=True))

    answers = [client.get(address(lesson)), look(client, lesson, TWO)]

    assert [answer.status_code for answer in answers] == [302, 302]


def test_trainer_without_this_page_gets_no_further(at_the_desk, trainer, lesson):
    revisions = Revision.objects.count()
    offer = look(at_the_desk, lesson, TWO).context["offer"]
    Group.objects.get(name="Trainers").page_permissions.all().delete()

    answers = [at_the_desk.get(address(lesson)), look(at_the_desk, lesson, TWO), add(at_the_desk, lesson, offer, 0)]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert Revision.objects.count() == revisions


def test_report_of_a_lesson_without_an_import_is_missing(at_the_desk, lesson):
    assert at_the_desk.get(reverse("editor:question_report", args=[lesson.pk])).status_code == 404


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(content=st.one_of(st.binary(max_size=300), st.text("{}=~#:\\-><\n%/x![]", max_size=200).map(str.encode)))
def test_whatever_is_sent_is_shown_or_refused(at_the_desk, lesson, content):
    assert upload(at_the_desk, lesson, content).status_code in {200, 422}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(offer=st.text(max_size=50), places=st.lists(st.text(max_size=6), max_size=3))
def test_whatever_comes_back_adds_nothing(at_the_desk, lesson, offer, places):
    answer = at_the_desk.post(address(lesson), {"step": "add", "offer": offer, "pick": places})

    assert answer.status_code == 422
