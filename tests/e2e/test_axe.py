"""Nothing that axe finds (WCAG 2.0 to 2.2 A and AA, best practice), in light and in dark, on any page of the site."""

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from playwright.sync_api import Page, expect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from certificates import tokens
from certificates.models import Certificate
from modules.models import LessonPage
from tests import curriculum_site, releasing
from tests.curriculum_site import step
from tests.e2e import axe, people, places
from tests.e2e.people import COURSE
from tests.e2e.reader import Reader
from tests.factories import PASSWORD, CertificateFactory, CoordinatorFactory, UserFactory
from training.accounts import demo

pytestmark = pytest.mark.usefixtures("demo_site")
LetIn = Callable[[Page, Client], Page]


@pytest.fixture
def page(page: Page) -> Page:
    """A page on which nothing moves while axe measures."""
    page.emulate_media(reduced_motion="reduce")
    return page


def drawn(page: Page, name: str) -> None:
    """Shows a page that is only seen when something goes wrong."""
    html = render_to_string(f"{name}.html", request=RequestFactory().get("/"))
    page.route("**/something-went-wrong", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/something-went-wrong")


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


# ---- Before the start


def test_public_pages(page):
    assert axe.on_pages(page, places.public()) == []


@pytest.mark.parametrize("name", places.ERRORS)
def test_pages_for_what_went_wrong(page, name):
    drawn(page, name)

    assert axe.violations(page) == []


def test_page_that_is_not_there(page):
    assert axe.on_pages(page, ["/nothing/"]) == []


def test_refused_code_and_password(page):
    page.goto("/resume/")
    page.get_by_label("Recovery code").fill("ABABABABABABABABABABABABAB")
    press(page, "Open my place")
    found = axe.violations(page)
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(people.person("trainer").email)
    page.get_by_label("Password").fill("not the password")
    press(page, "Sign in")

    expect(page.get_by_text("do not fit together")).to_be_visible()
    assert found + axe.violations(page) == []


# ---- Learning


def test_start_and_the_pages_with_a_place(page):
    Reader(page).start("Police")
    found = axe.violations(page)

    assert found + axe.on_pages(page, [*places.course_pages()[:3], *places.own_pages()]) == []


def test_lessons(page, let_in):
    let_in(page, people.learner()[0])

    assert axe.on_pages(page, places.lessons()) == []


def test_lesson_after_answers_and_with_an_error(page, let_in):
    reader = Reader(let_in(page, people.learner()[0]))
    lesson = people.outline().steps_by_slug["listening-so-that-a-story-can-be-told"]
    choice, ordering, _reflection = lesson.questions
    reader.step(lesson.slug)
    reader.look(choice)
    expect(page.get_by_role("alert")).to_be_visible()
    found = axe.violations(page)
    reader.step(lesson.slug)
    reader.answer(choice, right=False)
    reader.answer(ordering, right=True)

    assert found + axe.violations(page) == []


def test_handout(page, let_in):
    client, _place = people.learner()
    let_in(page, client)

    assert axe.on_pages(page, [curriculum_site.handout(client, label) for label in ("1.3", "5.1")]) == []


@pytest.mark.filterwarnings("ignore:.*unclosed file:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
def test_lesson_with_a_picture_a_talk_and_a_film(page, let_in):
    lesson = LessonPage.objects.get(slug="what-this-course-is")
    picture = Image.objects.create(title="A bench", file=get_test_image_file())
    sound, film, captions = (
        Document.objects.create(title=name, file=ContentFile(b"WEBVTT", name))
        for name in ("talk.mp3", "film.mp4", "film.vtt")
    )
    words = "<p>Two people sit on a bench.</p>"
    lesson.body = [
        *lesson.body.get_prep_value(),
        {"type": "picture", "value": {"picture": {"image": picture.pk, "decorative": False, "alt_text": "A bench"}}},
        {"type": "audio", "value": {"title": "A talk", "file": sound.pk, "transcript": words}},
        {"type": "video", "value": {"title": "A film", "file": film.pk, "captions": captions.pk, "transcript": words}},
    ]
    releasing.publish(lesson)
    let_in(page, people.learner()[0])
    page.goto(step(lesson.slug))

    expect(page.get_by_role("img", name="A bench")).to_be_visible()
    expect(page.locator("audio, video")).to_have_count(2)
    assert axe.violations(page) == []


def test_conversation_from_its_first_page_to_its_debrief(page, let_in):
    reader = Reader(let_in(page, people.learner()[0]))
    reader.step(places.CONVERSATION)
    found = axe.violations(page)
    reader.begin()
    found += axe.violations(page)
    reader.choose("b")
    found += axe.violations(page)
    reader.choose("c")
    found += axe.violations(page)
    page.get_by_role("link", name="Look back at this conversation").click()
    page.get_by_role("heading", name="The way you took").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")

    assert found + axe.violations(page) == []


def test_other_pages_around_a_conversation(page, let_in):
    client, _place = people.learner()
    curriculum_site.play(client, places.CONVERSATION, ["b", "c"])
    client.post(f"{step(places.CONVERSATION)}debrief/1/read")
    let_in(page, client)

    pages = [step(places.CONVERSATION), f"{step(places.CONVERSATION)}group-exercise/"]
    assert axe.on_pages(page, [*pages, step(places.OF_OTHERS), step(places.WITH_NOTICE)]) == []


def test_conversation_that_cannot_go_on(page, let_in):
    client, _place = people.learner()
    reader = Reader(let_in(page, client))
    reader.step(places.CONVERSATION)
    reader.begin()
    client.post(f"{step(places.CONVERSATION)}choose", {"attempt": 1, "turn": 1, "choice": "a"})
    page.locator(".choice[value='b']").click()
    reader.heading("The conversation has gone on elsewhere")
    found = axe.violations(page)
    let_in(page, people.learner(role=None)[0])

    assert found + axe.on_pages(page, [step(places.CONVERSATION)]) == []


# ---- Certificate and sharing


def test_name_for_the_certificate(page, let_in):
    let_in(page, people.finisher()[0]).goto(f"/learn/{COURSE}/certificate/")
    found = axe.violations(page)
    page.get_by_label("Your name").fill("=1+1")
    press(page, "Make my certificate")

    expect(page.get_by_role("alert")).to_be_visible()
    assert found + axe.violations(page) == []


def test_certificate_and_sharing(page, let_in):
    let_in(page, people.holder()[0])
    found = axe.on_pages(page, [f"/learn/{COURSE}/certificate/", "/mine/", "/mine/download/", "/mine/delete/"])
    page.goto("/mine/")
    page.get_by_role("link", name="Share", exact=True).click()
    page.get_by_label("Code of the organisation").fill("ZZZZ-ZZZZ")
    press(page, "Show me what they would see")
    found += axe.violations(page)
    page.get_by_label("Code of the organisation").fill(demo.SERVICE_CODE)
    press(page, "Show me what they would see")
    found += axe.violations(page)
    press(page, "Share exactly this")

    expect(page.get_by_role("button", name="Stop sharing")).to_be_visible()
    assert found + axe.violations(page) == []


def test_certificate_that_is_corrected_and_withdrawn(page, let_in):
    let_in(page, people.holder()[0]).goto("/mine/")
    page.locator("summary", has_text="The name is wrong").click()
    page.get_by_role("link", name="Correct the name").click()
    found = axe.violations(page)
    press(page, "Make the new certificate")
    expect(page.get_by_role("alert")).to_be_visible()
    found += axe.violations(page)
    page.get_by_label("Your name").fill("Somebody Else")
    press(page, "Make the new certificate")
    page.locator("summary", has_text="The name is wrong").click()
    page.get_by_role("link", name="Withdraw it").click()
    found += axe.violations(page)
    press(page, "Withdraw it for good")

    expect(page.get_by_text("as its holder asked")).to_be_visible()
    assert found + axe.violations(page) == []


def test_new_code_and_the_ways_out(page, let_in):
    let_in(page, people.learner()[0]).goto("/mine/")
    press(page, "New recovery code")
    found = axe.violations(page)
    page.goto(f"/mine/leave/{COURSE}/")
    press(page, "Leave and delete my progress")
    found += axe.on_pages(page, [])
    found += axe.violations(page)
    page.goto("/mine/delete/")
    press(page, "Delete everything now")
    found += axe.violations(page)
    let_in(page, people.learner()[0]).goto("/")
    press(page, "Leave this device")

    assert found + axe.violations(page) == []


# ---- Accounts


def test_account_that_takes_a_place(page, let_in):
    user = UserFactory()
    client, _place = people.learner()
    client.force_login(user)
    let_in(page, client)

    assert axe.on_pages(page, [*places.ACCOUNT, "/mine/account/"]) == []


def test_account_with_a_second_factor(page, let_in):
    client = Client()
    client.force_login(UserFactory(factor=True))
    let_in(page, client)

    assert axe.on_pages(page, places.WITH_A_FACTOR) == []


def test_second_factor_is_asked(page):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(UserFactory(factor=True).email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")

    expect(page.get_by_role("heading", name="And your second factor")).to_be_visible()
    assert axe.violations(page) == []


def test_account_that_was_just_made(page):
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail address").fill("new@example.org")
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_label("Password (again)").fill("short")
    press(page, "Make the account")
    found = axe.violations(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password (again)").fill(PASSWORD)
    press(page, "Make the account")

    assert found + axe.violations(page) == []


# ---- Coordinators


def test_completions_with_and_without_rows(page, let_in):
    let_in(page, people.staff("coordinator"))
    lists = ["/coordinators/", "/coordinators/?name=nobody", "/coordinators/?from=2026-12-01&to=2026-01-01"]
    found = axe.on_pages(page, lists)
    page.goto("/coordinators/")
    page.get_by_role("link", name="Hide").first.click()
    page.get_by_role("heading", name="Hide this row?").wait_for()
    found += axe.violations(page)
    client = Client()
    client.force_login(CoordinatorFactory().user)
    let_in(page, client)

    assert found + axe.on_pages(page, ["/coordinators/"]) == []


# ---- Checking


@pytest.fixture
def certificate() -> Certificate:
    return CertificateFactory(name=people.NAME, known=True)


def test_verdicts_of_a_number(page, certificate, site_key):
    page.goto("/check/")
    page.get_by_label("Certificate number").fill(certificate.number)
    press(page, "Check")
    found = axe.violations(page)
    page.get_by_label("Certificate number").fill("TD-0000-0000-0000-0000-0")
    press(page, "Check")

    assert found + axe.violations(page) == []


VERDICTS = ("valid", "withdrawn", "replaced", "unknown", "forged", "unasked", "unrecorded", "unable", "later")
SHOW = "wanted => document.querySelectorAll('[data-verdict]').forEach(x => { x.hidden = x.dataset.verdict !== wanted })"


def violations_of(page: Page, verdict: str) -> list[str]:
    page.evaluate(SHOW, verdict)
    return axe.violations(page)


def test_every_verdict(page):
    page.goto("/check/")

    assert [words for verdict in VERDICTS for words in violations_of(page, verdict)] == []


def test_code_with_all_that_was_signed(page, certificate):
    page.goto(f"/V#{tokens.text_of(certificate.token)}")

    expect(page.get_by_text(people.NAME)).to_be_visible()
    assert axe.violations(page) == []
