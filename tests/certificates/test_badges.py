import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from openbadgeslib.ob3.did import _b58btc_encode

from certificates import badges, identity, proofs, serials, tokens
from certificates.badges import Achievement, BadgeTemplate
from certificates.proofs import Place
from certificates.tokens import NotGenuine
from tests.certificates import judges
from tests.factories import SIGNING_KEY

SERIAL = bytes.fromhex("9f27b1a3c4d5e6f70812")
ISSUED = {"serial": SERIAL, "completed_on": date(2026, 10, 14), "status_list": 1, "status_index": 94_567}
KEYS = {tokens.key_id_of(key := SIGNING_KEY.public_key().public_bytes_raw()): key}
IDENTITY = identity.document("https://training.example.org", KEYS)
COURSE = Achievement(
    site="https://training.example.org",
    issuer="Probation Training Service",
    course_key="7a4d0c5e-0001-4000-8000-000000000001",
    course_version=3,
    course_title="Tandem: two of you, and the person",
    description="Record of self-study. 3.5 hours. This record shows learning time.",
    criteria="One pattern, many forms; Stories before arguments",
    language="en",
)
# What N-Quads escape, what they leave alone, and what is written from right to left.
TITLES = [
    'Two of "you"', "C:\\new\\table", "one\ntwo\r\nthree\tfour", "100 % of %s and {0}", "<b>&amp;</b>",
    "Το πρόσωπο απέναντι", "_:c14n0 <urn:uuid:>", "\u2028\u00a0\u200f",
    "أنتما اثنان، والشخص", "שניכם והאדם", "Зустріч", "e\u0301 und \u00e9", "👩🏽‍🏫 \U0001f600",
]  # fmt: skip


def issued(achievement: Achievement = COURSE) -> bytes:
    return badges.compiled(achievement).issue(**ISSUED, key=SIGNING_KEY)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to each text in a document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if isinstance(value, str):
        yield path
    for step, part in inside:
        yield from leaves(part, (*path, step))


