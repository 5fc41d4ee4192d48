import pytest
from django.core import mail
from django.urls import reverse

from tests.factories import CoordinatorFactory, LearnerFactory, OrganisationFactory, UserFactory
from training import roles
from training.models.organisations import Coordinator, Organisation, OrganisationCode
from training.models.people import User

pytestmark = pytest.mark.usefixtures("admin_pages")


@pytest.fixture
def as_operator(client, db):
    client.force_login(UserFactory(operator=True, factor=True))
    return client


def test_a_new_organisation_has_a_code_at_once(as_operator):
    as_operator.post(reverse("organisations:add"), {"name": "Police School West", "parent": ""})

    organisation = Organisation.objects.get(name="Police School West")
    assert OrganisationCode.objects.filter(organisation=organisation, is_open=True).count() == 1


def test_offices_have_no_offices(as_operator):
    service = OrganisationFactory()
    office = OrganisationFactory(parent=service)

    below_an_office = as_operator.post(reverse("organisations:add"), {"name": "Room 7", "parent": office.pk})
    below_another = as_operator.post(
        reverse("organisations:edit", args=[service.pk]), {"name": service.name, "parent": OrganisationFactory().pk}
    )

    service.refresh_from_db()
    assert (below_an_office.status_code, below_another.status_code) == (200, 200)
    assert (Organisation.objects.filter(name="Room 7").exists(), service.parent) == (False, None)


def test_whoever_has_an_account_is_appointed_with_it(as_operator):
    user, organisation = UserFactory(email="cora@example.org"), OrganisationFactory()

    as_operator.post(reverse("appointments:add"), {"email": " Cora@Example.org ", "organisation": organisation.pk})

    assert Coordinator.objects.get().user == user


def test_whoever_has_none_gets_an_account_without_a_password(as_operator, client):
    as_operator.post(
        reverse("appointments:add"), {"email": "new@example.org", "organisation": OrganisationFactory().pk}
    )

    user = User.objects.get(email="new@example.org")
    client.logout()
    client.post(reverse("account_reset_password"), {"email": "new@example.org"})
    assert (user.has_usable_password(), [message.to for message in mail.outbox]) == (False, [["new@example.org"]])


def test_nobody_is_appointed_twice_for_one_organisation(as_operator):
    coordinator = CoordinatorFactory()

    response = as_operator.post(
        reverse("appointments:add"),
        {"email": coordinator.user.email, "organisation": coordinator.organisation_id},
    )

    assert (response.status_code, Coordinator.objects.count()) == (200, 1)


def test_a_role_that_ends_ends_with_the_next_request(client, cora):
    client.force_login(cora.user)
    before = client.get(reverse("coordinators:completions")).status_code

    cora.delete()

    assert (before, client.get(reverse("coordinators:completions")).status_code) == (200, 404)


def test_the_list_of_accounts_in_the_admin_holds_no_learner(as_operator):
    learner = LearnerFactory(account=True)

    page = as_operator.get(reverse("wagtailusers_users:index")).content.decode()

    assert learner.user.email not in page


@pytest.mark.parametrize("name", ["organisations:index", "organisations:add", "appointments:index", "appointments:add"])
@pytest.mark.parametrize("group", ["trainer", "reviewer"])
def test_only_operators_find_organisations_in_the_admin(client, db, name, group):
    roles.sync()
    client.force_login(UserFactory(**{group: True}, factor=True))

    response = client.get(reverse(name))

    assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))


def test_codes_are_read_and_not_written_in_the_admin(as_operator):
    organisation = OrganisationFactory(code="K7QF93MX")
    code = OrganisationCode.objects.get()

    page = as_operator.get(reverse("organisation-codes:index"))
    as_operator.post(reverse("organisation-codes:edit", args=[code.pk]), {"organisation": OrganisationFactory().pk})
    as_operator.post(reverse("organisation-codes:delete", args=[code.pk]))

    assert "K7QF93MX" in page.content.decode()
    assert OrganisationCode.objects.get().organisation == organisation
