"""A database that lasts for a module of tests: filled once, and rolled back to that after each test."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from modules import cards
from tests import databases
from tests.conftest import COPY


@contextmanager
def standing(config: pytest.Config, blocker: Any, state: str) -> Iterator[None]:
    """The database in this state; what is written inside is undone at the end. For fixtures of a whole module."""
    with blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        config.stash[COPY].provide(state)
        if state == databases.DEMO:
            patch.setattr(settings, "TANDEM_SIGNING_KEY_FILE", str(databases.demo_key()))
        cards.forget()
        with rolled_back():
            yield
        cards.forget()


@contextmanager
def writes() -> Iterator[set[str]]:
    """The labels of the models whose rows are added, changed or deleted meanwhile; statements that hit no row do not
    count."""
    written: set[str] = set()
    labels = {model._meta.db_table: model._meta.label for model in apps.get_models(include_auto_created=True)}

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        verb, _, rest = sql.lstrip().partition(" ")
        # An INSERT that hands back its key reports no count before the key is fetched.
        hits = context["cursor"].rowcount > 0 or (verb == "INSERT" and "RETURNING" in sql)
        if verb in {"INSERT", "UPDATE", "DELETE", "REPLACE"} and hits:
            table = next(part.strip('"`') for part in rest.split() if part.startswith('"'))
            written.add(labels.get(table, table))
        return result

    with connection.execute_wrapper(note):
        yield written


@contextmanager
def rolled_back() -> Iterator[None]:
    """What happens inside is undone, as between two tests."""
    atomic = transaction.atomic()
    atomic._from_testcase = True  # type: ignore[attr-defined]  # lets durable transactions of the site nest
    with atomic:
        try:
            yield
        finally:
            transaction.set_rollback(True)
