"""A small course from a folder of specimens, and a trainer at its forms."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from modules.models import CoursePage
from tests.factories import UserFactory
from training.models import User

SPECIMENS = Path(__file__).parent / "curriculum"
PUBLISHED_ON = date(2026, 11, 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sound specimen, to be changed at will."""
    return Path(shutil.copytree(SPECIMENS / "sound", tmp_path / "curriculum"))


@pytest.fixture
def course(small_site: None, db: None) -> CoursePage:
    """The small course, loaded."""
    page: CoursePage = CoursePage.objects.get(slug="small-course")
    return page


@pytest.fixture
def trainer(db: None) -> User:
    """Somebody who may add, change and publish pages."""
    group = Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=permission)
    user: User = UserFactory(factor=True)
    user.groups.add(group)
    return user


@pytest.fixture
def at_the_desk(client: Client, trainer: User) -> Client:
    """The trainer, signed in."""
    client.force_login(trainer)
    return client
