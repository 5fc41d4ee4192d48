"""Question forms to Questions and back."""

from collections.abc import Iterable, Sequence
from typing import Any

from quizzes.authoring.raw import Raw, block_id, items, plain
from quizzes.blocks.keys import join_keys, keys_in
from quizzes.questions.kinds import MARKED, Item, Kind, Option, Pair, Question

KINDS = frozenset(kind.value for kind in Kind)


def to_questions(stream: Iterable[Any]) -> tuple[Question, ...]:
    """The questions of a stream in order. A confidence question is about the question directly after it."""
    children = list(stream)
    after: Sequence[Any] = [*children[1:], None][: len(children)]  # an empty stream has nothing after anything
    return tuple(
        _question(child, then) for child, then in zip(children, after, strict=True) if child.block_type in KINDS
    )


def to_block(question: Question) -> Raw:
    """The block that holds this question, as Wagtail stores it. Its key becomes the id of the block."""
    value: Raw = {"prompt": question.prompt, "principles": join_keys(question.principles)}
    path = f"questions/{question.key}"
    if question.kind in {Kind.SINGLE, Kind.MULTIPLE}:
        options = (
            (option.key, {"text": option.text, "right": option.right, "feedback": option.feedback})
            for option in question.options
        )
        value["options"] = _keyed(options)
    elif question.kind is Kind.ORDERING:
        value |= {"items": _keyed((item.key, item.text) for item in question.items), "feedback": question.feedback}
    elif question.kind is Kind.MATCHING:
        pairs = _keyed((pair.key, {"left": pair.left, "right": pair.right}) for pair in question.pairs)
        value |= {"pairs": pairs, "feedback": question.feedback}
    elif question.kind is Kind.CONFIDENCE:
        value["scale"] = items(f"{path}/scale", ((str(number), step) for number, step in enumerate(question.scale)))
    return {"type": question.kind.value, "value": value, "id": question.key}


def part_key(question: str, number: int) -> str:
    """The key of an option, item or pair that a file gives without one: stable while its place stays the same."""
    return short(block_id(f"questions/{question}/{number}"))


def short(identity: str) -> str:
    """Eight signs of a block's id: enough to tell the parts of one question apart."""
    return identity.replace("-", "")[:8]


def _keyed(parts: Iterable[tuple[str, Any]]) -> list[Raw]:
    # The id of the item is the key of the part: what a learner picked still fits after the page was edited.
    return [{"type": "item", "value": value, "id": key} for key, value in parts]


def _question(child: Any, then: Any) -> Question:
    kind, value = Kind(child.block_type), child.value
    about = then.id if kind is Kind.CONFIDENCE and then is not None and then.block_type in MARKED else ""
    parts = {name: list(value[name].bound_blocks) for name in ("options", "items", "pairs", "scale") if name in value}
    return Question(
        key=str(child.id),
        kind=kind,
        prompt=plain(value["prompt"]),
        principles=keys_in(plain(value["principles"])),
        options=tuple(
            Option(short(part.id), plain(part.value["text"]), bool(part.value["right"]), plain(part.value["feedback"]))
            for part in parts.get("options", [])
        ),
        items=tuple(Item(short(part.id), plain(part.value)) for part in parts.get("items", [])),
        pairs=tuple(
            Pair(short(part.id), plain(part.value["left"]), plain(part.value["right"]))
            for part in parts.get("pairs", [])
        ),
        feedback=plain(value.get("feedback")),
        about=str(about),
        scale=tuple(plain(part.value) for part in parts.get("scale", [])),
    )
