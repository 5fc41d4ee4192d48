"""A small site in which everybody has something that others must not see, with a word of its own in every text.

Two services with an office each, two people of every role, learners who shared and learners who did not. The world is
made once for a module of tests; what a test changes is rolled back after it.
"""

import uuid
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from allauth.mfa.models import Authenticator
from django.test import Client
from wagtail.models import Page

from certificates.models import Certificate
from modules import cards
from modules.models import CountryCard, CoursePage, CourseVersion, HomePage, LessonPage, ModulePage, ReferenceCard
from modules.outline import ModuleOutline
from quizzes.terms import Door, Role
from tests import builders
from tests.factories import (
    COMPLETED_ON,
    CertificateFactory,
    CoordinatorFactory,
    LearnerFactory,
    OrganisationFactory,
    ShareFactory,
    UserFactory,
)
from tests.releasing import put_live
from tests.training.learners.course import first_step, question_key
from training import roles
from training.models import (
    Attempt,
    CourseDone,
    CourseStart,
    EndingReached,
    Learner,
    LessonOpened,
    Organisation,
    QuestionAnswered,
    Share,
    Turn,
    User,
)

# Numbers that stand in no page by chance.
FIRST_CERTIFICATE, FOREIGN_KEY = 811_811, 822_822
OTHER_COURSE, DRAFT_COURSE = uuid.UUID(int=0x0777), uuid.UUID(int=0x0888)
HANDOUT, UNKNOWN = "7a4d0c5e-0001-4000-8000-00000000d0d0", "00000000-0000-4000-8000-00000000dead"
CODES = {"alder": "A1DER7K9", "alder_north": "A1DNR7K9", "birch": "B1RCH7K9", "birch_south": "B1RSS7K9"}
UNKNOWN_CODE, NO_CODE = "Z9Z9Z9Z9", "ABABABABABABABABABABABABAB"

# What nobody sees by accident: a word per text, and whose it is.
CANARIES = {
    "own_name": "Xenia Kanarowa",
    "account_name": "Wanda Kanarkova",
    "foreign_name": "Yrsa Kanaridottir",
    "unshared_name": "Zofia Kanarska",
    "hidden_name": "Hilde Kanarvik",
    "ended_name": "Edda Kanarsen",
    "alder": "Alder Probation Service",
    "alder_north": "Alder Office North",
    "birch": "Birch Probation Service",
    "birch_south": "Birch Office South",
    "alder_code": "A1DE-R7K9",
    "alder_north_code": "A1DN-R7K9",
    "birch_code": "B1RC-H7K9",
    "birch_south_code": "B1RS-S7K9",
    "account_email": "wanda@canary.example",
    "foreign_email": "yrsa@canary.example",
    "coordinator_email": "cora@canary.example",
    "other_coordinator_email": "corb@canary.example",
    "trainer_email": "tara@canary.example",
    "other_trainer_email": "tarb@canary.example",
    "reviewer_email": "rita@canary.example",
    "other_reviewer_email": "ritb@canary.example",
    "operator_email": "olga@canary.example",
    "other_operator_email": "olgb@canary.example",
    "draft_course": "Draft course of the canary",
    "draft_lesson": "Draft lesson of the canary",
    "draft_card": "Draft card of the canary",
}


@dataclass
class Mine:
    """What one person has: a certificate, and the share of it."""

    certificate: Certificate
    share: Share


@dataclass
class World:
    """The site. `cookies`: what the browser of each audience holds. `mine`: what the audience has itself."""

    cookies: dict[str, SimpleCookie] = field(default_factory=dict)
    mine: dict[str, Mine] = field(default_factory=dict)
    foreign: Mine | None = None
    foreign_key: int = 0

    def client(self, audience: str) -> Client:
        """A browser of this audience, as it was when the world was made."""
        client = Client()
        client.cookies = deepcopy(self.cookies[audience])
        return client

    def canaries_in(self, text: str) -> set[str]:
        """The canaries that a text holds."""
        return {name for name, word in CANARIES.items() if word in text}


def make() -> World:
    """The whole world, in the present transaction."""
    world = World()
    organisations = _organisations()
    version = _course("tandem", builders.COURSE_KEY, "Tandem", live=True)
    other = _course("other", OTHER_COURSE, "Another course", live=True)
    _course("draft", DRAFT_COURSE, CANARIES["draft_course"], live=False)
    _cards()
    _learners(world, version, other, organisations)
    _staff(world, organisations)
    return world


def _organisations() -> dict[str, Organisation]:
    made: dict[str, Organisation] = {}
    for name, parent in (("alder", None), ("alder_north", "alder"), ("birch", None), ("birch_south", "birch")):
        made[name] = OrganisationFactory(name=CANARIES[name], parent=made[parent] if parent else None, code=CODES[name])
    return made


def _course(slug: str, key: uuid.UUID, title: str, *, live: bool) -> CourseVersion:
    root = Page.objects.get(depth=1)
    home = HomePage.objects.first() or put_live(
        root.add_child(instance=HomePage(title="Tandem", slug="tandem-home", live=False))
    )
    page = home.add_child(
        instance=CoursePage(
            title=title, slug=slug, lead=title, audience="All", hours="3.5", translation_key=key, live=False
        )
    )
    module = _module()
    module_page = page.add_child(
        instance=ModulePage(
            title=module.title, slug=module.slug, number=1, topic="A topic", lead="A lead", translation_key=uuid.uuid4()
        )
    )
    put_live(module_page)
    if live:
        put_live(page)
    else:
        lesson = LessonPage(title=CANARIES["draft_lesson"], slug="draft-lesson", label="9.9", minutes=5, live=False)
        module_page.add_child(instance=lesson)
    return builders.course_version(module, key=key, slug=slug, title=title)


