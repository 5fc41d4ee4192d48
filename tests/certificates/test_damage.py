"""A stored template whose row is damaged: neither a wrong page nor an error, and the next job mends it."""

import pytest

from certificates import compiling, rendering
from certificates.models import CompiledTemplate
from tests.factories import COMPLETED_ON, CertificateFactory, LearnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_key")]


@pytest.fixture
def row():
    """A certificate whose template is stored; the process has forgotten it."""
    certificate = CertificateFactory.build(learner=LearnerFactory.build(), name="Anna")
    compiled = compiling.compiled_here(certificate, None)
    made = rendering.fast_pdf(certificate)
    stored = CompiledTemplate.objects.create(
        digest=compiling.digest_of(certificate), content=compiled.to_bytes(), made_on=COMPLETED_ON
    )
    compiling.forget()
    yield certificate, made, stored
    compiling.forget()


@pytest.mark.parametrize("place", [0, 9000], ids=["in its digest", "in a picture"])
def test_damaged_template_draws_no_page(row, place):
    certificate, made, stored = row
    content = bytearray(stored.content)
    content[place] ^= 1
    CompiledTemplate.objects.update(content=bytes(content))

    assert rendering.pdf(certificate) == made


def test_template_that_was_cut_short_is_stored_anew(row):
    certificate, _made, stored = row
    CompiledTemplate.objects.update(content=bytes(stored.content)[:9000])

    mended = compiling.store(certificate, COMPLETED_ON)

    assert compiling.Compiled.from_bytes(bytes(mended.content)).drawn
    assert CompiledTemplate.objects.get() == mended
