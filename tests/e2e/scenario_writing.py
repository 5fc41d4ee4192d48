"""A scenario written in the form with the keyboard alone, by hands that know what they want to write."""

import pytest
from playwright.sync_api import Locator, Page, expect

FARTHEST = 400  # presses of Tab until somebody would give up

# Title, what Noa says there, and two choices: words, and where it leads. A plus: to a new scene of this title.
NINE = (
    ("The letter", "Somebody sent me a letter.", ("Ask about it.", "+The waiting room"), ("Say: later.", "+The phone")),
    ("The waiting room", "They all look away.", ("Ask who looks away.", "+The bus"), ("Look away, too.", "The phone")),
    ("The phone", "Nobody is there.", ("Listen with Noa.", "+The kitchen"), ("Take the phone.", "+The stairs")),
    ("The bus", "I always stand.", ("Stand with Noa.", "+The garden"), ("Ask to sit down.", "The stairs")),
    ("The kitchen", "We used to cook.", ("Ask who cooked.", "+The photo"), ("Talk about food.", "The garden")),
    ("The stairs", "I count them.", ("Count with Noa.", "The garden"), ("Walk ahead.", "E3")),
    ("The garden", "Nothing grows now.", ("Ask what grew.", "+The door"), ("Say it will grow.", "E2")),
    ("The photo", "That is my brother.", ("Ask about him.", "The door"), ("Put it away.", "E2")),
    ("The door", "You may come again.", ("Agree on a day.", "E1"), ("Promise to call.", "E2")),
)  # fmt: skip


class Keyboard:
    """A page that is used with the keyboard alone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Presses these keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, words: str) -> None:
        """Types into what has the focus."""
        self.page.keyboard.type(words)

    def go(self, place: Locator, key: str = "Tab") -> None:
        """Presses Tab until this has the focus."""
        expect(place).to_be_attached()
        for _ in range(FARTHEST):
            if place.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press(key)
        pytest.fail(f"{place} cannot be reached with {key}.")

    def back(self, place: Locator) -> None:
        """Presses Shift and Tab until this has the focus."""
        self.go(place, "Shift+Tab")

    def fill(self, place: Locator, words: str) -> None:
        """Goes on to a field and types."""
        self.go(place)
        self.write(words)

    def pick(self, place: Locator, words: str) -> None:
        """Goes on to a picker, types some of the words and takes what is found first."""
        self.fill(place, words)
        self.press("Enter")

    def add(self, button: Locator, first: Locator) -> None:
        """Goes to a button that adds something and presses it; the first field of the new block has the focus."""
        self.go(button)
        self.press("Enter")
        expect(first).to_be_focused()

    def open(self, name: str) -> None:
        """Goes to the tabs and moves to the one with this name."""
        wanted = self.page.get_by_role("tab", name=name)
        self.go(self.page.get_by_role("tab", selected=True))
        for _ in range(FARTHEST):
            if wanted.get_attribute("aria-selected") == "true":
                return
            self.press("ArrowRight")
        pytest.fail(f"There is no way to {name}.")


class Form:
    """The fields of a scenario's form, by their place."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def field(self, name: str) -> Locator:
        """What is filled for this name: the picker where the stored field is hidden."""
        return self.page.locator(
            f"[name='{name}']:not([type=hidden]), [data-pick]:has([name='{name}']) > [role=combobox]"
        )

    def stored(self, name: str) -> Locator:
        """The field that is sent."""
        return self.page.locator(f"[name='{name}']")

    def adding(self, what: str, within: str = "") -> Locator:
        """The last button that adds one of these."""
        return self.page.locator(f"[id='{within}'], body").first.get_by_role("button", name=f"Add here: {what}").last

    def child(self, path: str) -> Locator:
        """The block with this path."""
        return self.page.locator(f"[data-streamfield-child]:has(> [name='{path}-deleted'])")

    def deleting(self, path: str) -> Locator:
        """The button that deletes the block with this path."""
        return self.child(path).locator('[data-streamfield-action="DELETE"]').first

    def title(self, number: int) -> Locator:
        """The title of a scene."""
        return self.field(f"scenes-{number}-value-title")


def begin(keys: Keyboard, form: Form) -> None:
    """Makes a first scene and three endings, and stands in the title of the scene."""
    keys.open("Scenes and map")
    keys.go(form.page.get_by_role("button", name="Begin with a first scene and three endings"))
    keys.press("Enter")
    expect(form.title(0)).to_be_focused()


