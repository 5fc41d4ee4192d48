"""The strict environment is strict."""

import socket
import warnings

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from wagtail.models import Locale, Page

from tests import databases


@pytest.mark.parametrize("turn", [1, 2])
def test_committed_rows_are_gone_and_wagtails_are_back_for_the_next_test(transactional_db, turn):
    before = (
        Group.objects.filter(name="left behind").exists(),
        Page.objects.filter(depth=1).count(),
        Locale.objects.count(),
    )

    Group.objects.create(name="left behind")
    Page.objects.all().delete()
    Locale.objects.all().delete()

    assert before == (False, 1, 1)


def test_template_is_refilled_only_after_a_commit(tmp_path, monkeypatch):
    fills = []
    monkeypatch.setattr(databases, "_template", lambda state: tmp_path / state)
    monkeypatch.setattr(databases, "_copy", lambda source, target: fills.append(source.name))
    copy = databases.Copy(tmp_path / "copy")

    copy.provide(databases.EMPTY)
    copy.provide(databases.EMPTY)
    copy.spoil()
    copy.provide(databases.EMPTY)

    assert fills == [databases.EMPTY, databases.EMPTY]


def test_connection_to_another_host_fails_the_test():
    with pytest.raises(pytest.fail.Exception, match="stay on this machine"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_look_up_of_another_host_fails_the_test():
    with pytest.raises(pytest.fail.Exception, match="stay on this machine"):
        socket.getaddrinfo("tandem.example", 80)


def test_warning_fails_the_test():
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


@pytest.mark.parametrize("turn", [1, 2])
def test_cache_starts_empty(turn):
    before = cache.get("left-behind")

    cache.set("left-behind", turn)

    assert before is None


def test_served_site_has_connections_of_its_own(live_server):
    assert live_server.thread.connections_override == {}
