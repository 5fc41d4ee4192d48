"""What is published is frozen once; what changes the order of a course makes it count up."""

import pytest

from modules import catalogue, publishing
from modules.models import CoursePage, CourseVersion, LessonPage, LessonVersion, ModulePage, ScenarioPage
from modules.outline import StepKind
from quizzes.models import ScenarioVersion
from quizzes.terms import Role
from tests import releasing
from tests.modules.conftest import PUBLISHED_ON


def numbers(course: CoursePage) -> list[int]:
    """The versions of the course so far."""
    return list(CourseVersion.objects.filter(key=course.translation_key).values_list("number", flat=True))


def slugs(course: CoursePage) -> list[str]:
    """The steps of the newest version in order."""
    version = catalogue.course_by_slug(course.slug, "en")
    return [step.slug for step in catalogue.outline_of(version).steps]


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    page: LessonPage = LessonPage.objects.get(slug="first-lesson")
    return page


def test_a_course_version_holds_modules_steps_and_questions(course: CoursePage) -> None:
    outline = catalogue.outline_of(catalogue.course_by_slug("small-course", "en"))

    first, second = outline.modules
    assert (outline.title, outline.hours, outline.number) == ("A small course", "3.5", 1)
    assert (first.number, first.minutes, first.counts, second.counts) == (1, 30, True, False)
    assert [step.kind for step in first.steps] == [StepKind.LESSON, StepKind.LESSON, StepKind.SCENARIO]
    assert [len(step.questions) for step in first.steps] == [3, 4, 0]
    assert (first.steps[2].role, first.steps[2].skippable) == (Role.TEACHER, True)


def test_publishing_without_a_change_writes_no_version(lesson: LessonPage, course: CoursePage) -> None:
    before = LessonVersion.objects.count()

    releasing.publish(lesson)

    assert (LessonVersion.objects.count(), numbers(course)) == (before, [1])


def test_a_new_title_of_a_lesson_counts_the_course_up(lesson: LessonPage, course: CoursePage) -> None:
    lesson.title = "Another first lesson"
    releasing.publish(lesson)

    assert numbers(course) == [1, 2]


def test_a_saved_draft_freezes_nothing(lesson: LessonPage, course: CoursePage) -> None:
    lesson.title = "Another first lesson"
    lesson.save_revision()

    assert (LessonVersion.objects.filter(key=lesson.translation_key).count(), numbers(course)) == (1, [1])


def test_an_unpublished_lesson_leaves_the_outline(lesson: LessonPage, course: CoursePage) -> None:
    lesson.unpublish()

    assert slugs(course) == ["second-lesson", "the-bench", "third-lesson"]


def test_a_deleted_lesson_leaves_the_outline_and_its_versions_stay(lesson: LessonPage, course: CoursePage) -> None:
    key = lesson.translation_key

    lesson.delete()

    assert slugs(course) == ["second-lesson", "the-bench", "third-lesson"]
    assert LessonVersion.objects.filter(key=key).count() == 1


def test_a_deleted_module_leaves_the_outline(course: CoursePage) -> None:
    ModulePage.objects.get(number=1).delete()

    assert slugs(course) == ["third-lesson"]


def test_a_moved_lesson_changes_the_outline(lesson: LessonPage, course: CoursePage) -> None:
    lesson.move(ModulePage.objects.get(number=2), pos="last-child")

    assert slugs(course) == ["second-lesson", "the-bench", "third-lesson", "first-lesson"]


def test_a_new_address_of_a_step_changes_the_outline(lesson: LessonPage, course: CoursePage) -> None:
    lesson.slug = "stories-first"
    releasing.publish(lesson)

    assert slugs(course)[0] == "stories-first"


def test_an_unpublished_course_is_not_frozen_again(lesson: LessonPage, course: CoursePage) -> None:
    course.unpublish()
    lesson.title = "Another first lesson"
    releasing.publish(lesson)

    assert (numbers(course), catalogue.published_courses("en")) == ([1], [])


def test_together_freezes_a_course_once(course: CoursePage) -> None:
    pages = list(LessonPage.objects.descendant_of(course))

    with publishing.together(PUBLISHED_ON):
        for page in pages:
            page.title = f"{page.title} again"
            releasing.publish(page)

    assert numbers(course) == [1, 2]


def test_a_failure_inside_together_freezes_nothing(course: CoursePage, lesson: LessonPage) -> None:
    def half_of_it() -> None:
        with publishing.together(PUBLISHED_ON):
            lesson.title = "Another first lesson"
            releasing.publish(lesson)
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        half_of_it()

    assert numbers(course) == [1]


def test_a_scenario_version_holds_the_graph(course: CoursePage) -> None:
    page = ScenarioPage.objects.get(slug="the-bench")

    version = ScenarioVersion.objects.get(key=page.translation_key)

    assert (version.number, version.language, version.content["start"]) == (1, "en", "N1")
