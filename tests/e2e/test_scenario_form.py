"""The form of a scenario by the keyboard alone: nobody types a key, nobody needs the mouse (whole: test_whole_way)."""

import pytest
from playwright.sync_api import expect

from tests.e2e.scenario_writing import Form, Keyboard, begin

pytestmark = pytest.mark.usefixtures("demo_site", "wagtails_own_templates")


@pytest.fixture
def begun(form: Form, keys: Keyboard) -> Form:
    """A new scenario with a first scene and three endings."""
    begin(keys, form)
    return form


def test_deleting_a_scene_sends_its_choices_elsewhere_and_can_be_undone(begun, keys):
    page, target = begun.page, begun.stored("scenes-0-value-choices-0-value-to")
    keys.write("The letter")
    keys.fill(begun.field("scenes-0-value-choices-0-value-to"), "The bus")
    keys.press("ArrowUp", "ArrowUp", "Enter")
    expect(target).to_have_value("N2")

    keys.back(begun.deleting("scenes-1"))
    keys.press("Enter")
    dialog = page.get_by_role("dialog", name="Delete the scene “The bus”?")
    expect(dialog.get_by_role("listitem")).to_have_text(["The letter: without a title → The bus"])
    expect(dialog.get_by_role("combobox", name="Send them to")).to_be_focused()
    keys.write("ending")
    keys.press("ArrowDown", "Enter")
    keys.go(dialog.get_by_role("button", name="Send them there and delete"))
    keys.press("Enter")

    expect(begun.child("scenes-1")).to_be_hidden()
    expect(target).to_have_value("E2")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    keys.press("Enter")
    expect(begun.child("scenes-1")).to_be_visible()
    expect(target).to_have_value("N2")
    expect(begun.stored("scenes-1-deleted")).to_have_value("")
    expect(begun.field("scenes-0-value-choices-0-value-to")).to_have_value("N2 · The bus")


def test_what_leads_to_a_deleted_scene_says_so_and_is_kept(begun, keys):
    keys.write("The letter")
    keys.fill(begun.field("scenes-0-value-choices-0-value-to"), "The bus")
    keys.press("ArrowUp", "ArrowUp", "Enter")
    keys.back(begun.deleting("scenes-1"))
    keys.press("Enter")
    keys.go(begun.page.get_by_role("button", name="Delete and leave them open"))
    keys.press("Enter")

    picker = begun.field("scenes-0-value-choices-0-value-to")
    expect(picker).to_have_value("N2 was deleted: choose another")
    expect(picker).to_have_attribute("aria-invalid", "true")
    expect(begun.stored("scenes-0-value-choices-0-value-to")).to_have_value("N2")


def test_escape_deletes_nothing(begun, keys):
    keys.write("The letter")
    keys.fill(begun.field("scenes-0-value-choices-0-value-to"), "The bus")
    keys.press("ArrowUp", "ArrowUp", "Enter")
    keys.back(begun.deleting("scenes-1"))
    keys.press("Enter", "Escape")

    expect(begun.page.get_by_role("dialog")).to_be_hidden()
    expect(begun.child("scenes-1")).to_be_visible()
    expect(begun.deleting("scenes-1")).to_be_focused()


def test_renaming_keeps_links_and_the_pickers_follow(begun, keys):
    picker = begun.field("scenes-0-value-choices-0-value-to")
    keys.write("The letter")
    keys.pick(picker, "The letter")
    expect(picker).to_have_value("N1 · The letter")

    keys.back(begun.title(0))
    keys.write("The card")

    expect(begun.stored("scenes-0-value-choices-0-value-to")).to_have_value("N1")
    expect(picker).to_have_value("N1 · The card")


def test_a_duplicate_has_a_key_of_its_own_and_keeps_its_targets(begun, keys):
    keys.write("The letter")
    keys.pick(begun.field("scenes-0-value-choices-0-value-to"), "The letter")
    keys.back(begun.child("scenes-0").locator('[data-streamfield-action="DUPLICATE"]').first)
    keys.press("Enter")

    expect(begun.stored("scenes-1-value-key")).to_have_value("N2")
    expect(begun.stored("scenes-1-value-choices-0-value-key")).to_have_value("a")
    expect(begun.stored("scenes-1-value-choices-0-value-to")).to_have_value("N1")
    expect(begun.stored("scenes-0-value-key")).to_have_value("N1")


def test_a_picker_is_a_combobox_with_a_list_of_titles(begun, keys):
    keys.write("The letter")
    picker = begun.page.get_by_role("combobox", name="Leads to")
    options = begun.page.get_by_role("listbox", name="Leads to").get_by_role("option")
    keys.go(picker)
    expect(picker).to_have_attribute("aria-expanded", "false")

    keys.press("ArrowDown")

    expect(picker).to_have_attribute("aria-expanded", "true")
    expect(options).to_have_text(
        [
            "N1 · The letter",
            "E1 · without a title ending · door open",
            "E2 · without a title ending · door ajar",
            "E3 · without a title ending · closed for now",
            "New scene",
            "New ending",
        ]
    )
    expect(options.and_(begun.page.get_by_role("option", selected=True))).to_have_text("N1 · The letter")
    expect(picker).to_have_attribute("aria-activedescendant", "pick-list-0")
    keys.press("Escape")
    expect(picker).to_have_attribute("aria-expanded", "false")


def test_several_are_chips_that_can_be_taken_out(begun, keys):
    principles = begun.field("scenes-0-value-choices-0-value-principles")
    stored = begun.stored("scenes-0-value-choices-0-value-principles")
    keys.pick(principles, "S4-38")
    keys.pick(principles, "S4-30")
    expect(stored).to_have_value("S4-38 S4-30")

    keys.back(begun.page.get_by_role("button", name="Take out: S4-38"))
    keys.press("Enter")

    expect(stored).to_have_value("S4-30")
    expect(principles).to_be_focused()


def test_a_title_is_counted_against_what_the_map_can_show(begun, keys):
    keys.write("A title that is longer than the map can show")

    expect(begun.title(0)).to_have_accessible_description(
        "At most 24 characters; it labels the map. 44 of 24 characters"
    )
