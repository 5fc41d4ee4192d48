"""The first page, the course and the module: what they say before and after the start, and what they never do."""

import re
import uuid

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certificates import page as certificate_page
from modules.models import CoursePage, HomePage
from quizzes.terms import Door
from tests import builders
from tests import curriculum_site as site
from tests.factories import AttemptFactory, LearnerFactory, UserFactory
from tests.releasing import put_live
from training.models import CourseStart, DebriefRead, EndingReached, Learner, LessonOpened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_site")]

MODULE = f"{site.COURSE}seeing-the-whole-spectrum/"
UNDEFINED = "⚠undefined"


@pytest.fixture
def reader(client: Client) -> Client:
    """Somebody who has just started as a teacher."""
    return site.started(client)


def read(client: Client, slug: str) -> None:
    """Reads a lesson and goes on."""
    assert client.post(f"{site.step(slug)}next").status_code == 302


def tags(html: str, name: str) -> list[str]:
    """The opening tags of this name."""
    return re.findall(rf"<{name}\b[^>]*>", html)


# ---- Before the start


def test_course_page_says_before_the_start_what_a_visitor_needs_to_know(client):
    page = site.words(client.get(site.COURSE))

    said = (
        "For whom",
        "70 minutes on screen · 65 minutes with others, in a room",
        "What counts as done Modules 1 to 3: every lesson opened.",
        "Who can see what",
        "Not that you started, not how far you are, not that you left.",
        "Course · English · 3.5 hours on screen",
        "What it does not say How you answered",
        "It is not a licence, not a vetting",
        "It does not qualify you to assess risk",
        "A second kind adds 4.5 hours of practice in a room with others.",
    )
    assert [sentence for sentence in said if sentence not in page] == []


def test_course_page_says_what_certificates_print_whatever_its_own_statement(client):
    CoursePage.objects.filter(slug=site.SLUG).update(certificate_statement="You are certified.")

    page = site.words(client.get(site.COURSE))

    assert f"Every certificate says this: {certificate_page.limits_in('en').here}" in page
    assert "certified" not in page


def test_course_page_says_that_it_is_starter_content_and_names_each_missing_review(client):
    page = site.main_of(client.get(site.COURSE))

    assert "Starter content, not yet reviewed in tandem." in page
    starter = page.partition('class="starter')[2].partition("</div>")[0]
    assert re.findall(r"<li>([^<]+)</li>", starter) == [
        "Low energy: a lawyer and a clinician",
        "Interrogation with biscuits: a lawyer and a clinician",
        "The one limit: a lawyer and a clinician",
        "4.3 When danger is imminent: a lawyer and a clinician",
    ]


def test_start_form_offers_four_roles_or_later_and_keeps_the_place_only_on_request(client):
    page = site.main_of(client.get(site.COURSE))

    form = page.partition(f'action="{site.COURSE}start"')[2].partition("</form>")[0]
    roles = re.findall(r'type="radio" name="role" value="([^"]*)"', form)
    assert roles == ["teacher", "police", "social-work", "prison-probation", ""]
    assert "checked" not in form
    assert tags(form, "input")[-1] == '<input type="checkbox" name="keep" value="1">'
    assert "at most 12 hours" in form


def test_start_form_starts_the_course(client):
    before = CourseStart.objects.count()

    response = client.post(f"{site.COURSE}start", {"role": "", "keep": "1"})

    assert response.status_code == 200
    assert CourseStart.objects.count() == before + 1


def test_visitor_finds_one_button_and_no_resume_block_on_the_first_page(client):
    page = site.main_of(client.get("/"))

    assert re.findall(r'class="btn" href="([^"]+)"', page) == [f"{site.COURSE}#start"]
    assert "Where you left off" not in page


def test_first_page_speaks_with_the_words_of_its_page(client):
    HomePage.objects.update(title="Talk first", lead="A lead of our own.")

    page = site.main_of(client.get("/"))

    assert '<h1 id="h">Talk first</h1>' in page
    assert '<p class="lead">A lead of our own.</p>' in page


def test_visitor_reads_steps_of_a_module_as_plain_titles(client):
    page = site.main_of(client.get(MODULE))

    assert "1.1 What this course is, and what it is not" in page
    assert "/learn/" not in page
    assert "Afterwards you can" in page
    assert "What it means in your job" in page


def test_module_page_lists_six_lessons_and_the_conversations_with_minutes_and_role(client):
    page = site.main_of(client.get(MODULE))

    steps = page.partition('<ol class="way"')[2].partition("</ol>")[0]
    assert len(tags(steps, "li")) == 9
    assert "Conversation · Police · 15 minutes" in " ".join(steps.split())