def _module() -> ModuleOutline:
    """Two lessons, a conversation that was played, one in the middle, one that may be skipped."""
    return builders.module_outline(
        first_step(),
        builders.lesson_step("second-lesson"),
        builders.scenario_step("at-the-desk"),
        builders.scenario_step("at-the-gate"),
        builders.scenario_step("in-the-yard", skippable=True),
    )


def _steps() -> None:
    handout = {
        "title": "A sheet",
        "about": "To take along.",
        "sections": [],
        "figure": "",
        "pages": 1,
        "document": None,
    }
    body = [{"type": "handout", "id": HANDOUT, "value": handout}]
    words = {"lead": "", "principles": "", "needs_law": False}
    first, second, *scenarios = _module().steps
    builders.lesson_version(first, **words, body=body)
    builders.lesson_version(second, **words)
    for scenario in scenarios:
        builders.scenario_version(scenario)


def _cards() -> None:
    _steps()
    ReferenceCard.objects.create(key="a-card", kind="method", title="A card", text="Its text.")
    CountryCard.objects.create(country="XX", name=CANARIES["draft_card"], emergency_number="1", live=False)
    cards.forget()


def _learners(
    world: World, version: CourseVersion, other: CourseVersion, organisations: Mapping[str, Organisation]
) -> None:
    own = _learner(CANARIES["own_name"], version, organisations["alder_north"])
    world.mine["learner"] = own
    with_account = _learner(
        CANARIES["account_name"],
        version,
        organisations["alder"],
        user=UserFactory(email=CANARIES["account_email"]),
    )
    world.mine["account"] = with_account
    world.foreign = _learner(
        CANARIES["foreign_name"], version, organisations["birch"], user=UserFactory(email=CANARIES["foreign_email"])
    )
    builders.start_of(_whose(world.foreign.certificate), other)
    key = Authenticator.objects.create(
        pk=FOREIGN_KEY,
        user=_whose(world.foreign.certificate).user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "A key"},
    )
    world.foreign_key = key.pk
    unshared = CertificateFactory(name=CANARIES["unshared_name"])
    _progress(builders.start_of(_whose(unshared), version))
    hidden = CertificateFactory(name=CANARIES["hidden_name"])
    ShareFactory(certificate=hidden, organisation=organisations["alder"], hidden=True)
    CertificateFactory(name=CANARIES["ended_name"])
    world.cookies["visitor"] = SimpleCookie()
    world.cookies["learner"] = _place_cookies(_whose(own.certificate))
    world.cookies["account"] = _session_cookies(User.objects.get(email=CANARIES["account_email"]))


def _whose(certificate: Certificate) -> Learner:
    learner = certificate.learner
    assert isinstance(learner, Learner)
    return learner


def _learner(name: str, version: CourseVersion, organisation: Organisation, user: User | None = None) -> Mine:
    """Somebody who is done, has a certificate, and shares it with this organisation."""
    learner = LearnerFactory(user=user, role=Role.SOCIAL_WORK.value)
    start = builders.start_of(learner, version)
    _progress(start)
    certificate = CertificateFactory(
        pk=FIRST_CERTIFICATE + Certificate.objects.count(),
        name=name,
        learner=learner,
        course_version=version.number,
        known=True,
    )
    return Mine(certificate, ShareFactory(certificate=certificate, organisation=organisation))


def _progress(start: CourseStart) -> None:
    LessonOpened.objects.create(start=start, lesson=builders.key_of("second-lesson"))
    QuestionAnswered.objects.create(start=start, question=question_key("m1-03"), picked="why", right=False)
    CourseDone.objects.create(start=start, completed_on=COMPLETED_ON)
    played = _attempt(start, "at-the-desk", ("desk", "file"), ("door", "let"))
    EndingReached.objects.create(attempt=played, ending="ajar", door=Door.AJAR.value)
    _attempt(start, "at-the-gate", ("desk", "ask"))


def _attempt(start: CourseStart, slug: str, *turns: tuple[str, str]) -> Attempt:
    step = builders.scenario_step(slug)
    version = builders.scenario_version(step)
    attempt = Attempt.objects.create(
        start=start, version=version, scenario=step.key, number=1, role=Role.SOCIAL_WORK.value
    )
    for number, (scene, choice) in enumerate(turns, start=1):
        Turn.objects.create(attempt=attempt, number=number, scene=scene, choice=choice)
    return attempt


def _staff(world: World, organisations: Mapping[str, Organisation]) -> None:
    roles.sync()
    for audience, email, organisation in (
        ("coordinator", "coordinator_email", "alder"),
        ("other_coordinator", "other_coordinator_email", "birch"),
    ):
        user = UserFactory(email=CANARIES[email], factor=True)
        CoordinatorFactory(user=user, organisation=organisations[organisation])
        world.cookies[audience] = _session_cookies(user)
    for role in ("trainer", "reviewer", "operator"):
        user = UserFactory(email=CANARIES[f"{role}_email"], factor=True, **{role: True})
        UserFactory(email=CANARIES[f"other_{role}_email"], factor=True, **{role: True})
        world.cookies[role] = _session_cookies(user)
    for role in ("trainer", "operator"):
        world.cookies[f"{role} without factor"] = _session_cookies(UserFactory(**{role: True}))
    plain = UserFactory()
    CoordinatorFactory(user=plain, organisation=organisations["birch_south"])
    world.cookies["coordinator without factor"] = _session_cookies(plain)


def _place_cookies(learner: Learner) -> SimpleCookie:
    return builders.open_in(Client(), learner).cookies


def _session_cookies(user: User) -> SimpleCookie:
    client = Client()
    client.force_login(user)
    return client.cookies
