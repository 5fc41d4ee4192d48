"""A draft is tried as learners would get it, from anywhere, and nothing of that is kept."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale

from modules.editor import trying
from modules.editor.play_page import PlayPage
from modules.editor.trying import Asked, NoSuchWay, playable, walk
from modules.models import CountryCard, CountryCardEntry, CoursePage, ScenarioPage
from quizzes.engine.graph import Choice, Ending, Graph, Line, Scene
from quizzes.terms import Door, Form, Role
from tests import builders, lasting
from tests.factories import LearnerFactory, UserFactory
from training import roles
from training.models import LearnerDevice, User

HERE = re.compile(r'<a href="([^"]+)" aria-current="true">([^<]+)</a>')


@pytest.fixture
def scenario(course: CoursePage) -> ScenarioPage:
    found: ScenarioPage = ScenarioPage.objects.get(slug="the-bench")
    return found


@pytest.fixture
def desk(client: Client, course: CoursePage) -> Client:
    """A trainer's browser."""
    roles.sync()
    client.force_login(UserFactory(trainer=True, factor=True))
    return client


def words(response: Any) -> str:
    """What somebody reads, in one line."""
    text = re.sub(r"<(script|style|svg|title)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def at(page: ScenarioPage, query: str = "") -> str:
    return f"{reverse('editor:play', args=[page.pk])}?{query}"


def actions(response: Any) -> list[str]:
    """Where the forms of the page lead."""
    return [
        unescape(action) for action in re.findall(r'<form [^>]*action="([^"]*content[^"]*)"', response.content.decode())
    ]


def drafted(page: ScenarioPage, **fields: Any) -> ScenarioPage:
    """The page with another draft, which nobody published."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(clean=False)
    return page


def scenes_with(page: ScenarioPage, number: int, **value: Any) -> list[dict[str, Any]]:
    """The scenes of the page as they are stored, one of them changed."""
    stored = [dict(block) for block in page.scenes.get_prep_value()]
    stored[number] = {**stored[number], "value": {**stored[number]["value"], **value}}
    return stored


# ---- As a learner


def test_author_begins_at_the_page_before_the_conversation(desk, scenario):
    shown = desk.get(at(scenario))

    assert shown.status_code == 200
    assert "You are trying the draft of “The bench”. Nothing is recorded." in words(shown)
    assert "Start the conversation" in words(shown)
    assert scenario.setting in words(shown)


def test_author_sees_the_content_notice_before_it_begins(desk, scenario):
    shown = words(desk.get(at(drafted(scenario, notice="Somebody speaks of a loss.", skippable=True))))

    assert "Before you begin Somebody speaks of a loss." in shown
    assert "learners can skip this conversation" in shown


def test_author_plays_the_draft_to_an_ending_and_looks_back(desk, scenario):
    graph = scenario.graph()
    first = desk.get(at(scenario, "role=teacher&scene=N1"))
    target = next(choice for choice in graph.scenes_by_key["N1"].choices)

    second = desk.post(actions(first)[0], {"attempt": 1, "turn": 1, "choice": target.key}, follow=True)

    assert second.status_code == 200
    assert second.redirect_chain[0][0].endswith("#now")
    assert target.feedback in words(second)


def test_author_looks_back_after_the_last_choice(desk, scenario):
    query = way_to_an_ending(scenario.graph())
    ended = desk.get(at(scenario, query))
    look = unescape(re.search(r'class="btn" href="([^"]+)"', ended.content.decode()).group(1))

    debrief = desk.get(look)

    assert "Look back at this conversation" in words(ended)
    assert "The way you took, and ways you did not" in words(debrief)
    assert '<svg class="map' in debrief.content.decode()
    assert "What you practised, in words" in words(debrief)


def way_to_an_ending(graph: Graph) -> str:
    """The query of a shortest way that ends."""
    ways: list[tuple[str, tuple[str, ...]]] = [(graph.start, ())]
    found = next(way for way in _ways(graph, ways) if way[0] in graph.endings_by_key)
    return "&".join([f"role={graph.role}", f"scene={graph.start}", *(f"turn={choice}" for choice in found[1])])


def _ways(graph: Graph, waiting: list[tuple[str, tuple[str, ...]]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    while waiting:
        here, way = waiting.pop(0)
        yield here, way
        choices = graph.scenes_by_key[here].choices if here in graph.scenes_by_key else ()
        waiting += [(choice.to, (*way, choice.key)) for choice in choices]


def test_author_steps_back(desk, scenario):
    first = desk.get(at(scenario, "role=teacher&scene=N1&turn=a"))

    back = desk.post(actions(first)[-1], {"attempt": 1, "turn": 2})

    assert back.status_code == 302
    assert back["Location"] == at(scenario, "role=teacher&scene=N1&turn=a&turn=#now")
    assert "Step back" not in words(desk.get(back["Location"]))


def test_author_goes_again_from_a_scene_of_the_debrief(desk, scenario):
    debrief = desk.get(at(scenario, f"{way_to_an_ending(scenario.graph())}&look=back"))

    again = desk.post(actions(debrief)[0], {"attempt": 1, "scene": "N1"})

    assert again["Location"] == at(scenario, "role=teacher&scene=N1#now")


def test_author_begins_at_any_scene(desk, scenario):
    shown = desk.get(at(scenario, "scene=N2"))

    scene = scenario.graph().scenes_by_key["N2"]
    assert scene.lines[0].words in words(shown)
    assert (f"N2 · {scene.title}") in [unescape(label) for _address, label in HERE.findall(shown.content.decode())]


def test_threads_stand_beside_the_conversation(desk, scenario):
    assert "Threads" in words(desk.get(at(scenario, "scene=N1")))


def test_draft_that_was_saved_last_is_played_and_not_what_is_live(desk, scenario):
    drafted(scenario, intro="It rains on the bench.")

    assert "It rains on the bench." in words(desk.get(at(scenario)))
    assert "It rains on the bench." not in words(desk.get(at(scenario, "of=live")))
    assert "as learners get it now" in words(desk.get(at(scenario, "of=live")))


def test_page_keeps_the_policy_of_the_learners(desk, scenario):
    policy = desk.get(at(scenario))["Content-Security-Policy"]

    assert "unsafe-inline" not in policy
    assert "script-src" in policy or "default-src" in policy


def test_conversation_needs_no_script(desk, scenario):
    assert "<script" not in desk.get(at(scenario, "scene=N1")).content.decode()


def test_links_lead_back_to_the_scene_in_the_editor(desk, scenario):
    block = next(child.id for child in scenario.scenes if child.value["key"] == "N2")

    shown = desk.get(at(scenario, "scene=N2")).content.decode()

    assert f"/admin/pages/{scenario.pk}/edit/#block-{block}-section" in shown


# ---- As any role, in any language


def test_author_plays_in_the_words_of_another_role(desk, scenario):
    variant = next(iter(scenario.graph().variants))

    shown = words(desk.get(at(scenario, f"role={variant.role}&scene=N1")))

    assert variant.intro in shown
    assert scenario.intro not in shown


def test_role_without_words_of_its_own_is_said_to_have_none(desk, scenario):
    labels = [
        unescape(label) for _address, label in HERE.findall(desk.get(at(scenario, "role=police")).content.decode())
    ]

    assert "Police officer (no words of their own)" in labels


def test_another_role_keeps_the_place(desk, scenario):
    shown = desk.get(at(scenario, "role=teacher&scene=N1&turn=a")).content.decode()

    assert unescape(shown).count("role=prison-probation&scene=N1&turn=a") == 1


def test_no_language_is_offered_while_there_is_only_one(desk, scenario):
    assert "Language" not in words(desk.get(at(scenario)))


def test_translation_is_offered_and_played(desk, scenario, course):
    finnish = Locale.objects.create(language_code="fi")
    above = [course.get_parent().specific, course, scenario.get_parent().specific, scenario]
    translated = [original.copy_for_translation(finnish) for original in above][-1]
    roles.sync()  # trainers of the site write in every language
    drafted(translated, intro="Sataa.")

    shown = desk.get(at(scenario))
    there = desk.get(at(translated))

    assert reverse("editor:play", args=[translated.pk]) in shown.content.decode()
    assert "Sataa." in words(there)
    assert '<html lang="fi"' in there.content.decode()


def test_country_words_are_those_of_somebody_who_chose_no_country(desk, scenario):
    drafted(scenario, shows_law=True, intro="Call {EMERGENCY}.")

    assert "Ask your lead first" in words(desk.get(at(scenario, "scene=N1")))


def test_reviewed_card_of_the_site_is_shown(desk, scenario, settings):
    settings.TANDEM_COUNTRY = "FI"
    card = CountryCard(
        country="FI", name="Finland", emergency_number="112", reviewed_on="2026-09-03", reviewers="lawyer", live=True
    )
    card.save()
    CountryCardEntry.objects.create(card=card, role="teacher", duty_to_report="Tell the child protection services.")
    drafted(scenario, shows_law=True)

    assert "Tell the child protection services." in words(desk.get(at(scenario, "scene=N1")))


# ---- Nothing is recorded


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            found[table] = sorted(map(repr, cursor.execute(f'SELECT * FROM "{table}"').fetchall()))  # noqa: S608
    return found


def test_playing_writes_nothing_at_all(desk, scenario):
    query = way_to_an_ending(scenario.graph())
    desk.get(at(scenario))
    before, cookies = everything(), dict(desk.cookies)

    with lasting.writes() as written:
        first = desk.get(at(scenario, "role=teacher&scene=N1"))
        desk.post(actions(first)[0], {"attempt": 1, "turn": 1, "choice": "a"})
        desk.get(at(scenario, query))
        desk.get(at(scenario, f"{query}&look=back"))
        desk.post(at(scenario, "role=teacher&act=begin"), {"scene": "N2"})

    assert written == set()
    assert everything() == before
    assert set(desk.cookies) <= {*cookies, "csrf", "seen"}


def test_playing_leaves_a_learner_of_the_same_browser_alone(desk, scenario):
    builders.open_in(desk, LearnerFactory())
    LearnerDevice.objects.update(expires_at=timezone.now() + timedelta(hours=4))
    before = everything()

    first = desk.get(at(scenario, "role=teacher&scene=N1"))
    with lasting.writes() as written:
        desk.post(actions(first)[0], {"attempt": 1, "turn": 1, "choice": "a"})

    assert written == set()
    assert everything() == before


# ---- Hostile or outdated addresses


@pytest.mark.parametrize(
    "query",
    [
        "scene=nowhere",
        "scene=E1",
        "scene=N1&turn=zzz",
        "scene=N1&turn=",
        "scene=N1&turn=a&turn=&turn=",
        "turn=a",
        "role=emperor",
        "scene=N1&look=back",
        "scene=N1&turn=%s" % ("a" * 101),
        "scene=%s" % ("N" * 101),
        "scene=N1" + "&turn=a&turn=" * 101,
        "scene=%3Cscript%3E",
        "scene=N1&turn=%EF%BF%BD",
    ],
)
def test_address_that_does_not_fit_gets_a_page_that_says_so(desk, scenario, query):
    shown = desk.get(at(scenario, query))

    assert shown.status_code == 400
    assert "This way does not exist" in words(shown)


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("role=teacher&scene=N1&act=choose", {"choice": "zzz"}),
        ("role=teacher&scene=N1&act=choose", {"choice": ""}),
        ("role=teacher&scene=N1&act=choose", {}),
        ("role=teacher&scene=N1&act=back", {}),
        ("role=teacher&act=begin", {"scene": "E1"}),
        ("role=teacher&scene=N1&act=fly", {}),
        ("role=teacher&scene=N1", {"choice": "a"}),
    ],
)
def test_act_that_does_not_fit_gets_a_page_that_says_so(desk, scenario, query, sent):
    assert desk.post(at(scenario, query), sent).status_code == 400


def test_published_words_of_what_was_never_published_do_not_exist(desk, scenario):
    scenario.unpublish()

    assert desk.get(at(scenario, "of=live")).status_code == 400


def test_other_methods_are_refused(desk, scenario):
    assert desk.put(at(scenario)).status_code == 405


# ---- Broken drafts


def test_choice_that_leads_nowhere_says_so_and_where_to_write_it(desk, scenario):
    choices = [dict(item) for item in scenario.scenes.get_prep_value()[0]["value"]["choices"]]
    choices[0] = {**choices[0], "value": {**choices[0]["value"], "to": "nowhere"}}
    drafted(scenario, scenes=scenes_with(scenario, 0, choices=choices))

    shown = desk.get(at(scenario, "scene=N1&turn=a"))

    assert shown.status_code == 200
    assert "This choice leads to “nowhere”, which is not written yet." in words(shown)
    assert "Step back one turn" in words(shown)
    block = next(child.id for child in scenario.scenes if child.value["key"] == "N1")
    assert f'class="btn" href="/admin/pages/{scenario.pk}/edit/#block-{block}-section"' in shown.content.decode()


def test_scene_without_choices_says_so(desk, scenario):
    drafted(scenario, scenes=scenes_with(scenario, 0, choices=[], title="Alone"))

    assert "“Alone” offers no choice yet." in words(desk.get(at(scenario, "scene=N1")))


def test_speaker_who_is_not_in_the_room_is_named_by_the_key(desk, scenario):
    line = {"speaker": "ghost", "to": "you", "words": "Boo.", "direction": "", "aside": False}
    drafted(scenario, scenes=scenes_with(scenario, 0, lines=[{"type": "item", "value": line, "id": "1"}]))

    assert "Ghost to you “Boo.”" in words(desk.get(at(scenario, "scene=N1")))


def test_first_scene_stands_in_for_a_start_that_does_not_exist(desk, scenario):
    shown = desk.get(at(drafted(scenario, start="nowhere")))

    assert "begins at the first one that is written" in words(shown)
    assert "scene=N1" in shown.content.decode()


def test_draft_without_scenes_says_what_to_do(desk, scenario):
    shown = words(desk.get(at(drafted(scenario, scenes=[]))))

    assert "There is no scene yet. Write one, then try it." in shown
    assert "missing before this can be published" in shown


def test_what_is_missing_is_listed_with_the_words_of_the_editor(desk, scenario):
    drafted(scenario, scenes=scenes_with(scenario, 0, choices=[]))

    shown = words(desk.get(at(scenario)))

    assert scenario.own_problems()[0] in shown


KEYS = st.sampled_from(["", "N1", "N2", "N3", "E1", "zz", "?"])
CHOICES = st.lists(
    st.builds(Choice, key=st.sampled_from(["", "a", "b"]), text=st.just("Go."), to=KEYS, feedback=st.just("")),
    max_size=3,
).map(tuple)
LINES = st.lists(
    st.builds(Line, speaker=KEYS, to=st.lists(KEYS, max_size=2).map(tuple), words=st.just("Hm.")), max_size=2
)
SCENES = st.lists(
    st.builds(
        Scene,
        key=KEYS,
        title=st.just("T"),
        lines=LINES.map(tuple),
        choices=CHOICES,
        lays=st.lists(KEYS, max_size=2).map(tuple),
    ),
    max_size=4,
).map(tuple)
ENDINGS = st.lists(
    st.builds(Ending, key=KEYS, title=st.just("E"), door=st.sampled_from(Door), text=st.just(""), debrief=st.just("")),
    max_size=2,
).map(tuple)


@st.composite
def drafts(draw: Any) -> Graph:
    """Scenarios as somebody has them in the middle of writing."""
    return Graph(
        title="", form=Form.UNNAMED, role=Role.TEACHER, setting="", you="", intro="", cast=(), competences=(),
        start=draw(KEYS), scenes=draw(SCENES), endings=draw(ENDINGS),
    )  # fmt: skip


@given(graph=drafts(), picks=st.lists(st.integers(0, 2), max_size=6))
def test_whatever_is_offered_can_be_chosen_and_drawn(graph, picks):
    made = playable(graph, Role.TEACHER)
    way = Asked(Role.TEACHER, scene=made.graph.start)
    for pick in picks:
        state = trying_to_walk(made.graph, way)
        choices = (
            made.graph.scenes_by_key[state.here].choices if state and state.here in made.graph.scenes_by_key else ()
        )
        if not choices:
            break
        way = trying.after(made.graph, way, "choose", {"choice": choices[pick % len(choices)].key})
    page = PlayPage(ScenarioPage(pk=1, content_type_id=1, locale=Locale(language_code="en")), way, graph, made)
    with override("en"):
        assert made.graph.start == "" or page.scene.get_context_data() is not None
        assert made.graph.start == "" or page.room.get_context_data() is not None


def trying_to_walk(graph: Graph, way: Asked) -> Any:
    """Where the way leads; None for a draft without scenes."""
    try:
        return walk(graph, way)
    except NoSuchWay:
        assert graph.scenes == () or graph.start == ""
        return None


# ---- Who may


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ({"trainer": True, "factor": True}, 200),
        ({"reviewer": True, "factor": True}, 200),
        ({"operator": True, "factor": True}, 200),
        ({}, 302),
    ],
)
def test_who_may_edit_or_review_may_try(client, scenario, who, status):
    roles.sync()
    user: User = UserFactory(**who)
    client.force_login(user)

    assert client.get(at(scenario)).status_code == status


def test_visitor_is_sent_to_the_login(client, scenario):
    answer = client.get(at(scenario))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_lesson_is_no_conversation(desk, scenario):
    lesson = scenario.get_siblings().exclude(pk=scenario.pk).first()

    assert desk.get(reverse("editor:play", args=[lesson.pk])).status_code == 404
