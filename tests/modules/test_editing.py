"""A trainer edits a lesson and a scenario with ordinary forms, previews and publishes."""

from typing import Any

import pytest
from django.template import engines
from django.test import Client
from django.urls import reverse
from wagtail.admin.menu import admin_menu
from wagtail.models import Page

from modules import catalogue
from modules.models import (
    CountryCard,
    CoursePage,
    GlossaryTerm,
    LessonPage,
    LessonVersion,
    Principle,
    ReferenceCard,
    ScenarioPage,
)
from quizzes import versions
from quizzes.models import ScenarioVersion
from tests import releasing
from tests.modules.forms import posted


def save(client: Client, page: Page, **changed: Any) -> Any:
    """Presses "Save draft"."""
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), posted(page, **changed))


def publish(client: Client, page: Page, data: dict[str, str] | None = None, **changed: Any) -> Any:
    """Presses "Publish" on what two people have approved."""
    note = {"change_note": "The wording is corrected."}
    sent = {**(data or posted(page, **{**note, **changed})), "action-publish": "action-publish"}
    with releasing.approved():
        return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent)


def draft_of(page: Page) -> Any:
    """The page as it was saved last."""
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def with_target(page: ScenarioPage, target: str) -> Any:
    """The scenes of a scenario, its first choice leading elsewhere."""
    scenes = page.scenes
    scenes[0].value["choices"][0]["to"] = target
    return scenes


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    page: LessonPage = LessonPage.objects.get(slug="second-lesson")
    return page


@pytest.fixture
def scenario(course: CoursePage) -> ScenarioPage:
    page: ScenarioPage = ScenarioPage.objects.get(slug="the-bench")
    return page


def test_trainer_finds_the_forms_of_every_page(at_the_desk: Client, course: CoursePage) -> None:
    pages = [course, *course.get_descendants().specific()]

    answers = [at_the_desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])) for page in pages]

    assert [answer.status_code for answer in answers] == [200] * 7


def test_trainer_publishes_a_lesson_and_learners_read_it(at_the_desk: Client, lesson: LessonPage) -> None:
    answer = publish(at_the_desk, lesson, lead="Two see more than one.")

    version = catalogue.newest_lesson(lesson.translation_key, "en")
    assert answer.status_code == 302
    assert (version.number, version.content["lead"]) == (2, "Two see more than one.")


def test_an_older_version_of_a_lesson_stays_as_it_was(at_the_desk: Client, lesson: LessonPage) -> None:
    publish(at_the_desk, lesson, lead="Two see more than one.")

    older = LessonVersion.objects.get(key=lesson.translation_key, number=1)
    assert older.content["lead"] == "A single paragraph."


def test_a_form_that_is_sent_back_unchanged_makes_no_version(at_the_desk: Client, lesson: LessonPage) -> None:
    publish(at_the_desk, lesson)

    assert LessonVersion.objects.filter(key=lesson.translation_key).count() == 1


def test_a_scenario_that_is_sent_back_unchanged_makes_no_version(at_the_desk: Client, scenario: ScenarioPage) -> None:
    publish(at_the_desk, scenario)

    assert ScenarioVersion.objects.filter(key=scenario.translation_key).count() == 1


def test_trainer_publishes_a_scenario_and_a_begun_attempt_keeps_its_own(
    at_the_desk: Client, scenario: ScenarioPage
) -> None:
    begun = versions.newest(scenario.translation_key, "en")

    publish(at_the_desk, scenario, intro="You sit down on the kerb.")

    newest = versions.newest(scenario.translation_key, "en")
    assert (begun.number, newest.number) == (1, 2)
    assert versions.graph_of(begun).intro == "You sit down beside Milo. Your colleague Ada stands near."
    assert versions.graph_of(newest).intro == "You sit down on the kerb."


def test_a_draft_with_a_broken_target_is_saved(at_the_desk: Client, scenario: ScenarioPage) -> None:
    answer = save(at_the_desk, scenario, scenes=with_target(scenario, "nowhere"))

    draft = draft_of(scenario)
    assert answer.status_code == 302
    assert draft.scenes[0].value["choices"][0]["to"] == "nowhere"
    assert ScenarioVersion.objects.filter(key=scenario.translation_key).count() == 1