def save(keys: Keyboard, form: Form) -> None:
    """Goes to "Save draft" and presses it."""
    keys.go(form.page.get_by_role("button", name="Save draft"))
    keys.press("Enter")
    expect(form.page.get_by_text(" created.").or_(form.page.get_by_text("has been updated")).first).to_be_visible()


def write_scene(keys: Keyboard, form: Form, number: int) -> None:
    """Fills one of the nine scenes: a line with its speaker, two choices with everything they need."""
    _, words, first, second = NINE[number]
    path = f"scenes-{number}-value"
    keys.go(form.title(number))
    keys.pick(form.field(f"{path}-lines-0-value-speaker"), "noa")
    keys.pick(form.field(f"{path}-lines-0-value-to"), "you")
    keys.fill(form.field(f"{path}-lines-0-value-words"), words)
    write_choice(keys, form, f"{path}-choices-0-value", *first)
    keys.press("Control+Enter")  # the next choice, from within this one
    expect(form.field(f"{path}-choices-1-value-text")).to_be_focused()
    write_choice(keys, form, f"{path}-choices-1-value", *second)


def write_choice(keys: Keyboard, form: Form, path: str, words: str, target: str) -> None:
    """Fills a choice. A target with a plus is made from here; the way back leads to this choice."""
    keys.fill(form.field(f"{path}-text"), words)
    keys.pick(form.field(f"{path}-addressed"), "noa")
    keys.fill(form.field(f"{path}-to"), target.removeprefix("+"))
    if target.startswith("+"):
        keys.press("ArrowUp", "ArrowUp", "Enter")  # the last but one option: a new scene with this title
        keys.back(form.page.get_by_role("button", name=f"Back to the choice: {words}"))
    keys.press("Enter")
    expect(form.field(f"{path}-to")).to_be_focused()
    keys.fill(form.field(f"{path}-feedback"), f"What this does: {words}")
    keys.pick(form.field(f"{path}-principles"), "S4-38")
    keys.fill(form.field(f"{path}-effects-trust"), "1")


def write_the_frame(keys: Keyboard, form: Form) -> None:
    """Title, role, minutes, setting, who is there and what is laid out."""
    keys.fill(form.field("title"), "Somebody sent a letter")
    keys.fill(form.field("role"), "teacher")
    keys.fill(form.field("minutes"), "12")
    keys.fill(form.field("setting"), "A school.")
    keys.fill(form.field("you"), "class teacher")
    keys.fill(form.field("intro"), "You are a class teacher. Noa waits for you.")
    keys.add(form.adding("Person"), form.field("cast-0-value-name"))
    keys.write("Noa")
    keys.fill(form.field("cast-0-value-seat"), "the person")
    keys.fill(form.field("cast-0-value-about"), "15")
    keys.add(form.adding("Thread"), form.field("threads-0-value-title"))
    keys.write("who writes letters")


def write_the_variant(keys: Keyboard, form: Form) -> None:
    """The words for prison and probation: Noa is older there, and one choice is said in other words."""
    keys.open("Other roles")
    keys.add(form.adding("Variant for a role"), form.field("variants-0-value-role"))
    keys.fill(form.field("variants-0-value-role"), "prison")
    keys.fill(form.field("variants-0-value-setting"), "A probation office.")
    keys.fill(form.field("variants-0-value-you"), "probation officer")
    keys.fill(form.field("variants-0-value-intro"), "You are a probation officer. Noa waits for you.")
    keys.add(form.adding("Person in other words"), form.field("variants-0-value-cast-0-value-key"))
    keys.pick(form.field("variants-0-value-cast-0-value-key"), "noa")
    keys.fill(form.field("variants-0-value-cast-0-value-name"), "Noa")
    keys.fill(form.field("variants-0-value-cast-0-value-seat"), "the person")
    keys.add(form.adding("Choice in other words"), form.field("variants-0-value-choices-0-value-scene"))
    keys.pick(form.field("variants-0-value-choices-0-value-scene"), "the garden")
    keys.pick(form.field("variants-0-value-choices-0-value-choice"), "it will grow")
    keys.fill(form.field("variants-0-value-choices-0-value-text"), "Say that it takes time.")
