import zlib
from datetime import date, timedelta
from decimal import Decimal

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as some

from certificates import tokens
from certificates.tokens import Claims, Kind, NoSigningKey, NotGenuine, Unreadable

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC_KEY = KEY.public_key().public_bytes_raw()
KEYS = {tokens.key_id_of(PUBLIC_KEY): PUBLIC_KEY}
ANNA = Claims(
    serial=bytes(range(10)),
    name="Agnieszka Wiśniewska",
    course_key="7a4d0c5e-0001-4000-8000-000000000001",
    course_version=3,
    kind=Kind.SELF_STUDY,
    completed_on=date(2026, 10, 14),
    hours=Decimal("3.5"),
    language="en",
)
CLAIMS = some.builds(
    Claims,
    serial=some.binary(min_size=10, max_size=10),
    name=some.text(some.characters(codec="utf-8"), min_size=1, max_size=120),
    course_key=some.uuids().map(str) | some.text(some.characters(codec="ascii"), min_size=1, max_size=64),
    course_version=some.integers(1, 999_999),
    kind=some.sampled_from(Kind),
    completed_on=some.dates(date(1970, 1, 1), date(2200, 1, 1)),
    hours=some.integers(0, 9_999).map(lambda tenths: Decimal(tenths) / 10),
    language=some.sampled_from(["en", "de", "pt-BR"]),
)


def signed(body: bytes) -> bytes:
    """Bytes as only the holder of the key could make them."""
    return body + KEY.sign(body)


def head() -> bytes:
    return b"\x01" + bytes.fromhex(tokens.key_id_of(PUBLIC_KEY))


@given(CLAIMS)
def test_token_says_what_was_signed(claims):
    token = tokens.sign(claims, KEY)

    assert tokens.read(tokens.token_of(tokens.text_of(token)), KEYS) == claims


@given(some.binary(max_size=300))
def test_text_leads_back_to_the_bytes(content):
    assert tokens.token_of(tokens.text_of(content)) == content


def test_same_claims_and_key_give_the_same_bytes():
    assert tokens.sign(ANNA, KEY) == tokens.sign(ANNA, KEY)


def test_token_is_small_enough_for_a_code_on_paper():
    assert len(tokens.sign(ANNA, KEY)) == 130


@given(some.integers(0, 129), some.integers(1, 255))
def test_one_changed_byte_is_not_genuine(place, change):
    token = bytearray(tokens.sign(ANNA, KEY))

    token[place] ^= change

    with pytest.raises(NotGenuine):
        tokens.read(bytes(token), KEYS)


@given(some.integers(0, 129))
def test_shortened_token_is_not_genuine(length):
    token = tokens.sign(ANNA, KEY)

    with pytest.raises(NotGenuine):
        tokens.read(token[:length], KEYS)


def test_token_of_another_key_is_not_genuine():
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32)

    with pytest.raises(NotGenuine, match="unknown key"):
        tokens.read(tokens.sign(ANNA, other), KEYS)


def test_token_that_names_our_key_but_was_signed_by_another_is_not_genuine():
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
    body = tokens.sign(ANNA, KEY)[:-64]

    with pytest.raises(NotGenuine, match="signature"):
        tokens.read(body + other.sign(body), KEYS)


def test_token_with_rubbish_inside_is_not_parsed_before_its_signature():
    body = head() + b"\xff" * 40

    with pytest.raises(NotGenuine, match="signature"):
        tokens.read(body + bytes(64), KEYS)


@pytest.mark.parametrize(
    "items",
    [
        [],
        {"name": "Anna"},
        [bytes(10), "Anna", "course", 1, 1, 1, 35],
        [bytes(9), "Anna", "course", 1, 1, 1, 35, "en"],
        [bytes(10), "", "course", 1, 1, 1, 35, "en"],
        [bytes(10), "A" * 121, "course", 1, 1, 1, 35, "en"],
        [bytes(10), "Anna", "course", True, 1, 1, 35, "en"],
        [bytes(10), "Anna", "course", 1, 3, 1, 35, "en"],
        [bytes(10), "Anna", "course", 1, 1, -1, 35, "en"],
        [bytes(10), "Anna", "course", 1, 1, 1, 3.5, "en"],
        [bytes(10), "Anna", b"short", 1, 1, 1, 35, "en", None],
    ],
)
def test_signed_claims_of_another_form_are_not_genuine(items):
    token = signed(head() + cbor2.dumps(items, canonical=True))

    with pytest.raises(NotGenuine):
        tokens.read(token, KEYS)


