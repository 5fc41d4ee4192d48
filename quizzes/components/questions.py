"""A check question on a page, with what the learner picked last and what it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from laces.components import Component

from quizzes.questions import marking, shuffling
from quizzes.questions.kinds import Kind, Question
from quizzes.questions.marking import PAIR, PICK, PLACE, Marking


@dataclass(frozen=True)
class Given:
    """What a learner gave: the last pick, how sure, and whether the question is done."""

    picked: tuple[str, ...] = ()
    confidence: int | None = None
    is_done: bool = False


@dataclass(frozen=True)
class QuestionView(Component):
    """One question as a form.

    `action`: where the form posts to. `seed`: mixes the options, the same for the same learner.
    `confidence`: the question about being sure that is asked together with this one. `problem`: a sentence in place of
    feedback when nothing usable was sent; `typed`: what was sent then, so that nothing is lost.
    """

    question: Question
    action: str
    seed: str
    given: Given = Given()
    confidence: Question | None = None
    problem: str = ""
    typed: Mapping[str, Sequence[str]] | None = None

    template_name = "quizzes/question.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Everything that the template arranges."""
        picked = self.given.picked
        shown = marking.mark(self.question, picked) if picked else None
        return {
            "question": self.question,
            "action": self.action,
            "csrf_token": parent_context.get("csrf_token") if parent_context else None,
            "kind": self.question.kind.value,
            "options": self._options(shown),
            "rows": self._rows(shown),
            "shown": shown,
            "confidence": self.confidence,
            "scale": self._scale(),
            "sure": self._sure(shown),
            "problem": self.problem,
            "is_done": self.given.is_done,
            "pick": PICK,
        }

    def _typed(self, name: str) -> tuple[str, ...] | None:
        return tuple(self.typed.get(name, ())) if self.typed is not None else None

    def _options(self, shown: Marking | None) -> list[dict[str, Any]]:
        chosen = self._typed(PICK) or (self.given.picked if self.typed is None else ())
        return [
            {
                "key": option.key,
                "text": option.text,
                "is_picked": option.key in chosen,
                "reply": shown.options.get(option.key) if shown else None,
            }
            for option in shuffling.shuffled(self.question, self.seed).options
        ]

    def _rows(self, shown: Marking | None) -> list[dict[str, Any]]:
        """Ordering and matching: a row per item or left side, with its field and the choices of that field."""
        mixed = shuffling.shuffled(self.question, self.seed)
        if self.question.kind is Kind.ORDERING:
            places = [(str(number), str(number)) for number in range(1, len(mixed.items) + 1)]
            given = {key: str(number) for number, key in enumerate(self.given.picked, start=1)}
            return [self._row(PLACE, item.key, item.text, places, given, shown) for item in mixed.items]
        if self.question.kind is Kind.MATCHING:
            # By place: the key of a right side is that of its left side, and would give the answer away.
            rights = [(str(place), pair.right) for place, pair in enumerate(mixed.rights, start=1)]
            place_of = {pair.key: str(place) for place, pair in enumerate(mixed.rights, start=1)}
            given = {left: place_of[right] for left, right in (pair.split("=", 1) for pair in self.given.picked)}
            return [self._row(PAIR, pair.key, pair.left, rights, given, shown) for pair in mixed.lefts]
        return []

    def _row(
        self,
        prefix: str,
        key: str,
        text: str,
        choices: list[tuple[str, str]],
        given: Mapping[str, str],
        shown: Marking | None,
    ) -> dict[str, Any]:
        typed = self._typed(f"{prefix}{key}")
        chosen = (typed[0] if typed else "") if typed is not None else given.get(key, "")
        return {
            "name": f"{prefix}{key}",
            "text": text,
            "choices": [{"value": value, "label": label, "is_chosen": value == chosen} for value, label in choices],
            "is_marked": shown is not None,
            "fits": bool(shown and shown.places.get(key)),
        }

    def _scale(self) -> list[dict[str, Any]]:
        if self.confidence is None:
            return []
        typed = self._typed("confidence")
        chosen = typed[0] if typed else ("" if self.given.confidence is None else str(self.given.confidence))
        return [
            {"value": str(step), "label": label, "is_chosen": str(step) == chosen}
            for step, label in enumerate(self.confidence.scale)
        ]

    def _sure(self, shown: Marking | None) -> dict[str, Any] | None:
        """The pattern of being sure and being right; for the learner's eyes only."""
        if shown is None or self.confidence is None or self.given.confidence is None:
            return None
        return {"word": self.confidence.scale[self.given.confidence], "fits": shown.right}
