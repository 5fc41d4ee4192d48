"""What changes with a publication: asked for in the form, kept with the version, counted where nobody said it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from modules import publishing
from modules.models import CoursePage, CourseVersion, LessonPage, LessonVersion, ModulePage, ScenarioPage
from quizzes.authoring.questions import KINDS
from quizzes.models import ScenarioVersion
from tests import releasing
from tests.modules.forms import posted

ON = date(2026, 11, 24)
ASKED = ["Say in one sentence what changes. Learners who finished an older version read it."]


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    page: LessonPage = LessonPage.objects.get(slug="second-lesson")
    return page


@pytest.fixture
def scenario(course: CoursePage) -> ScenarioPage:
    page: ScenarioPage = ScenarioPage.objects.get(slug="the-bench")
    return page


def send(client: Client, page: Any, action: str, **changed: Any) -> Any:
    """Presses the button of this action on the form with these changes."""
    sent = {**posted(type(page).objects.get(pk=page.pk), **changed), action: action}
    with releasing.approved():
        return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent)


def publish(client: Client, page: Any, **changed: Any) -> Any:
    return send(client, page, "action-publish", **changed)


def notes(page: Any) -> list[str]:
    """The notes of all versions, oldest first."""
    return [version.note for version in page.versions().order_by("number")]


def initial_note(page: Any) -> str:
    """What stands in the field when the form is opened."""
    fresh = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    form = fresh.get_edit_handler().get_form_class()(instance=fresh)
    return str(form.get_initial_for_field(form.fields["change_note"], "change_note"))


# ---- asked for


def test_trainer_is_asked_what_changes_when_learners_would_get_something_new(
    at_the_desk: Client, lesson: LessonPage
) -> None:
    answer = publish(at_the_desk, lesson, lead="Two see more than one.")

    assert answer.context["form"].errors == {"change_note": ASKED}
    assert notes(lesson) == [""]


def test_trainer_is_asked_for_a_scenario_too(at_the_desk: Client, scenario: ScenarioPage) -> None:
    answer = publish(at_the_desk, scenario, intro="You sit down on the kerb.")

    assert answer.context["form"].errors == {"change_note": ASKED}


def test_spaces_say_nothing(at_the_desk: Client, lesson: LessonPage) -> None:
    answer = publish(at_the_desk, lesson, lead="Two see more than one.", change_note="   ")

    assert answer.context["form"].errors == {"change_note": ASKED}


def test_trainer_is_not_asked_when_nothing_changes(at_the_desk: Client, lesson: LessonPage) -> None:
    answer = publish(at_the_desk, lesson)

    assert answer.status_code == 302
    assert notes(lesson) == [""]


def test_trainer_is_not_asked_when_the_form_only_stores_it_otherwise(at_the_desk: Client, lesson: LessonPage) -> None:
    version = lesson.newest_version()
    type(version).objects.filter(pk=version.pk).update(digest="0" * 64)  # as if a loader had stored it otherwise

    assert publish(at_the_desk, lesson).status_code == 302


def test_trainer_is_not_asked_for_a_draft(at_the_desk: Client, lesson: LessonPage) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])

    answer = at_the_desk.post(address, posted(lesson, lead="Two see more than one."))

    assert answer.status_code == 302
    assert type(lesson).objects.get(pk=lesson.pk).get_latest_revision_as_object().lead == "Two see more than one."


def test_trainer_is_not_asked_before_the_first_version(at_the_desk: Client, lesson: LessonPage) -> None:
    lesson.versions().delete()

    answer = publish(at_the_desk, lesson, lead="Two see more than one.")

    assert answer.status_code == 302
    assert notes(lesson) == [""]


# ---- kept with the version


def test_the_note_stays_with_the_version(at_the_desk: Client, lesson: LessonPage) -> None:
    publish(at_the_desk, lesson, lead="Two see more than one.", change_note="The lead is shorter.")

    assert notes(lesson) == ["", "The lead is shorter."]


def test_the_note_of_a_scenario_stays_with_its_version(at_the_desk: Client, scenario: ScenarioPage) -> None:
    publish(at_the_desk, scenario, intro="You sit down on the kerb.", change_note="The place is clearer.")

    assert notes(scenario) == ["", "The place is clearer."]


def test_the_field_is_empty_again_after_publishing(at_the_desk: Client, lesson: LessonPage) -> None:
    publish(at_the_desk, lesson, lead="Two see more than one.", change_note="The lead is shorter.")

    assert initial_note(lesson) == ""


def test_the_note_of_a_draft_waits_in_the_field(at_the_desk: Client, lesson: LessonPage) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])

    at_the_desk.post(address, posted(lesson, lead="Two see more.", change_note="The lead is shorter."))

    assert initial_note(lesson) == "The lead is shorter."


def test_the_note_of_the_last_version_does_not_do_for_the_next(at_the_desk: Client, lesson: LessonPage) -> None:
    publish(at_the_desk, lesson, lead="Two see more than one.", change_note="The lead is shorter.")

    answer = publish(at_the_desk, lesson, lead="Two see.", change_note="The lead is shorter.")

    assert answer.context["form"].errors == {"change_note": ASKED}


def test_a_note_alone_makes_no_version(at_the_desk: Client, lesson: LessonPage) -> None:
    publish(at_the_desk, lesson, change_note="Nothing at all.")

    assert notes(lesson) == [""]


# ---- counted where nobody said it


def test_a_lesson_published_without_a_form_says_what_is_counted(lesson: LessonPage) -> None:
    lesson.lead = "Two see more than one."
    lesson.body = lesson.body.get_prep_value()[1:]
    releasing.publish(lesson)

    assert notes(lesson) == ["", "1 part taken out, the frame changed."]


def test_a_scenario_published_without_a_form_says_what_is_counted(scenario: ScenarioPage) -> None:
    scenario.scenes[0].value["title"] = "Beside the crate"
    scenario.endings[0].value["text"] = "He looks up."
    releasing.publish(scenario)

    assert notes(scenario) == ["", "1 scene changed, 1 ending changed."]


def test_an_old_note_is_not_said_again_without_a_form(at_the_desk: Client, lesson: LessonPage) -> None:
    publish(at_the_desk, lesson, lead="Two see more than one.", change_note="The lead is shorter.")
    again = LessonPage.objects.get(pk=lesson.pk)
    again.lead = "Two see."
    releasing.publish(again)

    assert notes(lesson) == ["", "The lead is shorter.", "The frame changed."]


def test_loading_leaves_the_first_versions_without_a_note(course: CoursePage) -> None:
    said = {
        *LessonVersion.objects.values_list("note", flat=True),
        *ScenarioVersion.objects.values_list("note", flat=True),
        *CourseVersion.objects.values_list("note", flat=True),
    }

    assert said == {""}


# ---- courses


def test_a_course_version_says_which_step_went(course: CoursePage, lesson: LessonPage) -> None:
    lesson.unpublish()

    newest = CourseVersion.objects.filter(key=course.translation_key).order_by("-number")[0]
    assert newest.note == f"The lesson “{lesson.title}” was taken out."


def test_a_course_version_says_which_questions_changed(course: CoursePage) -> None:
    lesson = next(page for page in LessonPage.objects.descendant_of(course).live() if page.questions())
    place = next(number for number, block in enumerate(lesson.body) if block.block_type in KINDS)
    lesson.body[place].value["prompt"] = "What else?"
    releasing.publish(lesson)

    newest = CourseVersion.objects.filter(key=course.translation_key).order_by("-number")[0]
    assert newest.note == f"The questions of “{lesson.title}” changed."


def test_a_course_version_says_what_counts_now(course: CoursePage) -> None:
    module = ModulePage.objects.child_of(course).live()[0]
    ModulePage.objects.filter(pk=module.pk).update(counts=False)

    publishing.freeze_course(course, ON)

    newest = CourseVersion.objects.filter(key=course.translation_key).order_by("-number")[0]
    assert newest.note == f"Module “{module.title}” no longer counts."
