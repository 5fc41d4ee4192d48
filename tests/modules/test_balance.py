"""A course goes live only in balance, and what is published in it keeps it so."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from modules import cross_extremism
from modules.curriculum.loading import checked, load
from modules.curriculum.reading import Refused
from modules.models import CoursePage, LessonPage, ModulePage, ScenarioPage, balance
from quizzes.terms import Form
from tests import releasing
from tests.modules.conftest import PUBLISHED_ON
from tests.modules.forms import posted

SHIPPED = Path(__file__).parents[2] / "curriculum"


@pytest.fixture
def scenario(course: CoursePage) -> ScenarioPage:
    """The only case of the small course that leaves its form unnamed."""
    page: ScenarioPage = ScenarioPage.objects.get(slug="the-bench")
    return page


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    """The lesson with six case vignettes."""
    page: LessonPage = LessonPage.objects.get(slug="third-lesson")
    return page


def publish(page: Any) -> None:
    """Puts this page live as it stands in memory, as if two people had approved."""
    with releasing.approved():
        page.save_revision(clean=False).publish()


def press_publish(browser: Client, page: Any, **changed: Any) -> Any:
    with releasing.approved():
        return browser.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]), {**posted(page, **changed), "action-publish": "yes"}
        )


def drafts_like(scenario: ScenarioPage, form: str, count: int) -> list[ScenarioPage]:
    """New scenarios of this form beside the one given, not live yet."""
    made = []
    for number in range(count):
        copy = scenario.copy(update_attrs={"slug": f"{form}-{number}", "title": f"Another {number}"}, keep_live=False)
        copy.form = form
        copy.save_revision(clean=False)
        copy.save(clean=False)
        made.append(copy)
    return made


def in_bulk(browser: Client, pages: list[ScenarioPage]) -> str:
    ids = "&".join(f"id={page.pk}" for page in pages)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    with releasing.approved():
        return browser.post(f"{address}?{ids}&next=/admin/", follow=True).content.decode()


# ---- The shipped course


def test_shipped_course_is_in_balance():
    curriculum = checked(SHIPPED)
    forms = [scenario.entry[1].form for scenario in curriculum.scenarios]
    forms += [vignette.form for lesson in curriculum.lessons for vignette in lesson.entry.vignettes]

    assert cross_extremism.problems(forms) == []
    assert (len(forms), len(cross_extremism.mix(forms).named)) == (17, 7)


# ---- The course


def test_live_cases_are_scenarios_and_vignettes_below_live_modules(course, scenario):
    before = [(case.form, case.is_scenario) for case in balance.live_cases(course)]
    ModulePage.objects.get(number=1).unpublish()

    after = [case.form for case in balance.live_cases(course)]

    assert (Form.UNNAMED, True) in before
    assert (Form.GANG_LIKE, False) in before
    assert len(before) == 8
    assert (len(after), Form.UNNAMED in after) == (6, False)


def test_course_in_balance_is_published(course):
    course.lead = "Another lead."

    publish(course)

    assert CoursePage.objects.get(pk=course.pk).lead == "Another lead."


def test_course_out_of_balance_is_not_published(course, scenario):
    scenario.unpublish()
    course.lead = "Another lead."

    with pytest.raises(ValidationError, match="Leave the form unnamed in at least one"):
        publish(course)


def test_course_without_steps_cannot_go_live_from_its_form(at_the_desk, course):
    home = course.get_parent()
    empty = CoursePage(title="Empty", slug="empty", lead="A lead.", audience="All.", hours="1", live=False)
    home.add_child(instance=empty)
    empty.save_revision()

    answer = press_publish(at_the_desk, empty)

    assert answer.status_code == 200
    assert "This course has no scenario and no case vignette yet." in answer.content.decode()
    assert not CoursePage.objects.get(pk=empty.pk).live


def test_course_out_of_balance_is_saved_as_a_draft(at_the_desk, course, scenario):
    scenario.unpublish()

    answer = at_the_desk.post(
        reverse("wagtailadmin_pages:edit", args=[course.pk]), posted(course, lead="A draft of a lead.")
    )

    assert answer.status_code == 302
    assert CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object().lead == "A draft of a lead."


# ---- Its steps


def test_step_that_takes_a_course_out_of_balance_is_not_published(scenario):
    scenario.form = "right-wing"

    with pytest.raises(ValidationError, match="The course “A small course” would be out of balance"):
        publish(scenario)


def test_form_says_that_the_course_would_be_out_of_balance(at_the_desk, scenario):
    answer = press_publish(at_the_desk, scenario, form="right-wing", change_note="Another form.")

    assert answer.status_code == 200
    assert "would be out of balance. Every case of this course names its form." in answer.content.decode()
    assert list(answer.context["form"].errors) == ["form"]
    assert ScenarioPage.objects.get(pk=scenario.pk).form == "unnamed"


def test_draft_shows_that_the_course_would_be_out_of_balance(scenario):
    scenario.form = "right-wing"

    assert [said for said in scenario.problems() if "out of balance" in said] != []


def test_step_that_keeps_the_balance_is_published(at_the_desk, scenario):
    answer = press_publish(at_the_desk, scenario, intro="You sit on a bench.", change_note="New words.")

    assert answer.status_code == 302
    assert ScenarioPage.objects.get(pk=scenario.pk).intro == "You sit on a bench."


def test_lesson_that_loses_its_cases_is_not_published(lesson):
    lesson.body = [block for block in lesson.body.get_prep_value() if block["type"] != "vignette"]

    with pytest.raises(ValidationError, match="out of balance"):
        publish(lesson)


def test_fourth_case_of_a_form_is_too_many(scenario):
    second, third, fourth = drafts_like(scenario, "gang-like", 3)
    publish(second)
    publish(third)

    with pytest.raises(ValidationError, match="4 of 11 cases are about one form: gang-like"):
        publish(fourth)


def test_step_of_a_course_that_is_not_live_is_published(course, scenario):
    course.unpublish()
    scenario = ScenarioPage.objects.get(pk=scenario.pk)
    scenario.form = "right-wing"

    publish(scenario)

    assert ScenarioPage.objects.get(pk=scenario.pk).form == "right-wing"


def test_step_that_mends_a_course_is_published_though_it_is_not_whole_yet(course, lesson, scenario):
    lesson.unpublish()
    (another,) = drafts_like(scenario, "religious", 1)

    publish(another)

    assert ScenarioPage.objects.get(pk=another.pk).live


def test_module_whose_steps_take_the_course_out_of_balance_is_not_published(course, scenario):
    module = ModulePage(title="Third", slug="third", number=3, topic="T", lead="L", live=False)
    course.add_child(instance=module)
    for copy in drafts_like(scenario, "gang-like", 3):
        copy.move(module, pos="last-child")
        publish(ScenarioPage.objects.get(pk=copy.pk))

    with pytest.raises(ValidationError, match="out of balance"):
        publish(ModulePage.objects.get(pk=module.pk))


# ---- Several at once


def test_steps_that_are_too_many_together_are_not_published_in_bulk(at_the_desk, scenario):
    three = drafts_like(scenario, "gang-like", 3)

    said = in_bulk(at_the_desk, three)

    assert "would be out of balance" in said
    assert "Nothing was published." in said
    assert not ScenarioPage.objects.filter(form="gang-like", live=True).exists()


def test_steps_that_keep_the_balance_are_published_in_bulk(at_the_desk, scenario):
    two = drafts_like(scenario, "gang-like", 2)

    in_bulk(at_the_desk, two)

    assert ScenarioPage.objects.filter(form="gang-like", live=True).count() == 2


# ---- Taking away


def test_taking_a_step_away_is_never_refused_and_the_author_is_told(at_the_desk, course, scenario):
    answer = at_the_desk.post(reverse("wagtailadmin_pages:unpublish", args=[scenario.pk]), follow=True)

    assert "The course “A small course” is out of balance now. Every case" in answer.content.decode()
    assert not ScenarioPage.objects.get(pk=scenario.pk).live
    assert CoursePage.objects.get(pk=course.pk).live


def test_nothing_is_said_about_a_course_that_stays_in_balance(at_the_desk, scenario):
    first = LessonPage.objects.get(slug="first-lesson")

    answer = at_the_desk.post(reverse("wagtailadmin_pages:unpublish", args=[first.pk]), follow=True)

    assert "out of balance" not in answer.content.decode()


def test_step_that_was_taken_away_may_come_back(course, scenario):
    scenario.unpublish()

    publish(ScenarioPage.objects.get(pk=scenario.pk))

    assert balance.course_problems(course) == []


# ---- Loading


def test_folder_with_one_form_only_is_refused(db, folder):
    lessons = folder / "lessons.yaml"
    lessons.write_text(lessons.read_text().partition("  more_vignettes:")[0])

    with pytest.raises(Refused) as refused:
        load(folder, PUBLISHED_ON)

    said = [str(problem) for problem in refused.value.problems]
    assert len([one for one in said if one.startswith("course.yaml:1") and "2 of 7 forms" in one]) == 1
    assert not CoursePage.objects.exists()
