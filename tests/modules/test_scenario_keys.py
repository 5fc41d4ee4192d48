"""Keys in the admin form of a scenario: filled and told apart on saving, hostile ones inert, sixty scenes savable."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from modules.models import CoursePage, Principle, ScenarioPage
from quizzes.authoring import scenarios
from quizzes.blocks.keys import KEY
from quizzes.engine.graph import Choice, ChoiceWording, EndingWording, Graph, Line, Scene, Variant
from quizzes.terms import Competence, Role
from tests.modules.forms import posted
from tests.quizzes.engine.specimen import JONAS
from training.settings import base

SCENES, CHOICES, LINES, WORDS = (
    60,
    3,
    4,
    "What they say here is about as long as what is said in a conversation of the course.",
)
HOSTILE = ["<script>alert(1)</script>", "two words", "../../etc", "x" * 10_000, "\u202eN1", "'; DROP TABLE"]


@pytest.fixture
def scenario(course: CoursePage) -> ScenarioPage:
    page: ScenarioPage = ScenarioPage.objects.get(slug="the-bench")
    return page


def send(client: Client, page: ScenarioPage, data: dict[str, str]) -> Any:
    """Presses "Save draft" with these fields."""
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def draft(page: ScenarioPage) -> Graph:
    """The scenario as it was saved last."""
    graph: Graph = ScenarioPage.objects.get(pk=page.pk).get_latest_revision_as_object().graph()
    return graph


def edit_page(client: Client, page: ScenarioPage) -> str:
    """The form as a browser gets it."""
    content: str = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    return content


def large() -> Graph:
    """Sixty scenes and two roles with words of their own for every line, choice, title, ending and thread."""
    lines = tuple(Line("jonas", ("you", "mira"), WORDS) for _ in range(LINES))
    effects = {Competence.TRUST: 1, Competence.SAFETY: 0}
    choices = tuple(
        Choice(key, WORDS, "open", WORDS, ("S4-26", "S3-11"), effects, addressed=("jonas",)) for key in "abc"[:CHOICES]
    )
    keys = [f"N{number}" for number in range(1, SCENES + 1)]
    scenes = tuple(Scene(key, f"Scene {key}", lines, choices) for key in keys)
    wordings = {choice.key: ChoiceWording(WORDS, WORDS) for choice in choices}
    variants = tuple(
        Variant(
            role=role,
            setting="There.",
            you="somebody else",
            intro=WORDS,
            cast=JONAS.cast,
            scenes=dict.fromkeys(keys, lines),
            choices=dict.fromkeys(keys, wordings),
            endings={ending.key: EndingWording("Other", WORDS, WORDS) for ending in JONAS.endings},
            titles=dict.fromkeys(keys, "Other"),
            threads={thread.key: "other" for thread in JONAS.threads},
        )
        for role in (Role.POLICE, Role.PRISON_PROBATION)
    )
    return replace(JONAS, scenes=scenes, start="N1", variants=variants)


def filled(page: ScenarioPage, graph: Graph) -> ScenarioPage:
    """The page with this graph in its form, not saved."""
    fields = scenarios.to_fields(graph)
    del fields["title"]
    for name, value in fields.items():
        setattr(page, name, value)
    return page


def test_scenes_that_come_without_a_key_get_one(at_the_desk: Client, scenario: ScenarioPage) -> None:
    before = scenario.graph()
    data = posted(scenario) | {"scenes-1-value-key": "", "scenes-0-value-choices-0-value-key": "", "start": ""}

    answer = send(at_the_desk, scenario, data)

    after = draft(scenario)
    assert answer.status_code == 302
    assert [KEY.fullmatch(scene.key) is not None for scene in after.scenes] == [True] * len(before.scenes)
    assert after.scenes[1].key not in {scene.key for scene in before.scenes}
    assert after.scenes[0].choices[0].key not in {"", after.scenes[0].choices[1].key}
    assert after.start == before.scenes[0].key


def test_two_scenes_with_one_key_are_told_apart(at_the_desk: Client, scenario: ScenarioPage) -> None:
    first = scenario.graph().scenes[0].key

    send(at_the_desk, scenario, posted(scenario) | {"scenes-1-value-key": first})

    keys = [scene.key for scene in draft(scenario).scenes]
    assert keys[0] == first
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("key", HOSTILE)
def test_a_hostile_key_of_a_scene_is_replaced(at_the_desk: Client, scenario: ScenarioPage, key: str) -> None:
    send(at_the_desk, scenario, posted(scenario) | {"scenes-0-value-key": key})

    assert KEY.fullmatch(draft(scenario).scenes[0].key)
    assert "<script>alert" not in edit_page(at_the_desk, scenario)


@pytest.mark.parametrize("key", HOSTILE)
def test_a_hostile_target_is_kept_in_a_draft_and_shown_as_words(
    at_the_desk: Client, scenario: ScenarioPage, key: str
) -> None:
    answer = send(at_the_desk, scenario, posted(scenario) | {"scenes-0-value-choices-0-value-to": key})

    assert answer.status_code == 302
    assert draft(scenario).scenes[0].choices[0].to == key
    assert "<script>alert" not in edit_page(at_the_desk, scenario)


def test_a_hostile_target_is_not_published(at_the_desk: Client, scenario: ScenarioPage) -> None:
    data = posted(scenario) | {"scenes-0-value-choices-0-value-to": HOSTILE[0], "action-publish": "action-publish"}

    answer = send(at_the_desk, scenario, data)

    assert "This names nothing that exists. Choose another." in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


def test_a_first_scene_of_ten_thousand_signs_gets_a_clear_error(at_the_desk: Client, scenario: ScenarioPage) -> None:
    answer = send(at_the_desk, scenario, posted(scenario) | {"start": "x" * 10_000})

    assert answer.context["form"].errors["start"] == ["Ensure this value has at most 40 characters (it has 10000)."]


def test_the_form_brings_the_principles_once_and_no_field_asks_for_a_key(
    at_the_desk: Client, scenario: ScenarioPage
) -> None:
    principle = Principle.objects.order_by("pk").first()
    assert principle is not None

    page = edit_page(at_the_desk, scenario)

    assert page.count('id="form-principles"') == 1
    assert page.count(f'["{principle.key}", ') == 1
    assert 'id="form-phrases"' in page


def test_a_principle_that_looks_like_a_script_stays_words(at_the_desk: Client, scenario: ScenarioPage) -> None:
    Principle.objects.update(text="</script><script>alert(1)</script>")

    assert "<script>alert" not in edit_page(at_the_desk, scenario)


def test_sixty_scenes_in_three_roles_fit_into_one_form(scenario: ScenarioPage) -> None:
    data = posted(filled(scenario, large()))

    size = sum(len(name.encode()) + len(value.encode()) + 2 for name, value in data.items())
    assert len(data) * 1.2 < base.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert size * 1.2 < base.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_sixty_scenes_in_three_roles_are_saved_as_they_are(at_the_desk: Client, scenario: ScenarioPage) -> None:
    graph = replace(large(), title=scenario.title)

    answer = send(at_the_desk, scenario, posted(filled(scenario, graph)))

    assert answer.status_code == 302
    assert draft(scenario) == graph
