import pytest
from django.template import engines
from django.test import Client

from tests.factories import CoordinatorFactory
from training.models.organisations import Coordinator


@pytest.fixture
def cora(db: None) -> Coordinator:
    """Coordinates one service, with a second factor."""
    return CoordinatorFactory(organisation__name="Probation Service North", organisation__code="K7QF93MX")


@pytest.fixture
def as_cora(client: Client, cora: Coordinator) -> Client:
    """A browser in which Cora has just signed in."""
    client.force_login(cora.user)
    return client


@pytest.fixture
def admin_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of Wagtail's admin may leave variables undefined; only ours may not."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
