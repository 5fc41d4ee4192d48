"""The pages of a scenario: start, scene, debrief, group exercise, and what a browser may send."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.engine.graph import ChoiceWording, EndingWording, Line, Person, Variant
from quizzes.terms import Door, Role, Seat
from tests import builders
from tests.factories import LearnerFactory
from tests.quizzes.engine.specimen import JONAS
from training.models import Attempt, CourseDone, DebriefRead, EndingReached, Learner, StepSkipped, Turn

pytestmark = pytest.mark.django_db

STEP = "/learn/tandem/at-the-desk/"
NOT_DATA = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")
WING = Variant(
    role=Role.PRISON_PROBATION,
    setting="The office on the wing.",
    you="wing officer",
    intro="You are the officer of the wing.",
    cast=(Person("mira", "Mira", Seat.PEER, "colleague"), Person("jonas", "Jonas", Seat.THIRD, "17")),
    scenes={"desk": (Line("jonas", ("you",), "Nobody asked me on the wing."),)},
    choices={"desk": {"ask": ChoiceWording("What happened in the yard?", "You ask for one moment.")}},
    endings={"open": EndingWording("He comes back", "He comes back to the office.", "What helped on the wing?")},
)


class Player:
    """A browser with a learner's place in it, before the conversation with Jonas."""

    def __init__(self, client, found):
        self.found = found
        self.client = builders.open_in(client, found.place.learner)

    def page(self, path="", **query):
        response = self.client.get(STEP + path, query)
        assert response.status_code == 200, response
        return response.content.decode()

    def post(self, path, **fields):
        return self.client.post(STEP + path, fields)

    def begin(self, attempt=1, **fields):
        return self.post("begin", attempt=attempt, **fields)

    def choose(self, choice, turn=1, attempt=1, **more):
        return self.post("choose", attempt=attempt, turn=turn, choice=choice, **more)

    def back(self, turn, attempt=1):
        return self.post("back", attempt=attempt, turn=turn)

    def play(self, *choices, attempt=1):
        self.begin(attempt)
        for turn, choice in enumerate(choices, start=1):
            self.choose(choice, turn, attempt)


@pytest.fixture
def player(client):
    return Player(client, builders.scenario_place())


def a_player(client, **parts):
    return Player(client, builders.scenario_place(**parts))


def text_of(page):
    """The words of a page, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def without_token(page):
    """A page without what differs from request to request."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


class Statements(CaptureQueriesContext):
    """The data statements of a request, as decisions.md 22 counts them."""

    def __init__(self):
        super().__init__(connection)

    @property
    def data(self):
        return [query["sql"] for query in self.captured_queries if not query["sql"].startswith(NOT_DATA)]


def statements(act):
    """How many data statements it takes when the process has seen the scenario before."""
    with Statements() as counted:
        act()
    return len(counted.data)


def writing(act):
    """The statements that changed something."""
    with Statements() as counted:
        act()
    return [sql for sql in counted.data if not sql.startswith("SELECT")]


# ---- Before the conversation


def test_start_page_says_where_who_and_that_everybody_is_invented(player):
    words = text_of(player.page())

    assert "An office." in words
    assert "You share the office with Mira." in words
    assert "Jonas , 17" in words
    assert "Everyone here is invented." in words
    assert "about 15 minutes" in words
    assert "Start the conversation" in words


def test_learner_without_a_role_is_asked_for_it_and_finds_no_start_button(client):
    page = a_player(client, role=None).page()

    assert 'action="/learn/tandem/role"' in page
    assert 'name="next" value="/learn/tandem/at-the-desk/"' in page
    assert 'action="/learn/tandem/at-the-desk/begin"' not in page


def test_begin_without_a_role_leads_to_the_question(client):
    response = a_player(client, role=None).begin()

    assert (response.status_code, response["Location"]) == (302, f"{STEP}#role")


def test_learner_of_another_role_is_told_what_counts_and_may_switch(client):
    page = a_player(client, role=Role.POLICE).page()

    assert "the conversation for your own work counts" in text_of(page)
    assert 'name="role" value="social-work"' in page


def test_content_notice_stands_before_the_start_with_a_way_to_skip(client):
    page = a_player(client, skippable=True).page()

    assert "Somebody leaves." in page
    assert 'action="/learn/tandem/at-the-desk/skip"' in page
    assert "Another conversation of this module then counts. You can still come back and play this one." in page


