import base64
from functools import reduce

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicNumbers
from hypothesis import given
from hypothesis import strategies as st

from certificates import identity
from tests.certificates import seals

# RFC 8032, 7.1, test 1; and the same key as a did:key of the method's own examples.
KEY = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
MULTIKEY = "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw"
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
SITE = "https://tandem.example"


@pytest.mark.parametrize(
    ("site", "did"),
    [
        ("https://tandem.example", "did:web:tandem.example"),
        ("https://Tandem.Example/", "did:web:tandem.example"),
        ("http://localhost:8000", "did:web:localhost%3A8000"),
    ],
)
def test_identifier_follows_from_the_address(site, did):
    assert identity.did(site) == did


def test_address_without_a_host_is_refused():
    with pytest.raises(ValueError, match="no host"):
        identity.did("tandem.example")


def test_key_is_written_as_others_write_it():
    assert identity.multikey(KEY) == MULTIKEY


@given(st.binary(max_size=40))
def test_base58_can_be_read_back(content):
    letters = identity.base58(content)

    value = reduce(lambda value, letter: value * 58 + ALPHABET.index(letter), letters, 0)
    assert value.to_bytes(len(content)) == content


def test_document_holds_every_key_under_its_id():
    document = identity.document(SITE, {"bb": KEY, "aa": bytes(32)})

    assert document["id"] == "did:web:tandem.example"
    assert [method["id"] for method in document["verificationMethod"]] == document["assertionMethod"]
    assert document["assertionMethod"] == ["did:web:tandem.example#aa", "did:web:tandem.example#bb"]
    assert document["verificationMethod"][1] == {
        "id": identity.method(SITE, "bb"),
        "type": "Multikey",
        "controller": "did:web:tandem.example",
        "publicKeyMultibase": MULTIKEY,
    }


def test_key_set_holds_token_keys_and_seals():
    token_key, seal = identity.key_set({"aa": KEY}, {seals.SEAL.key_id: seals.CHAIN})["keys"]

    assert token_key == {
        "kty": "OKP",
        "crv": "Ed25519",
        "alg": "EdDSA",
        "use": "sig",
        "kid": "aa",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",  # RFC 8037, appendix A.2
    }
    point = [int.from_bytes(base64.urlsafe_b64decode(seal[axis] + "=")) for axis in "xy"]
    assert EllipticCurvePublicNumbers(*point, SECP256R1()).public_key() == seals.KEY.public_key()
    assert (seal["kty"], seal["crv"], seal["alg"], seal["kid"]) == ("EC", "P-256", "ES256", seals.SEAL.key_id)
    assert [base64.b64decode(certificate) for certificate in seal["x5c"]] == list(seals.CHAIN)
