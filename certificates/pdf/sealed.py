"""Whether the seal of a PDF file holds: nothing changed, sealed by whom. Needs no network and no Django.

pyHanko judges signature, certificates and coverage. What a digest cannot cover is compared here byte by byte: the place
of the signature value, its padding, and the signature's own form, which our seals make in one way only.
"""

import io
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from asn1crypto import cms as asn1_cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from certificates import keys
from certificates.pdf.cms import Algorithm, Envelope

LARGEST = 10_000_000  # bytes
# pyHanko logs what it finds wrong, with a traceback; the verdict says it in words.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
_HEX = re.compile(rb"[0-9a-f]+|[0-9A-F]+")  # of one case, so that no digit can change unseen


class State(StrEnum):
    """What is known about the seal of a file."""

    SEALED = "sealed"
    UNSEALED = "unsealed"  # there is none: nothing is proven, nobody accused
    BROKEN = "broken"  # something was changed
    UNKNOWN = "unknown"  # unchanged, but sealed by somebody who is not known here
    UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a check of the seal found. `reason`: in words, for all states but SEALED.

    `signer`: the organisation as its certificate names it. `sealed_on`: what the file says. `stamped_at`: what a
    time-stamping service says, if one was asked and is known here.
    """

    state: State
    reason: str = ""
    signer: str = ""
    certificate: bytes = b""
    sealed_on: date | None = None
    stamped_at: datetime | None = None

    @property
    def holds(self) -> bool:
        """Whether the file is as a known organisation has sealed it."""
        return self.state is State.SEALED


class _Fails(Exception):
    """The seal does not hold. First argument the state, second the reason."""


def judge(pdf: bytes, roots: Sequence[bytes], *, stamp_roots: Sequence[bytes] = ()) -> Verdict:
    """The verdict on a file. `roots`: DER certificates of whom to believe; `stamp_roots`: whose time stamps to believe.

    A certificate that has run out since does not break a seal: it has to be valid on the day that the file names.
    """
    try:
        return _judged(pdf, roots, stamp_roots)
    except _Fails as failure:
        return Verdict(state=failure.args[0], reason=failure.args[1])
    except Exception:  # noqa: BLE001 -- a hostile file may break the parser anywhere
        return Verdict(state=State.UNREADABLE, reason="this is no PDF file that can be read")


def attached(pdf: bytes, name: str) -> bytes | None:
    """A file that belongs to the whole document (ISO 19005-3, 6.8), or None. Whether it is genuine, the seal tells."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        for entry in reader.root.get("/AF", ()):
            described = entry.get_object()
            if str(described["/UF"]) == name:
                return bytes(described["/EF"]["/F"].data)
    except Exception:  # noqa: BLE001 -- a hostile file may break the parser anywhere
        return None
    return None


def _judged(pdf: bytes, roots: Sequence[bytes], stamp_roots: Sequence[bytes]) -> Verdict:
    if len(pdf) > LARGEST:
        raise _Fails(State.UNREADABLE, "the file is too large for a certificate")
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    seal = _only_seal(reader)
    end = _compare_place(pdf, seal)
    chain = _compare_form(seal)
    stamped_at = None
    if end != len(pdf):
        stamped_at = _archived_at(pdf, reader, stamp_roots)
    moment = seal.self_reported_timestamp
    if moment is None:
        raise _Fails(State.BROKEN, "the seal does not say when it was made")
    status = _status(seal, moment, chain=chain, roots=roots, stamp_roots=stamp_roots)
    stamp = status.timestamp_validity
    if stamp is not None and stamp.intact and stamp.valid and stamp.trusted:
        stamped_at = stamp.timestamp
    return Verdict(
        state=State.SEALED,
        signer=_organisation(chain[0]),
        certificate=chain[0],
        sealed_on=moment.date(),
        stamped_at=stamped_at,
    )


def _only_seal(reader: PdfFileReader) -> EmbeddedPdfSignature:
    """The one signature of the file, which forbids every change (ISO 32000-1, 12.8.2.2)."""
    found = reader.embedded_regular_signatures
    if not found:
        raise _Fails(State.UNSEALED, "the file carries no seal")
    if len(found) > 1:
        raise _Fails(State.BROKEN, "somebody else has signed the file, too")
    seal: EmbeddedPdfSignature = found[0]
    permissions = reader.root.get("/Perms", generic.DictionaryObject())
    certified = "/DocMDP" in permissions and permissions.raw_get("/DocMDP") == seal.sig_field.raw_get("/V")
    if seal.docmdp_level is not MDPPerm.NO_CHANGES or not certified:
        raise _Fails(State.BROKEN, "the seal does not forbid changes, as every seal of ours does")
    return seal


