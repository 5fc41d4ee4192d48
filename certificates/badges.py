"""The certificate for wallets and badge programs: an Open Badges 3.0 credential, compiled once, filled per serial.

The recipient is opaque: "the holder of this credential". Name, number and account are not in it; the day is.
The credential's id is derived from the serial, and nobody gets from the one to the other but who has the certificate.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from urllib.parse import quote, unquote

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates import identity, proofs, status_list
from certificates.proofs import CREDENTIALS_CONTEXT, Pattern, Place, Signable
from certificates.tokens import NotGenuine

BADGES_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
COURSES = "/check/course/"
_NAMESPACE = uuid.UUID("b0d0b6c4-5f0b-4f5e-9a58-3f1c1f1a7c32")  # drawn once; ids derived in it mean credentials of ours


@dataclass(frozen=True, kw_only=True)
class Achievement:
    """What all credentials of one template say. `site`: as https://example.org; texts in the certificate's language.

    `description`: kind, hours, version, and that it is a record of learning time. `criteria`: what had to be done.
    Raises ValueError for text that cannot be signed (proofs.signable_text makes it so).
    """

    site: str
    issuer: str
    course_key: str
    course_version: int
    course_title: str
    description: str
    criteria: str
    language: str

    def __post_init__(self) -> None:
        texts = (
            self.site,
            self.issuer,
            self.course_key,
            self.course_title,
            self.description,
            self.criteria,
            self.language,
        )
        if any(proofs.signable_text(text) != text for text in texts):
            raise ValueError("this text cannot be signed")

    @property
    def address(self) -> str:
        """Where the course is shown, and which version of which words: other words have another address."""
        words = json.dumps([self.course_title, self.description, self.criteria, self.language]).encode()
        page = f"{self.site}{COURSES}{quote(self.course_key, safe='')}/"
        return f"{page}#version-{self.course_version}-{hashlib.sha256(words).hexdigest()[:12]}"


@dataclass(frozen=True, kw_only=True)
class Credential:
    """What a genuine credential says."""

    identity: str
    achievement: Achievement
    completed_on: date
    status_list: int
    status_index: int
    key_id: str


@dataclass(frozen=True)
class BadgeTemplate:
    """An Open Badges credential that lacks only what differs from certificate to certificate."""

    form: Signable

    def issue(
        self, *, serial: bytes, completed_on: date, status_list: int, status_index: int, key: Ed25519PrivateKey
    ) -> bytes:
        """The credential as JSON. Same arguments, same bytes."""
        values: dict[str, str] = {
            Place.IDENTITY: identity_of(serial),
            Place.DAY: completed_on.isoformat(),
            Place.LIST: str(status_list),
            Place.INDEX: str(status_index),
        }
        return self.form.signed(values, key)

    def to_bytes(self) -> bytes:
        """The template as it is stored."""
        form = self.form
        return cbor2.dumps([form.document.parts, form.statements.parts, form.options.parts])

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """A template as it was stored by us: it is trusted."""
        document, statements, options = (Pattern(tuple(parts)) for parts in cbor2.loads(content))
        return cls(Signable(document, statements, options))


def compiled(achievement: Achievement) -> BadgeTemplate:
    """The template of the credentials of one achievement. Raises ValueError if the site has no proper address."""
    return BadgeTemplate(proofs.signable(_document(achievement), identity.method(achievement.site, Place.KEY)))


def identity_of(serial: bytes) -> str:
    """The UUID of the credential of this serial: the same each time, and the serial cannot be found from it."""
    return str(uuid.uuid5(_NAMESPACE, serial.hex()))


def verify(content: bytes, public_keys: Mapping[str, bytes]) -> Credential:
    """What a credential of ours says. `public_keys` by key id. Raises NotGenuine for anything that we do not issue.

    We know the one shape of our credentials: it is built again from what the document says, and has to be equal. So a
    member that JSON-LD would pass over in silence is found as well. It does not tell whether it was revoked.
    """
    document = proofs.parsed(content)
    try:
        found = _read(document)
        template = compiled(found.achievement)
        proof = document["proof"]["proofValue"]
        values: dict[str, str] = {
            Place.IDENTITY: found.identity,
            Place.DAY: found.completed_on.isoformat(),
            Place.LIST: str(found.status_list),
            Place.INDEX: str(found.status_index),
            Place.KEY: found.key_id,
            Place.PROOF: _matched(r"z[1-9A-HJ-NP-Za-km-z]{80,90}", proof)[0],
        }
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise NotGenuine("not a credential of ours") from error
    template.form.check(document, values, public_keys)
    return found


def _document(achievement: Achievement) -> dict[str, Any]:
    """Every node has an id: none has to be named by the canonical form, so that its statements can be written once."""
    issuer = {"id": identity.did(achievement.site), "type": ["Profile"], "name": achievement.issuer}
    return {
        "@context": [CREDENTIALS_CONTEXT, BADGES_CONTEXT],
        "id": f"urn:uuid:{Place.IDENTITY}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement.course_title,
        "issuer": issuer,
        "validFrom": proofs.time(Place.DAY),
        "credentialSubject": {
            "id": f"urn:uuid:{Place.IDENTITY}#holder",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": achievement.address,
                "type": ["Achievement"],
                "achievementType": "CertificateOfCompletion",
                "name": achievement.course_title,
                "description": achievement.description,
                "criteria": {"id": achievement.address.partition("#")[0], "narrative": achievement.criteria},
                "creator": issuer,
                "inLanguage": achievement.language,
                "version": str(achievement.course_version),
            },
        },
        "credentialStatus": status_list.entry(achievement.site),
    }


def _read(document: Mapping[str, Any]) -> Credential:
    """What the document says, wherever we would have said it."""
    achievement, status = document["credentialSubject"]["achievement"], document["credentialStatus"]
    page = _matched(rf"(.+){COURSES}([^/#]+)/", achievement["criteria"]["id"])
    return Credential(
        identity=_matched(r"urn:uuid:([0-9a-f-]{36})", document["id"])[1],
        achievement=Achievement(
            site=page[1],
            issuer=document["issuer"]["name"],
            course_key=unquote(page[2]),
            course_version=int(_matched(r"[1-9][0-9]{0,9}", achievement["version"])[0]),
            course_title=achievement["name"],
            description=achievement["description"],
            criteria=achievement["criteria"]["narrative"],
            language=achievement["inLanguage"],
        ),
        completed_on=date.fromisoformat(_matched(r"(\d{4}-\d\d-\d\d)T00:00:00Z", document["validFrom"])[1]),
        status_list=int(_matched(rf".+{status_list.ADDRESS}([1-9][0-9]{{0,4}})", status["statusListCredential"])[1]),
        status_index=int(_matched(r"0|[1-9][0-9]{0,9}", status["statusListIndex"])[0]),
        key_id=_matched(r".+#([0-9a-f]{8})", document["proof"]["verificationMethod"])[1],
    )


def _matched(pattern: str, value: Any) -> re.Match[str]:
    match = re.fullmatch(pattern, value, re.ASCII)
    if match is None:
        raise ValueError("written in another way")
    return match
