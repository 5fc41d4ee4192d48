"""Promise 1 in small: one button makes a place, a code brings it back, an account may take it over later."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.factories import NOW, LearnerFactory, UserFactory
from tests.training.learners.course import publish, started
from training.learners import claiming, codes, resuming
from training.models import CourseStart, Learner, LearnerDevice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def course(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(monkeypatch)


def code_in(response: object) -> str:
    return re.search(r"data-code>([^<]+)<", response.content.decode()).group(1)  # type: ignore[attr-defined,union-attr]


def test_start_button_makes_a_learner_a_place_and_a_cookie(client: Client) -> None:
    response = client.post("/courses/tandem/start", {"role": "police"})

    assert response.status_code == 200
    assert Learner.objects.get().role == "police"
    assert CourseStart.objects.count() == 1
    assert settings.LEARNER_COOKIE_NAME in client.cookies


def test_recovery_code_is_stored_only_as_a_hash(client: Client) -> None:
    code = codes.normal(code_in(client.post("/courses/tandem/start")))

    assert Learner.objects.get().recovery_hash == codes.code_hash(str(code))


def test_code_page_reloaded_shows_no_code_and_makes_no_second_learner(client: Client) -> None:
    client.post("/courses/tandem/start")

    again = client.post("/courses/tandem/start")

    assert again.status_code == 302
    assert Learner.objects.count() == 1


def test_page_with_the_code_has_the_button_that_it_speaks_of(client: Client) -> None:
    page = client.post("/courses/tandem/start").content.decode()

    assert 'action="/mine/leave-device"' in page


def test_country_that_has_no_card_is_refused(client: Client) -> None:
    client.post("/courses/tandem/start")

    response = client.post("/mine/country", {"country": "Atlantis"})

    assert (response.status_code, Learner.objects.get().country) == (400, "")


def test_get_on_the_start_address_makes_nothing(client: Client) -> None:
    assert client.get("/courses/tandem/start").status_code == 405
    assert not Learner.objects.exists()


def test_start_fresh_leaves_the_open_place_alone(client: Client) -> None:
    client.post("/courses/tandem/start")

    client.post("/courses/tandem/start", {"fresh": "on"})

    assert Learner.objects.count() == 2


def test_unknown_course_cannot_be_started(client: Client) -> None:
    assert client.post("/courses/other/start").status_code == 404


def test_role_that_does_not_exist_is_refused_and_makes_nothing(client: Client) -> None:
    assert client.post("/courses/tandem/start", {"role": "spy"}).status_code == 400
    assert not Learner.objects.exists()


def test_start_needs_few_queries(client: Client, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(8 + 4):  # type: ignore[operator] # four are BEGIN, COMMIT and a savepoint
        client.post("/courses/tandem/start")


@pytest.mark.parametrize("spoil", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("0", "O")])
def test_code_is_read_however_it_is_typed(client: Client, spoil: object) -> None:
    code = code_in(client.post("/courses/tandem/start"))
    other = Client()

    response = other.post("/resume/", {"code": spoil(code)})  # type: ignore[operator]

    assert response.url == "/mine/"  # type: ignore[attr-defined]
    assert LearnerDevice.objects.filter(learner=Learner.objects.get()).count() == 2


@pytest.mark.parametrize("typed", ["", "123", "x" * 10_000, "\u202e" * 26, "0" * 26, "\x00" * 26])
def test_code_that_opens_nothing_gets_a_sentence_and_422(client: Client, typed: str) -> None:
    response = client.post("/resume/", {"code": typed})

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


def test_failed_codes_are_limited_per_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.learners.views.starting.RESUME_FAILURES_PER_MINUTE", 1)
    client.post("/resume/", {"code": "0" * 26})

    assert client.post("/resume/", {"code": "0" * 26}).status_code == 429


def test_new_code_by_cookie_leaves_the_old_one_working_and_the_old_one_wins() -> None:
    old = codes.new_code()
    learner = LearnerFactory(recovery_hash=codes.code_hash(old))
    new = resuming.renew_code(learner, NOW, by_cookie=True)
    LearnerDevice.objects.create(learner=learner, secret_hash="x" * 64, expires_at=NOW + timedelta(hours=1))

    resuming.resume(old, NOW + timedelta(days=13))

    assert not LearnerDevice.objects.filter(learner=learner).exists()
    with pytest.raises(resuming.UnknownCode):
        resuming.resume(new, NOW + timedelta(days=13))


def test_old_code_ends_after_two_weeks() -> None:
    old = codes.new_code()
    resuming.renew_code(LearnerFactory(recovery_hash=codes.code_hash(old)), NOW, by_cookie=True)

    with pytest.raises(resuming.UnknownCode):
        resuming.resume(old, NOW + timedelta(days=15))


def test_new_code_with_an_account_ends_the_old_one_at_once() -> None:
    old = codes.new_code()
    resuming.renew_code(LearnerFactory(recovery_hash=codes.code_hash(old)), NOW, by_cookie=False)

    with pytest.raises(resuming.UnknownCode):
        resuming.resume(old, NOW)


def test_claim_by_cookie_alone_is_undone_by_the_code() -> None:
    code = codes.new_code()
    learner = LearnerFactory(recovery_hash=codes.code_hash(code))
    claiming.claim(learner, UserFactory(), "", NOW)

    resumed = resuming.resume(code, NOW + timedelta(days=1))

    assert resumed.undone_claim
    assert Learner.objects.get(pk=learner.pk).user is None


def test_claim_with_the_code_is_final() -> None:
    code = codes.new_code()
    learner = LearnerFactory(recovery_hash=codes.code_hash(code))
    user = UserFactory()
    claiming.claim(learner, user, codes.printed(code), NOW)

    resuming.resume(code, NOW)

    assert Learner.objects.get(pk=learner.pk).user == user


def test_account_with_a_place_takes_no_second_one() -> None:
    user = UserFactory()
    LearnerFactory(user=user)

    with pytest.raises(claiming.AccountHasPlace):
        claiming.claim(LearnerFactory(), user, "", NOW)


def test_place_of_one_account_is_taken_by_no_other() -> None:
    with pytest.raises(claiming.PlaceTaken):
        claiming.claim(LearnerFactory(user=UserFactory()), UserFactory(), "", NOW)


def test_login_does_not_absorb_the_place_in_the_browser(client: Client) -> None:
    started(client)
    client.force_login(UserFactory())

    page = client.get("/mine/")

    assert "Take it into my account" in page.content.decode()
    assert Learner.objects.get().user is None


def test_claim_keeps_everything_and_moves_the_place_to_the_account(client: Client) -> None:
    started(client)
    user = UserFactory()
    client.force_login(user)

    client.post("/mine/account/", {"code": ""})

    assert CourseStart.objects.get(learner__user=user)
    assert client.get("/learn/tandem/first-lesson/").status_code == 200


def test_leaving_the_device_ends_row_cookie_and_storage_but_not_the_place(client: Client) -> None:
    started(client)

    response = client.post("/mine/leave-device")

    assert response["Clear-Site-Data"] == '"storage", "cache"'
    assert not LearnerDevice.objects.exists()
    assert Learner.objects.exists()
    assert client.get("/learn/tandem/first-lesson/").status_code == 302


def test_planted_or_changed_cookie_opens_nothing(client: Client) -> None:
    started(client)
    genuine = client.cookies[settings.LEARNER_COOKIE_NAME].value
    client.cookies[settings.LEARNER_COOKIE_NAME] = genuine[:-2] + "xx"

    assert client.get("/learn/tandem/first-lesson/").status_code == 302


def test_device_is_closed_after_its_time(client: Client) -> None:
    started(client)
    LearnerDevice.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert client.get("/learn/tandem/first-lesson/").status_code == 302
