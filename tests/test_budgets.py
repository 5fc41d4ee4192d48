"""What a page may cost: statements about data, counted as decision 22 says. Time is measured elsewhere, never here."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import factory
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certificates.models import Certificate
from modules.outline import Step
from quizzes.questions.kinds import MARKED
from quizzes.terms import Door, Role
from tests import curriculum_site, databases, lasting
from tests.curriculum_site import COURSE, step
from tests.e2e import people
from tests.factories import NOW, CertificateFactory, ShareFactory, UserFactory
from training.models import Learner, Organisation, ShareSeen, User

NOT_DATA = re.compile(r"(?:BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b")
AN_ACCOUNT = 2
SCENARIO = "not-another-number"


@dataclass(frozen=True)
class Learning:
    """A learner of the real course, one turn before the end of a conversation."""

    client: Client
    learner: Learner
    lesson: Step
    last_turn: dict[str, str]
    certificate: Certificate


Ask = Callable[[Learning], Any]


def answer(learning: Learning) -> Any:
    question = next(question for question in learning.lesson.questions if question.kind in MARKED)
    return learning.client.post(f"{step(learning.lesson.slug)}answer/{question.key}", people.fields(question))


def begin_and_choose(learning: Learning) -> Any:
    return learning.client.post(f"{step(SCENARIO)}choose", learning.last_turn)


def step_back(learning: Learning) -> Any:
    fields = {"attempt": "2", "turn": learning.last_turn["turn"]}
    return learning.client.post(f"{step(SCENARIO)}back", fields)


# As docs and decisions name them: what is asked, and the most that it may cost. An account adds two.
OF_LEARNERS: dict[str, tuple[Ask, int]] = {
    "lesson": (lambda mine: mine.client.get(step(mine.lesson.slug)), 4),
    "scene": (lambda mine: mine.client.get(step(SCENARIO)), 4),
    "check answer": (answer, 6),
    "turn": (step_back, 6),
    "turn that finishes": (begin_and_choose, 10),
    "debrief": (lambda mine: mine.client.get(f"{step(SCENARIO)}debrief/1/"), 6),
    "my training": (lambda mine: mine.client.get("/mine/"), 6),
    "handbook": (lambda mine: mine.client.get("/courses/keep-a-door-open/stories-before-arguments/handbook.pdf"), 6),
    "group exercise as PDF": (lambda mine: mine.client.get(f"{step(SCENARIO)}group-exercise.pdf"), 6),
    "what changed since": (lambda mine: mine.client.get(f"/mine/certificates/{mine.certificate.pk}/changes/"), 6),
    "certificate as PDF": (lambda mine: mine.client.get(f"/mine/certificates/{mine.certificate.pk}.pdf"), 4),
}
OF_ANYBODY: dict[str, tuple[Callable[[Client], Any], int]] = {
    "check page": (lambda client: client.get("/check/"), 0),
    "status of a number": (lambda client: client.post("/check/status", {"number": "TD-0000-0000-0000-0000-0"}), 2),
    "start": (lambda client: client.post(f"{COURSE}start", {"role": "teacher"}), 8),
}


@pytest.fixture(scope="module")
def course(django_db_setup: None, django_db_blocker: Any, pytestconfig: pytest.Config) -> Iterator[Learning]:
    """The real course and somebody in it."""
    with lasting.standing(pytestconfig, django_db_blocker, databases.DEMO):
        yield somebody()


@pytest.fixture
def mine(course: Learning) -> Iterator[Learning]:
    """The learner, as before each test."""
    with lasting.rolled_back():
        yield course


def somebody() -> Learning:
    """Read a debrief, and plays again up to the last choice; has a certificate all the same."""
    client, place = people.learner(Role.SOCIAL_WORK)
    way = curriculum_site.way_to(curriculum_site.graph(SCENARIO), Door.OPEN)
    curriculum_site.play(client, SCENARIO, way)
    client.post(f"{step(SCENARIO)}begin", {"attempt": "2"})
    for turn, choice in enumerate(way[:-1], start=1):
        client.post(f"{step(SCENARIO)}choose", {"attempt": "2", "turn": str(turn), "choice": choice})
    lesson = next(one for one in place.outline.steps if any(question.kind in MARKED for question in one.questions))
    return Learning(
        client=client,
        learner=place.learner,
        lesson=lesson,
        last_turn={"attempt": "2", "turn": str(len(way)), "choice": way[-1]},
        certificate=a_certificate(place.learner),
    )


def a_certificate(learner: Learner) -> Certificate:
    """One of the demo's, as if it were the learner's."""
    certificate = Certificate.objects.filter(learner__isnull=False).latest("pk")
    Certificate.objects.filter(pk=certificate.pk).update(learner=learner)
    return certificate


def cost(ask: Callable[[], Any]) -> int:
    """How many statements about data this takes, once the process has seen the page."""
    cache.clear()
    with CaptureQueriesContext(connection) as statements:
        answered = ask()
    assert getattr(answered, "status_code", 200) in {200, 302}
    return len([one for one in statements.captured_queries if not NOT_DATA.match(one["sql"])])


@pytest.mark.parametrize("name", OF_LEARNERS)
def test_page_of_a_learner_costs_no_more_than_its_budget(mine: Learning, name: str) -> None:
    ask, most = OF_LEARNERS[name]
    warmed(mine)

    assert cost(lambda: ask(mine)) <= most


@pytest.mark.parametrize("name", OF_LEARNERS)
def test_account_adds_two(mine: Learning, name: str) -> None:
    ask, most = OF_LEARNERS[name]
    warmed(mine)
    Learner.objects.filter(pk=mine.learner.pk).update(user=UserFactory())
    client = Client()
    client.force_login(Learner.objects.get(pk=mine.learner.pk).user)
    signed_in = Learning(client, mine.learner, mine.lesson, mine.last_turn, mine.certificate)

    assert cost(lambda: ask(signed_in)) <= most + AN_ACCOUNT


@pytest.mark.parametrize("name", OF_ANYBODY)
def test_page_of_anybody_costs_no_more_than_its_budget(mine: Learning, name: str) -> None:
    ask, most = OF_ANYBODY[name]

    assert cost(lambda: ask(Client())) <= most


def test_list_of_a_coordinator_costs_no_more_than_eight(mine: Learning) -> None:
    client = people.staff("coordinator")

    assert cost(lambda: client.get("/coordinators/")) <= 8


def test_public_pages_of_the_course_cost_no_more_than_four(mine: Learning) -> None:
    client = Client()

    assert cost(lambda: client.get("/")) <= 4
    assert cost(lambda: client.get(COURSE)) <= 4
    assert cost(lambda: client.get(f"{COURSE}{people.outline().modules[0].slug}/")) <= 4


def warmed(mine: Learning) -> None:
    """What is the same for everybody is read once per process: not part of anybody's page."""
    mine.client.get(step(mine.lesson.slug))
    mine.client.get(step(SCENARIO))
    mine.client.get("/mine/")


