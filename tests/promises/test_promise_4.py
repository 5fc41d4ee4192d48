"""A certificate can be checked without our keeping its holder."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from certificates import checking, offline, rendering
from tests.factories import CertificateFactory, LearnerFactory
from training.learners import leaving

pytestmark = pytest.mark.django_db


def without_tokens(page: bytes) -> bytes:
    """The page without what differs at every request."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)


def test_number_answers_the_same_bytes_before_and_after_its_holder_erased_everything(client: Client) -> None:
    learner = LearnerFactory()
    certificate = CertificateFactory(learner=learner, known=True)
    number = certificate.number
    before = client.post("/check/status", {"number": number})

    leaving.erase(learner)

    after = client.post("/check/status", {"number": number})
    assert json.loads(after.content)["state"] == "valid"
    assert without_tokens(before.content) == without_tokens(after.content)


def test_paper_in_hand_still_checks_without_network_after_erasure(tmp_path: Path) -> None:
    learner = LearnerFactory()
    paper = tmp_path / "certificate.pdf"
    paper.write_bytes(rendering.pdf(CertificateFactory(learner=learner, name="Mara Lind", known=True)))
    leaving.erase(learner)

    _holds, said = offline.report(str(paper), checking.published())

    assert "Mara Lind" in said


def test_withdrawn_certificate_says_so(client: Client) -> None:
    certificate = CertificateFactory(withdrawn=True, known=True)

    answer = json.loads(client.post("/check/status", {"number": certificate.number}).content)

    assert answer["state"] == "withdrawn"
