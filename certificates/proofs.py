"""Data Integrity proofs of the suite `eddsa-rdfc-2022`, without a JSON-LD processor.

What is signed is not the JSON but the RDF that it stands for, in canonical form (RDF Dataset Canonicalization 1.0). We
sign two shapes of document only, and each node of theirs has an id: so the canonical form is the sorted list of its
statements, and stays sorted whatever is filled into the places left open. It is made once and filled each time.
`TERMS` and `TYPES` say what the terms mean in the two contexts; the tests hold them against the contexts themselves.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from certificates import tokens
from certificates.identity import base58, base58_bytes
from certificates.tokens import NotGenuine

CREDENTIALS_CONTEXT = "https://www.w3.org/ns/credentials/v2"
CREDENTIAL = "application/vc"  # media type: Verifiable Credentials Data Model 2.0, appendix C.1
SUITE = "eddsa-rdfc-2022"
LARGEST = 64_000  # bytes of a document; a status list with every second bit set is 30 kB
_CREDENTIALS = "https://www.w3.org/2018/credentials#"
_STATUS = "https://www.w3.org/ns/credentials/status#"
_SECURITY = "https://w3id.org/security#"
_BADGES = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
_SCHEMA = "https://schema.org/"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:[!#$%&'()*+,./:;=?@\[\]A-Za-z0-9_~\ufdd0-\ufdd7-]+")
# Controls are escaped in several ways by others, lone surrogates have no bytes, the places left open are no text.
UNSIGNABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ESCAPED = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"})


class Place(StrEnum):
    """A place left open: a code point that is never a character, so that no text holds it by accident."""

    IDENTITY = "\ufdd0"  # of the credential, an address
    DAY = "\ufdd1"
    LIST = "\ufdd2"  # number of the status list
    INDEX = "\ufdd3"
    BITS = "\ufdd4"  # an encoded status list
    KEY = "\ufdd5"
    PROOF = "\ufdd6"


class Meaning(StrEnum):
    """What the value of a term is: the address of a node, plain text, a word of the vocabulary, or a typed literal."""

    NODE = "node"
    TEXT = "text"
    WORD = "word"
    TIME = "http://www.w3.org/2001/XMLSchema#dateTime"
    SUITE = _SECURITY + "cryptosuiteString"
    MULTIBASE = _SECURITY + "multibase"


TYPES = {
    "VerifiableCredential": _CREDENTIALS + "VerifiableCredential",
    "OpenBadgeCredential": _BADGES + "OpenBadgeCredential",
    "Profile": _BADGES + "Profile",
    "AchievementSubject": _BADGES + "AchievementSubject",
    "Achievement": _BADGES + "Achievement",
    "BitstringStatusListEntry": _STATUS + "BitstringStatusListEntry",
    "BitstringStatusListCredential": _STATUS + "BitstringStatusListCredential",
    "BitstringStatusList": _STATUS + "BitstringStatusList",
    "DataIntegrityProof": _SECURITY + "DataIntegrityProof",
}
TERMS = {
    "name": (_SCHEMA + "name", Meaning.TEXT),
    "description": (_SCHEMA + "description", Meaning.TEXT),
    "inLanguage": (_SCHEMA + "inLanguage", Meaning.TEXT),
    "issuer": (_CREDENTIALS + "issuer", Meaning.NODE),
    "validFrom": (_CREDENTIALS + "validFrom", Meaning.TIME),
    "credentialSubject": (_CREDENTIALS + "credentialSubject", Meaning.NODE),
    "credentialStatus": (_CREDENTIALS + "credentialStatus", Meaning.NODE),
    "achievement": (_BADGES + "achievement", Meaning.NODE),
    "achievementType": (_BADGES + "achievementType", Meaning.TEXT),
    "creator": (_BADGES + "creator", Meaning.NODE),
    "criteria": (_BADGES + "Criteria", Meaning.NODE),
    "narrative": (_BADGES + "narrative", Meaning.TEXT),
    "version": (_BADGES + "version", Meaning.TEXT),
    "statusPurpose": (_STATUS + "statusPurpose", Meaning.TEXT),
    "statusListIndex": (_STATUS + "statusListIndex", Meaning.TEXT),
    "statusListCredential": (_STATUS + "statusListCredential", Meaning.NODE),
    "encodedList": (_STATUS + "encodedList", Meaning.MULTIBASE),
    "created": ("http://purl.org/dc/terms/created", Meaning.TIME),
    "cryptosuite": (_SECURITY + "cryptosuite", Meaning.SUITE),
    "proofPurpose": (_SECURITY + "proofPurpose", Meaning.WORD),
    "verificationMethod": (_SECURITY + "verificationMethod", Meaning.NODE),
}


@dataclass(frozen=True)
class Pattern:
    """Text in parts; a part that is a Place is filled."""

    parts: tuple[str, ...]

    def filled(self, values: Mapping[str, str]) -> bytes:
        """The text with `values` by place, in UTF-8. Values are put in as they are."""
        return "".join([values.get(part, part) for part in self.parts]).encode()


@dataclass(frozen=True)
class Signable:
    """A document to be signed once it is filled: its JSON with the proof, and what the signature is over."""

    document: Pattern
    statements: Pattern
    options: Pattern

    def signed(self, values: Mapping[str, str], key: Ed25519PrivateKey) -> bytes:
        """The document as JSON, with the proof. Same values, same key, same bytes."""
        values = {**values, Place.KEY: tokens.key_id_of(key.public_key().public_bytes_raw())}
        signature = key.sign(self._digest(values))
        return self.document.filled({**values, Place.PROOF: "z" + base58(signature)})

    def check(self, document: Any, values: Mapping[str, str], public_keys: Mapping[str, bytes]) -> None:
        """Raises NotGenuine unless `document` (parsed JSON) is this one, filled and signed. `values`: of all places.

        The order of members and the white space between them may differ, as a wallet may write it anew.
        """
        if json.loads(self.document.filled(values)) != document:
            raise NotGenuine("it is not written as we write it")
        public_key = public_keys.get(values[Place.KEY])
        if public_key is None:
            raise NotGenuine(f"unknown key {values[Place.KEY]}")
        try:
            signature = base58_bytes(values[Place.PROOF].removeprefix("z"))
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, self._digest(values))
        except (InvalidSignature, ValueError):
            raise NotGenuine("the signature does not fit") from None

    def _digest(self, values: Mapping[str, str]) -> bytes:
        """Data Integrity EdDSA Cryptosuites 1.0, 3.2.4: the hash of the options, then that of the document."""
        options, statements = self.options.filled(values), self.statements.filled(values)
        return hashlib.sha256(options).digest() + hashlib.sha256(statements).digest()


def signable(document: Mapping[str, Any], method: str) -> Signable:
    """The document made ready to be filled and signed. `method`: address of the key, with Place.KEY in it.

    Raises KeyError for a term that is not in TERMS, so that nothing is left out silently; ValueError for an id that is
    no address. Text is to be `signable_text`.
    """
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": time(Place.DAY),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    secured = {**document, "proof": {**options, "proofValue": Place.PROOF.value}}
    return Signable(
        _pattern(json.dumps(secured, ensure_ascii=False, separators=(",", ":"))),
        _pattern(_canonical(document, _address(document["id"]))),
        # The proof has no id; in canonical form the only nameless node is always called this.
        _pattern(_canonical(options, "_:c14n0")),
    )


def parsed(content: bytes) -> dict[str, Any]:
    """Strict JSON: an object in UTF-8, of sensible size, no member twice. Raises NotGenuine."""
    if len(content) > LARGEST:
        raise NotGenuine("too long")
    try:
        document = json.loads(content.decode(), object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise NotGenuine("not readable as JSON") from error
    if not isinstance(document, dict):
        raise NotGenuine("not a document")
    return document


def signable_text(text: str) -> str:
    """The text without what cannot be signed: controls, half characters, what is never a character."""
    return UNSIGNABLE.sub(" ", text)


def time(day: str) -> str:
    """A day, as 2026-10-14, as the moment when it begins (UTC)."""
    return f"{day}T00:00:00Z"


def _canonical(node: Mapping[str, Any], subject: str) -> str:
    return "".join(sorted(set(_statements(node, subject))))


def _statements(node: Mapping[str, Any], subject: str) -> Iterator[str]:
    """N-Quads (RDF Dataset Canonicalization 1.0, appendix A) of a node and of the nodes in it."""
    for term, value in node.items():
        if term == "type":
            names = [value] if isinstance(value, str) else value
            yield from (f"{subject} {_TYPE} <{TYPES[name]}> .\n" for name in names)
        elif term not in {"id", "@context"}:
            address, meaning = TERMS[term]
            yield f"{subject} <{address}> {_object(value, meaning)} .\n"
            if isinstance(value, dict):
                yield from _statements(value, _address(value["id"]))


def _object(value: Any, meaning: Meaning) -> str:
    if meaning is Meaning.NODE:
        return _address(value["id"] if isinstance(value, dict) else value)
    if meaning is Meaning.WORD:
        return f"<{_SECURITY}{value}>"
    literal = f'"{value.translate(_ESCAPED)}"'
    return literal if meaning is Meaning.TEXT else f"{literal}^^<{meaning}>"


def _address(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise ValueError(f"not an address: {value!r}")
    return f"<{value}>"


def _pattern(text: str) -> Pattern:
    return Pattern(tuple(part for part in re.split(f"([{''.join(Place)}])", text) if part))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member twice")
    return members