def _compare_place(pdf: bytes, signature: EmbeddedPdfSignature) -> int:
    """Where the signed part ends. The part left out holds the signature in hexadecimal and zeros, and nothing else."""
    numbers = [int(number) for number in signature.byte_range]
    if len(numbers) != 4 or numbers[0] != 0:
        raise _Fails(State.BROKEN, "the seal does not cover the whole file")
    _begin, before, after, rest = numbers
    end = after + rest
    place = pdf[before:after]
    inside = place[1:-1]
    if end > len(pdf) or place[:1] + place[-1:] != b"<>" or not _HEX.fullmatch(inside) or len(inside) % 2:
        raise _Fails(State.BROKEN, "where the signature stands there is something else")
    held, content = bytes.fromhex(inside.decode()), bytes(signature.pkcs7_content)
    if held.rstrip(b"\0") != content.rstrip(b"\0"):
        raise _Fails(State.BROKEN, "the file shows another signature than the one that covers it")
    size = len(asn1_cms.ContentInfo.load(held).dump())
    if held[size:].strip(b"\0"):
        raise _Fails(State.BROKEN, "there are bytes behind the signature that do not belong to it")
    return end


def _compare_form(seal: EmbeddedPdfSignature) -> tuple[bytes, ...]:
    """The certificates of the signature, which is byte for byte as our seals make it. Signing certificate first."""
    info = seal.signer_info
    signer = x509.load_der_x509_certificate(seal.signer_cert.dump())
    others = [x509.load_der_x509_certificate(other.dump()) for other in seal.other_embedded_certs]
    try:
        chain = keys.ordered([signer, *others], signer.public_key(), named=Path("the file"))
    except keys.KeyUnusable as error:
        raise _Fails(State.BROKEN, f"the certificates of the seal do not fit together: {error}") from error
    encoded = tuple(keys.der(certificate) for certificate in chain)
    attributes = {attribute["type"].native: attribute["values"][0] for attribute in info["signed_attrs"]}
    digest, value = attributes["message_digest"].native, info["signature"].native
    algorithm = Algorithm.RSA if info["signature_algorithm"].signature_algo.startswith("rsa") else Algorithm.ECDSA
    envelope = Envelope(encoded, algorithm, longest=len(value))
    unsigned = info["unsigned_attrs"]
    made = envelope.filled(digest, value)
    if len(unsigned):
        made = envelope.stamped(digest, value, token=unsigned[0]["values"][0].dump())
    if not bytes(seal.pkcs7_content).startswith(made):
        raise _Fails(State.BROKEN, "the signature has another form than those of our seals")
    return encoded


def _status(
    seal: EmbeddedPdfSignature,
    moment: datetime,
    *,
    chain: Sequence[bytes],
    roots: Sequence[bytes],
    stamp_roots: Sequence[bytes],
) -> PdfSignatureStatus:
    """What pyHanko says of the seal at the time that the file names."""
    status = validate_pdf_signature(
        seal,
        signer_validation_context=_context(roots, moment),
        ts_validation_context=_context(stamp_roots, _stamped_at(_token_of(seal))),
    )
    if not status.intact:
        raise _Fails(State.BROKEN, "the file was changed after it was sealed")
    if not status.valid:
        raise _Fails(State.BROKEN, "the signature does not fit its certificate")
    if not status.docmdp_ok:
        raise _Fails(State.BROKEN, "something was added after the file was sealed")
    signer = x509.load_der_x509_certificate(chain[0])
    if not signer.not_valid_before_utc <= moment <= signer.not_valid_after_utc:
        raise _Fails(State.UNKNOWN, f"the seal's certificate was not valid on {moment.date()}, the day in the file")
    if not status.trusted:
        raise _Fails(State.UNKNOWN, f"the seal is unbroken, but nobody here knows {_organisation(chain[0])}")
    return status


def _archived_at(pdf: bytes, reader: PdfFileReader, roots: Sequence[bytes]) -> datetime:
    """When a time-stamping service saw the file with all that follows the seal (ETSI EN 319 142-1, B-LTA)."""
    stamps = reader.embedded_timestamp_signatures
    if not stamps:
        raise _Fails(State.BROKEN, "something was added after the file was sealed")
    if max([_compare_place(pdf, stamp) for stamp in stamps]) != len(pdf):
        raise _Fails(State.BROKEN, "something was added after the last time stamp")
    last = stamps[-1]
    status = validate_pdf_timestamp(last, validation_context=_context(roots, _stamped_at(last.signed_data)))
    if not (status.intact and status.valid):
        raise _Fails(State.BROKEN, "something was changed after the time stamp")
    if not status.trusted:
        raise _Fails(State.UNKNOWN, "the file carries a time stamp of a service that is not known here")
    moment: datetime = status.timestamp
    return moment


def _token_of(seal: EmbeddedPdfSignature) -> Any:
    """What a time-stamping service signed over the signature value, if anything."""
    attributes = seal.signer_info["unsigned_attrs"]
    return attributes[0]["values"][0]["content"] if len(attributes) else None


def _stamped_at(signed_data: Any) -> datetime | None:
    """The time in a token: its certificate has to be valid then, and may have run out since."""
    if signed_data is None:
        return None
    moment: datetime = signed_data["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def _context(roots: Sequence[bytes], moment: datetime | None) -> ValidationContext:
    """Whom to believe: these certificates alone, without asking anybody."""
    trusted = [asn1_x509.Certificate.load(root) for root in roots]
    return ValidationContext(trust_roots=trusted, moment=moment, allow_fetching=False)


def _organisation(certificate: bytes) -> str:
    name = x509.load_der_x509_certificate(certificate).subject
    found = name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME) or name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()
