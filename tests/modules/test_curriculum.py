"""The real curriculum, as the demo loads it."""

from pathlib import Path

import pytest
from django.http import QueryDict

from modules import catalogue
from modules.curriculum.checking import problems
from modules.curriculum.folder import read_folder
from modules.models import (
    CountryCard,
    CoursePage,
    EditorialNote,
    GlossaryTerm,
    LessonPage,
    LessonVersion,
    ModulePage,
    Principle,
    ReferenceCard,
    ScenarioPage,
)
from quizzes.blocks.keys import keys_in
from quizzes.models import ScenarioVersion
from quizzes.questions.kinds import Kind, Question
from quizzes.terms import Role
from tests.modules.forms import posted
from training.settings import base

FOLDER = Path(__file__).parents[2] / "curriculum"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_site")]


@pytest.fixture
def outline() -> catalogue.Outline:
    return catalogue.outline_of(catalogue.published_courses("en")[0])


@pytest.fixture
def questions(outline: catalogue.Outline) -> list[Question]:
    return [question for step in outline.steps for question in step.questions]


def test_the_folder_has_no_problem() -> None:
    assert problems(read_folder(FOLDER)) == []


def test_everything_is_there() -> None:
    counts = {
        model.__name__: model.objects.count()
        for model in (
            CoursePage, ModulePage, LessonPage, ScenarioPage, Principle, EditorialNote, ReferenceCard, GlossaryTerm,
            CountryCard, LessonVersion, ScenarioVersion,
        )
    }  # fmt: skip

    assert counts == {
        "CoursePage": 1,
        "ModulePage": 5,
        "LessonPage": 30,
        "ScenarioPage": 9,
        "Principle": 106,
        "EditorialNote": 14,
        "ReferenceCard": 10,
        "GlossaryTerm": 25,
        "CountryCard": 1,
        "LessonVersion": 30,
        "ScenarioVersion": 9,
    }


def test_three_modules_count_and_two_are_optional(outline: catalogue.Outline) -> None:
    assert [module.counts for module in outline] == [True, True, True, False, False]


def test_each_counting_module_has_a_scenario_for_each_of_three_roles(outline: catalogue.Outline) -> None:
    roles = [{step.role for step in module.scenarios} for module in outline.modules[:3]]

    assert roles == [{Role.TEACHER, Role.POLICE, Role.SOCIAL_WORK}] * 3


def test_all_fifty_questions_are_asked_besides_the_lessons_own_reflections(questions: list[Question]) -> None:
    items = {item.entry.prompt for item in read_folder(FOLDER).items}
    own = [question for question in questions if question.kind is Kind.REFLECTION and question.prompt not in items]

    assert len(questions) - len(own) == 50


def test_questions_of_all_six_kinds_are_asked(questions: list[Question]) -> None:
    assert {question.kind for question in questions} == set(Kind)


def test_confidence_is_always_asked_directly_before_its_question(outline: catalogue.Outline) -> None:
    pairs = [
        (before.about, after.key)
        for step in outline.steps
        for before, after in zip(step.questions, step.questions[1:], strict=False)
        if before.kind is Kind.CONFIDENCE
    ]

    assert pairs
    assert [about for about, _key in pairs] == [key for _about, key in pairs]


def test_each_module_ends_with_its_reflection(outline: catalogue.Outline) -> None:
    kinds = [{question.kind for question in module.lessons[-1].questions} for module in outline]

    assert all(Kind.REFLECTION in found for found in kinds)


@pytest.mark.parametrize("role", [None, *Role])
def test_every_lesson_is_drawn_without_a_gap(outline: catalogue.Outline, role: Role | None) -> None:
    lessons = [catalogue.newest_lesson(step.key, "en") for step in outline.steps if step.role is None]

    bodies = [catalogue.lesson_body(lesson, role, "ZZ", at="/learn/course/step/") for lesson in lessons]

    html = "".join(segment.html for body in bodies for segment in body.segments)
    assert len(bodies) == 30
    assert [sign for sign in ("⚠undefined", "{EMERGENCY}", "{LOCAL_LAW}", "<script", " style=") if sign in html] == []


def test_every_principle_that_a_lesson_or_question_names_is_known(questions: list[Question]) -> None:
    known = set(Principle.objects.values_list("key", flat=True))
    named = {key for page in LessonPage.objects.all() for key in keys_in(page.principles)}

    assert (named | {key for question in questions for key in question.principles}) - known == set()


def test_lesson_and_scenarios_about_danger_say_who_has_to_review_them() -> None:
    missing = catalogue.reviewed(CoursePage.objects.get(), "en").missing

    assert {review.title for review in missing} == {
        "4.3 When danger is imminent",
        "Low energy",
        "Interrogation with biscuits",
        "The one limit",
    }
    assert {review.who for review in missing} == {("lawyer", "clinician")}


def test_no_page_was_loaded_that_its_own_form_would_refuse() -> None:
    pages = [*LessonPage.objects.all(), *ScenarioPage.objects.all()]

    forms = [
        page.get_edit_handler().get_form_class()(
            QueryDict(mutable=True) | posted(page), instance=page, parent_page=page.get_parent()
        )
        for page in pages
    ]

    assert [form.errors for form in forms if not form.is_valid()] == []


def test_the_largest_form_stays_below_the_limit_of_fields() -> None:
    counts = [len(posted(page)) for page in ScenarioPage.objects.all()]

    assert max(counts) < base.DATA_UPLOAD_MAX_NUMBER_FIELDS