# ---- The same cost at one row and at three


def test_my_training_costs_the_same_with_three_certificates_and_shares(mine: Learning) -> None:
    warmed(mine)
    more_shares(mine.learner, 1)
    with_one = cost(lambda: mine.client.get("/mine/"))

    more_shares(mine.learner, 2)

    assert cost(lambda: mine.client.get("/mine/")) == with_one


def test_list_of_a_coordinator_costs_the_same_with_three_rows_more(mine: Learning) -> None:
    client = people.staff("coordinator")
    with_demo = cost(lambda: client.get("/coordinators/"))

    more_shares(mine.learner, 3)

    assert cost(lambda: client.get("/coordinators/")) == with_demo


def test_file_of_a_coordinator_costs_the_same_with_three_rows_more(mine: Learning) -> None:
    client = people.staff("coordinator")
    with_demo = cost(lambda: client.get("/coordinators/completions.csv").getvalue())

    more_shares(mine.learner, 3)

    assert cost(lambda: client.get("/coordinators/completions.csv").getvalue()) == with_demo


def test_debrief_costs_the_same_after_three_more_attempts(mine: Learning) -> None:
    warmed(mine)
    with_two = cost(lambda: mine.client.get(f"{step(SCENARIO)}debrief/1/"))

    mine.client.post(f"{step(SCENARIO)}choose", mine.last_turn)
    mine.client.post(f"{step(SCENARIO)}begin", {"attempt": "3"})

    assert cost(lambda: mine.client.get(f"{step(SCENARIO)}debrief/1/")) == with_two


def more_shares(learner: Learner, number: int) -> None:
    """Certificates of this learner, shown to the service of the demo's coordinator, who looked."""
    service = Organisation.objects.get(name=people.demo.SERVICE)
    coordinator = User.objects.get(email=people.person("coordinator").email)
    made = CertificateFactory.create_batch(
        number, learner=learner, course_version=factory.Sequence(lambda count: 100 + count)
    )
    shares = [ShareFactory(certificate=certificate, organisation=service) for certificate in made]
    ShareSeen.objects.bulk_create(
        ShareSeen(share=share, user=coordinator, how=ShareSeen.How.EXPORT, seen_at=NOW) for share in shares
    )
