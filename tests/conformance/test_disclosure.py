"""What the file says of the person: the printed name, beside number and day, and nothing more."""

import io
import json
import re

import pikepdf
import pytest
from django.urls import reverse

from certificates import badges, serials, tokens
from tests.conformance.cases import ISSUER, SITE, Case, drawn, row
from tests.conformance.programs import attached
from tests.factories import SIGNING_KEY

CANARY = "Kanarija Vogelsang"
BOTH_WAYS = pytest.mark.parametrize("case", [Case(name=CANARY), Case(way="slow", name=CANARY)], ids=["fast", "slow"])
PUBLIC_KEY = SIGNING_KEY.public_key().public_bytes_raw()


def unpacked(content: bytes) -> bytes:
    """Everything in the file in the open: each object and each stream without its compression."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        parts = [str(pdf.trailer.items()).encode()]
        for thing in pdf.objects:
            parts.append(thing.unparse(resolved=True))
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != pikepdf.Name.Image:
                parts.append(thing.read_bytes())
    return b"\n".join(parts)


def metadata(content: bytes) -> tuple[str, dict[str, str]]:
    """The XMP packet, and the document information."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return pdf.Root.Metadata.read_bytes().decode(), {str(key): str(value) for key, value in pdf.docinfo.items()}


@BOTH_WAYS
def test_name_is_in_no_metadata_and_no_attachment(case: Case):
    packet, told = metadata(drawn(case))

    assert "Vogelsang" not in packet + str(told)
    assert b"Vogelsang" not in b"".join(attached(drawn(case)).values())
    assert "Vogelsang" not in str(attached(drawn(case)).keys())


@BOTH_WAYS
def test_learner_and_account_are_nowhere_in_the_file(case: Case):
    learner = row(case).learner_id
    assert learner is not None

    everything = unpacked(drawn(case)).lower()

    assert learner.hex.encode() not in everything
    assert str(learner).encode() not in everything
    assert not re.search(rb"[a-z0-9.]+@[a-z0-9-]+\.[a-z]", everything)


@BOTH_WAYS
def test_document_information_says_what_the_metadata_say(case: Case):
    packet, told = metadata(drawn(case))
    title = f"Record of self-study {row(case).number}"

    assert told["/Title"] == title
    assert f">{title}<" in packet
    assert told["/Author"] == ISSUER
    assert f">{ISSUER}<" in packet
    assert told["/CreationDate"].startswith("D:20261014")
    assert told["/CreationDate"] == told["/ModDate"]
    assert "2026-10-14" in packet


@BOTH_WAYS
def test_only_file_inside_is_the_credential(case: Case):
    with pikepdf.open(io.BytesIO(drawn(case))) as pdf:
        (file,) = pdf.Root.AF
        told = (str(file.UF), file.AFRelationship, file.EF.F.Subtype)

    assert list(attached(drawn(case))) == ["credential.json"]
    assert told == ("credential.json", pikepdf.Name.Data, pikepdf.Name("/application/ld+json"))


@BOTH_WAYS
def test_credential_taken_out_by_another_program_is_genuine(case: Case):
    certificate = row(case)

    content = attached(drawn(case))["credential.json"]
    said = badges.verify(content, {tokens.key_id_of(PUBLIC_KEY): PUBLIC_KEY})

    assert said.identity == badges.identity_of(serials.serial_of(str(certificate.number)))
    assert (said.status_list, said.status_index) == (certificate.status_list, certificate.status_index)
    assert said.completed_on == certificate.completed_on
    assert said.achievement.site == SITE
    assert said.achievement.course_title == certificate.course_title


@BOTH_WAYS
def test_credential_asks_for_its_status_where_this_site_answers(case: Case):
    certificate = row(case)

    status = json.loads(attached(drawn(case))["credential.json"])["credentialStatus"]

    assert status["statusListCredential"] == SITE + reverse("verifiers:status_list", args=[certificate.status_list])
    assert status["statusListIndex"] == str(certificate.status_index)
