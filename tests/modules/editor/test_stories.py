"""A story written elsewhere becomes a draft below a module, and a page says what it lost."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, PageLogEntry

from modules.models import CoursePage, ModulePage, ScenarioPage
from quizzes.engine.twee import to_twee
from quizzes.terms import Role
from tests.factories import UserFactory
from tests.quizzes.engine.test_roles import CASE
from training import roles

pytestmark = pytest.mark.usefixtures("admin_pages")
OURS = to_twee(CASE)
TEXTS = st.text(max_size=150).map(lambda text: f":: A\n{text}".encode("utf-8", "replace"))
FILES = st.binary(min_size=1, max_size=200) | TEXTS
FOREIGN = Path(__file__).parents[2] / "scenarios" / "foreign"


@pytest.fixture
def module(course: CoursePage) -> ModulePage:
    page: ModulePage = ModulePage.objects.child_of(course).first()
    return page


def address(module: ModulePage) -> str:
    return reverse("editor:import_story", args=[module.pk])


def file(content: bytes | str, name: str = "story.twee") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def bring(client: Client, module: ModulePage, content: bytes | str = "", **sent: Any) -> Any:
    """Sends the form with a file."""
    fields = {"role": "police", **({"file": file(content)} if content else {}), **sent}
    return client.post(address(module), fields)


def made(module: ModulePage) -> ScenarioPage:
    """The newest page below the module."""
    page: ScenarioPage = ScenarioPage.objects.descendant_of(module).latest("pk")
    return page


# ---- who may


def test_account_without_a_role_imports_nothing(client: Client, module: ModulePage) -> None:
    client.force_login(UserFactory(factor=True))
    before = Page.objects.count()

    assert client.get(address(module)).status_code in {302, 403}
    assert bring(client, module, (FOREIGN / "snowman.twee").read_bytes()).status_code in {302, 403}
    assert Page.objects.count() == before


def test_reviewer_adds_no_page_and_imports_nothing(client: Client, module: ModulePage) -> None:
    roles.sync()
    client.force_login(UserFactory(reviewer=True, factor=True))
    before = Page.objects.count()

    answer = bring(client, module, (FOREIGN / "snowman.twee").read_bytes())

    assert (answer.status_code, answer.url) == (302, reverse("wagtailadmin_home"))
    assert Page.objects.count() == before


def test_operator_imports_too(client: Client, module: ModulePage) -> None:
    client.force_login(UserFactory(operator=True, factor=True))

    assert bring(client, module, (FOREIGN / "snowman.twee").read_bytes()).status_code == 302
    assert made(module).title == "At the window"


def test_report_of_a_page_that_was_not_imported_is_not_there(at_the_desk: Client, module: ModulePage) -> None:
    assert at_the_desk.get(reverse("editor:story_report", args=[made(module).pk])).status_code == 404


def test_trainer_finds_the_import_at_its_module(at_the_desk: Client, module: ModulePage) -> None:
    page = at_the_desk.get(reverse("wagtailadmin_explore", args=[module.pk])).content.decode()

    assert f'href="{address(module)}"' in page


# ---- what becomes of a story


@pytest.mark.parametrize("name", sorted(path.name for path in FOREIGN.iterdir()))
def test_story_becomes_a_draft_that_opens_in_the_form(at_the_desk: Client, module: ModulePage, name: str) -> None:
    answer = bring(at_the_desk, module, (FOREIGN / name).read_bytes())

    page = made(module)
    assert answer.url == reverse("editor:story_report", args=[page.pk])
    assert (page.live, page.get_parent().pk, page.role) == (False, module.pk, Role.POLICE)
    assert page.get_latest_revision_as_object().graph().scenes != ()
    assert at_the_desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_report_lists_what_was_lost_and_can_be_taken_home(
    at_the_desk: Client, module: ModulePage, trainer: Any
) -> None:
    answer = bring(at_the_desk, module, (FOREIGN / "sugarcube.twee").read_bytes())

    shown = at_the_desk.get(answer.url).content.decode()
    home = at_the_desk.get(f"{answer.url}?as=text").content.decode()

    assert "Code was left out: &lt;&lt;set $loud to true&gt;&gt;" in shown
    assert "27\tYard\tCode was left out: <<set $loud to true>>" in home.splitlines()
    assert PageLogEntry.objects.get(action="modules.import_story").user == trainer


def test_history_of_the_page_names_the_import(at_the_desk: Client, module: ModulePage) -> None:
    bring(at_the_desk, module, (FOREIGN / "snowman.twee").read_bytes())

    history = at_the_desk.get(reverse("wagtailadmin_pages:history", args=[made(module).pk])).content.decode()

    assert "Read from a text; what it lost is listed" in history


def test_pasted_story_is_read_like_a_file(at_the_desk: Client, module: ModulePage) -> None:
    text = (FOREIGN / "snowman.twee").read_text()

    bring(at_the_desk, module, text=text.replace("\n", "\r\n"))

    assert made(module).title == "At the window"


def test_text_of_our_own_becomes_a_whole_scenario(at_the_desk: Client, module: ModulePage) -> None:
    bring(at_the_desk, module, "\ufeff" + to_twee(CASE).replace("\n", "\r\n"))

    page = made(module)
    assert (page.title, page.role) == (CASE.title, CASE.role)
    assert page.graph().scenes == CASE.scenes
    assert page.graph().variants == CASE.variants


def test_story_that_comes_twice_makes_two_pages_with_addresses_of_their_own(
    at_the_desk: Client, module: ModulePage
) -> None:
    content = (FOREIGN / "snowman.twee").read_bytes()

    bring(at_the_desk, module, content)
    bring(at_the_desk, module, content)

    pages = ScenarioPage.objects.descendant_of(module).filter(title="At the window").order_by("pk")
    assert [page.slug for page in pages] == ["at-the-window", "at-the-window-2"]


def test_file_of_windows_is_read_with_a_note(at_the_desk: Client, module: ModulePage) -> None:
    answer = bring(at_the_desk, module, ":: Café\n[[ja]]\n\n:: ja\nJa.".encode("cp1252"))

    assert "it was read as Windows-1252" in at_the_desk.get(answer.url).content.decode()


# ---- what becomes of none


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("Hello", 1),
        (":: A\n\0", 2),
        (":: A\n\n" + "[[A]]" * 41, 3),
        (b":: A\nab\n\x81\xff", 3),
        ("<html><body>Hello</body></html>", 1),
        (
            OURS.replace("effects: trust 2", "effects: courage 2"),
            OURS[: OURS.index("effects: trust 2")].count("\n") + 1,
        ),
        (OURS.replace("minutes: 15", "minutes: 700"), OURS[: OURS.index("minutes: 15")].count("\n") + 1),
    ],
)
def test_what_is_no_story_is_refused_with_its_line(
    at_the_desk: Client, module: ModulePage, content: bytes | str, line: int
) -> None:
    before = Page.objects.count()

    answer = bring(at_the_desk, module, content)

    assert (answer.status_code, answer.context["findings"][0].line) == (422, line)
    assert Page.objects.count() == before


def test_form_without_a_story_asks_for_one(at_the_desk: Client, module: ModulePage) -> None:
    answer = bring(at_the_desk, module)

    assert "Choose a file, or paste the text of a story." in answer.content.decode()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(content=FILES)
def test_any_file_gets_an_answer(at_the_desk: Client, module: ModulePage, content: bytes) -> None:
    assert bring(at_the_desk, module, content).status_code in {302, 422}


@pytest.mark.parametrize("hostile", ["title", "name", "link"])
def test_names_of_a_story_are_shown_and_never_run(at_the_desk: Client, module: ModulePage, hostile: str) -> None:
    words = {"title": "T", "name": "N", "link": "L", hostile: "<script>alert(1)</script>"}
    answer = bring(
        at_the_desk, module, f":: StoryTitle\n{words['title']}\n\n:: {words['name']}\n[[{words['link']}->x]]"
    )

    shown = at_the_desk.get(answer.url).content.decode()
    form = at_the_desk.get(reverse("wagtailadmin_pages:edit", args=[made(module).pk])).content.decode()

    assert "<script>alert(1)" not in shown + form
