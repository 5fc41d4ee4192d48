"""Authors see which forms of extremism the cases of a course touch, and what is missing."""

import re
from html import unescape

import pytest
from django.urls import reverse

from modules.models import CoursePage, ScenarioPage
from modules.models.form_matrix import form_matrix
from tests.factories import UserFactory
from tests.modules.forms import posted
from training import roles


@pytest.fixture
def scenario(course: CoursePage) -> ScenarioPage:
    page: ScenarioPage = ScenarioPage.objects.get(slug="the-bench")
    return page


def words(response):
    main = response.content.decode().partition("<main")[2]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", main, flags=re.DOTALL))))


def at(course, query=""):
    return f"{reverse('editor:forms', args=[course.pk])}{query}"


def row(matrix, label):
    return next(row for row in matrix.rows if row.label == label)


def test_matrix_counts_every_case_by_form_and_module(course):
    matrix = form_matrix(course, drafts=False)

    gang = row(matrix, "Gang-like")
    assert (matrix.total, len(matrix.rows), len(matrix.modules)) == (8, 8, 2)
    assert (gang.count, gang.share, gang.remark) == (1, "12.5 %", "")
    assert [[link.title for link in cell] for cell in gang.cells] == [["Second lesson"], []]


def test_cases_of_one_lesson_and_form_are_one_link(course, scenario):
    lesson = course.get_descendants().get(slug="third-lesson").specific
    vignettes = [block for block in lesson.body.get_prep_value() if block["type"] == "vignette"]
    lesson.body = [{**block, "value": {**block["value"], "form": "religious"}} for block in vignettes]
    lesson.save_revision(clean=False)

    religious = row(form_matrix(course, drafts=True), "Religious")

    assert (religious.count, religious.remark) == (6, "too many")
    assert [link.count for cell in religious.cells for link in cell] == [6]


def test_missing_forms_are_said_in_words(course, scenario):
    scenario.unpublish()

    matrix = form_matrix(course, drafts=False)

    assert row(matrix, "Left unnamed").remark == "missing"
    assert matrix.problems == ("Every case of this course names its form. Leave the form unnamed in at least one.",)


def test_titles_that_name_a_single_form_are_listed(course, scenario):
    scenario.title = "The gang on the bench"
    scenario.save_revision(clean=False)

    titles = form_matrix(course, drafts=True).titles

    assert [(title.text, title.form) for title in titles] == [("The gang on the bench", "gang-like")]


def test_trainer_reads_the_table(at_the_desk, course):
    shown = at_the_desk.get(at(course))

    assert shown.status_code == 200
    assert "This course is in balance." in words(shown)
    assert "The bench scenario" in words(shown)
    assert '<th scope="row">' in shown.content.decode()
    assert "<caption>" in shown.content.decode()


def test_drafts_are_shown_on_wish(at_the_desk, course, scenario):
    scenario.form = "gang-like"
    scenario.save_revision(clean=False)

    assert "This course is in balance." in words(at_the_desk.get(at(course)))
    assert "With every draft it still could not go live" in words(at_the_desk.get(at(course, "?of=drafts")))


def test_course_that_is_not_live_shows_its_drafts(at_the_desk, course):
    course.unpublish()

    assert "Cases with every draft" in words(at_the_desk.get(at(course)))


def test_table_stands_in_the_editor_of_the_course(at_the_desk, course):
    shown = at_the_desk.get(reverse("wagtailadmin_pages:edit", args=[course.pk]))

    assert "Forms of extremism" in words(shown)
    assert "Cases that learners meet, by form and module" in words(shown)
    assert at(course) in shown.content.decode()
    assert "css/editor/balance.css" in shown.content.decode()


def test_new_course_says_what_will_stand_there(at_the_desk, course):
    shown = at_the_desk.get(reverse("wagtailadmin_pages:add", args=["modules", "coursepage", course.get_parent().pk]))

    assert "this shows which forms they touch" in words(shown)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ({"trainer": True, "factor": True}, 200),
        ({"reviewer": True, "factor": True}, 200),
        ({"operator": True, "factor": True}, 200),
        ({}, 302),
    ],
)
def test_who_may_edit_or_review_may_look(client, course, who, status):
    roles.sync()
    client.force_login(UserFactory(**who))

    assert client.get(at(course)).status_code == status


def test_looking_is_all_one_can_do(at_the_desk, course, scenario):
    assert at_the_desk.post(at(course)).status_code == 405
    assert at_the_desk.get(at(scenario)).status_code == 404


# ---- Ways in


def test_scenario_offers_to_play_the_draft(at_the_desk, scenario):
    shown = at_the_desk.get(reverse("wagtailadmin_pages:edit", args=[scenario.pk])).content.decode()

    play = reverse("editor:play", args=[scenario.pk])
    assert f'href="{play}"' in shown
    assert f'href="{play}?scene=N1"' in shown
    assert "Play the draft" in shown


def test_course_offers_its_forms(at_the_desk, course):
    assert (
        at(course) in at_the_desk.get(reverse("wagtailadmin_explore", args=[course.get_parent().pk])).content.decode()
    )


# ---- Preview as a role


def preview(browser, page, mode):
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    browser.post(address, posted(page))
    return browser.get(f"{address}?mode={mode}").content.decode()


def test_scenario_is_previewed_in_the_words_of_a_role(at_the_desk, scenario):
    variant = scenario.graph().variants[0]

    assert variant.intro in unescape(preview(at_the_desk, scenario, variant.role.value))
    assert variant.intro not in unescape(preview(at_the_desk, scenario, ""))


def test_lesson_is_previewed_as_a_role(at_the_desk, course):
    lesson = course.get_descendants().get(slug="second-lesson").specific

    police, teacher = (preview(at_the_desk, lesson, mode) for mode in ("police", "teacher"))

    assert police != teacher
    assert "Say that you are police." in police