def test_skipping_is_said_and_leaves_the_door_open(client):
    player = a_player(client, skippable=True)

    response = player.client.post(f"{STEP}skip", follow=True)

    assert "You left this conversation out." in response.content.decode()
    assert 'action="/learn/tandem/at-the-desk/begin"' in response.content.decode()
    assert StepSkipped.objects.count() == 1


def test_whoever_skips_is_shown_what_counts_instead(client):
    other = builders.scenario_step("in-the-yard", role=Role.POLICE)
    player = a_player(client, skippable=True, before=[other])

    response = player.client.post(f"{STEP}skip", follow=True)

    assert 'href="/learn/tandem/in-the-yard/">In the yard</a>' in response.content.decode()


def test_my_training_names_the_conversation_of_the_own_role_only(client):
    other = builders.scenario_step("in-the-yard", role=Role.POLICE)
    player = a_player(client, before=[other])

    page = player.client.get("/mine/").content.decode()

    assert "The conversation for your role, played to any ending:" in page
    assert ("At the desk</a>" in page, "In the yard</a>" in page) == (True, False)


def test_unmarked_scenario_is_not_skipped_by_a_forged_form(player):
    response = player.post("skip")

    assert (response.status_code, StepSkipped.objects.count()) == (400, 0)


def test_start_page_of_an_open_conversation_offers_to_go_on_or_start_again(player):
    player.play("ask")

    words = text_of(player.page(about="1"))

    assert "Go on where you were" in words
    assert "Start again" in words


def test_start_page_lists_earlier_conversations_with_door_and_debrief(player):
    player.play("ask", "thank")
    player.play("file", "hold", attempt=2)

    page = player.page(about="1")

    assert "Conversation 1: Door open Look back" in text_of(page)
    assert f'href="{STEP}debrief/1/"' in page


# ---- The conversation


def test_begin_leads_to_the_first_scene(player):
    response = player.client.post(f"{STEP}begin", {"attempt": "1"}, follow=True)

    assert response.redirect_chain == [(STEP, 302)]
    assert "Nobody asked me anything." in response.content.decode()


def test_transcript_says_who_speaks_to_whom_and_marks_the_aside(player):
    player.begin()

    page = player.page()

    assert "Mira half aloud, to you, so that Jonas hears it" in text_of(page)
    assert "Jonas to both of you" in text_of(page)
    assert 'class="turn aside" id="now" tabindex="-1" data-from="peer" data-line="yp"' in page
    assert 'data-from="third" data-line="yt pt"' in page
    assert 'class="turn scene"' in page


def test_choice_stands_in_the_transcript_with_feedback_principles_and_threads(player):
    player.play("ask")

    page = player.page()

    assert "“What happened on Friday?”" in page
    assert "You ask for one moment." in page
    assert 'href="/about/sources/principles/#S4-26"' in page
    assert "A thread is told: what happened on Friday" in text_of(page)
    assert page.count('id="now"') == 1
    assert 'class="turn mine" id="now"' in page


def test_threads_have_three_states_and_three_shapes(player):
    player.play("ask", "thank")
    player.back(turn=3)
    before = text_of(player.page())
    player.choose("thank", turn=4)

    after = player.page()

    assert "What happened on Friday being told" in before
    assert "What happened on Friday tied off for today" in text_of(after)
    assert "Home waiting for you" in text_of(after)


def test_act_has_no_quotation_marks(player):
    player.play("wait")

    assert '<p class="say">Say nothing yet.</p>' in player.page()


def test_choices_keep_their_order_for_one_attempt(player):
    player.begin()

    orders = {tuple(re.findall(r'name="choice" value="(\w+)"', player.page())) for _ in range(3)}

    assert len(orders) == 1
    assert {*orders.pop()} == {"ask", "file", "wait"}


def test_colleague_who_passes_by_has_no_chair_and_no_strong_line(client):
    head = Person("head", "Head teacher", Seat.OTHER)
    scene = replace(JONAS.scenes[0], lines=(Line("head", ("you",), "Is everything all right?"),))
    graph = replace(JONAS, cast=(*JONAS.cast, head), scenes=(scene, *JONAS.scenes[1:]))
    player = a_player(client, graph=graph)
    player.begin()

    page = player.page()

    assert 'data-from="other" data-line=""' in page
    assert "Also there for a moment: Head teacher." in text_of(page)


