"""From nothing to a learner: a trainer builds a conversation by keyboard, two people approve it, somebody plays it."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from modules.models import Release, ScenarioPage
from quizzes import versions
from quizzes.terms import Role
from tests.e2e import people
from tests.e2e.reader import Reader
from tests.e2e.scenario_writing import NINE as SCENES
from tests.e2e.scenario_writing import Form, Keyboard, begin, save, write_scene, write_the_frame, write_the_variant

pytestmark = pytest.mark.usefixtures("demo_site", "slow_clock", "wagtails_own_templates")
TITLE = "Somebody sent a letter"
# What the trainer puts right, by the end of the field's name.
WORDS = {"title": "So it ends", "text": "The door is where you left it.", "debrief": "Take along what you asked."}
MOST_PROBLEMS = 30


def build_with_gaps(keys: Keyboard, form: Form) -> None:
    """The nine scenes; endings without words, nobody's variant, a thread that nobody takes up."""
    write_the_frame(keys, form)
    begin(keys, form)
    keys.write(SCENES[0][0])
    keys.pick(form.field("scenes-0-value-lays"), "who writes")
    keys.back(form.title(0))
    for number in range(9):
        write_scene(keys, form, number)


def mend(keys: Keyboard, form: Form) -> str:
    """Follows the first link of the panel to an ending's field and types what is missing. The name of the field."""
    link = form.page.locator("[data-problem-field^='endings-']").first
    name = link.get_attribute("data-problem-field") or ""
    keys.press("F8")
    keys.go(link)
    keys.press("Enter")
    expect(form.field(name)).to_be_focused()
    keys.write(WORDS[name.rsplit("-", 1)[1]])
    expect(form.page.locator(f"[data-problem-field='{name}']")).to_have_count(0)
    return name


def mend_the_endings(keys: Keyboard, form: Form) -> set[str]:
    """Mends until the panel names no ending any more. The fields that were filled."""
    links, mended = form.page.locator("[data-problem-field^='endings-']"), set()
    expect(links).to_have_count(9)  # three endings, three texts each
    for _ in range(MOST_PROBLEMS):
        if not links.count():
            return mended
        mended.add(mend(keys, form))
    pytest.fail("The panel never gets empty.")


def walk_to_the_last_scene(keys: Keyboard, form: Form) -> None:
    """Follows the first choices on the map from the start, and opens the form of the scene that is reached."""
    keys.open("Scenes and map")
    keys.go(form.page.locator("[data-box] button[tabindex='0']"))
    keys.press("Home", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "Enter")
    expect(form.title(8)).to_be_focused()


def send_to_review(keys: Keyboard, page: Page) -> None:
    """Finds the way to the reviewers in the menu beside "Save draft"."""
    keys.back(page.get_by_role("button", name="More actions"))  # the foot of the page is before its head
    keys.press("Enter")
    keys.go(page.get_by_role("button", name="Submit to Review in tandem"))
    keys.press("Enter")
    expect(page.get_by_text("submitted for moderation").or_(page.get_by_text("in review")).first).to_be_visible()


def approve(page: Page, stands: str) -> None:
    """Opens what waits on the first page of the admin and approves it, question by question; then it stands so."""
    page.goto("/admin/")
    page.get_by_role("region", name="Awaiting your review").get_by_role("link", name=TITLE).click()
    answers = page.get_by_role("radio", name="Yes", exact=True)
    expect(answers).to_have_count(11)
    for answer in answers.all():
        answer.check()
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text(stands).first).to_be_visible()


def test_conversation_from_nothing_to_the_learner_who_plays_it(
    form: Form, keys: Keyboard, another_browser: Callable[..., Page], let_in: Callable[[Page, Client], Page]
) -> None:
    build_with_gaps(keys, form)
    panel = form.page.locator("[data-problems-panel]")
    expect(panel.get_by_text("There are no words for the role")).to_be_visible()

    mended = mend_the_endings(keys, form)
    assert len(mended) == 9
    keys.press("F8")
    keys.go(panel.get_by_role("listitem").filter(has_text="who writes letters").get_by_role("link"))
    keys.press("Enter")
    expect(form.field("threads-0-value-title")).to_be_focused()
    walk_to_the_last_scene(keys, form)
    keys.pick(form.field("scenes-8-value-choices-1-value-tells"), "who writes")
    save(keys, form)
    write_the_variant(keys, form)
    keys.open("Scenes and map")
    expect(panel.get_by_role("heading", level=2)).to_have_text("Nothing stands in the way of publishing.")
    send_to_review(keys, form.page)

    scenario = ScenarioPage.objects.get(draft_title=TITLE)
    graph = scenario.get_latest_revision_as_object().graph()
    assert [scene.key for scene in graph.scenes] == [f"N{number}" for number in range(1, 10)]
    assert [scene.title for scene in graph.scenes] == [scene[0] for scene in SCENES]
    assert (graph.start, graph.cast[0].key, graph.threads[0].key) == ("N1", "noa", "who-writes-letters")
    assert graph.variants[0].choices["N7"]["b"].text == "Say that it takes time."
    for work, stands in (("reviewer", "1 approval of two"), ("second reviewer", "by two approvals")):
        assert versions.newest(scenario.translation_key, "en") is None
        approve(let_in(another_browser(viewport={"width": 1280, "height": 900}), people.staff(work)), stands)
    assert Release.objects.get(page_key=scenario.translation_key).professions == ["prison-probation", "police"]

    reader = Reader(let_in(another_browser(), people.learner(Role.TEACHER)[0]))
    reader.step(scenario.slug or ScenarioPage.objects.get(pk=scenario.pk).slug)
    reader.begin()
    reader.walk(("a", "a", "a", "a", "a"))
