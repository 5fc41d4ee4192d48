"""Learn first, register never or later: a course from start to certificate without an account."""

import pytest
from django.test import Client

from certificates.models import Certificate
from tests.training.learners.course import publish
from training.models import CourseDone, CourseStart, Learner, User

pytestmark = pytest.mark.django_db


def test_nobody_registers_to_start_learn_and_finish(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(monkeypatch)
    client.post("/courses/tandem/start", {"role": "teacher"})
    CourseDone.objects.create(start=CourseStart.objects.get(), completed_on="2026-10-14")

    response = client.post("/learn/tandem/certificate/", {"name": "Agnieszka Wiśniewska"}, follow=True)

    assert "Made out to Agnieszka Wiśniewska." in response.content.decode()
    assert Certificate.objects.get().learner == Learner.objects.get()
    assert not User.objects.exists()
