"""Reading and answering: one answer is written once, and the server decides."""

import re
from urllib.parse import quote

import pytest
from django.test import Client

from tests import builders
from tests.training.learners.course import FIRST, first_step, publish, question_key, started
from training.models import LessonOpened, QuestionAnswered

pytestmark = pytest.mark.django_db
SINGLE = FIRST + "answer/" + question_key("m1-03")
ORDERING = FIRST + "answer/" + question_key("m2-03")
MATCHING = FIRST + "answer/" + question_key("m1-02")
CONFIDENCE = FIRST + "answer/" + question_key("m1-09")


@pytest.fixture
def learner(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    publish(monkeypatch)
    return started(client)


def test_lesson_page_shows_every_question_and_no_undefined_variable(learner: Client) -> None:
    page = learner.get(FIRST).content.decode()

    assert page.count('class="check"') == 4
    assert "⚠undefined" not in page


def test_reading_a_lesson_writes_nothing(learner: Client) -> None:
    learner.get(FIRST)

    assert not LessonOpened.objects.exists()


def test_source_of_the_page_holds_no_key_before_answering(learner: Client) -> None:
    page = learner.get(FIRST).content.decode()

    assert "Now there is something to listen to" not in page
    assert "It starts a debate" not in page


def test_going_on_notes_the_lesson_once(learner: Client) -> None:
    learner.post(FIRST + "next")

    response = learner.post(FIRST + "next")

    assert response.url == "/learn/tandem/second-lesson/"  # type: ignore[attr-defined]
    assert LessonOpened.objects.count() == 1


def test_answer_is_shown_with_the_feedback_of_what_was_picked_only(learner: Client) -> None:
    page = learner.post(SINGLE, {"pick": "why"}, follow=True).content.decode()

    assert "It asks for a defence." in page
    assert "It starts a debate." not in page


def test_same_answer_twice_is_one_row(learner: Client) -> None:
    learner.post(SINGLE, {"pick": "why"})
    learner.post(SINGLE, {"pick": "why"})

    assert QuestionAnswered.objects.count() == 1


def test_going_back_to_an_earlier_pick_shows_that_pick(learner: Client) -> None:
    learner.post(SINGLE, {"pick": "why"})
    learner.post(SINGLE, {"pick": "when"})

    page = learner.post(SINGLE, {"pick": "why"}, follow=True).content.decode()

    assert "It asks for a defence." in page


def test_browser_cannot_claim_that_an_answer_is_right(learner: Client) -> None:
    learner.post(SINGLE, {"pick": "why", "right": "true", "is_done": "1"})

    assert not QuestionAnswered.objects.get().right


def test_confidence_is_kept_with_the_answer_and_shown_as_a_pattern(learner: Client) -> None:
    page = learner.post(SINGLE, {"pick": "when", "confidence": "3"}, follow=True).content.decode()

    assert QuestionAnswered.objects.get().confidence == 3
    assert "You were “very sure”, and it fits." in page


def test_ordering_works_with_fields_alone(learner: Client) -> None:
    fields = {"place-limit": "1", "place-scene": "2", "place-pause": "3"}

    page = learner.post(ORDERING, fields, follow=True).content.decode()

    assert "That is it." in page


def test_matching_offers_places_and_not_the_keys_that_are_the_answer(learner: Client) -> None:
    page = learner.get(FIRST).content.decode()
    field = page.split('name="pair-crew"')[1].split("</select>")[0]

    assert 'value="crew"' not in field
    place = re.search(r'value="(\d)">respect', field)
    other = re.search(r'value="(\d)">company', field)
    assert place
    assert other
    answered = learner.post(MATCHING, {"pair-crew": place[1], "pair-chat": other[1]}, follow=True).content.decode()
    assert "That is it." in answered


def test_half_an_ordering_gets_a_sentence_and_loses_nothing(learner: Client) -> None:
    response = learner.post(ORDERING, {"place-limit": "2"})

    page = response.content.decode()
    assert response.status_code == 422
    assert '<option value="2" selected>' in page
    assert not QuestionAnswered.objects.exists()


@pytest.mark.parametrize(
    ("address", "fields", "status"),
    [
        (SINGLE, {}, 422),
        (SINGLE, {"pick": "forged"}, 400),
        (SINGLE, {"pick": ["why", "when"]}, 400),
        (SINGLE, {"pick": "why", "confidence": "9"}, 400),
        (SINGLE, {"pick": "x" * 10_000}, 400),
        (SINGLE, {"pick": "wh\x00y"}, 400),
        (ORDERING, {"place-limit": "99"}, 400),
        (MATCHING, {"pair-crew": "nobody"}, 400),
        (MATCHING, {"pair-crew": "crew", "pair-chat": "chat"}, 400),
        (CONFIDENCE, {"pick": "2"}, 404),
        (FIRST + "answer/" + question_key("of another lesson"), {"pick": "why"}, 404),
        ("/learn/other/first-lesson/answer/" + question_key("m1-03"), {"pick": "why"}, 404),
    ],
)
def test_what_cannot_be_an_answer_is_refused_and_writes_nothing(
    learner: Client, address: str, fields: dict[str, object], status: int
) -> None:
    assert learner.post(address, fields).status_code == status
    assert not QuestionAnswered.objects.exists()


@pytest.mark.parametrize("again", ["", "x", "a.b", f"{question_key('m1-03')}.99", "\u202e", "1" * 5000])
def test_any_text_after_the_question_mark_is_harmless(learner: Client, again: str) -> None:
    assert learner.get(f"{FIRST}?again={quote(again)}").status_code == 200


@pytest.mark.parametrize(
    "address", ["/learn/tandem/%00/", "/learn/tandem/first-lesson/?a=%00", "/learn/tandem/%ff%fe/"]
)
def test_address_that_cannot_be_read_gets_4xx(learner: Client, address: str) -> None:
    assert learner.get(address).status_code in {400, 404}


def test_lesson_needs_four_queries(learner: Client, django_assert_max_num_queries: object) -> None:
    learner.post(SINGLE, {"pick": "why"})

    with django_assert_max_num_queries(4):  # type: ignore[operator]
        learner.get(FIRST)


def test_answers_add_no_query_to_the_lesson(learner: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(4):  # type: ignore[operator]
        learner.get(FIRST)
    learner.post(SINGLE, {"pick": "why"})
    learner.post(SINGLE, {"pick": "when"})
    learner.post(ORDERING, {"place-limit": "1", "place-scene": "2", "place-pause": "3"})

    with django_assert_num_queries(4):  # type: ignore[operator]
        learner.get(FIRST)


def test_question_of_the_version_begun_stays_when_the_lesson_is_corrected(learner: Client) -> None:
    builders.lesson_version(first_step(), number=2, lead="A corrected first sentence.", principles="", needs_law=False)

    page = learner.get(FIRST).content.decode()

    assert "A corrected first sentence." in page
    assert page.count('class="check"') == 4


def test_lesson_that_needs_the_law_says_ask_your_lead_first_without_a_reviewed_card(learner: Client) -> None:
    builders.lesson_version(first_step(), number=2, lead="", principles="", needs_law=True)

    page = learner.get(FIRST).content.decode()

    assert "Ask your lead first" in page
    assert "Your local emergency number" in page


def test_lesson_says_who_still_has_to_review_it(learner: Client) -> None:
    reviews = ["lawyer", "clinician"]
    builders.lesson_version(first_step(), number=2, lead="", principles="", needs_law=False, missing_reviews=reviews)

    page = learner.get(FIRST).content.decode()

    assert "still has to review this lesson: a lawyer, a clinician." in page
