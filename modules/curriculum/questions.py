"""The folder's questions: as questions of a course, and in which lesson each is asked."""

from uuid import NAMESPACE_URL, UUID, uuid5

from modules.curriculum.folder import Curriculum
from modules.curriculum.shapes import ItemEntry
from quizzes.authoring.questions import part_key
from quizzes.questions.kinds import Item, Kind, Option, Pair, Question

PARTS = 12  # of one question; nobody keeps more apart
SPACE = uuid5(NAMESPACE_URL, "tandem:curriculum")


def key_of(course: str, kind: str, name: str) -> UUID:
    """The key of something in the course with this slug: the same on every installation and at every load."""
    return uuid5(SPACE, f"{course}/{kind}/{name}")


def question_of(entry: ItemEntry, course: str) -> Question:
    """The question of this entry."""
    keys = [part_key(f"{course}/{entry.id}", number) for number in range(PARTS)]
    return Question(
        key=str(key_of(course, "question", entry.id)),
        kind=entry.type,
        prompt=entry.prompt,
        principles=entry.why,
        options=tuple(Option(key, part.t, part.ok, part.fb) for key, part in zip(keys, entry.options, strict=False)),
        items=tuple(Item(key, text) for key, text in zip(keys, entry.sequence, strict=False)),
        pairs=tuple(Pair(key, *pair) for key, pair in zip(keys, entry.pairs, strict=False)),
        feedback=entry.fb,
        about=str(key_of(course, "question", entry.about)) if entry.about else "",
        scale=entry.scale,
    )


def asked_in(curriculum: Curriculum) -> dict[str, list[str]]:
    """The ids of the questions of each lesson, in order.

    What no lesson names finds its place by rule: a confidence question directly before the question it is about, a
    reflection at the end of the last lesson of its module.
    """
    asked = {lesson.entry.id: list(lesson.entry.check) for lesson in curriculum.lessons}
    named = {key for keys in asked.values() for key in keys}
    for item in curriculum.items:
        if item.entry.id in named:
            continue
        if item.entry.type is Kind.CONFIDENCE:
            _before(asked, item.entry)
        elif item.entry.type is Kind.REFLECTION:
            asked.get(_last_lesson(curriculum, item.place[1]), []).append(item.entry.id)
    return asked


def _before(asked: dict[str, list[str]], entry: ItemEntry) -> None:
    for keys in asked.values():
        if entry.about in keys:
            keys.insert(keys.index(entry.about), entry.id)


def _last_lesson(curriculum: Curriculum, module: object) -> str:
    ids = [lesson.entry.id for lesson in curriculum.lessons if lesson.entry.module == module]
    return ids[-1] if ids else ""
