import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from modules.models import HomePage
from tests.factories import UserFactory
from training import roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return Page.objects.get(depth=1).add_child(instance=HomePage(title="Tandem", slug="tandem"))


def named(permissions):
    return {f"{permission.content_type.app_label}.{permission.codename}" for permission in permissions}


def rights_of(name):
    """Everything that the group may do, and where."""
    group = Group.objects.get(name=name)
    pages = GroupPagePermission.objects.filter(group=group)
    files = GroupCollectionPermission.objects.filter(group=group)
    return (
        named(group.permissions.all()),
        {(row.page.slug, named([row.permission]).pop()) for row in pages},
        {(row.collection.name, named([row.permission]).pop()) for row in files},
    )


def test_trainers_may_write_and_nothing_else(home):
    roles.sync()

    assert rights_of("Trainers") == (
        {
            "wagtailadmin.access_admin",
            "training.view_snapshot",
            "modules.add_countrycard",
            "modules.change_countrycard",
            "modules.view_countrycard",
            "modules.add_editorialnote",
            "modules.change_editorialnote",
            "modules.view_editorialnote",
            "modules.change_practicesheet",
            "modules.view_practicesheet",
            "modules.add_glossaryterm",
            "modules.change_glossaryterm",
            "modules.view_glossaryterm",
            "modules.add_principle",
            "modules.change_principle",
            "modules.view_principle",
            "modules.add_referencecard",
            "modules.change_referencecard",
            "modules.view_referencecard",
            "modules.add_source",
            "modules.change_source",
            "modules.view_source",
        },
        {
            ("tandem", "wagtailcore.add_page"),
            ("tandem", "wagtailcore.change_page"),
            ("tandem", "wagtailcore.publish_page"),
        },
        {
            ("Root", "wagtailimages.add_image"),
            ("Root", "wagtailimages.change_image"),
            ("Root", "wagtailimages.choose_image"),
            ("Root", "wagtaildocs.add_document"),
            ("Root", "wagtaildocs.change_document"),
            ("Root", "wagtaildocs.choose_document"),
        },
    )


def test_reviewers_may_read_comment_and_publish_country_cards(home):
    roles.sync()

    assert rights_of("Reviewers") == (
        {
            "wagtailadmin.access_admin",
            "training.view_snapshot",
            "modules.change_countrycard",
            "modules.publish_countrycard",
            "modules.review_in_tandem",
            "modules.view_countrycard",
            "modules.view_practicesheet",
        },
        {("tandem", "wagtailcore.change_page")},
        {("Root", "wagtailimages.choose_image"), ("Root", "wagtaildocs.choose_document")},
    )


def test_rights_added_by_hand_are_taken_away(home):
    roles.sync()
    group = Group.objects.get(name="Trainers")
    before = rights_of("Trainers")

    group.permissions.add(Permission.objects.get(codename="delete_user"))
    publish = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=group, page=Page.objects.get(depth=1), permission=publish)
    delete = Permission.objects.get(codename="delete_image")
    GroupCollectionPermission.objects.create(
        group=group, collection=Collection.get_first_root_node(), permission=delete
    )
    roles.sync()

    assert rights_of("Trainers") == before


def test_wagtails_own_groups_go_unless_somebody_is_in_them(home):
    member = UserFactory()
    member.groups.add(Group.objects.get(name="Editors"))

    roles.sync()

    assert set(Group.objects.values_list("name", flat=True)) == {"Editors", "Trainers", "Reviewers"}


def test_the_command_says_that_pages_are_missing(capsys):
    call_command("sync_roles")

    assert "no home page yet" in capsys.readouterr().err


@pytest.mark.parametrize("trait", ["trainer", "reviewer"])
@pytest.mark.parametrize("name", ["wagtailusers_users:index", "wagtailusers_groups:index"])
def test_nobody_but_operators_reaches_people_and_sites(client, home, trait, name):
    roles.sync()
    client.force_login(UserFactory(**{trait: True}, factor=True))

    response = client.get(reverse(name))

    assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))


def test_two_roles_open_nothing_that_neither_opens(client, home):
    roles.sync()
    both = UserFactory(trainer=True, reviewer=True, factor=True)

    granted = both.get_all_permissions()

    assert granted == roles.RIGHTS["Trainers"].anywhere | roles.RIGHTS["Reviewers"].anywhere