def nodes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to each object in a document."""
    if isinstance(value, dict):
        yield path
        for step, part in value.items():
            yield from nodes(part, (*path, step))


def at(document: Any, path: tuple[Any, ...]) -> Any:
    """What stands there."""
    for step in path:
        document = document[step]
    return document


LEAVES = list(leaves(json.loads(issued())))
NODES = list(nodes(json.loads(issued())))


def test_another_implementation_verifies_the_credential_with_our_identity_document() -> None:
    found = judges.verified(issued(), IDENTITY)

    assert found.issuer.id == "did:web:training.example.org"
    assert found.name == "Tandem: two of you, and the person"


def test_another_processor_makes_the_same_canonical_form() -> None:
    signed = issued()

    document, options = judges.parts(signed)

    form, values = badges.compiled(COURSE).form, filled(signed)
    assert form.statements.filled(values).decode() == judges.canonical(document)
    assert form.options.filled(values).decode() == judges.canonical(options)


@pytest.mark.parametrize("title", TITLES)
def test_canonical_form_is_the_same_whatever_is_in_the_words(title: str) -> None:
    achievement = replace(COURSE, course_title=title, issuer=title, description=title, criteria=title)

    signed = issued(achievement)

    assert badges.compiled(achievement).form.statements.filled(filled(signed)).decode() == judges.canonical(
        judges.parts(signed)[0]
    )


@given(st.builds(proofs.signable_text, st.text(max_size=200)))
@settings(max_examples=60, deadline=None)
def test_canonical_form_is_the_same_for_any_words(words: str) -> None:
    achievement = replace(COURSE, course_title=words, description=words)

    signed = issued(achievement)

    assert badges.compiled(achievement).form.statements.filled(filled(signed)).decode() == judges.canonical(
        judges.parts(signed)[0]
    )
    assert badges.verify(signed, KEYS).achievement == achievement


@given(st.binary(min_size=10, max_size=10), st.dates(), st.integers(1, 32_767), st.integers(0, 131_071))
@settings(max_examples=40, deadline=None)
def test_statements_stay_sorted_whatever_is_filled_in(
    serial: bytes, completed_on: date, status_list: int, status_index: int
) -> None:
    signed = badges.compiled(COURSE).issue(
        serial=serial, completed_on=completed_on, status_list=status_list, status_index=status_index, key=SIGNING_KEY
    )

    assert badges.compiled(COURSE).form.statements.filled(filled(signed)).decode() == judges.canonical(
        judges.parts(signed)[0]
    )


@pytest.mark.parametrize("title", TITLES)
def test_another_implementation_verifies_titles_in_any_script(title: str) -> None:
    signed = issued(replace(COURSE, course_title=title))

    assert judges.verified(signed, IDENTITY).name == title


@pytest.mark.parametrize(
    "site", ["https://training.example.org:8443", "http://localhost:8000", "https://xn--bcher-kva.example"]
)
def test_credential_of_any_site_is_verified(site: str) -> None:
    signed = issued(replace(COURSE, site=site))

    assert judges.verified(signed, identity.document(site, KEYS)).issuer.id == identity.did(site)


@given(st.integers(0, 3), st.binary(max_size=62))
def test_base58_is_read_back_and_written_as_others_write_it(zeros: int, rest: bytes) -> None:
    content = bytes(zeros) + rest

    assert identity.base58(content) == _b58btc_encode(content)
    assert identity.base58_bytes(identity.base58(content)) == content


@pytest.mark.parametrize("text", ["0", "O", "I", "l", "é", " ", "1" * 91])
def test_what_is_no_base58_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"too long|not found"):
        identity.base58_bytes(text)


def test_credential_tells_what_was_completed_and_when() -> None:
    found = badges.verify(issued(), KEYS)

    assert found.achievement == COURSE
    assert (found.completed_on, found.status_list, found.status_index) == (date(2026, 10, 14), 1, 94_567)
    assert found.identity == badges.identity_of(SERIAL)


def test_credential_names_its_holder_by_nothing_but_itself() -> None:
    signed = issued()

    subject = json.loads(signed)["credentialSubject"]
    assert subject["id"] == f"urn:uuid:{badges.identity_of(SERIAL)}#holder"
    assert set(subject) == {"id", "type", "achievement"}
    assert SERIAL.hex().encode() not in signed
    assert serials.number_of(SERIAL).encode() not in signed


def test_certificate_has_the_same_credential_each_time() -> None:
    assert issued() == issued()


def test_template_is_the_same_after_it_was_stored() -> None:
    stored = badges.compiled(COURSE).to_bytes()

    assert BadgeTemplate.from_bytes(stored).issue(**ISSUED, key=SIGNING_KEY) == issued()


def test_other_words_are_another_achievement() -> None:
    assert replace(COURSE, description="Another").address != COURSE.address
    assert replace(COURSE, issuer="Renamed").address == COURSE.address


@pytest.mark.parametrize("path", LEAVES, ids=lambda path: "/".join(map(str, path)))
def test_changed_field_is_found_by_us_and_by_others(path: tuple[Any, ...]) -> None:
    document = json.loads(issued())
    at(document, path[:-1])[path[-1]] = at(document, path)[:-1] + "x"
    changed = json.dumps(document).encode()

    with pytest.raises(NotGenuine):
        badges.verify(changed, KEYS)
    with pytest.raises(judges.Refused):
        judges.verified(changed, IDENTITY)


@pytest.mark.parametrize("path", LEAVES, ids=lambda path: "/".join(map(str, path)))
def test_missing_field_is_found(path: tuple[Any, ...]) -> None:
    document = json.loads(issued())
    del at(document, path[:-1])[path[-1]]

    with pytest.raises(NotGenuine):
        badges.verify(json.dumps(document).encode(), KEYS)


@pytest.mark.parametrize("path", NODES, ids="/".join)
@pytest.mark.parametrize("term", ["grade", "narrative", "@included", "https://schema.org/alternateName"])
def test_added_field_is_refused_known_term_or_not(path: tuple[Any, ...], term: str) -> None:
    document = json.loads(issued())
    at(document, path)[term] = "passed with honours"

    with pytest.raises(NotGenuine):
        badges.verify(json.dumps(document).encode(), KEYS)


@pytest.mark.parametrize("path", NODES, ids="/".join)
def test_unknown_field_is_refused_by_the_other_implementation_too(path: tuple[Any, ...]) -> None:
    document = json.loads(issued())
    at(document, path)["grade"] = "passed with honours"

    with pytest.raises(judges.Refused):
        judges.verified(json.dumps(document).encode(), IDENTITY)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{}", b"[]", b"null", b'"z"', b"{" * 50_000, b"[" * 50_000, b" " * 70_000, b"\xff\xfe",
        b'{"proof": NaN}', b'{"proof": {}}',
        b'{"id": 1, "type": 2, "issuer": 3, "proof": 4, "credentialSubject": 5, "credentialStatus": 6, "validFrom": 7}',
    ],
)  # fmt: skip
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(NotGenuine):
        badges.verify(content, KEYS)


def test_field_given_twice_is_refused() -> None:
    twice = issued().replace(b'"name":', b'"name":"Another","name":', 1)

    with pytest.raises(NotGenuine, match="JSON"):
        badges.verify(twice, KEYS)


def test_genuine_credential_in_too_long_a_file_is_refused() -> None:
    with pytest.raises(NotGenuine, match="too long"):
        badges.verify(issued() + b" " * proofs.LARGEST, KEYS)


def test_broken_key_verifies_nothing() -> None:
    with pytest.raises(NotGenuine, match="does not fit"):
        badges.verify(issued(), dict.fromkeys(KEYS, b"no key"))


def test_key_of_a_course_may_be_any_text() -> None:
    achievement = replace(COURSE, course_key="course 1/a?b#c|ü")

    assert judges.verified(issued(achievement), IDENTITY).issuer.id == "did:web:training.example.org"
    assert badges.verify(issued(achievement), KEYS).achievement == achievement


def test_place_left_open_is_refused_as_text() -> None:
    with pytest.raises(ValueError, match="cannot be signed"):
        replace(COURSE, course_title=f"by {Place.IDENTITY}")


@pytest.mark.parametrize("site", ["https://bücher.example", "https://example.org/a b", "https://example.org/>"])
def test_site_whose_address_is_none_gets_no_template(site: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        badges.compiled(replace(COURSE, site=site))


def test_term_without_a_meaning_is_never_passed_over() -> None:
    with pytest.raises(KeyError, match="grade"):
        proofs.signable({"id": "urn:uuid:1", "grade": "1"}, "did:web:example.org#1")


def test_credential_written_anew_by_a_wallet_is_still_genuine() -> None:
    anew = json.dumps(json.loads(issued()), indent=2, sort_keys=True).encode()

    assert badges.verify(anew, KEYS) == badges.verify(issued(), KEYS)


def test_credential_signed_with_another_key_is_refused() -> None:
    forged = badges.compiled(COURSE).issue(**ISSUED, key=Ed25519PrivateKey.generate())

    with pytest.raises(NotGenuine, match="unknown key"):
        badges.verify(forged, KEYS)


def test_signature_under_the_name_of_our_key_is_refused() -> None:
    document = json.loads(badges.compiled(COURSE).issue(**ISSUED, key=Ed25519PrivateKey.generate()))
    document["proof"]["verificationMethod"] = json.loads(issued())["proof"]["verificationMethod"]

    with pytest.raises(NotGenuine, match="does not fit"):
        badges.verify(json.dumps(document).encode(), KEYS)


def test_proof_of_one_certificate_does_not_fit_another() -> None:
    document, other = (
        json.loads(issued()),
        json.loads(badges.compiled(COURSE).issue(**{**ISSUED, "serial": bytes(10)}, key=SIGNING_KEY)),
    )
    document["proof"] = copy.deepcopy(other["proof"])

    with pytest.raises(NotGenuine, match="does not fit"):
        badges.verify(json.dumps(document).encode(), KEYS)


def test_credentials_of_a_former_key_hold_beside_those_of_the_new_one() -> None:
    new = Ed25519PrivateKey.generate()
    public = new.public_key().public_bytes_raw()
    keys = KEYS | {tokens.key_id_of(public): public}
    both = identity.document("https://training.example.org", keys)

    later = badges.compiled(COURSE).issue(**ISSUED, key=new)

    assert [judges.verified(signed, both).name for signed in (issued(), later)] == [COURSE.course_title] * 2
    assert badges.verify(issued(), keys).key_id != badges.verify(later, keys).key_id


def filled(signed: bytes) -> dict[str, str]:
    """What stands in the places of a credential."""
    document = json.loads(signed)
    address, _hash, index = document["credentialStatus"]["id"].partition("#")
    return {
        Place.IDENTITY: document["id"].removeprefix("urn:uuid:"),
        Place.DAY: document["validFrom"][:10],
        Place.LIST: address.rpartition("/")[2],
        Place.INDEX: index,
        Place.KEY: document["proof"]["verificationMethod"].partition("#")[2],
    }
