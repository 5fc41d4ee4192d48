"""The world of the permission tests: made once for each module of tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.template import engines

from modules import cards
from tests import databases, lasting
from tests.permissions import world as worlds


@pytest.fixture(scope="module")
def whole_world(django_db_setup: None, django_db_blocker: Any, pytestconfig: pytest.Config) -> Iterator[worlds.World]:
    """The world, made once."""
    with lasting.standing(pytestconfig, django_db_blocker, databases.EMPTY):
        yield worlds.make()


@pytest.fixture
def world(whole_world: worlds.World) -> Iterator[worlds.World]:
    """The world as it was made, whatever the test before did."""
    with lasting.rolled_back():
        yield whole_world
    cards.forget()


@pytest.fixture
def wagtails_own_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its templates rely on undefined variables being empty; ours may not."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
