"""A list of bits that tells which certificates were revoked: W3C Bitstring Status List 1.0, one bit per certificate.

Who asks, asks for the whole list and so does not say which certificate is meant. It has 131,072 places however few are
used, and the places are drawn at random: a bit that is set says nothing but to those who have the certificate.
"""

import base64
import gzip
from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates import identity, proofs
from certificates.proofs import CREDENTIALS_CONTEXT, Place, Signable

ADDRESS = "/check/status-list/"
PLACES = 131_072  # bits: the least that the standard allows


def credential(site: str, number: int, day: str, places: Iterable[int], *, key: Ed25519PrivateKey) -> bytes:
    """The signed list of the places whose certificates are revoked. `day`: of the newest change, as 2026-11-20.

    Same arguments, same bytes. Raises IndexError for a place beyond the list.
    """
    values: dict[str, str] = {Place.LIST: str(number), Place.DAY: day, Place.BITS: encoded(places)}
    return _form(site).signed(values, key)


def entry(site: str) -> dict[str, str]:
    """Where to look whether a credential was revoked: its `credentialStatus`, with list and place left open."""
    address = f"{site}{ADDRESS}{Place.LIST}"
    return {
        "id": f"{address}#{Place.INDEX}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": Place.INDEX.value,
        "statusListCredential": address,
    }


def encoded(places: Iterable[int]) -> str:
    """The bits in text: the first bit is the highest of the first byte; gzip without a time; base64url after `u`."""
    bits = bytearray(PLACES // 8)
    for place in places:
        bits[place >> 3] |= 0x80 >> (place & 7)
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def _form(site: str) -> Signable:
    address = f"{site}{ADDRESS}{Place.LIST}"
    document = {
        "@context": [CREDENTIALS_CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": identity.did(site),
        "validFrom": proofs.time(Place.DAY),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": Place.BITS.value,
        },
    }
    return proofs.signable(document, identity.method(site, Place.KEY))
