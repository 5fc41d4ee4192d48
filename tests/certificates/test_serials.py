import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from certificates import serials

SERIALS = some.binary(min_size=10, max_size=10).filter(lambda serial: int.from_bytes(serial) % 37 < 32)


@given(SERIALS)
def test_number_leads_back_to_its_serial(serial):
    number = serials.number_of(serial)

    assert serials.serial_of(number) == serial
    assert re.fullmatch(r"TD(-[0-9A-HJKMNP-TV-Z]{4}){4}-[0-9A-HJKMNP-TV-Z]", number)


@given(SERIALS)
def test_number_is_accepted_as_people_type_it(serial):
    number = serials.number_of(serial)

    typed = number.removeprefix("TD").lower().replace("-", "  ").replace("0", "o").replace("1", "l")

    assert serials.serial_of(typed) == serial


@given(SERIALS, some.integers(0, 15), some.integers(1, 31))
def test_one_mistyped_letter_is_noticed(serial, place, shift):
    code = serials.number_of(serial).removeprefix("TD").replace("-", "")
    other = serials.ALPHABET[(serials.ALPHABET.index(code[place]) + shift) % 32]

    with pytest.raises(ValueError, match="mistyped"):
        serials.serial_of(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize(
    "typed", ["", "TD", "TD-1234", "U" * 17, "0" * 18, "x" * 10_000, "TD-0000-0000-0000-0000-*", "\x00"]
)
def test_other_text_is_no_number(typed):
    with pytest.raises(ValueError, match="not a number"):
        serials.serial_of(typed)


def test_serial_that_needs_a_sign_as_check_is_drawn_again():
    draws = iter([(32).to_bytes(10), (36).to_bytes(10), (5).to_bytes(10)])

    serial = serials.new_serial(lambda size: next(draws))

    assert serial == (5).to_bytes(10)


def test_number_is_stored_as_a_keyed_hash():
    first = serials.keyed_hash(bytes(10), "pepper")

    assert first == serials.keyed_hash(bytes(10), "pepper")
    assert first != serials.keyed_hash(bytes(10), "other pepper")
    assert len(first) == 64