def test_two_colleagues_share_a_chair(client):
    tomek = Person("tomek", "Tomek", Seat.PEER)
    scene = replace(JONAS.scenes[0], lines=(Line("mira", ("tomek", "jonas"), "What do you two think?"),))
    graph = replace(JONAS, cast=(*JONAS.cast, tomek), scenes=(scene, *JONAS.scenes[1:]))
    player = a_player(client, graph=graph)
    player.begin()

    page = player.page()

    assert ">Mira, Tomek</text>" in page
    assert 'data-from="peer" data-line="pt"' in page
    assert "to Tomek and Jonas" in text_of(page)


def test_learner_resumes_at_the_exact_scene_in_another_browser(player):
    player.play("ask")
    fresh = builders.open_in(type(player.client)(), player.found.place.learner)

    page = fresh.get(STEP).content.decode()

    assert "I walked out." in page
    assert 'name="turn" value="2"' in page


def test_step_back_shows_the_choices_again(player):
    player.play("ask")

    response = player.client.post(f"{STEP}back", {"attempt": "1", "turn": "2"}, follow=True)

    assert response.redirect_chain == [(f"{STEP}#now", 302)]
    assert 'name="turn" value="3"' in response.content.decode()
    assert 'name="choice" value="ask"' in response.content.decode()


def test_ending_shows_its_text_and_one_way_on(player):
    player.play("ask", "thank")

    page = player.page()

    assert "He comes back." in page
    assert "Door open" in page
    assert f'href="{STEP}debrief/1/"' in page
    assert 'name="choice"' not in page


def test_prison_officer_reads_the_variant(client):
    player = a_player(client, graph=replace(JONAS, variants=(WING,)), role=Role.PRISON_PROBATION)
    start = text_of(player.page())
    player.begin()

    page = player.page()

    assert "You are the officer of the wing." in start
    assert "Nobody asked me on the wing." in page
    assert "What happened in the yard?" in page
    assert "Nobody asked me anything." not in page


def test_conversation_keeps_the_role_it_began_with(client):
    player = a_player(client, graph=replace(JONAS, variants=(WING,)))
    player.begin()
    Learner.objects.update(role=Role.PRISON_PROBATION.value)

    assert "Nobody asked me anything." in player.page()


def test_open_words_are_cautious_without_a_reviewed_card(client):
    line = Line("jonas", ("you",), "Will you call {EMERGENCY}? What does {LOCAL_LAW} say?")
    scene = replace(JONAS.scenes[0], lines=(line,))
    player = a_player(client, graph=replace(JONAS, scenes=(scene, *JONAS.scenes[1:]), shows_law=True))
    player.begin()

    words = text_of(player.page())

    assert "Will you call your local emergency number?" in words
    assert "What does the law of your country (ask your lead first) say?" in words
    assert "In danger, call Your local emergency number What you must report Ask your lead first" in words


def test_law_stands_only_where_the_scenario_asks_for_it(player):
    player.begin()

    assert "What you must report" not in player.page()


# ---- What a browser may send


def test_double_click_answers_alike_and_writes_once(player):
    player.begin()
    first = player.choose("ask")

    second = player.choose("ask")

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"]) == (302, f"{STEP}#now")
    assert Turn.objects.count() == 1


def test_stale_turn_says_what_happened_and_leads_to_the_present_scene(player):
    player.play("ask")

    response = player.choose("file")

    assert response.status_code == 409
    assert "The conversation has gone on elsewhere" in response.content.decode()
    assert f'href="{STEP}#now"' in response.content.decode()
    assert Turn.objects.count() == 1


def test_forged_scene_is_not_listened_to(player):
    player.begin()

    player.choose("ask", scene="friday")

    assert [turn.scene for turn in Turn.objects.all()] == ["desk"]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"attempt": "1", "turn": "1"},
        {"attempt": "1", "turn": "1", "choice": "shout"},
        {"attempt": "1", "turn": "1", "choice": "thank"},
        {"attempt": "1", "turn": "1", "choice": "x" * 10_000},
        {"attempt": "1", "turn": "1", "choice": "ask\x00"},
        {"attempt": "1", "turn": "1", "choice": "\u202eksa"},
        {"attempt": "one", "turn": "1", "choice": "ask"},
        {"attempt": "1", "turn": "-1", "choice": "ask"},
        {"attempt": "1", "turn": "9" * 40, "choice": "ask"},
    ],
)
def test_bad_choice_is_refused_and_nothing_is_lost(player, fields):
    player.begin()

    response = player.post("choose", **fields)

    assert (response.status_code, Turn.objects.count()) == (400, 0)
    assert "your place is kept" in response.content.decode()


