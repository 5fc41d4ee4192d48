"""Trainers see what the certificate of a draft will look like, and nobody can take it for one."""

import io
import subprocess
from typing import Any

import pytest
import zxingcpp
from django.core.files.images import ImageFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from pypdf import PdfReader
from wagtail.images.models import Image

from certificates.models import Certificate, Emblem
from modules.models import CoursePage, LessonPage
from tests.certificates.pictures import drawn, file
from tests.factories import UserFactory
from training import roles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_site", "admin_pages")]


def specimen(client: Client, page: CoursePage, **query: str) -> Any:
    return client.get(reverse("trainers:certificate_specimen", args=[page.pk]), query)


def words_of(content: bytes) -> list[str]:
    """The lines as they are read aloud."""
    spoken = subprocess.run(
        ["pdfinfo", "-struct-text", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()
    return [line.strip().strip('"').strip() for line in spoken.splitlines() if line.strip().startswith('"')]


def alternatives(content: bytes) -> list[str]:
    """What is read in place of the pictures, in reading order."""
    reader = PdfReader(io.BytesIO(content))
    elements = [reader.get_object(number) for number in range(1, reader.trailer["/Size"])]
    return [element["/Alt"] for element in elements if isinstance(element, dict) and element.get("/S") == "/Figure"]


@pytest.fixture
def course() -> CoursePage:
    page: CoursePage = CoursePage.objects.get(slug="small-course")
    return page


@pytest.fixture
def at_the_desk(client: Client) -> Client:
    """A trainer, signed in."""
    roles.sync()
    client.force_login(UserFactory(trainer=True, factor=True))
    return client


@pytest.fixture
def with_partner(course: CoursePage) -> CoursePage:
    """The course with a saved draft that has a line and a partner."""
    picture = Image.objects.create(title="Emblem", file=ImageFile(file(drawn()), name="emblem.png"))
    course.certificate_line = "Part of the induction at the Probation Academy"
    course.partner_name, course.partner_emblem = "Probation Academy", picture
    course.save_revision()
    return CoursePage.objects.get(pk=course.pk)


def test_trainer_reads_the_words_of_the_draft_in_the_place_of_a_certificate(
    at_the_desk: Client,
    with_partner: CoursePage,
) -> None:
    answer = specimen(at_the_desk, with_partner)

    lines = words_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert lines[1:6] == [
        "Record of self-study",
        "SPECIMEN",
        "has completed the self-paced course",
        "A small course",
        "Part of the induction at the Probation Academy",
    ]
    assert alternatives(answer.content) == ["Offered with Probation Academy", "QR code: check this certificate"]


def test_specimen_shows_the_second_kind_on_wish(at_the_desk: Client, course: CoursePage) -> None:
    answer = specimen(at_the_desk, course, kind="with-practice")

    assert words_of(answer.content)[1] == "Record of self-study and face-to-face practice"


def test_specimen_names_the_version_that_publishing_would_give(
    at_the_desk: Client,
    with_partner: CoursePage,
) -> None:
    assert "Course version 2, taken in English" in words_of(specimen(at_the_desk, with_partner).content)


def test_specimen_of_what_is_live_names_its_version(at_the_desk: Client, course: CoursePage) -> None:
    assert "Course version 1, taken in English" in words_of(specimen(at_the_desk, course).content)


def test_specimen_is_no_certificate(at_the_desk: Client, with_partner: CoursePage) -> None:
    content = specimen(at_the_desk, with_partner).content

    reader = PdfReader(io.BytesIO(content))
    picture = subprocess.run(
        ["pdftoppm", "-r", "150", "-png", "-singlefile", "-"], input=content, capture_output=True, check=True
    ).stdout
    codes = zxingcpp.read_barcodes(Picture.open(io.BytesIO(picture)))
    assert [code.text for code in codes] == ["HTTP://LOCALHOST:8000/V#"]
    assert (dict(reader.attachments), reader.get_fields()) == ({}, None)
    assert (Certificate.objects.count(), Emblem.objects.count()) == (0, 0)


def test_page_that_is_no_course_has_no_specimen(at_the_desk: Client, course: CoursePage) -> None:
    lesson = LessonPage.objects.descendant_of(course).first()

    assert specimen(at_the_desk, lesson).status_code == 404


def test_trainer_finds_the_specimen_at_the_course_and_not_at_a_lesson(
    at_the_desk: Client,
    course: CoursePage,
) -> None:
    lesson = LessonPage.objects.descendant_of(course).first()

    there = at_the_desk.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).content.decode()
    elsewhere = at_the_desk.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()

    assert there.count(reverse("trainers:certificate_specimen", args=[course.pk]) + '"') == 1
    assert "Certificate of this course" not in elsewhere


@pytest.mark.parametrize(("hours", "links"), [(0, 0), (4.5, 1)])
def test_second_kind_is_offered_where_the_draft_has_practice(
    at_the_desk: Client, course: CoursePage, hours: float, links: int
) -> None:
    course.hours_practice = hours
    course.save_revision()

    page = at_the_desk.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).content.decode()

    second = reverse("trainers:certificate_specimen", args=[course.pk]) + "?kind=with-practice"
    assert page.count(second) == links
    assert "“Certificate of this course” in the menu (…)" in page
