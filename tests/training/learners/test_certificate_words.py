"""What a course adds to its certificates comes with the version that the learner started."""

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from pypdf import PdfReader

from certificates import emblems
from certificates.models import Certificate, Emblem
from modules import outline
from modules.models import CourseVersion
from tests.builders import course_version, module_outline, open_in, start_of
from tests.certificates.pictures import drawn, file
from tests.factories import LearnerFactory
from training.models import CourseDone

pytestmark = pytest.mark.django_db
LINE = "Part of the induction at the Probation Academy"


@pytest.fixture
def version() -> CourseVersion:
    """A version with a line and a partner."""
    row = course_version(module_outline(), number=7)
    emblem = emblems.keep("Probation Academy", file(drawn()))
    content = outline.from_json(str(row.key), "en", 7, row.content)
    added = replace(content, certificate_line=LINE, partner="Probation Academy", emblem=emblem)
    row.content = outline.to_json(added)
    row.save()
    return row


@pytest.fixture
def claimed(client: Client, version: CourseVersion) -> Certificate:
    """The certificate of a learner who finished this version."""
    learner = LearnerFactory()
    CourseDone.objects.create(start=start_of(learner, version), completed_on="2026-10-14")
    open_in(client, learner).post("/learn/tandem/certificate/", {"name": "Mara"})
    return Certificate.objects.get()


def test_learner_gets_the_line_and_the_partner_of_the_version(claimed: Certificate) -> None:
    assert (claimed.line, claimed.emblem) == (LINE, Emblem.objects.get())
    assert claimed.hours == Decimal("3.5")


def test_line_is_printed_below_the_title_and_the_picture_has_words(client: Client, claimed: Certificate) -> None:
    answer = client.get(f"/mine/certificates/{claimed.pk}.pdf")

    text = PdfReader(io.BytesIO(b"".join(answer))).pages[0].extract_text()
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert lines[lines.index("Tandem", 1) + 1] == LINE


def test_version_without_additions_gives_a_certificate_without(client: Client) -> None:
    learner = LearnerFactory()
    CourseDone.objects.create(start=start_of(learner, course_version(module_outline())), completed_on="2026-10-14")

    open_in(client, learner).post("/learn/tandem/certificate/", {"name": "Mara"})

    certificate = Certificate.objects.get()
    assert (certificate.line, certificate.emblem) == ("", None)
