"""One site for everything that is judged: its address, its issuer, and a seal under a root of its own."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from certificates import keys
from certificates.pdf import signing
from tests.conformance.cases import ISSUER, SITE

FOUNDED = date(2026, 9, 1)


@pytest.fixture(scope="session")
def root() -> keys.Root:
    """The root of the seal: what a reader would have to trust."""
    return keys.new_root(ISSUER, FOUNDED)


@pytest.fixture(scope="session")
def seal_file(root: keys.Root, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key of the seal with its certificates."""
    key, certificate = keys.new_seal(root, ISSUER, on=FOUNDED)
    path = tmp_path_factory.mktemp("seal") / "seal.pem"
    keys.write_seal(path, key, chain=[certificate, root.certificate])
    return path


@pytest.fixture(autouse=True)
def site(seal_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The site as it would be set up."""
    monkeypatch.setattr(settings, "TANDEM_SITE_URL", SITE)
    monkeypatch.setattr(settings, "TANDEM_ISSUER_NAME", ISSUER)
    monkeypatch.setattr(settings, "TANDEM_SEAL_KEY_FILE", str(seal_file))
    signing.forget()
    yield
    signing.forget()
