"""The signature of a PDF file as bytes: a CAdES baseline-B `SignedData` whose two holes are filled per file.

RFC 5652 (CMS), RFC 5035 (which certificate signed), RFC 5754 (algorithms), ETSI EN 319 142-1, 6.3 (PAdES baseline).
There is no signing-time attribute: in PAdES the time stands in the PDF, under /M.
"""

import hashlib
from collections.abc import Sequence
from enum import Enum

from cryptography import x509

_INTEGER, _OCTETS, _OID, _SEQUENCE, _SET = 0x02, 0x04, 0x06, 0x30, 0x31
_FIRST, _SECOND = 0xA0, 0xA1  # [0] and [1], constructed
_LONG_FORM = 0x80
_NULL = b"\x05\x00"
_HOLE = hashlib.sha256(b"here the digest of the file goes").digest()


def value(tag: int, *parts: bytes) -> bytes:
    """A DER value: tag, length, content (X.690, 8.1.3 and 10.1)."""
    content = b"".join(parts)
    size = len(content)
    if size < _LONG_FORM:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, _LONG_FORM | len(length))) + length + content


def _oid(encoded: str) -> bytes:
    return value(_OID, bytes.fromhex(encoded))


_VERSION_1 = value(_INTEGER, b"\x01")
_DATA = _oid("2a864886f70d010701")
_SIGNED_DATA = _oid("2a864886f70d010702")
_CONTENT_TYPE = _oid("2a864886f70d010903")
_MESSAGE_DIGEST = _oid("2a864886f70d010904")
_SIGNING_CERTIFICATE_V2 = _oid("2a864886f70d010910022f")
_TIME_STAMP_TOKEN = _oid("2a864886f70d010910020e")
_SHA256 = value(_SEQUENCE, _oid("608648016503040201"))  # without parameters: RFC 5754, 2


class Algorithm(Enum):
    """What signs the attributes, always over SHA-256; the value is its AlgorithmIdentifier (RFC 5754, 3)."""

    ECDSA = value(_SEQUENCE, _oid("2a8648ce3d040302"))
    RSA = value(_SEQUENCE, _oid("2a864886f70d01010b"), _NULL)


class Envelope:
    """All of a signature but the digest of the file and the signature value: made once per key, filled per file."""

    def __init__(self, chain: Sequence[bytes], algorithm: Algorithm, *, longest: int) -> None:
        """`chain`: DER certificates, the signing one first. `longest`: bytes of the longest signature value."""
        signer = x509.load_der_x509_certificate(chain[0])
        attributes = _attributes(chain[0])
        self._signed = value(_SET, attributes).split(_HOLE)
        self._certificates = value(_FIRST, *sorted(chain))  # a SET OF (X.690, 11.6)
        # RFC 5652, 5.3: who signed, the digest algorithm, the attributes ([0] here, SET OF when signed), the algorithm.
        serial = signer.serial_number
        number = value(_INTEGER, serial.to_bytes(serial.bit_length() // 8 + 1))
        name = value(_SEQUENCE, signer.issuer.public_bytes(), number)
        self._signer = b"".join((_VERSION_1, name, _SHA256, value(_FIRST, attributes), algorithm.value))
        self._around: dict[int, tuple[bytes, bytes]] = {}  # by size of the signature value, on which lengths depend
        self.size = len(self.filled(_HOLE, bytes(longest)))

    def to_sign(self, digest: bytes) -> bytes:
        """What the key signs: the attributes as a SET OF (RFC 5652, 5.4). `digest`: SHA-256 of the ByteRange."""
        return digest.join(self._signed)

    def filled(self, digest: bytes, signature: bytes) -> bytes:
        """The whole `ContentInfo` in DER."""
        size = len(signature)
        if size not in self._around:
            # The signature value is the end, so that it needs no hole.
            before, between = self._whole(value(_OCTETS, bytes(size)))[:-size].split(_HOLE)
            self._around[size] = (before, between)
        before, between = self._around[size]
        return b"".join((before, digest, between, signature))

    def stamped(self, digest: bytes, signature: bytes, *, token: bytes) -> bytes:
        """The same with the token of a time-stamping service over the signature value (RFC 3161, appendix A)."""
        stamp = value(_SECOND, value(_SEQUENCE, _TIME_STAMP_TOKEN, value(_SET, token)))
        before, after = self._whole(value(_OCTETS, signature) + stamp).split(_HOLE)
        return b"".join((before, digest, after))

    def _whole(self, end: bytes) -> bytes:
        """RFC 5652, 3 and 5.1. `end`: the signature value, and what is not signed."""
        signer = value(_SEQUENCE, self._signer, end)
        signed_data = value(
            _SEQUENCE,
            _VERSION_1,
            value(_SET, _SHA256),
            value(_SEQUENCE, _DATA),  # detached: the content is the PDF file
            self._certificates,
            value(_SET, signer),
        )
        return value(_SEQUENCE, _SIGNED_DATA, value(_FIRST, signed_data))


def _attributes(certificate: bytes) -> bytes:
    """The signed attributes in the order of DER (X.690, 11.6), with a hole for the digest.

    The certificate by its SHA-256 alone, the default of ESSCertIDv2 (RFC 5035, 4); EN 319 142-1 wants no issuerSerial.
    """
    identified = value(_SEQUENCE, value(_OCTETS, hashlib.sha256(certificate).digest()))
    return b"".join(
        sorted(
            (
                value(_SEQUENCE, _CONTENT_TYPE, value(_SET, _DATA)),
                value(_SEQUENCE, _MESSAGE_DIGEST, value(_SET, value(_OCTETS, _HOLE))),
                value(
                    _SEQUENCE,
                    _SIGNING_CERTIFICATE_V2,
                    value(_SET, value(_SEQUENCE, value(_SEQUENCE, identified))),
                ),
            )
        )
    )
