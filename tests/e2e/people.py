"""Who sits at the browser: learners in the real course and the people of the demo, let in without a form.

The forms are tried once, where somebody types; everywhere else a client that is let in saves the time.
"""

from collections.abc import Sequence
from http.cookies import SimpleCookie

from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from playwright.sync_api import Page

from certificates.models import Certificate
from modules import catalogue
from modules.outline import ModuleOutline, Outline, Step
from quizzes.questions.kinds import MARKED, Kind, Question
from quizzes.questions.marking import PAIR, PICK, PLACE
from quizzes.terms import Door, Role
from tests import builders, curriculum_site
from training.accounts import demo
from training.accounts.demo import DemoPerson
from training.learners import starting
from training.learners.place import Place
from training.models import Learner, User

COURSE = curriculum_site.SLUG
NAME = "Ελένη Παπαδοπούλου"
Learning = tuple[Client, Place]


def person(work: str) -> DemoPerson:
    """The demo person who does this work."""
    return next(person for person in demo.PEOPLE if person.work == work)


def staff(work: str) -> Client:
    """A signed-in client of the demo person who does this work."""
    client = Client()
    client.force_login(User.objects.get(email=person(work).email))
    return client


def learner(role: Role | None = Role.POLICE) -> Learning:
    """A client in which a place in the real course was just begun, and the place."""
    version = catalogue.course_by_slug(COURSE, "en")
    assert version is not None
    started = starting.start(version, None, role, timezone.now())
    return builders.open_in(Client(), started.learner), Place.of(started.learner, started.start)


def same_place(page: Page) -> Client:
    """A client that is the same person as the browser, for what need not be clicked again."""
    client = Client()
    client.cookies = SimpleCookie({str(cookie["name"]): str(cookie["value"]) for cookie in page.context.cookies()})
    return client


def finisher() -> Learning:
    """A learner who has just done everything that counts."""
    client, place = learner()
    finish(client, counting(place.outline))
    return client, place


def holder() -> Learning:
    """A learner with a certificate."""
    client, place = finisher()
    assert client.post(f"/learn/{COURSE}/certificate/", {"name": NAME}).status_code == 302
    return client, place


def place_of(certificate: Certificate) -> Client:
    """A client in which the place of this certificate's holder is open."""
    holder = certificate.learner
    assert isinstance(holder, Learner)
    return builders.open_in(Client(), holder)


def outline() -> Outline:
    """The real course."""
    version = catalogue.course_by_slug(COURSE, "en")
    assert version is not None
    return catalogue.outline_of(version)


def counting(course: Outline) -> list[ModuleOutline]:
    """The modules that the certificate needs."""
    return [module for module in course if module.counts]


def finish(client: Client, modules: Sequence[ModuleOutline]) -> None:
    """Does what these modules need, as the browser would: every form posted, the conversations of the police."""
    for module in modules:
        for lesson in module.lessons:
            read(client, lesson)
        for scenario in module.scenarios:
            if scenario.role is Role.POLICE:
                play(client, scenario)


def read(client: Client, lesson: Step) -> None:
    """Opens a lesson and gets every question right."""
    address = curriculum_site.step(lesson.slug)
    page = client.get(address).content.decode()
    for question in lesson.questions:
        if question.kind in MARKED:
            assert client.post(f"{address}answer/{question.key}", fields(question, page)).status_code == 302
    assert client.post(f"{address}next").status_code == 302


def play(client: Client, scenario: Step, attempt: int = 1) -> None:
    """Plays a conversation to an open door and reads its debrief."""
    way = curriculum_site.way_to(curriculum_site.graph(scenario.slug), Door.OPEN)
    curriculum_site.play(client, scenario.slug, way, attempt)
    assert client.post(f"{curriculum_site.step(scenario.slug)}debrief/{attempt}/read").status_code == 302


def fields(question: Question, page: str = "") -> dict[str, list[str]]:
    """The right answer as the form of this page sends it; only matching needs the page."""
    if question.kind is Kind.ORDERING:
        return {f"{PLACE}{item.key}": [str(place)] for place, item in enumerate(question.items, start=1)}
    if question.kind is Kind.MATCHING:
        return {f"{PAIR}{pair.key}": [offered(page, f"{PAIR}{pair.key}", pair.right)] for pair in question.pairs}
    return {PICK: [option.key for option in question.options if option.right]}


def offered(page: str, name: str, words: str) -> str:
    """The value behind these words in a field of the page."""
    field = page.split(f'name="{name}"')[1].split("</select>")[0]
    return field.split(f">{escape(words)}</option>")[0].split('value="')[-1].split('"')[0]
