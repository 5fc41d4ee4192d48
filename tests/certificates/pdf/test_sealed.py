"""Every way to tamper that we know of is found, and the words say which."""

import io
import random
import re
from collections.abc import Iterable

import pikepdf
import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates import keys
from certificates.pdf import sealed, sealing
from certificates.pdf.sealed import State
from certificates.pdf.signing import FileSeal
from tests.certificates import seals
from tests.certificates.seals import ISSUED_ON, ISSUER, ROOT, ROOTS, SEAL, SEALED_ON


@pytest.fixture(scope="module")
def file() -> bytes:
    return sealed_by(SEAL)


def hole(content: bytes) -> tuple[int, int]:
    """Where the signature stands, from `<` to behind `>`."""
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) \d+\]", content)
    assert found is not None
    return int(found[1]), int(found[2])


def sealed_by(seal: FileSeal) -> bytes:
    return sealing.sealed(seals.plain_pdf(), seal, on=SEALED_ON, identifier="TD-1")


def unnoticed(content: bytes, places: Iterable[int]) -> list[int]:
    """Where one bit can change, drawn at random but the same each time, and the seal still holds."""
    draw = random.Random(5)
    return [place for place in places if sealed.judge(flipped(content, place, 1 << draw.randrange(8)), ROOTS).holds]


def flipped(content: bytes, place: int, bits: int) -> bytes:
    return content[:place] + bytes([content[place] ^ bits]) + content[place + 1 :]


class Careless(signers.PdfSigner):
    """Signs what must not be changed any more."""

    def _enforce_certification_constraints(self, reader: object) -> None:
        pass


def signed_by_another_program(content: bytes, field: str) -> bytes:
    """With the very key of the seal, but not as our seals do."""
    plain = seals.KEY.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(seals.CHAIN[0]),
        signing_key=asn1_keys.PrivateKeyInfo.load(plain),
        cert_registry=SimpleCertificateStore(),
    )
    meta = signers.PdfSignatureMetadata(
        field_name=field, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    signing = Careless(meta, signer, new_field_spec=fields.SigFieldSpec(field))
    return bytes(signing.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content))).getvalue())


def test_seal_of_a_known_organisation_holds(file):
    verdict = sealed.judge(file, ROOTS)

    assert verdict.holds
    assert (verdict.signer, verdict.sealed_on, verdict.certificate) == (ISSUER, SEALED_ON, seals.CHAIN[0])


def test_signing_certificate_alone_may_be_trusted(file):
    assert sealed.judge(file, [seals.CHAIN[0]]).holds


def test_file_without_a_seal_accuses_nobody(file):
    verdict = sealed.judge(seals.plain_pdf(), ROOTS)

    assert (verdict.state, verdict.reason) == (State.UNSEALED, "the file carries no seal")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"rubbish"])
def test_what_cannot_be_read_is_said(content):
    assert sealed.judge(content, ROOTS).state is State.UNREADABLE


@pytest.mark.parametrize("kept", [slice(-700), slice(-1), slice(100, None), slice(1, None)])
def test_part_of_a_file_does_not_hold(file, kept):
    assert not sealed.judge(file[kept], ROOTS).holds


@pytest.mark.parametrize("roots", [[], [keys.der(keys.new_root(ISSUER, ISSUED_ON).certificate)]])
def test_seal_under_another_root_of_the_same_name_is_not_known(file, roots):
    verdict = sealed.judge(file, roots)

    assert verdict.state is State.UNKNOWN
    assert verdict.reason == f"the seal is unbroken, but nobody here knows {ISSUER}"


def test_byte_that_changes_in_any_object_breaks_the_seal(file):
    inside_objects = [found.start() - 1 for found in re.finditer(rb"endobj|endstream", file)]

    assert unnoticed(file, inside_objects) == []


def test_byte_that_changes_anywhere_breaks_the_seal(file):
    assert unnoticed(file, range(0, len(file), 67)) == []


@given(share=st.floats(0, 1, exclude_max=True), bits=st.integers(1, 255))
def test_any_other_byte_where_the_signature_stands_breaks_the_seal(file, share, bits):
    opens, closed = hole(file)

    assert not sealed.judge(flipped(file, opens + int(share * (closed - opens)), bits), ROOTS).holds


@pytest.mark.parametrize("added", [b"\n", b"\0", b"%\n", b"%%EOF\n", b"1 0 obj null endobj"])
def test_bytes_after_the_end_are_found(file, added):
    verdict = sealed.judge(file + added, ROOTS)

    assert not verdict.holds


def test_change_in_an_added_revision_is_found(file):
    writer = IncrementalPdfFileWriter(io.BytesIO(file))
    writer.root[pdf_name("/Lang")] = pdf_name("/xx")
    writer.update_root()
    added = io.BytesIO()
    writer.write(added)

    verdict = sealed.judge(added.getvalue(), ROOTS)

    assert (verdict.state, verdict.reason) == (State.BROKEN, "something was added after the file was sealed")


def test_another_attachment_is_found(file):
    pdf = pikepdf.open(io.BytesIO(file))
    pdf.attachments["credential.json"] = pikepdf.AttachedFileSpec(pdf, b'{"name": "Bea"}', filename="credential.json")
    changed = io.BytesIO()
    pdf.save(changed)

    assert not sealed.judge(changed.getvalue(), ROOTS).holds


def test_second_signature_is_found(file):
    twice = signed_by_another_program(file, "Second")

    assert sealed.judge(twice, ROOTS).reason == "somebody else has signed the file, too"


def test_signature_that_forbids_nothing_is_not_ours():
    signed = signed_by_another_program(seals.plain_pdf(), "Seal")

    assert sealed.judge(signed, ROOTS).reason == "the seal does not forbid changes, as every seal of ours does"


def test_certificate_that_was_not_valid_on_the_day_in_the_file_is_named(file):
    late_key, late = keys.new_seal(ROOT, ISSUER, on=ISSUED_ON.replace(year=2024))
    verdict = sealed.judge(sealed_by(FileSeal(late_key, (keys.der(late), seals.CHAIN[1]))), ROOTS)

    assert verdict.state is State.UNKNOWN
    assert verdict.reason == "the seal's certificate was not valid on 2026-10-14, the day in the file"


def test_filling_behind_the_signature_must_be_zeros():
    content = sealed_by(FileSeal(seals.KEY, seals.CHAIN, stamp_room=8))
    filling = content.rindex(b"0000>")

    changed = content[:filling] + b"0001" + content[filling + 4 :]

    assert sealed.judge(content, ROOTS).holds
    assert sealed.judge(changed, ROOTS).reason == "there are bytes behind the signature that do not belong to it"


def test_digits_of_the_signature_may_not_change_case(file):
    place = re.compile(rb"[A-F]").search(file, hole(file)[0])
    assert place is not None

    changed = file[: place.start()] + place[0].lower() + file[place.end() :]

    assert sealed.judge(changed, ROOTS).reason == "where the signature stands there is something else"


def test_attached_file_is_read(file):
    assert sealed.attached(file, "credential.json") == b'{"name": "Anna"}'
    assert sealed.attached(file, "other.json") is None
    assert sealed.attached(b"rubbish", "credential.json") is None
