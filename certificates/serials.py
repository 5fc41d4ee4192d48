"""Certificate numbers: 80 random bits that can be read out on the telephone.

Sixteen Crockford letters and a check letter, printed `TD-XXXX-XXXX-XXXX-XXXX-C`. Kept and hashed in that one form.
"""

import hmac
import secrets
from collections.abc import Callable

from certificates.normal import typed_code

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIZE = 10  # bytes
PREFIX = "TD"
_LETTERS = SIZE * 8 // 5
_DIGITS = str.maketrans(ALPHABET, "0123456789ABCDEFGHIJKLMNOPQRSTUV")  # as int() has base 32
_MODULUS = 37  # Crockford's check; the values from 32 on would be the signs * ~ $ = U


def new_serial(random: Callable[[int], bytes] = secrets.token_bytes) -> bytes:
    """Ten random bytes whose check is a plain letter or digit.

    Five in 37 draws would need one of `* ~ $ = U` as check, hard to type and to say: drawn again (costs 0.2 bits).
    """
    while True:
        serial = random(SIZE)
        if _check_value(serial) < len(ALPHABET):
            return serial


def number_of(serial: bytes) -> str:
    """The printed number of ten bytes. Raises ValueError if they are not a serial."""
    check = _check_value(serial)
    if len(serial) != SIZE or check >= len(ALPHABET):
        raise ValueError("not a serial")
    value = int.from_bytes(serial)
    letters = "".join(ALPHABET[value >> shift & 31] for shift in range(5 * (_LETTERS - 1), -1, -5))
    groups = [letters[start : start + 4] for start in range(0, _LETTERS, 4)]
    return "-".join([PREFIX, *groups, ALPHABET[check]])


def serial_of(number: str) -> bytes:
    """The ten bytes of a number however it was typed: lower case, spaces, no prefix, O for 0. Raises ValueError."""
    code = typed_code(number)
    if len(code) == len(PREFIX) + _LETTERS + 1:
        code = code.removeprefix(PREFIX)
    if len(code) != _LETTERS + 1 or not set(code) <= set(ALPHABET):
        raise ValueError("not a number")
    serial = int(code[:-1].translate(_DIGITS), 32).to_bytes(SIZE)
    if _check_value(serial) != ALPHABET.index(code[-1]):
        raise ValueError("mistyped")
    return serial


def _check_value(serial: bytes) -> int:
    return int.from_bytes(serial) % _MODULUS


def keyed_hash(serial: bytes, pepper: str) -> str:
    """What is stored to find a certificate by its number after the number itself is gone."""
    return hmac.digest(pepper.encode(), serial, "sha256").hex()
