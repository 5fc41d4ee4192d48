"""A trainer reads what changed between two states of a lesson or scenario."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from modules.models import CoursePage, LessonPage, ScenarioPage
from tests import releasing
from training.models import User

pytestmark = pytest.mark.usefixtures("admin_pages")


@pytest.fixture
def scenario(course: CoursePage) -> ScenarioPage:
    page: ScenarioPage = ScenarioPage.objects.get(slug="the-bench")
    return page


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    page: LessonPage = LessonPage.objects.get(slug="second-lesson")
    return page


def ask(client: Client, page: Any, **sides: str) -> Any:
    return client.get(reverse("editor:compare", args=[page.pk]), sides)


def shown(answer: Any) -> list[tuple[str, str, list[str]]]:
    """Headings, what became of each part, and its sentences."""
    groups = answer.context["groups"]
    return [(group.heading, group.became, [change.sentence for change in group.changes]) for group in groups]


def with_draft(page: ScenarioPage) -> ScenarioPage:
    """The scenario with a draft in which the first choice leads to the last ending and says something else."""
    choice = page.scenes[0].value["choices"][0]
    choice["to"] = page.endings[-1].value["key"]
    choice["feedback"] = "You go on."
    page.save_revision()
    return page


def test_trainer_reads_what_the_draft_changes(at_the_desk: Client, scenario: ScenarioPage) -> None:
    before = scenario.graph()
    choice, ends = before.scenes[0].choices[0], {end.key: end.title for end in before.endings}
    led_to = {scene.key: scene.title for scene in before.scenes} | ends

    answer = ask(at_the_desk, with_draft(scenario))

    text = choice.text if len(choice.text) <= 40 else f"{choice.text[:39].rstrip()}…"
    assert shown(answer) == [
        (
            f"Scene “{before.scenes[0].title}”",
            "changed",
            [
                f"The choice “{text}” now leads to “{before.endings[-1].title}” instead of “{led_to[choice.to]}”.",
                f"The feedback on “{text}” reads differently.",
            ],
        )
    ]


def test_words_before_and_after_are_marked(at_the_desk: Client, scenario: ScenarioPage) -> None:
    page = ask(at_the_desk, with_draft(scenario)).content.decode()

    assert '<ins><span class="w-sr-only">new: </span>You go on.' in page
    assert '<del><span class="w-sr-only">taken out: </span>' in page


def test_page_says_when_nothing_changed(at_the_desk: Client, scenario: ScenarioPage) -> None:
    answer = ask(at_the_desk, scenario)

    assert shown(answer) == []
    assert "Nothing changed between these two." in answer.content.decode()


def test_trainer_compares_two_versions_and_reads_the_note(at_the_desk: Client, scenario: ScenarioPage) -> None:
    scenario.intro, scenario.change_note = "You sit down on the kerb.", "The place is clearer."
    releasing.publish(scenario)

    answer = ask(at_the_desk, scenario, old="version-1", new="version-2")

    assert shown(answer) == [("The scenario as a whole", "changed", ["The introduction reads differently."])]
    assert answer.context["note"] == "The place is clearer."
    assert [side.label.split(",")[0] for side in answer.context["now"]] == [
        "Live now",
        "Latest draft",
        "Version 2",
        "Version 1",
    ]


def test_trainer_compares_a_saved_draft_with_the_live_page(at_the_desk: Client, scenario: ScenarioPage) -> None:
    saved = with_draft(scenario).latest_revision

    answer = ask(at_the_desk, scenario, old=f"revision-{saved.pk}", new="live")

    assert len(shown(answer)) == 1


def test_trainer_reads_what_changed_in_a_lesson(at_the_desk: Client, lesson: LessonPage) -> None:
    lesson.lead = "Two see more than one."
    lesson.save_revision()

    assert shown(ask(at_the_desk, lesson)) == [("The lesson as a whole", "changed", ["The lead reads differently."])]


def test_a_scenario_that_was_never_live_is_compared_with_its_first_draft(
    at_the_desk: Client, scenario: ScenarioPage
) -> None:
    first = scenario.get_parent().add_child(
        instance=ScenarioPage(title="New", slug="new", minutes=5, role="teacher", setting="A room.", you="teacher",
                              intro="Hello.", start="N1", live=False)
    )  # fmt: skip
    first.save_revision()
    first.intro = "Good morning."
    first.save_revision()

    assert shown(ask(at_the_desk, first)) == [
        ("The scenario as a whole", "changed", ["The introduction reads differently."])
    ]


@pytest.mark.parametrize(
    "side", ["", "version-9", "version-x", "revision-0", "revision-99999999999999999999", "version-²", "all"]
)
def test_an_unknown_state_is_not_found(at_the_desk: Client, scenario: ScenarioPage, side: str) -> None:
    assert ask(at_the_desk, scenario, old=side, new="draft").status_code == 404


def test_a_draft_of_another_page_is_not_found(at_the_desk: Client, scenario: ScenarioPage, lesson: LessonPage) -> None:
    foreign = lesson.save_revision()

    assert ask(at_the_desk, scenario, old=f"revision-{foreign.pk}", new="draft").status_code == 404


def test_a_course_has_no_such_page(at_the_desk: Client, course: CoursePage) -> None:
    assert ask(at_the_desk, course).status_code == 404


def test_whoever_may_not_edit_is_refused(client: Client, trainer: User, scenario: ScenarioPage) -> None:
    trainer.groups.clear()
    client.force_login(trainer)

    assert ask(client, scenario).status_code in {302, 403}


def test_the_form_leads_to_the_comparison(at_the_desk: Client, scenario: ScenarioPage) -> None:
    page = at_the_desk.get(reverse("wagtailadmin_pages:edit", args=[scenario.pk])).content.decode()

    assert reverse("editor:compare", args=[scenario.pk]) in page


@pytest.mark.parametrize(
    ("stock", "ours"),
    [(("live", "latest"), "old=live&new=draft"), (("earliest", "live"), "old=earliest&new=live"),
     (("7", "8"), "old=revision-7&new=revision-8")],
)  # fmt: skip
def test_wagtails_own_links_lead_to_the_list(
    at_the_desk: Client, scenario: ScenarioPage, stock: tuple[str, str], ours: str
) -> None:
    address = reverse("wagtailadmin_pages:revisions_compare", args=[scenario.pk, *stock])

    answer = at_the_desk.get(address)

    assert answer.headers["Location"] == f"{reverse('editor:compare', args=[scenario.pk])}?{ours}"