@pytest.mark.parametrize("fields", [{}, {"attempt": "0"}, {"attempt": "1", "scene": "cellar"}, {"attempt": "1" * 30}])
def test_bad_begin_is_refused(player, fields):
    response = player.post("begin", **fields)

    assert (response.status_code, Attempt.objects.count()) == (400, 0)


def test_attempt_that_does_not_exist_is_not_found(player):
    player.begin()

    assert player.choose("ask", attempt=2).status_code == 404


@pytest.mark.parametrize("number", [2, 10**9, 10**30])
def test_debrief_of_a_missing_attempt_is_not_found(player, number):
    player.play("ask", "thank")

    shown = player.client.get(f"{STEP}debrief/{number}/")
    read = player.post(f"debrief/{number}/read")

    assert (shown.status_code, read.status_code) == (404, 404)


def test_conversation_of_another_learner_looks_like_a_missing_one(player, client):
    player.play("ask", "thank")
    stranger = builders.open_in(type(client)(), LearnerFactory())

    foreign = stranger.get(f"{STEP}debrief/1/")
    missing = stranger.get("/learn/tandem/nowhere/debrief/1/")

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert without_token(foreign.content.decode()) == without_token(missing.content.decode())


def test_other_learner_of_the_course_has_a_conversation_of_their_own(player):
    player.play("ask", "thank")
    beside = builders.scenario_place_beside(player.found)
    stranger = builders.open_in(type(player.client)(), beside.place.learner)

    assert stranger.get(f"{STEP}debrief/1/").status_code == 404
    assert "Start the conversation" in stranger.get(STEP).content.decode()


@pytest.mark.parametrize("path", ["begin", "choose", "back", "skip", "debrief/1/read"])
def test_get_changes_nothing(player, path):
    player.play("ask", "thank")

    assert player.client.get(STEP + path).status_code == 405


@pytest.mark.parametrize("path", ["", "?about=1", "debrief/1/", "group-exercise/"])
def test_page_writes_nothing_and_knows_all_its_words(player, path):
    player.play("ask", "thank")
    pages = []

    wrote = writing(lambda: pages.append(player.client.get(STEP + path).content.decode()))

    assert wrote == []
    assert "⚠undefined" not in pages[0]
    assert "style=" not in pages[0]


@pytest.mark.parametrize("path", ["", "debrief/1/", "group-exercise/"])
def test_visitor_without_a_place_is_sent_to_the_course(client, path):
    response = client.get(STEP + path)

    assert (response.status_code, response["Location"]) == (302, "/courses/tandem/#for-learners")


# ---- Looking back


def test_debrief_shows_ending_map_and_every_choice_with_its_sources(player):
    player.play("ask", "thank")

    page = player.page("debrief/1/")
    words = text_of(page)

    assert "Door open. What helped?" in words
    assert page.count('class="map ') == 2
    assert "Your way: At the desk, Friday, He comes back." in page
    assert "Two other ways from here" in words
    assert "“Why?”" in words
    assert 'href="/about/sources/principles/#S3-11"' in page


def test_debrief_names_competences_in_words_and_never_a_total(player):
    player.play("ask", "thank")

    words = text_of(player.page("debrief/1/"))

    assert "Building trust strong" in words
    assert "%" not in words


def test_debrief_shows_the_thread_left_lying(player):
    player.play("ask", "thank")

    assert "A thread left lying Home" in text_of(player.page("debrief/1/"))


def test_go_again_from_here_begins_at_that_scene(player):
    player.play("ask", "thank")
    page = player.page("debrief/1/")

    player.begin(attempt=2, scene="friday")

    assert 'name="attempt" value="2"' in page
    assert 'name="scene" value="friday"' in page
    assert "I walked out." in player.page()


def test_debrief_of_an_open_conversation_leads_to_its_scene(player):
    player.play("ask")

    response = player.client.get(f"{STEP}debrief/1/")

    assert (response.status_code, response["Location"]) == (302, STEP)


def test_debrief_of_a_way_left_open_says_so_and_is_not_read(player):
    player.play("ask")
    player.begin(attempt=2)

    page = player.page("debrief/1/")

    assert "This way was left open" in page
    assert "debrief/1/read" not in page


def test_debrief_in_another_role_says_that_it_does_not_count_and_why(client):
    player = a_player(client, role=Role.POLICE)
    player.play("ask", "thank")

    assert "So it does not count for module 1, and nothing is lost." in text_of(player.page("debrief/1/"))


