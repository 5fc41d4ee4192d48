"""The world of the permission tests: made once for each module of tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.template import engines

from modules import cards
from tests import databases
from tests.conftest import COPY

pytest.register_assert_rewrite("tests.permissions.matrix")

from tests.permissions import world as worlds  # noqa: E402 -- what it imports is rewritten


@pytest.fixture(scope="module")
def whole_world(django_db_setup: None, django_db_blocker: Any, pytestconfig: pytest.Config) -> Iterator[worlds.World]:
    """The world, in a transaction that is rolled back when the module is done."""
    with django_db_blocker.unblock():
        pytestconfig.stash[COPY].provide(databases.EMPTY)
        with worlds.rolled_back():
            yield worlds.make()
        cards.forget()


@pytest.fixture
def world(whole_world: worlds.World) -> Iterator[worlds.World]:
    """The world as it was made, whatever the test before did."""
    with worlds.rolled_back():
        yield whole_world
    cards.forget()


@pytest.fixture
def wagtails_own_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its templates rely on undefined variables being empty; ours may not."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
