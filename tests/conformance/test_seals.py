"""The seal covers the whole file, allows no change, and is accepted by two programs that share no code with ours."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from certificates import keys
from tests.conformance.cases import Case, drawn
from tests.conformance.programs import Signature, pdfsig

CASES = [
    Case(),
    Case(way="slow"),
    Case(language="ar", practice=True, adorned=True, name="فاطمة الزهراء"),
    Case(way="slow", language="ar", practice=True, adorned=True, name="فاطمة الزهراء"),
]
EVERY_CASE = pytest.mark.parametrize("case", CASES, ids=str)
BOTH_WAYS = pytest.mark.parametrize("way", ["fast", "slow"])
DAY = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(scope="session")
def trust(root: keys.Root) -> ValidationContext:
    """A reader that trusts our root, asks nobody, on a day of that year."""
    ours = Certificate.load(root.certificate.public_bytes(Encoding.DER))
    return ValidationContext(trust_roots=[ours], allow_fetching=False, moment=DAY)


def read_by_pyhanko(content: bytes, trust: ValidationContext) -> tuple[Any, PdfSignatureStatus]:
    """The one signature, and what pyHanko thinks of it."""
    (signature,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
    return signature, validate_pdf_signature(signature, trust)


@EVERY_CASE
def test_poppler_finds_the_whole_file_sealed(case: Case):
    assert pdfsig(drawn(case)) == Signature(valid=True, whole_file=True, kind="ETSI.CAdES.detached")


@EVERY_CASE
def test_pyhanko_finds_the_file_intact_and_trusts_it_by_our_root(case: Case, trust: ValidationContext):
    signature, status = read_by_pyhanko(drawn(case), trust)

    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert signature.docmdp_level is MDPPerm.NO_CHANGES
    assert status.bottom_line


@BOTH_WAYS
def test_reader_that_does_not_know_our_root_is_told_so(way: Any):
    strangers = ValidationContext(trust_roots=[], allow_fetching=False, moment=DAY)

    _signature, status = read_by_pyhanko(drawn(Case(way=way)), strangers)

    assert (status.intact, status.valid, status.trusted) == (True, True, False)


@BOTH_WAYS
def test_seal_is_dated_by_the_record_and_not_by_the_clock(way: Any, trust: ValidationContext):
    signature, _status = read_by_pyhanko(drawn(Case(way=way)), trust)

    assert signature.self_reported_timestamp == datetime(2026, 10, 14, tzinfo=UTC)


@BOTH_WAYS
@pytest.mark.parametrize("share", range(0, 100, 7))
def test_byte_that_was_changed_anywhere_breaks_the_seal(way: Any, share: int):
    content = bytearray(drawn(Case(way=way)))
    begin = content.index(b"/Contents<" if b"/Contents<" in content else b"/Contents <")
    outside = [*range(begin), *range(content.index(b">", begin) + 1, len(content))]
    content[outside[len(outside) * share // 100]] ^= 1

    assert not pdfsig(bytes(content)).valid