def test_debrief_after_the_limit_names_supervision(client):
    player = a_player(client, graph=replace(JONAS, shows_law=True))
    player.play("ask", "thank")

    page = player.page("debrief/1/")

    assert "Supervision" in page
    assert 'href="/about/help/"' in page


def test_reading_the_debrief_goes_on_to_what_is_open_next(client):
    player = a_player(client, before=[builders.lesson_step()])
    player.play("ask", "thank")

    response = player.post("debrief/1/read")

    assert (response.status_code, response["Location"]) == (302, "/learn/tandem/first-lesson/")
    assert DebriefRead.objects.count() == 1


def test_reading_the_last_debrief_completes_the_course(player):
    player.play("ask", "thank")

    response = player.post("debrief/1/read")

    assert CourseDone.objects.count() == 1
    assert response["Location"] == "/learn/tandem/certificate/"


def test_lesson_that_was_the_last_to_be_read_leads_to_the_certificate(client):
    player = a_player(client, before=[builders.lesson_step()])
    player.play("ask", "thank")
    player.post("debrief/1/read")

    response = player.client.post("/learn/tandem/first-lesson/next")

    assert response["Location"] == "/learn/tandem/certificate/"


def test_debrief_of_another_way_goes_on_when_the_certificate_is_made(player):
    player.play("ask", "thank")
    player.post("debrief/1/read")
    player.client.post("/learn/tandem/certificate/", {"name": "Mara"})
    player.play("ask", "thank", attempt=2)

    response = player.post("debrief/2/read")

    assert response["Location"] == "/courses/tandem/"


def test_debrief_that_was_opened_again_elsewhere_is_not_read(player):
    player.play("ask", "thank")
    player.back(turn=3)

    response = player.post("debrief/1/read")

    assert (response.status_code, DebriefRead.objects.count()) == (409, 0)


def test_after_the_debrief_the_step_offers_a_new_start(player):
    player.play("ask", "thank")
    player.post("debrief/1/read")

    words = text_of(player.page())

    assert "Start again" in words
    assert "Go on where you were" not in words


# ---- On paper


def test_group_exercise_has_sheet_facilitator_roles_and_cards(player):
    words = text_of(player.page("group-exercise/"))

    assert "Group exercise: At the desk" in words
    assert "For whoever facilitates" in words
    assert "Role sheets" in words
    assert "Scene cards" in words


def test_group_exercise_is_the_same_whatever_way_was_taken(player):
    before = player.page("group-exercise/")

    player.play("ask", "thank")

    assert without_token(player.page("group-exercise/")) == without_token(before)


# ---- Budgets (decisions.md 22): data statements, with the scenario known to the process


def test_scene_takes_four_statements(player):
    player.play("ask")
    player.page()

    assert statements(player.page) <= 4


def test_start_page_takes_six_statements(player):
    player.play("ask", "thank")
    player.page(about="1")

    assert statements(lambda: player.page(about="1")) <= 6


def test_turn_takes_six_statements(player):
    player.begin()
    player.page()

    assert statements(lambda: player.choose("ask")) <= 6


def test_finishing_turn_takes_ten_statements(player):
    player.play("ask", "thank")
    player.post("debrief/1/read")
    player.begin(attempt=2)
    player.choose("ask", attempt=2)

    assert statements(lambda: player.choose("thank", turn=2, attempt=2)) <= 10


def test_debrief_takes_six_statements(player):
    player.play("ask", "thank")
    player.page("debrief/1/")

    assert statements(lambda: player.page("debrief/1/")) <= 6


def test_reading_the_debrief_takes_ten_statements(player):
    player.play("ask", "thank")

    assert statements(lambda: player.post("debrief/1/read")) <= 10


@pytest.mark.parametrize("path", ["", "?about=1", "debrief/1/"])
def test_three_attempts_and_more_turns_take_no_more_statements_than_one(player, path):
    player.play("ask", "thank")
    player.client.get(STEP + path)
    one = statements(lambda: player.client.get(STEP + path))
    player.play("wait", "wait", "ask", "thank", attempt=2)
    player.play("file", "wait", "hold", attempt=3)

    assert statements(lambda: player.client.get(STEP + path)) == one


# ---- Counts that the specimen makes


def test_specimen_reaches_the_doors_that_these_tests_name(player):
    player.play("ask", "thank")
    player.play("file", "hold", attempt=2)

    assert [row.door for row in EndingReached.objects.order_by("pk")] == [Door.OPEN.value, Door.CLOSED.value]