def test_optional_module_names_conversations_worth_another_way(client):
    page = site.words(client.get(f"{site.COURSE}confidentiality-and-safety/"))

    assert "Module 4 · Confidentiality and cooperation · optional" in page
    assert "Two scenarios look different after this module" in page


# ---- With an open place


def test_learner_goes_on_from_the_first_page_where_the_place_stands(reader):
    read(reader, "what-this-course-is")
    site.play(reader, "something-has-changed", [])

    page = site.words(reader.get("/"))

    assert "Where you left off 1.1 What this course is" in page  # its question is open still
    assert "Only you see where you are" in page
    assert "In progress 1 of 6 lessons read" in page
    assert page.count("Not started") == 4


def test_module_in_which_only_a_conversation_has_begun_is_in_progress(reader):
    reader.post(f"{site.step('two-of-them')}begin", {"attempt": 1})

    page = site.words(reader.get(site.COURSE))

    assert "In progress 0 of 6 lessons read" in page


def test_learner_opens_steps_from_the_module_page(reader):
    page = site.main_of(reader.get(MODULE))

    links = re.findall(r'<span class="what"><a href="([^"]+)"', page)
    assert len(links) == 9
    assert links[0] == site.step("what-this-course-is")
    assert links[6] == site.step("something-has-changed")


def test_module_page_puts_the_conversation_of_the_learners_role_first(reader):
    site.in_role(reader, "social-work")

    page = site.main_of(reader.get(MODULE))

    assert re.findall(r'<span class="what"><a href="([^"]+)"', page)[6] == site.step("low-energy")


def test_course_page_names_the_open_place_and_offers_to_start_fresh(reader):
    page = site.main_of(reader.get(site.COURSE))

    assert "A place is open in this browser" in page
    assert "It stands at “What this course is, and what it is not”." in site.words(reader.get(site.COURSE))
    assert '<input type="hidden" name="fresh" value="1">' in page
    assert 'name="role"' not in page


def test_starting_fresh_makes_another_learner_and_keeps_the_first(reader):
    learners = set(Learner.objects.values_list("pk", flat=True))

    reader.post(f"{site.COURSE}start", {"fresh": "1"})

    kept = set(Learner.objects.values_list("pk", flat=True))
    assert kept > learners
    assert len(kept - learners) == 1


def test_place_of_an_account_is_left_by_signing_out(client):
    user = UserFactory()
    learner = LearnerFactory(user=user)
    learners = Learner.objects.count()
    client.force_login(user)
    client.post(f"{site.COURSE}start", {"role": "teacher"})

    page = site.main_of(client.get(site.COURSE))

    assert Learner.objects.count() == learners
    assert CourseStart.objects.get(learner=learner).version.content["slug"] == site.SLUG
    assert "This is not me: sign out" in page
    assert 'name="fresh"' not in page


def test_learner_of_another_course_joins_this_one_with_the_same_place(client):
    builders.open_in(client, elsewhere().learner)

    page = site.words(client.get(site.COURSE))

    assert "A place is open in this browser, in “Another course”. This course joins it." in page
    assert "Keep my place in this browser" not in page
    assert "This is not me: start fresh" in page


def elsewhere() -> CourseStart:
    """A place in a course that is not on the site any more."""
    version = builders.course_version(
        builders.module_outline(builders.lesson_step()), key=uuid.uuid4(), slug="another", title="Another course"
    )
    return builders.start_of(LearnerFactory(), version)


def test_learner_of_a_course_that_left_the_site_still_goes_on(client):
    CoursePage.objects.update(live=False)
    builders.open_in(client, elsewhere().learner)

    page = site.words(client.get("/"))

    assert "Where you left off 1.1 First lesson" in page
    assert UNDEFINED not in page


def test_learner_who_has_done_everything_is_led_to_the_certificate(client):
    lesson = builders.lesson_step()
    start = builders.start_of(LearnerFactory(), builders.course_version(builders.module_outline(lesson), slug="small"))
    LessonOpened.objects.create(start=start, lesson=lesson.key)
    attempt = AttemptFactory(start=start)
    EndingReached.objects.create(attempt=attempt, ending="E1", door=Door.OPEN.value)
    DebriefRead.objects.create(attempt=attempt)
    builders.open_in(client, start.learner)

    page = site.main_of(client.get("/"))

    assert "Everything is done" in page
    assert re.findall(r'class="btn" href="([^"]+)"', page) == ["/learn/small/certificate/"]
    assert "<b>Completed</b>" in page


# ---- What they never do


