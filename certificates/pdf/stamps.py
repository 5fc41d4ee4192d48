"""Time stamps of a sealed file: what a time-stamping service signed, kept apart and put into the file each time.

Baseline B-T: the service's token beside the signature value (RFC 3161, appendix A; ETSI EN 319 142-1, 6.3). B-LTA: also
a revision with the certificates (DSS, 5.4.2) and a stamp over the whole file (5.5), so that it checks decades on.
"""

import asyncio
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import cbor2
from asn1crypto import cms as asn1_cms
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

_VERSION = 1
_FIELD = "Stamp"
_ROOM = 12_000  # bytes for a stamp over the whole file
_PLACE = re.compile(rb"/ByteRange *\[ *0 +(\d+) +(\d+) +\d+ *\]")


class Level(StrEnum):
    """How much is stamped."""

    SIGNATURE = "B-T"
    ARCHIVE = "B-LTA"


class Outdated(ValueError):
    """These stamps belong to another file: what draws it has changed since. They have to be asked for anew."""


class _Writer(IncrementalPdfFileWriter):
    """Adds a revision and leaves the metadata alone."""

    def _update_meta(self) -> None:
        """PDF/A wants /Info and XMP to agree."""


@dataclass(frozen=True, kw_only=True)
class Stamps:
    """What to put into one sealed file. `base`: its SHA-256; `token`: DER; `update`: what follows its last byte."""

    base: bytes
    token: bytes
    update: bytes = b""

    @property
    def level(self) -> Level:
        """What these stamps amount to."""
        return Level.ARCHIVE if self.update else Level.SIGNATURE

    def to_bytes(self) -> bytes:
        """As kept with the certificate (CBOR)."""
        return bytes(cbor2.dumps([_VERSION, self.base, self.token, self.update]))

    @classmethod
    def from_bytes(cls, content: bytes) -> "Stamps":
        """As it was kept. Raises Outdated for another version, and for what cannot be read."""
        try:
            version, base, token, update = cbor2.loads(content)
            if version == _VERSION:
                _ = asn1_cms.ContentInfo.load(token, strict=True)["content"]["certificates"], bytes(base), bytes(update)
        except (cbor2.CBORDecodeError, KeyError, TypeError, ValueError) as damage:
            raise Outdated("stamps that cannot be read") from damage
        if version != _VERSION:
            raise Outdated("stamps of another version")
        return cls(base=base, token=token, update=update)

    def put_into(self, sealed: bytes) -> bytes:
        """The sealed file with its stamps. Raises Outdated if they are another file's."""
        if hashlib.sha256(sealed).digest() != self.base:
            raise Outdated("stamps of another file")
        return _with_token(sealed, self.token) + self.update


def ask(sealed: bytes, stamper: TimeStamper, level: Level, *, chain: Sequence[bytes]) -> Stamps:
    """The stamps of a sealed file: one question to the service, for B-LTA two. `chain`: DER certificates of the seal.

    Raises what the stamper raises, and ValueError if the answer does not fit into the file.
    """
    signature = _signature(sealed)["content"]["signer_infos"][0]["signature"].native
    token = asyncio.run(stamper.async_timestamp(hashlib.sha256(signature).digest(), "sha256")).dump()
    stamps = Stamps(base=hashlib.sha256(sealed).digest(), token=token)
    stamped = stamps.put_into(sealed)
    if level is Level.SIGNATURE:
        return stamps
    return Stamps(base=stamps.base, token=token, update=_archived(stamped, token, stamper, chain)[len(stamped) :])


def _archived(stamped: bytes, token: bytes, stamper: TimeStamper, chain: Sequence[bytes]) -> bytes:
    """The file with all certificates and a stamp over everything."""
    writer = _Writer(io.BytesIO(stamped), strict=False)
    certificates = [asn1_x509.Certificate.load(certificate) for certificate in chain]
    certificates += [one.chosen for one in asn1_cms.ContentInfo.load(token)["content"]["certificates"]]
    opens, closed = _place(stamped)
    contents = stamped[opens + 1 : closed - 1].lower()
    DocumentSecurityStore.supply_dss_in_writer(writer, contents, certs=certificates)
    archived = PdfTimeStamper(stamper, field_name=_FIELD).timestamp_pdf(writer, "sha256", bytes_reserved=2 * _ROOM)
    return bytes(archived.getvalue())


def _with_token(sealed: bytes, token: bytes) -> bytes:
    """The token among what the signature does not cover. In a signature of ours there is nothing else yet."""
    signature = _signature(sealed)
    attribute = asn1_cms.CMSAttribute(
        {"type": "signature_time_stamp_token", "values": [asn1_cms.ContentInfo.load(token)]}
    )
    signature["content"]["signer_infos"][0]["unsigned_attrs"] = asn1_cms.CMSAttributes([attribute])
    opens, closed = _place(sealed)
    digits: str = signature.dump().hex()
    if sealed[opens + 1 : closed - 1].isupper():
        digits = digits.upper()
    room = closed - opens - 2
    if len(digits) > room:
        raise ValueError("the time stamp is longer than the place that the seal keeps for it")
    return sealed[: opens + 1] + digits.ljust(room, "0").encode() + sealed[closed - 1 :]


def _signature(sealed: bytes) -> asn1_cms.ContentInfo:
    opens, closed = _place(sealed)
    return asn1_cms.ContentInfo.load(bytes.fromhex(sealed[opens + 1 : closed - 1].decode()))


def _place(sealed: bytes) -> tuple[int, int]:
    """Where the signature stands, from `<` to behind `>`. The last one: an attachment may hold bytes like it."""
    found = list(_PLACE.finditer(sealed))
    if not found:
        raise ValueError("the file is not sealed")
    return int(found[-1][1]), int(found[-1][2])
