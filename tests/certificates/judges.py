"""Judges of credentials that share nothing with our code: PyLD for the canonical form, openbadgeslib for the whole.

Both get the contexts from openbadgeslib's package and no network. The digest of the first is printed in W3C's standard.
"""

import hashlib
import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from openbadgeslib.ob3 import contexts
from openbadgeslib.ob3.credential import OpenBadgeCredential
from openbadgeslib.ob3.ldp import OB3LdpVerifier, verify_data_integrity_proof
from openbadgeslib.ob3.verifier import OB3VerificationError
from pyld import jsonld

Refused = OB3VerificationError
CONTEXTS = {
    "https://www.w3.org/ns/credentials/v2": (
        "credentials-v2.json",
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": (
        "ob-v3p0-context-3.0.3.json",
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    ),
}


def context(address: str) -> Any:
    """The context of this address, as published."""
    file, digest = CONTEXTS[address]
    content = resources.files(contexts).joinpath(file).read_bytes()
    assert hashlib.sha256(content).hexdigest() == digest
    return json.loads(content)


def canonical(document: Mapping[str, Any]) -> str:
    """The canonical N-Quads that a JSON-LD processor makes of a document."""
    made = jsonld.normalize(
        dict(document),
        {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _only_pinned},
    )
    assert isinstance(made, str)
    return made


def parts(signed: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """A signed document without its proof, and the options that were signed along with it."""
    document = json.loads(signed)
    proof = document.pop("proof")
    proof.pop("proofValue")
    return document, {**proof, "@context": document["@context"]}


def verified(
    signed: bytes, identity_document: Mapping[str, Any], status_list: bytes | None = None
) -> OpenBadgeCredential:
    """What openbadgeslib says of a credential; `status_list`: also that its bit is not set. Raises Refused."""
    issuer = json.loads(signed)["issuer"]["id"]
    return OB3LdpVerifier.for_issuer_did(issuer).verify(
        signed,
        check_status=status_list is not None,
        verify_status_list=False,  # it takes signed lists in another form only: see verify_list
        download=_handed_over(identity_document, status_list),
    )


def verify_list(signed: bytes, public_key: bytes) -> None:
    """That the proof of a status list holds. Raises Refused."""
    key = Ed25519PublicKey.from_public_bytes(public_key)
    verify_data_integrity_proof(json.loads(signed), key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def _only_pinned(address: str, options: Any = None) -> dict[str, Any]:
    return {"contextUrl": None, "documentUrl": address, "document": context(address)}


def _handed_over(identity_document: Mapping[str, Any], status_list: bytes | None) -> Any:
    def download(address: str) -> bytes:
        if address.endswith("/.well-known/did.json"):
            return json.dumps(identity_document).encode()
        assert status_list is not None
        assert address == json.loads(status_list)["id"]
        return status_list

    return download
