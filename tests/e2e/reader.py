"""Somebody who learns at a browser and knows the course: right or wrong on purpose, with scripts or without."""

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from modules.outline import Step
from quizzes.questions.kinds import MARKED, Kind, Question
from tests.e2e.people import COURSE

QUIET = 500  # milliseconds: after a turn the page overlooks a second click for a little less


@dataclass(frozen=True)
class Reader:
    """Hands on mouse and keyboard. Each act waits until the page shows what it did; the page's clock is ours."""

    page: Page
    scripts: bool = True

    def __post_init__(self) -> None:
        if self.scripts:
            self.page.clock.install()

    # ---- Around the course

    def heading(self, words: str) -> None:
        """Waits for the page with this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)

    def start(self, work: str) -> str:
        """Starts the course from the first page, with one button. The recovery code."""
        self.page.goto("/")
        self.page.get_by_role("link", name="Start with module 1").click()
        self.page.get_by_label(work, exact=True).check()
        self.page.get_by_role("button", name="Start with module 1").click()
        self.heading("You have started")
        return self.page.locator("[data-code]").inner_text()

    def resume(self, code: str) -> None:
        """Opens the place with its code."""
        self.page.goto("/resume/")
        self.page.get_by_label("Recovery code").fill(code)
        self.page.get_by_role("button", name="Open my place").click()
        self.heading("My training")

    def step(self, slug: str) -> None:
        """Goes to a step."""
        self.page.goto(f"/learn/{COURSE}/{slug}/")

    def go_on(self) -> None:
        """Marks the lesson as read."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Mark as read and go on").click()

    def press(self, name: str) -> None:
        """Presses a button that sends a form."""
        self._past_the_quiet()
        self.page.get_by_role("button", name=name, exact=True).click()

    def switch_work(self, work: str) -> None:
        """Takes over the work that the conversation of this page is written for."""
        self.press(f"Switch my work to: {work}")
        expect(self.page.get_by_text(f"You play it as {work}.")).to_be_visible()

    def scan_or_type(self, number: str) -> None:
        """Types the number where no script reads the square code."""
        if not self.scripts:
            self.page.get_by_label("Certificate number").fill(number)
            self.press("Check")

    # ---- Questions

    def question(self, question: Question) -> Locator:
        """The block of a question."""
        return self.page.locator(f"#q-{question.key}")

    def look(self, question: Question) -> Locator:
        """Presses the button of a question; its block on the page that follows."""
        with self.page.expect_navigation():
            self.question(question).get_by_role("button", name="See what it does").click()
        return self.question(question)

    def answer(self, question: Question, *, right: bool) -> Locator:
        """Answers and looks what it does."""
        if question.kind is Kind.ORDERING:
            self._put_in_order(question, right=right)
        elif question.kind is Kind.MATCHING:
            self._match(question, right=right)
        else:
            self._pick(question, right=right)
        return self.look(question)

    def read(self, lesson: Step) -> None:
        """Reads a lesson and answers all its questions, wrong at first, then right."""
        self.step(lesson.slug)
        self.heading(lesson.title)
        for question in lesson.questions:
            if question.kind in MARKED:
                expect(self.answer(question, right=False)).to_contain_text("Change what you like and look again.")
                expect(self.answer(question, right=True)).to_contain_text("That is it.")
        self.go_on()

    def _pick(self, question: Question, *, right: bool) -> None:
        for option in question.options:
            box = self.question(question).get_by_label(option.text, exact=True)
            if option.right is right:
                box.check()
            elif question.kind is Kind.MULTIPLE:
                box.uncheck()

    def _match(self, question: Question, *, right: bool) -> None:
        partners = [pair.right for pair in question.pairs]
        if not right:
            partners = partners[1:] + partners[:1]
        for pair, partner in zip(question.pairs, partners, strict=True):
            self.question(question).get_by_label(pair.left, exact=True).select_option(label=partner)

    def _put_in_order(self, question: Question, *, right: bool) -> None:
        wanted = [item.text for item in question.items]
        if not right:
            wanted.reverse()
        if self.scripts:
            self._move(question, wanted)
        else:
            for place, text in enumerate(wanted, start=1):
                self.question(question).get_by_label(text, exact=True).select_option(str(place))

    def _move(self, question: Question, wanted: list[str]) -> None:
        """Moves each item up with the keyboard, the first one first."""
        rows = self.question(question).get_by_role("listitem")
        for place, text in enumerate(wanted):
            for _step in range(rows.locator("label").all_inner_texts().index(text) - place):
                rows.filter(has_text=text).get_by_role("button", name="Up").press("Enter")
        assert rows.locator("label").all_inner_texts() == wanted

    # ---- Conversations

    def begin(self) -> None:
        """Begins the conversation of the page."""
        self.page.get_by_role("button", name="Start the conversation").click()
        expect(self.choices.first).to_be_visible()

    @property
    def choices(self) -> Locator:
        """What may be said or done now."""
        return self.page.locator("form.choices .choice")

    @property
    def turns(self) -> Locator:
        """The transcript."""
        return self.page.locator("[data-log] > li")

    def choose(self, key: str, *, clicks: int = 1) -> None:
        """Chooses by the key of a choice, and waits for what follows."""
        turn = self.page.locator("form.choices input[name=turn]").input_value()
        self._past_the_quiet()
        self.page.locator(f".choice[value='{key}']").click(click_count=clicks)
        expect(self.page.locator(f"form.choices input[name=turn][value='{turn}']")).to_have_count(0)

    def walk(self, way: Sequence[str]) -> None:
        """Chooses all of a way."""
        for key in way:
            self.choose(key)

    def _past_the_quiet(self) -> None:
        """Lets the time pass in which the page takes a click for the second half of a double one."""
        if self.scripts:
            self.page.clock.fast_forward(QUIET)
