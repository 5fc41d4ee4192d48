import pytest
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
