"""Second factors: what protects their secrets at rest, and the code of a moment."""

import base64
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.utils.encoding import force_bytes

DIGITS, SECONDS = 6, 30


def sealed(text: str) -> str:
    """The secret as it is stored: readable only with a key that is not in the database."""
    return _keys().encrypt(text.encode()).decode()


def opened(stored: str) -> str:
    """The secret of `sealed`; "" when no present or former key opens it, which fits no code."""
    try:
        return _keys().decrypt(stored.encode()).decode()
    except InvalidToken:
        return ""


def code_at(secret: str, now: datetime) -> str:
    """The six digits that an authenticator app shows at this time. `secret` in base 32."""
    # SHA-1 is what authenticator apps expect (RFC 6238); as a keyed hash it is sound.
    app = TOTP(base64.b32decode(secret), DIGITS, hashes.SHA1(), SECONDS)  # noqa: S303
    return app.generate(int(now.timestamp())).decode()


def _keys() -> MultiFernet:
    """One key per secret key of the site, the present one first, so that a rotation locks nobody out."""
    return MultiFernet([Fernet(_derived(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _derived(secret: str | bytes) -> bytes:
    derivation = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"training.accounts.second_factor")
    return base64.urlsafe_b64encode(derivation.derive(force_bytes(secret)))
