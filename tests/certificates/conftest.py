"""The signing key of the factories as the site's own."""

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.factories import SIGNING_KEY


@pytest.fixture
def signing_key(settings: Any, tmp_path: Path) -> Path:
    """A site that can issue: SIGNING_KEY in its file."""
    path = tmp_path / "signing.pem"
    path.write_bytes(SIGNING_KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(0o600)
    settings.TANDEM_SIGNING_KEY_FILE = str(path)
    return path
