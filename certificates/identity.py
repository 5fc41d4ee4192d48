"""Who the issuer is, for programs: a decentralised identifier and key sets that hold every key that ever signed.

`did:web` (W3C Credentials Community Group), Multikey (W3C Controlled Identifiers 1.0), JSON Web Key (RFC 7517, 8037).
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

CONTEXTS = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PAIRS = [high + low for high in _BASE58 for low in _BASE58]
_TEN_LETTERS = 58**10  # the most that fit a machine word
_LONGEST_BASE58 = 90
_ED25519_CODE = b"\xed\x01"  # multicodec `ed25519-pub`, as a varint
# JSON's names of what X.509 calls otherwise (RFC 7518, 3.4 and 6.2.1.1).
_CURVES = {"secp256r1": ("P-256", "ES256"), "secp384r1": ("P-384", "ES384")}


def did(site_url: str) -> str:
    """The identifier of the site that stands at this address; a port is part of it."""
    parts = urlsplit(site_url)
    if not parts.hostname:
        raise ValueError(f"no host in {site_url!r}")
    return f"did:web:{parts.hostname}" + (f"%3A{parts.port}" if parts.port else "")


def method(site_url: str, key_id: str) -> str:
    """The address of one key in the identity document, as a proof names it."""
    return f"{did(site_url)}#{key_id}"


def multikey(public_key: bytes) -> str:
    """A public Ed25519 key (32 bytes) as Multikey text: base58 after `z`."""
    if len(public_key) != 32:
        raise ValueError("not an Ed25519 key")
    return "z" + base58(_ED25519_CODE + public_key)


def base58(content: bytes) -> str:
    """The bytes in Bitcoin's base58; each leading zero byte is a `1`."""
    value, pairs = int.from_bytes(content), []
    while value:
        value, ten = divmod(value, _TEN_LETTERS)  # few divisions of a large number, then quick ones
        for _pair in range(5):
            ten, pair = divmod(ten, len(_PAIRS))
            pairs.append(_PAIRS[pair])
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "1" * zeros + "".join(reversed(pairs)).lstrip("1")


def base58_bytes(text: str) -> bytes:
    """What `base58` wrote. Raises ValueError for other letters, and for more than a signature has."""
    if len(text) > _LONGEST_BASE58:
        raise ValueError("too long")
    value = 0
    for letter in text:
        value = value * 58 + _BASE58.index(letter)
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + value.to_bytes((value.bit_length() + 7) // 8)


def document(site_url: str, public_keys: Mapping[str, bytes]) -> dict[str, Any]:
    """The identity document for `/.well-known/did.json`: every Ed25519 key by its id, former ones too."""
    methods = [
        {
            "id": method(site_url, key_id),
            "type": "Multikey",
            "controller": did(site_url),
            "publicKeyMultibase": multikey(key),
        }
        for key_id, key in sorted(public_keys.items())
    ]
    return {
        "@context": list(CONTEXTS),
        "id": did(site_url),
        "verificationMethod": methods,
        "assertionMethod": [entry["id"] for entry in methods],
    }


def key_set(public_keys: Mapping[str, bytes], seals: Mapping[str, Sequence[bytes]]) -> dict[str, Any]:
    """The key set for `/.well-known/jwks.json`: Ed25519 keys, and the keys of seals with their certificates (DER)."""
    keys = [_token_key(key_id, key) for key_id, key in sorted(public_keys.items())]
    keys += [_seal_key(key_id, chain) for key_id, chain in sorted(seals.items())]
    return {"keys": keys}


def _token_key(key_id: str, key: bytes) -> dict[str, Any]:
    """RFC 8037, 2."""
    return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": key_id, "x": _url64(key)}


def _seal_key(key_id: str, chain: Sequence[bytes]) -> dict[str, Any]:
    """RFC 7518, 6.2 and 6.3; the certificates as in RFC 7517, 4.7."""
    certificates = {
        "x5c": [base64.b64encode(certificate).decode() for certificate in chain],
        "x5t#S256": _url64(hashlib.sha256(chain[0]).digest()),
    }
    key = x509.load_der_x509_certificate(chain[0]).public_key()
    if isinstance(key, EllipticCurvePublicKey):
        curve, algorithm = _CURVES[key.curve.name]
        size, point = (key.key_size + 7) // 8, key.public_numbers()
        numbers = {
            "kty": "EC",
            "crv": curve,
            "alg": algorithm,
            "x": point.x.to_bytes(size),
            "y": point.y.to_bytes(size),
        }
    elif isinstance(key, RSAPublicKey):
        public = key.public_numbers()
        numbers = {"kty": "RSA", "alg": "RS256", "n": _unpadded(public.n), "e": _unpadded(public.e)}
    else:
        raise ValueError("a seal has an EC or RSA key")
    told = {name: _url64(value) if isinstance(value, bytes) else value for name, value in numbers.items()}
    return {"kid": key_id, "use": "sig"} | told | certificates


def _unpadded(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8)


def _url64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