def test_a_broken_target_is_not_published_and_named_at_its_choice(at_the_desk: Client, scenario: ScenarioPage) -> None:
    answer = publish(at_the_desk, scenario, scenes=with_target(scenario, "nowhere"))

    errors = answer.context["form"].errors["scenes"].as_data()[0].as_json_data()
    choice = errors["blockErrors"][0]["blockErrors"]["choices"]["blockErrors"][0]
    assert choice["blockErrors"]["to"]["messages"] == [
        "“Tell me about the day you noticed.” in “The crate” leads to “nowhere”, which does not exist."
        " Choose a scene or an ending."
    ]
    assert ScenarioVersion.objects.filter(key=scenario.translation_key).count() == 1


def test_whoever_is_refused_is_not_told_that_nothing_stands_in_the_way(
    at_the_desk: Client, scenario: ScenarioPage
) -> None:
    page = publish(at_the_desk, scenario, scenes=with_target(scenario, "nowhere")).content.decode()

    assert "Nothing stands in the way of publishing." not in page
    assert "This was not saved." in page


def test_a_broken_draft_cannot_be_published_behind_the_form(scenario: ScenarioPage) -> None:
    scenario.scenes = with_target(scenario, "nowhere")
    revision = scenario.save_revision(clean=False)

    with pytest.raises(Exception, match="nowhere"):
        revision.publish()

    assert ScenarioVersion.objects.filter(key=scenario.translation_key).count() == 1


def test_a_broken_draft_cannot_be_published_in_bulk(at_the_desk: Client, scenario: ScenarioPage) -> None:
    scenario.scenes = with_target(scenario, "nowhere")
    scenario.save_revision(clean=False)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    answer = at_the_desk.post(f"{address}?id={scenario.pk}&next=/admin/", follow=True)

    assert "which does not exist" in answer.content.decode()
    assert ScenarioVersion.objects.filter(key=scenario.translation_key).count() == 1


def test_a_draft_shows_what_stands_in_the_way(at_the_desk: Client, scenario: ScenarioPage) -> None:
    save(at_the_desk, scenario, scenes=with_target(scenario, "nowhere"))

    page = at_the_desk.get(reverse("wagtailadmin_pages:edit", args=[scenario.pk])).content.decode()

    assert "Before this can be published" in page
    assert "which does not exist" in page


def test_a_warning_is_shown_and_does_not_stop_publishing(at_the_desk: Client, scenario: ScenarioPage) -> None:
    answer = publish(at_the_desk, scenario, variants=[])

    page = at_the_desk.get(reverse("wagtailadmin_pages:edit", args=[scenario.pk])).content.decode()
    assert answer.status_code == 302
    assert "There are no words for the role prison or probation officer" in page


def test_a_draft_without_any_text_is_saved(at_the_desk: Client, scenario: ScenarioPage) -> None:
    answer = save(at_the_desk, scenario, intro="", setting="", you="", start="", scenes=[], endings=[], cast=[])

    assert answer.status_code == 302
    assert draft_of(scenario).intro == ""


def test_a_question_without_a_right_option_is_not_published(at_the_desk: Client, course: CoursePage) -> None:
    lesson = LessonPage.objects.get(slug="first-lesson")
    body = lesson.body
    body[2].value["options"][0]["right"] = False

    answer = publish(at_the_desk, lesson, body=body)

    errors = answer.context["form"].errors["body"].as_data()[0].as_json_data()
    assert errors["blockErrors"][2]["messages"] == [
        "No option fits. Mark each option that is part of the right answer."
    ]
    assert LessonVersion.objects.filter(key=lesson.translation_key).count() == 1


def test_a_principle_that_does_not_exist_is_not_published(at_the_desk: Client, lesson: LessonPage) -> None:
    answer = publish(at_the_desk, lesson, principles="S1-1 S9-9")

    assert "There is no principle S9-9. Name another." in answer.content.decode()


def test_a_step_cannot_have_the_address_of_another_one(at_the_desk: Client, lesson: LessonPage) -> None:
    answer = publish(at_the_desk, lesson, slug="third-lesson")

    assert answer.context["form"].errors["slug"] == ["Another step of this course has this address. Choose another."]


