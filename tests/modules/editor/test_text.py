"""A trainer takes a scenario home as text, changes it there, and saves it as a draft."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageLogEntry

from modules.editor import stories
from modules.models import CoursePage, ScenarioPage
from quizzes.engine.twee import from_twee, to_twee
from tests.factories import UserFactory
from tests.quizzes.engine.test_roles import CASE
from training import roles

pytestmark = pytest.mark.usefixtures("admin_pages")
FOREIGN = (
    ":: Start\nIt is late. [[Go home->Road]] or [[stay->Room]]\n\n:: Road\nA road.\n\n:: Room\n<<set $a to 1>>A room."
)


@pytest.fixture
def scenario(course: CoursePage) -> ScenarioPage:
    page: ScenarioPage = ScenarioPage.objects.get(slug="the-bench")
    return page


def newest(page: ScenarioPage) -> Any:
    """The page as it was saved last."""
    return ScenarioPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def address(page: ScenarioPage) -> str:
    return reverse("editor:text", args=[page.pk])


def text_of(page: ScenarioPage) -> str:
    return to_twee(newest(page).graph())


def press(client: Client, page: ScenarioPage, action: str, text: str = "", **sent: Any) -> Any:
    """Sends the form of the page, as a browser does, with Windows line ends."""
    base = stories.base_of(ScenarioPage.objects.get(pk=page.pk))
    words = text.replace("\n", "\r\n")
    return client.post(address(page), {"action": action, "text": words, "base": base, **sent})


def file(text: str | bytes, name: str = "story.twee") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def sentences(response: Any) -> list[tuple[int, str]]:
    return [(finding.line, finding.severity) for finding in response.context["sheet"].found]


# ---- who may


@pytest.mark.parametrize("action", ["", "check", "save", "confirm", "upload", "download"])
def test_account_without_a_role_finds_no_text(client: Client, scenario: ScenarioPage, action: str) -> None:
    client.force_login(UserFactory(factor=True))
    before = newest(scenario).latest_revision_id

    assert client.get(address(scenario)).status_code in {302, 403}
    assert press(client, scenario, action, text_of(scenario).replace("The bench", "Mine")).status_code in {302, 403}
    assert newest(scenario).latest_revision_id == before


def test_reviewer_reads_the_text(client: Client, scenario: ScenarioPage) -> None:
    roles.sync()
    client.force_login(UserFactory(reviewer=True, factor=True))

    assert client.get(address(scenario)).context["sheet"].text == text_of(scenario)


def test_locked_page_can_be_checked_and_not_saved(at_the_desk: Client, scenario: ScenarioPage) -> None:
    ScenarioPage.objects.filter(pk=scenario.pk).update(locked=True, locked_by=UserFactory())
    changed = text_of(scenario).replace("minutes: ", "minutes: 1")

    checked = press(at_the_desk, scenario, "check", changed)
    saved = press(at_the_desk, scenario, "confirm", changed)

    assert (checked.status_code, checked.context["is_locked"]) == (200, True)
    assert saved.context["lock"] != ""
    assert text_of(scenario) != changed


def test_page_that_is_no_scenario_has_no_text(at_the_desk: Client, course: CoursePage) -> None:
    assert at_the_desk.get(reverse("editor:text", args=[course.pk])).status_code == 404


def test_trainer_finds_the_text_from_the_form(at_the_desk: Client, scenario: ScenarioPage) -> None:
    page = at_the_desk.get(reverse("wagtailadmin_pages:edit", args=[scenario.pk])).content.decode()

    assert f'href="{address(scenario)}"' in page


# ---- round trip


@pytest.mark.parametrize("spoiled", ["plain", "windows", "mark"])
def test_text_comes_home_byte_for_byte(at_the_desk: Client, scenario: ScenarioPage, spoiled: str) -> None:
    """Variants, notice, threads and strange letters: save, download, upload, save, download."""
    case = stories.replace(CASE, intro="You share the office with Mira. Ελλάδα – العربية – 😀 \\n [[x]] --> ::")
    written = to_twee(stories.filled(newest(scenario), case).graph())
    press(at_the_desk, scenario, "confirm", written)
    home = press(at_the_desk, scenario, "download", text_of(scenario))
    shapes = {
        "plain": home.content,
        "windows": home.content.replace(b"\n", b"\r\n"),
        "mark": b"\xef\xbb\xbf" + home.content,
    }

    read = press(at_the_desk, scenario, "upload", "", file=file(shapes[spoiled]))
    press(at_the_desk, scenario, "confirm", read.context["sheet"].text)
    again = press(at_the_desk, scenario, "download", at_the_desk.get(address(scenario)).context["sheet"].text)

    assert home.content.decode() == written
    assert again.content == home.content
    assert newest(scenario).graph() == from_twee(written)


def test_text_that_says_nothing_new_changes_nothing(at_the_desk: Client, scenario: ScenarioPage) -> None:
    shown = press(at_the_desk, scenario, "save", at_the_desk.get(address(scenario)).context["sheet"].text)

    assert shown.context["groups"] == []
    assert "Nothing will change" in shown.content.decode()


def test_download_is_named_after_its_draft_and_comes_back_to_it(at_the_desk: Client, scenario: ScenarioPage) -> None:
    scenario.save_revision()
    base = stories.base_of(ScenarioPage.objects.get(pk=scenario.pk))
    name = press(at_the_desk, scenario, "download", text_of(scenario))["Content-Disposition"]

    found = re.search(r'filename="([^"]+)"', unquote(name))
    read = press(at_the_desk, scenario, "upload", "", base="", file=file(text_of(scenario), found[1] if found else ""))

    assert read.context["sheet"].base == base


# ---- saving


def test_saving_shows_first_what_changes_and_saves_nothing(at_the_desk: Client, scenario: ScenarioPage) -> None:
    before = text_of(scenario)
    scene = newest(scenario).graph().scenes[0]

    shown = press(at_the_desk, scenario, "save", before.replace(f"title: {scene.title}", "title: In the rain"))

    assert [row["group"].title for row in shown.context["groups"]] == ["In the rain"]
    assert text_of(scenario) == before


def test_saving_makes_a_draft_and_publishes_nothing(at_the_desk: Client, scenario: ScenarioPage, trainer: Any) -> None:
    live = ScenarioPage.objects.get(pk=scenario.pk).graph()
    scene = live.scenes[0]
    changed = text_of(scenario).replace(f"title: {scene.title}", "title: In the rain")

    saved = press(at_the_desk, scenario, "confirm", changed)

    page = ScenarioPage.objects.get(pk=scenario.pk)
    assert saved.url == reverse("wagtailadmin_pages:edit", args=[scenario.pk])
    assert newest(scenario).graph().scenes[0].title == "In the rain"
    assert (page.graph(), page.has_unpublished_changes) == (live, True)
    assert page.latest_revision.user == trainer


def test_saving_leaves_alone_what_the_text_does_not_hold(at_the_desk: Client, scenario: ScenarioPage) -> None:
    draft = newest(scenario)
    draft.form_note, draft.change_note, draft.needs_lawyer = "a circle of friends", "The end is warmer.", True
    draft.save_revision(clean=False)

    press(at_the_desk, scenario, "confirm", text_of(scenario).replace("minutes: ", "minutes: 1"))

    after = newest(scenario)
    assert (after.form_note, after.change_note, after.needs_lawyer) == (
        "a circle of friends",
        "The end is warmer.",
        True,
    )
    assert (after.slug, after.minutes) == ("the-bench", int(f"1{draft.minutes}"))


def test_unfinished_scenario_is_saved_as_a_draft(at_the_desk: Client, scenario: ScenarioPage) -> None:
    words = text_of(scenario)
    target = newest(scenario).graph().scenes[0].choices[0].to
    changed = words.replace(f"->{target}]]", "->nowhere]]", 1)

    checked = press(at_the_desk, scenario, "check", changed)
    press(at_the_desk, scenario, "confirm", changed)

    line = changed[: changed.index("->nowhere")].count("\n") + 1
    assert (line, "error") in sentences(checked)
    assert newest(scenario).graph().scenes[0].choices[0].to == "nowhere"


@pytest.mark.parametrize("action", ["check", "save", "confirm"])
def test_broken_grammar_is_refused_with_its_line_and_kept(
    at_the_desk: Client, scenario: ScenarioPage, action: str
) -> None:
    before = text_of(scenario)
    broken = before + "\n:: N9 [scene]\n[[Go on\n"

    refused = press(at_the_desk, scenario, action, broken)

    assert (refused.status_code, refused.context["sheet"].text) == (422, broken)
    assert sentences(refused) == [(broken.count("\n"), "refused")]
    assert text_of(scenario) == before


@pytest.mark.parametrize(
    "change",
    [
        ("setting: ", "setting: " + "x" * 501),
        ("minutes: ", "minutes: 9999"),
        ("minutes: ", "minutes: -"),
        ("<!-- scene\ntitle: ", "<!-- scene\ntitle: " + "x" * 81),
        (":: StoryTitle\n", ":: StoryTitle\n\n:: Old\n"),
        ("<!-- choice a", "<!-- choice a*"),
        ("effects: ", "effects: tandem 3, "),
    ],
    ids=["setting", "hours", "minus", "title", "no title", "key", "effect"],
)
def test_what_no_form_can_hold_is_refused_with_its_line(
    at_the_desk: Client, scenario: ScenarioPage, change: tuple[str, str]
) -> None:
    changed = text_of(scenario).replace(*change, 1)

    refused = press(at_the_desk, scenario, "confirm", changed)

    assert refused.status_code == 422
    assert "refused" in {severity for _line, severity in sentences(refused)}


def test_older_text_is_refused_names_the_newer_draft_and_stays(at_the_desk: Client, scenario: ScenarioPage) -> None:
    scenario.save_revision()
    base = stories.base_of(ScenarioPage.objects.get(pk=scenario.pk))
    changed = text_of(scenario).replace("minutes: ", "minutes: 1")
    other = UserFactory(first_name="Olga", last_name="Other")
    draft = newest(scenario)
    draft.intro = "Somebody else wrote this."
    draft.save_revision(user=other)

    refused = press(at_the_desk, scenario, "confirm", changed, base=base)

    assert (refused.status_code, refused.context["newer"].user) == (422, other)
    assert refused.context["sheet"].text == changed
    assert newest(scenario).intro == "Somebody else wrote this."


def test_draft_that_came_in_between_is_not_saved_over(scenario: ScenarioPage, trainer: Any) -> None:
    """The last look, inside the transaction: both had been told that nothing newer is there."""
    scenario.save_revision()
    base = stories.base_of(ScenarioPage.objects.get(pk=scenario.pk))
    draft = newest(scenario)
    draft.intro = "Somebody else wrote this."
    draft.save_revision()

    with pytest.raises(stories.Moved):
        stories.save_draft(scenario, CASE, base=base, user=trainer)

    assert newest(scenario).intro == "Somebody else wrote this."


def test_saving_twice_saves_once(at_the_desk: Client, scenario: ScenarioPage) -> None:
    scenario.save_revision()
    base = stories.base_of(ScenarioPage.objects.get(pk=scenario.pk))
    changed = text_of(scenario).replace("minutes: ", "minutes: 1")

    first = press(at_the_desk, scenario, "confirm", changed, base=base)
    second = press(at_the_desk, scenario, "confirm", changed, base=base)

    assert (first.status_code, second.status_code) == (302, 422)


def test_what_a_scenario_cannot_hold_is_noted(at_the_desk: Client, scenario: ScenarioPage) -> None:
    words = text_of(scenario) + "\n:: Looks [stylesheet]\nbody { color: red }\n"

    checked = press(at_the_desk, scenario, "check", words)

    assert (words.count("\n") - 1, "note") in sentences(checked)


def test_story_in_the_area_is_told_to_come_as_a_file(at_the_desk: Client, scenario: ScenarioPage) -> None:
    checked = press(at_the_desk, scenario, "check", FOREIGN)

    assert "A story from elsewhere is read as a file." in checked.content.decode()


# ---- files


def test_story_from_twine_takes_the_place_of_the_scenes_only_when_saved(
    at_the_desk: Client, scenario: ScenarioPage
) -> None:
    before = newest(scenario).graph()

    read = press(at_the_desk, scenario, "upload", text_of(scenario), file=file(FOREIGN))
    kept = newest(scenario).graph()
    saved = press(at_the_desk, scenario, "confirm", read.context["sheet"].text, notes=read.context["notes"])

    after = newest(scenario).graph()
    report = at_the_desk.get(saved.url)
    assert kept == before
    assert [scene.title for scene in after.scenes] == ["Start"]
    assert (after.cast, after.setting, after.form) == (before.cast, before.setting, before.form)
    assert "Code was left out: &lt;&lt;set $a to 1&gt;&gt;" in report.content.decode()


@pytest.mark.parametrize("sent", ["", "[", "{}", "[1]", '[{"line": 1}]', '[{"code": [], "line": 1}]', "[" * 10_000])
def test_notes_that_somebody_made_up_count_for_nothing(at_the_desk: Client, scenario: ScenarioPage, sent: str) -> None:
    press(at_the_desk, scenario, "confirm", text_of(scenario).replace("minutes: ", "minutes: 1"), notes=sent)

    assert not PageLogEntry.objects.filter(action=stories.IMPORTED).exists()


def test_no_file_is_a_message(at_the_desk: Client, scenario: ScenarioPage) -> None:
    response = press(at_the_desk, scenario, "upload", text_of(scenario))

    assert (response.status_code, response.context["sheet"].text) == (422, text_of(scenario))


HOSTILE = {
    "ten megabytes": b":: A\n" * 2_000_000,
    "NUL": b":: A\n\0",
    "half a letter": b":: A\n\xed\xa0\x80",
    "script": b":: A\n<script>alert(1)</script><img src=x onerror=alert(1)>",
    "address": b":: A\n[[x->javascript:alert(1)]] <a href='javascript:alert(1)'>y</a>",
    "deep JSON": b":: StoryData\n" + b"[" * 200_000,
    "large number": b':: StoryData\n{"start": ' + b"9" * 5_000 + b"}\n\n:: A\nHi",
    "UTF-16": ":: A\nHi".encode("utf-16"),
    "picture": b"\x89PNG\r\n\x1a\n\0\0\0",
    "entities": b'<!DOCTYPE x [<!ENTITY a "b">]><tw-storydata><tw-passagedata name="&a;">&a;</tw-passagedata>',
    "same names": b":: A\n[[A]]\n" * 400,
    "open brackets": b":: A\n" + b"(set: " * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_gets_an_answer_and_nothing_is_saved(
    at_the_desk: Client, scenario: ScenarioPage, name: str
) -> None:
    before = text_of(scenario)

    answer = press(at_the_desk, scenario, "upload", before, file=file(HOSTILE[name]))

    assert answer.status_code in {200, 422}
    assert "<script>alert(1)" not in answer.content.decode()
    assert text_of(scenario) == before


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    content=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f":: A\n{text}".encode(errors="replace"))
)
def test_any_file_gets_an_answer(at_the_desk: Client, scenario: ScenarioPage, content: bytes) -> None:
    assert press(at_the_desk, scenario, "upload", "", file=file(content)).status_code in {200, 422}


def test_words_of_a_text_are_shown_and_never_run(at_the_desk: Client, scenario: ScenarioPage) -> None:
    words = text_of(scenario).replace("setting: ", "setting: </textarea><script>alert(1)</script>")

    for_checking = press(at_the_desk, scenario, "check", words).content.decode()
    before_saving = press(at_the_desk, scenario, "save", words).content.decode()

    assert "<script>alert(1)" not in for_checking + before_saving
