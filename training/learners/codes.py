"""Recovery codes: made, hashed, and read however they are typed."""

import secrets

from training.devices import keyed_hash

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
LENGTH = 26  # 130 bits, of which 128 are random
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """128 random bits as 26 signs. Shown once; only its hash is kept."""
    number = secrets.randbits(128)
    signs = []
    for _ in range(LENGTH):
        number, sign = divmod(number, 32)
        signs.append(ALPHABET[sign])
    return "".join(reversed(signs))


def printed(code: str) -> str:
    """The code in groups that are easy to copy: two of five, four of four."""
    return "-".join([code[:5], code[5:10], code[10:14], code[14:18], code[18:22], code[22:]])


def normal(typed: str) -> str | None:
    """The code that somebody typed, in any case, with spaces or dashes, O for 0, I and L for 1. None: no code."""
    if len(typed) > 200:
        return None
    signs = "".join(sign for sign in typed.upper() if not sign.isspace() and sign not in "-–—.").translate(_READ_AS)
    return signs if len(signs) == LENGTH and set(signs) <= set(ALPHABET) else None


def code_hash(code: str) -> str:
    """What is stored instead of the code."""
    return keyed_hash("recovery", code)
