"""What `manage.py check --deploy` refuses."""

import pytest

from training import checks


def problems() -> set[str | None]:
    return {problem.id for problem in checks.demo_settings_are_not_deployed(None)}


@pytest.mark.parametrize(
    "address",
    [
        "https://bücher.example",
        "https://example.org/tandem",
        "https://me:secret@example.org",
        "https://example.org/?site=1",
        "https://",
    ],
)
def test_address_that_certificates_cannot_carry_is_refused(settings, address):
    settings.TANDEM_SITE_URL = address

    assert "tandem.E005" in problems()


@pytest.mark.parametrize(
    "address", ["https://example.org", "https://Example.org:8443/", "https://xn--bcher-kva.example"]
)
def test_address_of_a_whole_host_is_taken(settings, address):
    settings.TANDEM_SITE_URL = address

    assert "tandem.E005" not in problems()
