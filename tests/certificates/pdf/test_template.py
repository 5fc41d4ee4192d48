"""A compiled template draws what WeasyPrint draws, and says so when it does not."""

import io
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from certificates import compiling, filling, proving, rendering
from certificates.compiling import Compiled
from certificates.models import Certificate, CompiledTemplate
from certificates.normal import printed_name
from certificates.pdf import comparing, sealed, signing
from certificates.pdf.name_steps import printed
from certificates.pdf.sealed import State
from certificates.pdf.slow import SlowPath
from tests.certificates import names, seals
from tests.factories import COMPLETED_ON, CertificateFactory, LearnerFactory

TWO_LINES = "Олександра Володимирівна Шевченко-Коваленко"


def certificate(name: str) -> Certificate:
    """A row that was never saved: drawing needs no database."""
    return CertificateFactory.build(learner=LearnerFactory.build(), name=name)


def compiled() -> Compiled:
    return compiling.compiled_here(certificate("Anna"), signing.seal_in_use())


def opened(name: str) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(rendering.fast_pdf(certificate(name))))


@pytest.fixture
def seal(settings: Any, tmp_path: Any) -> None:
    """A site with a seal."""
    settings.TANDEM_KEYS_FOLDER = tmp_path
    seals.write(tmp_path)


@pytest.mark.parametrize("name", ["Agnieszka Wiśniewska", TWO_LINES, "فاطمة الزهراء", "Sarah שרה Cohen"])
def test_letters_stand_and_read_as_weasyprint_has_them(name):
    row = certificate(name)

    fast, slow = rendering.fast_pdf(row), rendering.slow_pdf(row)

    assert comparing.difference(fast, slow, code=compiled().drawn.slots["code"]) == ""


def test_letter_that_stands_elsewhere_is_found():
    row, template = certificate("Anna"), compiled().drawn
    day = replace(template.slots["day"], left=template.slots["day"].left + 0.1)
    moved = replace(template, slots={**template.slots, "day": day})
    said = filling.filling_of(row, name=printed("Anna"), credential=b"{}")

    files = [one.draw(said, seal=None, sealed_on=COMPLETED_ON) for one in (template, moved)]

    assert comparing.difference(*files, code=day) == "a letter of a /Span stands 0.10 points away"


def test_other_words_are_found():
    files = [rendering.fast_pdf(certificate(name)) for name in ("Anna", "Hanna")]

    assert comparing.difference(*files, code=compiled().drawn.slots["code"]) == "a /Span says something else"


def test_other_language_is_found():
    files = [rendering.fast_pdf(certificate(name)) for name in ("Анна", "Anna")]

    assert comparing.difference(*files, code=compiled().drawn.slots["code"]) == "/P und-Cyrl is /P und-Latn"


def test_file_has_one_revision_and_each_slot():
    row = certificate(TWO_LINES)

    content = rendering.fast_pdf(row)

    with pikepdf.open(io.BytesIO(content)) as pdf:
        said = ["".join(letter.text for letter in part.letters) for part in comparing.parts_of(content)]
        assert content.count(b"startxref") == 1
        assert {"Олександра Володимирівна", "Шевченко-Коваленко", "14 October 2026", row.number} <= set(said)
        assert str(pdf.docinfo["/Title"]) == f"Record of self-study {row.number}"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261014"
        assert row.number.encode() in pdf.Root.Metadata.read_bytes()
        assert str(pdf.pages[0].Annots[0].A.URI) == rendering.check_address(row)
        assert list(pdf.attachments) == ["credential.json"]


def test_metadata_names_nobody():
    with opened("Agnieszka Wiśniewska") as pdf:
        assert "Agnieszka" not in pdf.Root.Metadata.read_bytes().decode() + str(dict(pdf.docinfo.items()))


def test_stored_template_takes_one_query_and_draws_the_same_bytes(db, django_assert_num_queries):
    row = certificate("Anna")
    made = rendering.fast_pdf(row)
    compiling.store(row, COMPLETED_ON)
    compiling.forget()

    with django_assert_num_queries(1):
        again = [rendering.pdf(row), rendering.pdf(row)]

    assert again == [made, made]


def test_template_that_failed_its_proof_is_not_used(db):
    row = certificate("Anna")
    digest = compiling.digest_of(row)
    CompiledTemplate.objects.create(
        digest=digest, content=b"", slow_because="a letter stands away", made_on=COMPLETED_ON
    )
    compiling.forget()

    content = rendering.pdf(row)
    compiling.forget()

    assert content == rendering.slow_pdf(row)


def test_kind_of_names_that_is_not_proven_takes_the_slow_way():
    made = Compiled(compiled().drawn, compiled().badge, {"literata": "a letter stands away"})

    with pytest.raises(SlowPath, match="stands away"):
        made.must_draw(certificate("Anna"), printed("Anna"))


def test_kind_without_a_name_to_prove_it_takes_the_slow_way():
    assert proving.why_not(certificate("Anna"), compiled().drawn, "cuneiform") == "no name to prove it"


def test_name_in_three_lines_takes_the_slow_way(db):
    row = certificate("W" * 120)

    assert rendering.pdf(row) == rendering.slow_pdf(row)


def test_every_kind_has_names_of_that_kind():
    kinds = {name: kind for kind, some in proving.PROBES.items() for name in some}

    assert {name: proving.kind_of(printed(printed_name(name))) for name in kinds} == kinds


def test_sealed_file_holds_until_a_byte_is_changed(seal):
    content = rendering.fast_pdf(certificate("Anna"))
    place = content.index(b"/EmbeddedFile")

    broken = content[:place] + b"/embeddedFile" + content[place + 13 :]

    assert sealed.judge(content, seals.ROOTS).state is State.SEALED
    assert sealed.judge(broken, seals.ROOTS).state is not State.SEALED


def test_file_is_small(seal):
    assert len(rendering.fast_pdf(certificate(TWO_LINES))) < 50_000


def test_hardly_any_name_takes_the_slow_way():
    slow = [name for name in names.european_names(1000) if takes_the_slow_way(name)]

    assert len(slow) < 5


def takes_the_slow_way(name: str) -> bool:
    try:
        rendering.fast_pdf(certificate(name))
    except SlowPath:
        return True
    return False
