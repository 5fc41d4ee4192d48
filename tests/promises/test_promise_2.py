"""Leaving leaves nothing: one button, one transaction, nobody is told."""

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client

from certificates.models import Certificate
from tests.builders import open_in
from tests.factories import CertificateFactory, CoordinatorFactory, LearnerFactory, ShareFactory, UserFactory
from tests.training.learners.course import FIRST, publish, question_key, started
from training.learners import leaving
from training.models import CourseStart, Learner, LessonOpened, QuestionAnswered, Share, User

pytestmark = pytest.mark.django_db
CANARY = "Zdzisława Kanarková"


@pytest.fixture
def learner(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    publish(monkeypatch)
    started(client)
    client.post(FIRST + "next")
    client.post(FIRST + "answer/" + question_key("m1-03"), {"pick": "why"})
    return client


def test_leaving_a_course_deletes_its_progress(learner: Client) -> None:
    learner.post("/mine/leave/tandem/")

    assert not CourseStart.objects.exists()
    assert not LessonOpened.objects.exists()
    assert not QuestionAnswered.objects.exists()


def test_asking_to_leave_deletes_nothing_yet(learner: Client) -> None:
    learner.get("/mine/leave/tandem/")

    assert CourseStart.objects.exists()


def test_starting_again_looks_like_a_first_visit(learner: Client) -> None:
    learner.post("/mine/leave/tandem/")

    learner.post("/courses/tandem/start")

    assert "done" not in learner.get(FIRST).content.decode().split("<ol role")[1].split("</ol>")[0]


def test_leaving_tells_nobody(learner: Client) -> None:
    learner.post("/mine/leave/tandem/")
    learner.post("/mine/delete/")

    assert mail.outbox == []


def test_nobody_leaves_a_course_for_somebody_else(learner: Client) -> None:
    stranger = open_in(Client(), LearnerFactory())

    assert stranger.post("/mine/leave/tandem/").status_code == 404
    assert CourseStart.objects.exists()


def test_deleting_everything_leaves_no_row_that_names_the_learner() -> None:
    learner = LearnerFactory(user=UserFactory(email="canary@example.org"), started=True, failed=True, finished=True)
    ShareFactory(certificate=CertificateFactory(learner=learner, name=CANARY), seen=True)
    names = (CANARY, "canary@example.org", learner.pk.hex, str(learner.pk))
    assert everything_with(*names)

    leaving.erase(learner)

    assert everything_with(*names) == []


def test_certificate_keeps_only_the_half_that_lets_it_be_checked() -> None:
    learner = LearnerFactory()
    certificate = CertificateFactory(learner=learner, name=CANARY)

    leaving.erase(learner)

    left = Certificate.objects.get(pk=certificate.pk)
    assert (left.name, left.number, left.completed_on, left.token, left.learner) == (None, None, None, None, None)
    assert left.number_hash == certificate.number_hash


def test_account_that_serves_something_else_stays() -> None:
    coordinator = CoordinatorFactory()
    learner = LearnerFactory(user=coordinator.user)

    leaving.erase(learner)

    assert User.objects.filter(pk=coordinator.user.pk).exists()
    assert not Learner.objects.exists()


def test_stopping_a_share_leaves_no_trace_of_it() -> None:
    learner = LearnerFactory()
    share = ShareFactory(certificate=CertificateFactory(learner=learner), seen=True)
    client = open_in(Client(), learner)

    client.post(f"/mine/shares/{share.public_id}/stop")

    assert not Share.objects.exists()
    assert everything_with(share.public_id.hex, str(share.public_id)) == []


def test_nobody_stops_the_share_of_somebody_else() -> None:
    share = ShareFactory()
    stranger = open_in(Client(), LearnerFactory())

    assert stranger.post(f"/mine/shares/{share.public_id}/stop").status_code == 404
    assert Share.objects.exists()


def everything_with(*canaries: str) -> list[str]:
    """Tables and columns in which one of these texts is found, in the whole database."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- a table's name
            columns = [column[0] for column in cursor.description]
            rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
            found += [
                f"{table}.{column}"
                for row in rows
                for column, value in row.items()
                if any(c in str(value) for c in canaries)
            ]
    return found
