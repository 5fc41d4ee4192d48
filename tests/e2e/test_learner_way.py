"""The main job as one person does it, from the first page to the last button, with scripts and without."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from modules.outline import Step
from quizzes.engine.play import BACK
from quizzes.terms import Door, Role
from tests import curriculum_site
from tests.e2e import people
from tests.e2e.people import COURSE, NAME
from tests.e2e.reader import Reader
from training.learners import demo_answers
from training.models import Attempt, Learner, Turn

pytestmark = pytest.mark.usefixtures("demo_site")
EVERY_KIND = ("what-this-course-is", "one-pattern-many-forms", "listening-so-that-a-story-can-be-told")
CONVERSATION = "not-another-number"
Browser = Callable[[], Reader]


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def open_browser(request: pytest.FixtureRequest, another_browser: Callable[..., Page]) -> Browser:
    """A function that opens a browser in which nothing is kept."""
    return lambda: Reader(another_browser(java_script_enabled=request.param), scripts=request.param)


@pytest.fixture
def reader(open_browser: Browser) -> Reader:
    """Somebody at a fresh browser."""
    return open_browser()


def run(*command: str, content: bytes) -> bytes:
    """What a program of the system makes of a file."""
    return subprocess.run([*command], input=content, capture_output=True, check=True, timeout=60).stdout


def scanned(pdf: bytes) -> str:
    """What a telephone reads from the printed certificate."""
    picture = run("pdftoppm", "-r", "150", "-png", "-singlefile", "-", content=pdf)
    return zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))[0].text


def steps(*slugs: str) -> list[Step]:
    return [people.outline().steps_by_slug[slug] for slug in slugs]


# ---- One person, whole


def test_learner_does_the_whole_course_and_leaves_nothing(reader, open_browser):
    code = starts(reader)
    learns_and_answers(reader)
    transcript = plays_half(reader)
    reader.page.context.close()
    again = open_browser()
    comes_back(again, code, transcript)
    finishes_and_goes_again(again)
    pdf, number = takes_the_certificate(again)
    shows_it(open_browser(), pdf, number)
    leaves(again)
    still_checks(open_browser(), number)


def starts(reader: Reader) -> str:
    code = reader.start("Police")

    reader.page.goto("/mine/")
    expect(reader.page.get_by_text(code)).to_have_count(0)  # once and never again
    return code


def learns_and_answers(reader: Reader) -> None:
    for lesson in steps(*EVERY_KIND):
        reader.read(lesson)
    reader.step("something-has-changed")
    reader.switch_work("teacher")
    reader.step(CONVERSATION)
    reader.switch_work("police officer")


def last_choices() -> list[str]:
    """What was chosen in the attempt that was begun last."""
    turns = Turn.objects.filter(attempt=Attempt.objects.latest("pk")).order_by("number")
    return list(turns.values_list("choice", flat=True))


def plays_half(reader: Reader) -> list[str]:
    """Chooses, steps back, chooses otherwise, clicks twice; what was said until the browser is closed."""
    page = reader.page
    reader.begin()
    first = reader.turns.all_inner_texts()
    reader.choose("b")
    reader.press("Step back one turn")
    expect(reader.turns).to_have_count(len(first))
    reader.choose("a")

    reader.choose("a", clicks=2)
    page.reload()

    expect(page.locator("form.choices input[name=turn]")).to_have_value("5")
    assert last_choices() == ["b", BACK, "a", "a"]
    return reader.turns.all_inner_texts()


def comes_back(reader: Reader, code: str, transcript: list[str]) -> None:
    """On another device, with the code, where everything before the conversation is done: to the very scene."""
    reader.resume(code.lower().replace("-", " "))
    for lesson in people.outline().modules[0].lessons:
        people.read(people.same_place(reader.page), lesson)
    reader.page.reload()
    reader.page.get_by_role("link", name="Go on: Not another number").click()

    expect(reader.choices.first).to_be_visible()
    assert reader.turns.all_inner_texts() == transcript


def finishes_and_goes_again(reader: Reader) -> None:
    graph = curriculum_site.graph(CONVERSATION)
    reader.walk(curriculum_site.way_to(graph, Door.OPEN)[2:])
    reader.page.get_by_role("link", name="Look back at this conversation").click()
    expect(reader.page.get_by_text("The way you took, and ways you did not")).to_be_visible()
    debrief = reader.page.url
    reader.page.get_by_role("button", name="Go again from here").nth(1).click()
    expect(reader.turns.first).to_contain_text("The clinic shut")

    reader.page.goto(debrief)
    reader.press("I have read this")

    reader.page.goto("/mine/")
    expect(reader.page.get_by_text("Module 1: Seeing the whole spectrum · done")).to_be_visible()
    expect(reader.page.get_by_text("One “door open” ending: reached")).to_be_visible()


def takes_the_certificate(reader: Reader) -> tuple[bytes, str]:
    """The file, and the number from "My training"."""
    people.finish(people.same_place(reader.page), people.counting(people.outline())[1:])
    reader.page.goto(f"/learn/{COURSE}/certificate/")
    reader.page.get_by_label("Your name").fill(NAME)
    reader.press("Make my certificate")
    with reader.page.expect_download() as download:
        reader.page.get_by_role("link", name="Download the PDF").click()
    pdf = Path(download.value.path()).read_bytes()

    assert pdf.startswith(b"%PDF-")
    assert NAME in run("pdftotext", "-", "-", content=pdf).decode()
    reader.page.goto("/mine/")
    return pdf, reader.page.locator(".number").inner_text()


def shows_it(reader: Reader, pdf: bytes, number: str) -> None:
    """To somebody with a telephone: the name where scripts may run, and without them by the number that it holds."""
    address = urlsplit(scanned(pdf))
    assert address.path == "/V"
    reader.page.goto(f"{address.path}#{address.fragment}")
    reader.scan_or_type(number)

    expect(reader.page.get_by_role("heading", name="This certificate is valid")).to_be_visible()
    expect(reader.page.get_by_text(NAME)).to_have_count(1 if reader.scripts else 0)


def leaves(reader: Reader) -> None:
    page = reader.page
    page.goto("/mine/")
    page.get_by_role("link", name="Leave this course").click()
    reader.press("Leave and delete my progress")
    reader.heading("You have left the course")
    page.goto("/mine/")
    expect(page.get_by_text("No course is open.")).to_be_visible()
    expect(page.get_by_role("link", name="Download the PDF")).to_be_visible()

    page.get_by_role("link", name="Delete everything").click()
    reader.press("Delete everything now")

    reader.heading("Everything is deleted")
    assert [cookie["name"] for cookie in page.context.cookies() if cookie["name"] != "csrf"] == []
    assert Learner.objects.filter(role="police").count() == demo_answers.PEOPLE // len(Role)  # the crowd of the demo
    page.goto("/")
    expect(page.get_by_role("link", name="Start with module 1")).to_be_visible()


def still_checks(reader: Reader, number: str) -> None:
    reader.page.goto("/check/")
    reader.page.get_by_label("Certificate number").fill(number)
    reader.press("Check")

    expect(reader.page.get_by_role("heading", name="This certificate is valid")).to_be_visible()
    expect(reader.page.get_by_text(NAME)).to_have_count(0)


# ---- Two windows


def test_second_window_that_stayed_behind_says_so_and_writes_nothing(reader, let_in):
    client, _place = people.learner()
    let_in(reader.page, client)
    reader.step(CONVERSATION)
    reader.begin()
    behind = Reader(reader.page.context.new_page(), scripts=reader.scripts)
    behind.step(CONVERSATION)
    reader.choose("a")

    behind.page.locator(".choice[value='b']").click()

    behind.heading("The conversation has gone on elsewhere")
    behind.page.get_by_role("link", name="To the present scene").click()
    expect(behind.turns.last).to_be_visible()
    assert behind.turns.all_inner_texts() == reader.turns.all_inner_texts()
    assert last_choices() == ["a"]
