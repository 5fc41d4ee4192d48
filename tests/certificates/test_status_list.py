import base64
import json

import pytest
from openbadgeslib.ob3.status import decode_encoded_list, set_indices

from certificates import status_list
from certificates.status_list import PLACES
from certificates.tokens import key_id_of
from tests.certificates import judges
from tests.factories import SIGNING_KEY

SITE = "https://training.example.org"
PUBLIC_KEY = SIGNING_KEY.public_key().public_bytes_raw()


def signed(*places: int, number: int = 1, day: str = "2026-11-20") -> bytes:
    return status_list.credential(SITE, number, day, places, key=SIGNING_KEY)


@pytest.mark.parametrize("places", [(), (0,), (7, 8), (1, 42, 94_567), (PLACES - 1,), tuple(range(0, PLACES, 2))])
def test_others_read_the_places_that_we_wrote(places: tuple[int, ...]) -> None:
    bits = decode_encoded_list(status_list.encoded(places))

    assert set_indices(bits) == frozenset(places)
    assert len(bits) * 8 == 131_072


def test_first_place_is_the_highest_bit_of_the_first_byte() -> None:
    assert decode_encoded_list(status_list.encoded([0]))[0] == 0b1000_0000


def test_order_of_the_places_says_nothing() -> None:
    assert status_list.encoded([3, 1, 2]) == status_list.encoded([1, 2, 3])


def test_place_beyond_the_list_is_refused() -> None:
    with pytest.raises(IndexError):
        status_list.encoded([PLACES])


@pytest.mark.parametrize("places", [(), (42,), tuple(range(0, PLACES, 2))])
def test_another_implementation_verifies_the_list(places: tuple[int, ...]) -> None:
    judges.verify_list(signed(*places), PUBLIC_KEY)


@pytest.mark.parametrize(
    ("before", "after"), [(b"2026-11-20", b"2026-11-21"), (b"status-list/1#", b"status-list/2#"), (b'"uH4', b'"uH5')]
)
def test_changed_list_is_refused(before: bytes, after: bytes) -> None:
    changed = signed(42).replace(before, after)

    assert changed != signed(42)
    with pytest.raises(judges.Refused):
        judges.verify_list(changed, PUBLIC_KEY)


def test_list_says_whose_it_is_and_since_when() -> None:
    document = json.loads(signed(42, number=2))

    assert document["id"] == "https://training.example.org/check/status-list/2"
    assert document["issuer"] == "did:web:training.example.org"
    assert document["validFrom"] == "2026-11-20T00:00:00Z"
    assert document["proof"]["verificationMethod"].endswith(f"#{key_id_of(PUBLIC_KEY)}")


def test_compressed_bits_hold_no_time() -> None:
    compressed = base64.urlsafe_b64decode(status_list.encoded([1]).removeprefix("u") + "==")

    assert compressed[4:8] == bytes(4)


def test_same_places_are_the_same_bytes() -> None:
    assert signed(1, 2, 3) == signed(3, 2, 1)
