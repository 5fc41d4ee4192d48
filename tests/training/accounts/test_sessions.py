from datetime import timedelta

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import PASSWORD, CoordinatorFactory, LearnerFactory, UserFactory
from training import devices
from training.models.people import LearnerDevice, User

LOGIN = reverse("account_login")
pytestmark = pytest.mark.django_db


# ---- Limits: B4


def test_the_sixth_wrong_try_for_an_account_is_refused_from_any_address():
    user = UserFactory()
    tries = [{"login": user.email, "password": f"wrong {number}"} for number in range(5)]
    [Client(REMOTE_ADDR=f"192.0.2.{number}").post(LOGIN, sent) for number, sent in enumerate(tries)]

    right = Client(REMOTE_ADDR="192.0.2.77")
    right.post(LOGIN, {"login": user.email, "password": PASSWORD}, headers={"X-Forwarded-For": "198.51.100.7"})

    assert "_auth_user_id" not in right.session


def test_five_wrong_tries_for_one_account_do_not_stop_another():
    user, other = UserFactory(), UserFactory()
    client = Client()
    [client.post(LOGIN, {"login": user.email, "password": f"wrong {number}"}) for number in range(5)]

    client.post(LOGIN, {"login": other.email, "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(other.pk)


def test_the_fourth_new_password_in_an_hour_is_not_sent():
    user = UserFactory()

    [Client().post(reverse("account_reset_password"), {"email": user.email}) for _number in range(4)]

    assert len(mail.outbox) == 3


# ---- Changed passwords (B5)


def test_a_changed_password_ends_other_sessions_and_is_told(client):
    user, other = UserFactory(), Client()
    client.force_login(user)
    other.force_login(user)
    new = "another walk by the sea"

    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert client.get(reverse("account_email")).status_code == 200
    assert other.get(reverse("account_email")).status_code == 302
    assert [message.subject for message in mail.outbox] == ["Tandem: Your password was changed"]


def test_mails_about_changes_hold_neither_address_nor_browser_of_anybody(client):
    client.force_login(UserFactory())
    new = "another walk by the sea"

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
        headers={"User-Agent": "Browser of Cora"},
        REMOTE_ADDR="192.0.2.7",
    )

    assert "192.0.2.7" not in mail.outbox[0].body
    assert "Browser" not in mail.outbox[0].body


def test_a_closed_account_is_out_with_the_next_request(client):
    user = UserFactory()
    client.force_login(user)

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get(reverse("account_email")).status_code == 302


# ---- Idle


@pytest.mark.parametrize(
    ("make", "minutes", "status"),
    [
        (lambda: CoordinatorFactory().user, 29, 200),
        (lambda: CoordinatorFactory().user, 31, 302),
        (UserFactory, 119, 200),
        (UserFactory, 121, 302),
    ],
    ids=["privileged in time", "privileged too late", "learner in time", "learner too late"],
)
def test_who_does_nothing_for_a_while_is_signed_out(client, time_machine, make, minutes, status):
    time_machine.move_to("2026-11-20 09:00", tick=False)
    client.force_login(make())
    client.get(reverse("account_email"))

    time_machine.shift(timedelta(minutes=minutes))

    assert client.get(reverse("account_email")).status_code == status


def test_who_goes_on_working_stays(client, time_machine):
    time_machine.move_to("2026-11-20 09:00", tick=False)
    client.force_login(CoordinatorFactory().user)

    statuses = []
    for _turn in range(4):
        time_machine.shift(timedelta(minutes=20))
        statuses.append(client.get("/coordinators/").status_code)

    assert statuses == [200] * 4


def test_the_time_of_another_account_does_not_count(client, time_machine):
    time_machine.move_to("2026-11-20 09:00", tick=False)
    first, second = UserFactory(), CoordinatorFactory().user
    client.force_login(second)
    time_machine.shift(timedelta(minutes=40))
    stranger = Client()
    stranger.force_login(first)
    stranger.get(reverse("account_email"))

    client.cookies["seen"] = stranger.cookies["seen"].value

    assert client.get("/coordinators/").status_code == 302


def test_the_login_keeps_the_month_and_not_the_moment(client, time_machine):
    time_machine.move_to("2026-11-20 09:34:56", tick=False)
    user = UserFactory()

    client.post(LOGIN, {"login": user.email, "password": PASSWORD})

    user.refresh_from_db()
    assert f"{user.last_login:%Y-%m-%d %H:%M:%S}" == "2026-11-01 00:00:00"


# ---- Leaving


def test_after_logout_neither_account_nor_place_is_open(client):
    learner = LearnerFactory()
    devices.open_here(response := HttpResponse(), learner, timezone.now(), kept=True)
    client.cookies.update(response.cookies)
    client.force_login(UserFactory())

    left = client.post(reverse("account_logout"))

    assert left["Clear-Site-Data"] == '"storage", "cache"'
    assert client.get("/mine/").wsgi_request.learner is None
    assert not LearnerDevice.objects.exists()


def test_signing_out_needs_a_post(client):
    client.force_login(UserFactory())

    client.get(reverse("account_logout"))

    assert "_auth_user_id" in client.session
