"""The live check of the scenario editor: who may ask, what it says, and that it keeps nothing."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from benchmarks.play import graph_of
from modules.models import CoursePage, ScenarioPage
from quizzes.authoring import scenarios
from tests import lasting
from tests.factories import UserFactory
from tests.modules.forms import posted
from training import roles
from training.settings import base

NOWHERE = (
    "“Tell me about the day you noticed.” in “The crate” leads to “nowhere”, which does not exist."
    " Choose a scene or an ending."
)


@pytest.fixture
def scenario(course: CoursePage) -> ScenarioPage:
    page: ScenarioPage = ScenarioPage.objects.get(slug="the-bench")
    return page


def asked(client: Client, page: ScenarioPage, data: dict[str, str] | None = None, **changed: Any) -> Any:
    """The answer for the form of this page with these changes."""
    sent = posted(page, **changed) if data is None else data
    return client.post(reverse("editor:check", args=[page.pk]), sent, HTTP_X_REQUESTED_WITH="XMLHttpRequest")


def saying(answer: Any, words: str) -> dict[str, str]:
    """The first problem whose sentence has these words."""
    found: dict[str, str] = next(problem for problem in answer.json()["problems"] if words in problem["sentence"])
    return found


def scenes_with(page: ScenarioPage, **choice: str) -> Any:
    """The scenes, the first choice of the first one changed."""
    scenes = page.scenes
    scenes[0].value["choices"][0].update(choice)
    return scenes


def test_a_sound_scenario_has_nothing_in_its_way(at_the_desk: Client, scenario: ScenarioPage) -> None:
    found = asked(at_the_desk, scenario).json()

    assert found["errors"] == 0
    assert found["headline"].startswith("Nothing stands in the way of publishing.")


def test_a_broken_target_is_named_with_its_field(at_the_desk: Client, scenario: ScenarioPage) -> None:
    found = asked(at_the_desk, scenario, scenes=scenes_with(scenario, to="nowhere"))

    assert saying(found, "nowhere") == {
        "severity": "error",
        "sentence": NOWHERE,
        "where": "Scene 1, The crate",
        "field": "scenes-0-value-choices-0-value-to",
    }


def test_the_sentences_are_those_of_publishing(at_the_desk: Client, scenario: ScenarioPage) -> None:
    scenes = scenes_with(scenario, to="nowhere", feedback="Why.", principles="S9-9")
    found = asked(at_the_desk, scenario, scenes=scenes).json()

    sent = {**posted(scenario, scenes=scenes), "action-publish": "action-publish"}
    page = at_the_desk.post(reverse("wagtailadmin_pages:edit", args=[scenario.pk]), sent)
    errors = page.context["form"].errors["scenes"].as_data()[0].as_json_data()["blockErrors"]
    choice = errors[0]["blockErrors"]["choices"]["blockErrors"][0]["blockErrors"]
    wanted = {"to": choice["to"]["messages"][0], "principles": choice["principles"]["messages"][0]}
    said = {problem["field"].rpartition("-")[2]: problem["sentence"] for problem in found["problems"]}
    assert wanted.items() <= said.items()


def test_errors_come_before_warnings(at_the_desk: Client, scenario: ScenarioPage) -> None:
    found = asked(at_the_desk, scenario, variants=[], start="nowhere").json()

    severities = [problem["severity"] for problem in found["problems"]]
    assert severities == sorted(severities)
    assert {"error", "warning"} == set(severities)


def test_a_field_keeps_its_name_after_its_scene_was_moved(at_the_desk: Client, scenario: ScenarioPage) -> None:
    sent = posted(scenario, scenes=scenes_with(scenario, to="nowhere"))
    sent |= {"scenes-0-order": "1", "scenes-1-order": "0"}

    found = saying(asked(at_the_desk, scenario, sent), "nowhere")

    assert (found["where"], found["field"]) == ("Scene 2, The crate", "scenes-0-value-choices-0-value-to")


def test_a_deleted_scene_is_not_checked(at_the_desk: Client, scenario: ScenarioPage) -> None:
    sent = posted(scenario) | {"scenes-1-deleted": "1"}

    found = asked(at_the_desk, scenario, sent)

    assert saying(found, "which does not exist")["field"].startswith("scenes-0-")
    assert [problem for problem in found.json()["problems"] if problem["field"].startswith("scenes-1-")] == []


def test_what_the_form_itself_refuses_is_named_too(at_the_desk: Client, scenario: ScenarioPage) -> None:
    found = asked(at_the_desk, scenario, minutes="").json()

    assert ("Minutes", "minutes") in {(problem["where"], problem["field"]) for problem in found["problems"]}


def test_an_empty_scenario_is_told_what_to_begin_with(at_the_desk: Client, scenario: ScenarioPage) -> None:
    empty: dict[str, Any] = {name: [] for name in scenarios.STREAMS}

    found = asked(at_the_desk, scenario, start="", intro="", setting="", you="", title="", **empty).json()

    assert {"start", "intro", "setting", "you", "title", "endings"} <= {
        problem["field"] for problem in found["problems"]
    }
    assert found["headline"] == f"{found['errors']} things to mend before you publish"


def test_a_language_of_the_course_that_the_scenario_lacks_is_a_warning(
    at_the_desk: Client, scenario: ScenarioPage, course: CoursePage, settings: Any
) -> None:
    settings.LANGUAGES = [("en", "English"), ("fi", "Finnish")]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES
    finnish = Locale.objects.create(language_code="fi")
    course.get_parent().copy_for_translation(finnish)
    translated = course.copy_for_translation(finnish)
    CoursePage.objects.filter(pk=translated.pk).update(live=True)

    found = asked(at_the_desk, scenario).json()

    missing = "The course can be read in Finnish, this scenario cannot. Translate it."
    assert ("warning", missing) in {(problem["severity"], problem["sentence"]) for problem in found["problems"]}


def test_the_check_of_a_new_scenario_knows_its_module(at_the_desk: Client, scenario: ScenarioPage) -> None:
    address = reverse("editor:check_new", args=[scenario.get_parent().pk])

    taken = at_the_desk.post(address, posted(scenario)).json()
    free = at_the_desk.post(address, posted(scenario, slug="another-bench")).json()

    assert "slug" in {problem["field"] for problem in taken["problems"]}
    assert free["errors"] == 0


def test_nothing_is_stored(at_the_desk: Client, scenario: ScenarioPage) -> None:
    before = ScenarioPage.objects.get(pk=scenario.pk).intro

    with lasting.writes() as written:
        asked(at_the_desk, scenario, intro="Only typed.")

    assert written <= {"sessions.Session"}
    assert ScenarioPage.objects.get(pk=scenario.pk).intro == before


def test_the_check_counts_its_queries(
    at_the_desk: Client, scenario: ScenarioPage, django_assert_max_num_queries: Any
) -> None:
    sent = posted(scenario)

    with django_assert_max_num_queries(45):
        asked(at_the_desk, scenario, sent)


# ---- Who may


@pytest.mark.parametrize(("role", "status"), [("trainer", 200), ("reviewer", 200), ("operator", 200)])
def test_whoever_may_edit_the_page_may_ask(scenario: ScenarioPage, role: str, status: int) -> None:
    roles.sync()
    client = Client()
    client.force_login(UserFactory(factor=True, **{role: True}))

    assert asked(client, scenario).status_code == status


def test_an_account_without_a_role_is_refused(scenario: ScenarioPage) -> None:
    client = Client()
    client.force_login(UserFactory())

    assert asked(client, scenario).status_code in {302, 403}


def test_a_reviewer_adds_no_scenario_and_is_not_answered_about_a_new_one(scenario: ScenarioPage) -> None:
    roles.sync()
    client = Client()
    client.force_login(UserFactory(factor=True, reviewer=True))
    address = reverse("editor:check_new", args=[scenario.get_parent().pk])

    answer = client.post(address, posted(scenario), HTTP_X_REQUESTED_WITH="XMLHttpRequest")

    assert answer.status_code == 403


def test_the_check_is_not_for_reading(at_the_desk: Client, scenario: ScenarioPage) -> None:
    assert at_the_desk.get(reverse("editor:check", args=[scenario.pk])).status_code == 405


def test_a_lesson_has_no_such_check(at_the_desk: Client, scenario: ScenarioPage) -> None:
    lesson = scenario.get_siblings().exclude(pk=scenario.pk).first()

    assert at_the_desk.post(reverse("editor:check", args=[lesson.pk]), {}).status_code == 404


# ---- Hostile bodies


@pytest.mark.parametrize(
    "change",
    [
        {"scenes-count": ""},
        {"scenes-count": "many"},
        {"scenes-count": "999999999"},
        {"scenes-count": "9" * 5_000},
        {"scenes-count": "-1"},
        {"scenes-0-order": "first"},
        {"scenes-0-order": "1", "scenes-1-order": "1"},
        {"scenes-0-value-choices-count": "x"},
        {"scenes-0-type": "script"},
        {"scenes-0-value-choices-0-value-effects-trust": "99"},
        {"scenes-0-value-key": "\x00"},
        {"scenes-0-value-title": "T" * 10_000},
        {"scenes-0-value-choices-0-value-to": "\u202e<script>"},
        {"minutes": "-1"},
        {"form": "party"},
        {"comments-TOTAL_FORMS": "x"},
    ],
)
def test_a_strange_body_gets_an_answer_and_no_failure(
    at_the_desk: Client, scenario: ScenarioPage, change: dict[str, str]
) -> None:
    answer = asked(at_the_desk, scenario, posted(scenario) | change)

    assert answer.status_code in {200, 400}
    assert answer.headers["Content-Type"] == "application/json"


def test_an_empty_body_is_refused(at_the_desk: Client, scenario: ScenarioPage) -> None:
    assert asked(at_the_desk, scenario, {}).status_code == 400


def test_more_fields_than_any_form_has_are_refused(at_the_desk: Client, scenario: ScenarioPage, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 100

    assert asked(at_the_desk, scenario).status_code == 400


def test_words_come_back_as_words(at_the_desk: Client, scenario: ScenarioPage) -> None:
    answer = asked(at_the_desk, scenario, scenes=scenes_with(scenario, to="<b>nowhere</b>"))

    assert "leads to “<b>nowhere</b>”" in saying(answer, "nowhere")["sentence"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


# ---- Size


def large(page: ScenarioPage, scenes: int) -> ScenarioPage:
    """The page with a scenario of so many scenes in its form."""
    for name, value in scenarios.to_fields(graph_of(scenes)).items():
        setattr(page, name, value)
    return page


def test_the_form_of_a_hundred_scenes_can_be_sent(scenario: ScenarioPage) -> None:
    sent = posted(large(scenario, 100))

    assert len(sent) < base.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert len(urlencode(sent)) < base.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_sixty_scenes_are_checked(at_the_desk: Client, scenario: ScenarioPage) -> None:
    answer = asked(at_the_desk, large(scenario, 60), title="Sixty scenes")

    assert answer.status_code == 200
