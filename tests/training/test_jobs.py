"""What is done behind the scenes."""

import io

import pytest
from django.core.management import CommandError, call_command
from django_tasks import task_backends

from certificates import compiling
from certificates.models import CompiledTemplate
from modules.models import CoursePage, CourseVersion
from modules.publishing import freeze_course
from tests.factories import COMPLETED_ON, CertificateFactory
from training import jobs


@pytest.fixture
def asked():
    """The jobs that were asked for since the test began."""
    backend = task_backends["jobs"]
    backend.clear()
    yield lambda: [result.task.func for result in backend.results]
    backend.clear()


def compile_certificates(*options: str) -> str:
    said = io.StringIO()
    call_command("compile_certificates", *options, stdout=said)
    return said.getvalue()


def test_new_course_version_has_its_certificates_compiled_and_its_handbooks_drawn(db, small_site, asked):
    CourseVersion.objects.all().delete()

    freeze_course(CoursePage.objects.get(), COMPLETED_ON)

    assert asked() == [jobs.compile_certificates.func, jobs.print_handbooks.func]


def test_course_without_a_change_asks_for_nothing(db, small_site, asked):
    freeze_course(CoursePage.objects.get(), COMPLETED_ON)

    assert asked() == []


def test_courses_and_kept_certificates_need_one_template_each(db, small_site):
    version = CourseVersion.objects.get()
    CertificateFactory(name="Anna")
    CertificateFactory(name="Ben")
    CertificateFactory(let_go=True, course_title="Nobody has this one")

    titles = [certificate.course_title for certificate in jobs.needed()]

    assert titles == [version.content["title"], CertificateFactory.build(let_go=True).course_title]


def test_job_may_be_done_twice(db, certificate):
    first = jobs.compile_certificates.func()
    second = jobs.compile_certificates.func()

    assert (first, second, CompiledTemplate.objects.count()) == (1, 1, 1)


def test_command_names_what_is_missing_and_fails(db, certificate):
    with pytest.raises(CommandError, match="1 templates are missing"):
        compile_certificates("--check")


def test_command_compiles_and_forgets_what_nobody_needs(db, certificate):
    CompiledTemplate.objects.create(digest="0" * 64, content=b"", made_on=COMPLETED_ON)

    said = compile_certificates()

    assert f"{certificate.course_title} 1 (en, self-study): fast" in said
    assert CompiledTemplate.objects.get().digest == compiling.digest_of(certificate)
    assert "fast" in compile_certificates("--check")


@pytest.fixture
def certificate(db):
    """The only certificate of a site without courses."""
    return CertificateFactory(name="Anna")
