import hashlib
import io
import subprocess
from datetime import date

import pikepdf
import pytest

from certificates.pdf import sealing
from tests.certificates import seals
from tests.certificates.seals import SEAL, SEALED_ON


@pytest.fixture(scope="module")
def sealed():
    return sealing.sealed(seals.plain_pdf(), SEAL, on=SEALED_ON, identifier="TD-1")


def test_file_is_only_added_to(sealed):
    assert sealed.startswith(seals.plain_pdf())


def test_same_file_and_seal_give_the_same_bytes(sealed):
    assert sealing.sealed(seals.plain_pdf(), SEAL, on=SEALED_ON, identifier="TD-1") == sealed


def test_another_file_has_another_identifier(sealed):
    other = sealing.sealed(seals.plain_pdf(), SEAL, on=SEALED_ON, identifier="TD-2")
    halves = [pikepdf.open(io.BytesIO(content)).trailer["/ID"] for content in (sealed, other)]

    assert halves[0][0] == halves[1][0] == pikepdf.open(io.BytesIO(seals.plain_pdf())).trailer["/ID"][0]
    assert halves[0][1] != halves[1][1]


def test_metadata_stay_as_they_were(sealed):
    plain, signed = (pikepdf.open(io.BytesIO(content)) for content in (seals.plain_pdf(), sealed))

    assert signed.Root.Metadata.read_raw_bytes() == plain.Root.Metadata.read_raw_bytes()
    assert signed.docinfo == plain.docinfo


def test_field_has_its_place_in_the_structure(sealed):
    pdf = pikepdf.open(io.BytesIO(sealed))
    (field,) = pdf.Root.AcroForm.Fields
    form = pdf.Root.StructTreeRoot.K[0].K[-1]
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)

    assert (form.S, form.K[0].Type, form.K[0].Obj) == ("/Form", "/OBJR", field)
    assert numbers[numbers.index(field.StructParent) + 1] == form
    assert (str(field.TU), int(field.F), list(field.Rect)) == (sealing.TOOLTIP, 132, [0, 0, 0, 0])
    assert (pdf.pages[0].Tabs, pdf.pages[0].Annots[-1]) == ("/S", field)


def test_seal_certifies_that_nothing_may_change(sealed):
    pdf = pikepdf.open(io.BytesIO(sealed))
    signature = pdf.Root.Perms.DocMDP

    assert signature == pdf.Root.AcroForm.Fields[0].V
    assert signature.SubFilter == "/ETSI.CAdES.detached"
    assert signature.Reference[0].TransformParams.P == 1
    assert str(signature.M) == "D:20261014000000Z"


def test_no_file_is_sealed_before_its_seal_begins():
    early = sealing.sealed(seals.plain_pdf(), SEAL, on=date(2026, 3, 1), identifier="TD-1")

    assert str(pikepdf.open(io.BytesIO(early)).Root.Perms.DocMDP.M) == "D:20260901000000Z"


def test_signature_is_over_everything_but_itself(sealed):
    pdf = pikepdf.open(io.BytesIO(sealed))
    begin, before, after, rest = map(int, pdf.Root.Perms.DocMDP.ByteRange)

    assert (begin, after + rest) == (0, len(sealed))
    assert after - before == 2 * SEAL.room + 2
    assert SEAL.cms(hashlib.sha256(sealed[:before] + sealed[after:]).digest()).hex().upper().encode() in sealed


def test_another_program_finds_the_signature_valid_and_the_whole_file_covered(sealed, tmp_path):
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed)

    said = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False).stdout

    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signature Type: ETSI.CAdES.detached" in said