def test_trainer_previews_a_lesson_with_its_questions(at_the_desk: Client, lesson: LessonPage) -> None:
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])

    sent = at_the_desk.post(address, posted(lesson, lead="Not published yet."))
    page = at_the_desk.get(address).content.decode()

    assert sent.json() == {"is_valid": True, "is_available": True}
    assert "Not published yet." in page
    assert "Put the steps in order." in page
    assert "⚠undefined" not in page


def test_trainer_previews_a_broken_scenario_as_a_list(at_the_desk: Client, scenario: ScenarioPage) -> None:
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[scenario.pk])

    at_the_desk.post(address, posted(scenario, scenes=with_target(scenario, "nowhere")))
    page = at_the_desk.get(address).content.decode()

    assert "They all lied to me." in page
    assert "which does not exist" in page
    assert "⚠undefined" not in page


def test_a_preview_may_stand_in_the_editors_frame_and_runs_no_script(at_the_desk: Client, lesson: LessonPage) -> None:
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
    at_the_desk.post(address, posted(lesson))

    policy = at_the_desk.get(address).headers["Content-Security-Policy"].split("; ")

    assert {"frame-ancestors 'self'", "script-src 'self'", "style-src 'self'"} <= set(policy)


def test_the_other_pages_have_a_preview_too(at_the_desk: Client, course: CoursePage) -> None:
    pages = [course.get_parent(), course, *course.get_children()]

    answers = [at_the_desk.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])) for page in pages]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert not [answer for answer in answers if "⚠undefined" in answer.content.decode()]


def test_a_draft_with_a_name_of_ten_thousand_signs_gets_a_clear_error(at_the_desk: Client, lesson: LessonPage) -> None:
    answer = save(at_the_desk, lesson, title="T" * 10_000)

    assert answer.status_code == 200
    assert answer.context["form"].errors["title"] == ["Ensure this value has at most 255 characters (it has 10000)."]


def test_a_visitor_is_sent_to_the_one_login_door(client: Client, lesson: LessonPage) -> None:
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))

    assert answer.headers["Location"].startswith("/accounts/login/")


def test_trainer_finds_the_forms_of_cards_and_principles(
    at_the_desk: Client, course: CoursePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Wagtail's template asks for the workflow of things that have none, and takes our sign for one.
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
    rows = [
        CountryCard.objects.get(),
        ReferenceCard.objects.get(),
        GlossaryTerm.objects.get(),
        Principle.objects.first(),
    ]
    names = [row.snippet_viewset.get_url_name("edit") for row in rows]

    answers = [at_the_desk.get(reverse(name, args=[row.pk])) for name, row in zip(names, rows, strict=True)]

    assert [answer.status_code for answer in answers] == [200] * 4


def test_the_menu_leads_to_pages_and_reference_and_nowhere_else_outside(
    at_the_desk: Client, course: CoursePage
) -> None:
    names = [item.name for item in admin_menu.menu_items_for_request(at_the_desk.get("/admin/").wsgi_request)]

    assert {"explorer", "reference"} <= set(names)
    assert "help" not in names


def test_the_questions_of_a_copied_lesson_have_keys_of_their_own(at_the_desk: Client, lesson: LessonPage) -> None:
    data = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": str(lesson.get_parent().pk)}

    at_the_desk.post(reverse("wagtailadmin_pages:copy", args=[lesson.pk]), data)

    copy = LessonPage.objects.get(slug="a-copy")
    keys, own = ({question.key for question in page.questions()} for page in (lesson, copy))
    assert (len(own), keys & own) == (len(keys), set())
    assert {question.key for question in draft_of(copy).questions()} == own


@pytest.mark.parametrize("words", ["a\x00b", "\u202eabc", "x" * 10_000])
def test_strange_words_in_a_choice_get_an_answer_and_no_failure(
    at_the_desk: Client, scenario: ScenarioPage, words: str
) -> None:
    scenes = scenario.scenes
    scenes[0].value["choices"][0]["text"] = words

    answer = save(at_the_desk, scenario, scenes=scenes)

    assert answer.status_code in {200, 302, 400}