def test_visitor_gets_no_cookie_but_the_one_of_a_form(client):
    client.get("/")
    client.get(MODULE)
    assert dict(client.cookies) == {}

    client.get(site.COURSE)
    assert list(client.cookies) == [settings.CSRF_COOKIE_NAME]


@pytest.mark.parametrize(("address", "most"), [("/", 4), (site.COURSE, 4), (MODULE, 2)])
def test_visitor_costs_few_queries_and_no_write(client, address, most):
    client.get(address)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address)

    assert len(asked) <= most
    assert [query["sql"] for query in asked if not query["sql"].startswith("SELECT")] == []


@pytest.mark.parametrize(("address", "most"), [("/", 7), (site.COURSE, 7), (MODULE, 5)])
def test_open_place_adds_three_queries_however_much_was_done(reader, address, most, django_assert_max_num_queries):
    read(reader, "what-this-course-is")
    read(reader, "one-pattern-many-forms")
    site.play(reader, "something-has-changed", site.way_to(site.graph("something-has-changed"), Door.OPEN))

    with django_assert_max_num_queries(most):
        reader.get(address)


def test_more_courses_add_no_query_to_the_first_page(client, django_assert_num_queries):
    with CaptureQueriesContext(connection) as one:
        client.get("/")
    for number in (2, 3):
        another_course(f"course-{number}")

    with django_assert_num_queries(len(one)):
        page = client.get("/")

    assert re.findall(r'<h3><a href="(/courses/course-\d/)"', page.content.decode()) == [
        "/courses/course-2/", "/courses/course-3/",
    ]  # fmt: skip


def another_course(slug: str) -> None:
    """A published course without modules beside the first."""
    home = CoursePage.objects.get(slug=site.SLUG).get_parent()
    page = home.add_child(
        instance=CoursePage(title=f"Z {slug}", slug=slug, lead="A lead", audience="Everybody", hours=1)
    )
    put_live(page)
    builders.course_version(key=page.translation_key, slug=slug, title=page.title)


def test_course_without_outcomes_and_modules_has_a_page(client):
    another_course("bare")

    page = client.get("/courses/bare/").content.decode()

    assert "Z bare" in page
    assert UNDEFINED not in page


@pytest.mark.parametrize("role", ["teacher", "police", "social-work", "prison-probation", ""])
def test_no_variable_is_undefined_on_any_page_for_any_role(client, role):
    site.started(client, role)

    pages = {address: client.get(address) for address in site.addresses()}

    assert {response.status_code for response in pages.values()} == {200}
    assert [address for address, response in pages.items() if UNDEFINED in response.content.decode()] == []


def test_every_public_page_has_one_heading_no_style_attribute_and_asks_no_other_host(client):
    pages = {address: client.get(address).content.decode() for address in site.addresses()}

    assert [address for address, page in pages.items() if UNDEFINED in page] == []
    assert {address: len(tags(page, "h1")) for address, page in pages.items()} == dict.fromkeys(pages, 1)
    assert [address for address, page in pages.items() if " style=" in page or "<script>" in page] == []
    assert [page for page in pages.values() if re.search(r'(?:src|href)="(?:https?:)?//', page)] == []


def test_site_without_a_page_says_so(client):
    HomePage.objects.update(live=False)
    CoursePage.objects.update(live=False)

    page = client.get("/")

    assert "Practise the conversation before you have it No course is published here yet." in site.words(page)
    assert UNDEFINED not in page.content.decode()


def test_course_that_is_a_draft_looks_like_one_that_does_not_exist(client):
    missing = client.get("/courses/no-such-course/")
    CoursePage.objects.update(live=False)
    draft = client.get(site.COURSE)
    module = client.get(MODULE)

    assert missing.status_code == draft.status_code == module.status_code == 404
    assert missing.content == draft.content == module.content


@pytest.mark.parametrize(
    "query", ["?x=%ff%fe", "?role=%3Cscript%3Ealert(1)%3C/script%3E", "?q=" + "a" * 4000, "?%C3%28"]
)
@pytest.mark.parametrize("address", ["/", site.COURSE, MODULE])
def test_hostile_query_changes_nothing(client, address, query):
    plain, hostile = client.get(address), client.get(address + query)

    assert hostile.status_code == 200
    assert site.words(hostile) == site.words(plain)


@pytest.mark.parametrize("address", ["/?x=%00", "/courses/%00/", "/courses/a%FF/", f"{site.COURSE}%00/"])
def test_unreadable_address_is_refused(client, address):
    assert client.get(address).status_code in {400, 404}


@pytest.mark.parametrize("address", ["/", site.COURSE, MODULE])
def test_nothing_can_be_posted_to_a_page(client, address):
    assert client.post(address, {"role": "teacher"}).status_code == 405
