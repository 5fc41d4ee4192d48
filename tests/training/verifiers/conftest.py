"""The signing key of the factories as the site's own."""

from tests.certificates.conftest import signing_key

__all__ = ["signing_key"]
