"""A small course from a folder of specimens, and a trainer at its forms."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from modules.models import CoursePage
from tests.factories import UserFactory
from training import roles
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
def trainer(course: CoursePage) -> User:
    """Somebody with exactly the rights of the trainers."""
    roles.sync()
    user: User = UserFactory(trainer=True, factor=True)
    return user


@pytest.fixture
def at_the_desk(client: Client, trainer: User) -> Client:
    """The trainer, signed in."""
    client.force_login(trainer)
    return client
