import re

import pytest
from django.core.management import CommandError, call_command

from tests.factories import UserFactory, code_now
from training import checks
from training.accounts import demo
from training.models.people import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("command", ["load_demo", "demo_code"])
def test_a_real_site_refuses_demo_people(settings, command):
    settings.TANDEM_DEMO = False

    with pytest.raises(CommandError):
        call_command(command)

    assert not User.objects.exists()


def test_the_check_before_a_deployment_finds_demo_people():
    before = checks.demo_people_are_not_deployed(None)
    UserFactory(email=demo.PEOPLE[0].email)

    problems = checks.demo_people_are_not_deployed(None)

    assert before == []
    assert [(problem.id, problem.is_serious(), demo.PEOPLE[0].email in problem.msg) for problem in problems] == [
        ("tandem.E004", True, True)
    ]


@pytest.mark.parametrize("person", demo.PEOPLE, ids=lambda person: person.work)
def test_passwords_and_secrets_of_the_demo_are_long_enough_to_be_allowed(person):
    assert len(person.password) >= 12
    assert len(person.totp_secret) == 32


def test_demo_codes_are_those_that_the_login_accepts(settings, capsys, time_machine):
    time_machine.move_to("2026-11-20 09:30:10+00:00", tick=False)
    settings.TANDEM_DEMO = True
    UserFactory(email=demo.PEOPLE[1].email, factor=True)

    call_command("demo_code", "trainer")

    out = capsys.readouterr().out
    assert re.findall(r"\d{6}  \S+", out) == [f"{code_now()}  trainer@demo.example.org"]
    assert "20 s" in out


def test_asking_for_a_person_who_is_not_there_says_so(settings):
    settings.TANDEM_DEMO = True

    with pytest.raises(CommandError, match="no such demo person"):
        call_command("demo_code", "nobody@example.org")