def test_signed_claims_in_a_longer_encoding_are_not_genuine():
    canonical = cbor2.dumps([bytes(10), "Anna", "course", 1, 1, 1, 35, "en"], canonical=True)
    longer = canonical.replace(b"\x01\x01\x01", b"\x18\x01\x01\x01")

    with pytest.raises(NotGenuine, match="form"):
        tokens.read(signed(head() + longer), KEYS)


def test_token_of_another_version_is_not_genuine():
    body = b"\x02" + tokens.sign(ANNA, KEY)[1:-64]

    with pytest.raises(NotGenuine):
        tokens.read(signed(body), KEYS)


def test_token_signed_before_a_rotation_still_checks():
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32).public_key().public_bytes_raw()

    claims = tokens.read(tokens.sign(ANNA, KEY), {tokens.key_id_of(other): other} | KEYS)

    assert claims == ANNA


@pytest.mark.parametrize("text", ["a", "A", "É", "000 000", "...", "0" * 1081, "0" * 10_000])
def test_other_text_is_no_token(text):
    with pytest.raises(NotGenuine):
        tokens.token_of(text)


def test_whole_address_is_accepted():
    token = tokens.sign(ANNA, KEY)

    assert tokens.token_of(f"HTTPS://EXAMPLE.ORG/V#{tokens.text_of(token)}\n") == token


def test_token_is_found_in_a_file_that_another_program_compressed(tmp_path):
    token = tokens.sign(ANNA, KEY)
    stream = zlib.compress(b"<< /URI (HTTPS://EXAMPLE.ORG/V#" + tokens.text_of(token).encode() + b") >>")
    file = tmp_path / "saved.pdf"
    file.write_bytes(b"%PDF-1.7\n1 0 obj\nstream\r\n" + stream + b"\nendstream\n")

    assert tokens.token_in(str(file)) == token


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 stream\nrubbish endstream", bytes(1000)])
def test_file_without_a_token_cannot_be_judged(tmp_path, content):
    file = tmp_path / "other.pdf"
    file.write_bytes(content)

    with pytest.raises(Unreadable):
        tokens.token_in(str(file))


def test_hours_have_one_decimal_at_most():
    with pytest.raises(ValueError, match="decimal"):
        tokens.sign(Claims(**vars(ANNA) | {"hours": Decimal("3.25")}), KEY)


def test_day_is_kept_to_the_day():
    claims = Claims(**vars(ANNA) | {"completed_on": ANNA.completed_on + timedelta(days=1)})

    assert tokens.read(tokens.sign(claims, KEY), KEYS).completed_on == date(2026, 10, 15)


def test_title_table_is_no_token_and_a_token_no_table():
    token = tokens.sign(ANNA, KEY)

    assert tokens.table_is_signed(b"[]", tokens.sign_table(b"[]", KEY), PUBLIC_KEY)
    assert not tokens.table_is_signed(b"[1]", tokens.sign_table(b"[]", KEY), PUBLIC_KEY)
    assert not tokens.table_is_signed(token[:-64], token[-64:], PUBLIC_KEY)


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\nrubbish\n-----END PRIVATE KEY-----\n"])
def test_broken_key_file_is_named(tmp_path, content):
    path = tmp_path / "signing.pem"
    path.write_bytes(content)

    with pytest.raises(NoSigningKey, match=r"signing\.pem"):
        tokens.load_key(path)


def test_missing_key_file_is_named(tmp_path):
    with pytest.raises(NoSigningKey, match=r"absent\.pem"):
        tokens.load_key(tmp_path / "absent.pem")
