"""What differs between two versions of a lesson or of a course, and all changes as sentences."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import blocks

from modules.blocks.lesson import LessonBlocks
from modules.models.content import without_block_keys
from modules.outline import ModuleOutline, Outline, Step, StepKind
from quizzes.authoring import changes as of_scenarios
from quizzes.engine.change import SENTENCES as OF_SCENARIOS
from quizzes.engine.change import Change, Changes, Group, How, Part
from quizzes.engine.matching import Row, matched

# Looked up by `sentence`; the names are filled in afterwards.
SENTENCES: Mapping[str, str] = {
    **OF_SCENARIOS,
    "lesson-address": "The address is now “%(after)s” instead of “%(before)s”.",
    "lesson-label": "The number of the lesson is now “%(after)s”; it was “%(before)s”.",
    "lesson-lead": "The lead reads differently.",
    "lesson-principles": "The principles are now %(after)s; they were %(before)s.",
    "lesson-shows-law": "It now shows the country's card.",
    "lesson-hides-law": "It no longer shows the country's card.",
    "lesson-reviews": "Reviews that are missing are now: %(after)s; before: %(before)s.",
    "block-text": "“%(field)s” reads differently.",
    "block-set": "“%(field)s” is set differently: headings, lists, emphasis or links.",
    "block-new": "“%(field)s” is new.",
    "block-gone": "“%(field)s” was taken out.",
    "block-value": "“%(field)s” is now “%(after)s”; it was “%(before)s”.",
    "course-title": "The course is now called “%(after)s” instead of “%(before)s”.",
    "course-hours": "The course now takes %(after)s hours instead of %(before)s.",
    "course-line": "On its certificate the course says “%(after)s”; it said “%(before)s”.",
    "course-line-new": "On its certificate the course now says “%(after)s”.",
    "course-line-gone": "On its certificate the course no longer says “%(before)s”.",
    "course-partner": "The course is now offered with %(after)s instead of %(before)s.",
    "course-partner-new": "The course is now offered with %(after)s.",
    "course-partner-gone": "The course is no longer offered with %(before)s.",
    "course-emblem": "The picture of %(after)s on certificates is another one.",
    "course-address": "The address of the course is now “%(after)s” instead of “%(before)s”.",
    "module-added": "Module %(number)s, “%(title)s”, was added.",
    "module-removed": "Module %(number)s, “%(title)s”, was taken out.",
    "module-moved": "Module “%(title)s” stands at another place.",
    "module-changed": "What is said about module “%(title)s” changed.",
    "module-counts": "Module “%(title)s” now counts.",
    "module-optional": "Module “%(title)s” no longer counts.",
    "lesson-added": "The lesson “%(title)s” was added.",
    "lesson-removed": "The lesson “%(title)s” was taken out.",
    "scenario-added": "The scenario “%(title)s” was added.",
    "scenario-removed": "The scenario “%(title)s” was taken out.",
    "step-title": "“%(before)s” is now called “%(after)s”.",
    "step-moved": "“%(title)s” stands at another place.",
    "step-questions": "The questions of “%(title)s” changed.",
    "step-minutes": "“%(title)s” now takes %(after)s minutes instead of %(before)s.",
    "step-role": "“%(title)s” is now written for %(after)s instead of %(before)s.",
    "step-skippable": "“%(title)s” can now be skipped.",
    "step-needed": "“%(title)s” can no longer be skipped.",
    "step-address": "The address of “%(title)s” changed.",
}  # fmt: skip
BODY = LessonBlocks()


def sentence(change: Change) -> str:
    """The change as a sentence in the language of the reader."""
    return of_scenarios.sentence(change, SENTENCES)


# ---- lessons


@dataclass(frozen=True)
class _Field:
    """One thing that an author fills in, inside a block. `path`: of names and ids, the same in another version.

    `source`: of rich text, without what the editor adds to it.
    """

    path: tuple[str, ...]
    label: str
    words: str
    is_text: bool
    source: str = ""


def compare_lessons(old: Mapping[str, Any], new: Mapping[str, Any]) -> Changes:
    """Everything that differs between the contents of two lesson versions. Blocks are matched by their id. Linear."""
    whole = tuple(_of_lesson(old, new))
    groups = [Group(Part.LESSON, How.CHANGED, whole)] if whole else []
    for row in matched(list(old["body"]), list(new["body"]), _identity):
        group = _of_block(row)
        groups += [group] if group.changes or group.how is not How.CHANGED else []
    return Changes(tuple(groups))


def _identity(block: Mapping[str, Any]) -> tuple[str, str]:
    return (str(block["type"]), str(block.get("id") or ""))


def _of_lesson(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    def both(name: str, default: Any = "") -> tuple[Any, Any]:
        # What was added to versions later is missing in older ones.
        return old.get(name, default), new.get(name, default)

    values = {
        "title": both("title"),
        "lesson-address": both("slug"),
        "lesson-label": both("label"),
        "minutes": tuple(str(minutes) for minutes in both("minutes")),
        "lesson-principles": both("principles"),
        "lesson-reviews": tuple(tuple(reviews) for reviews in both("missing_reviews", ())),
    }
    for code, (before, after) in values.items():
        if before != after:
            yield Change(code, parameters={"before": before, "after": after})
    if (leads := both("lead"))[0] != leads[1]:
        yield Change("lesson-lead", was=leads[0], now=leads[1])
    law = both("needs_law", default=False)
    if law[0] != law[1]:
        yield Change("lesson-shows-law" if law[1] else "lesson-hides-law")


def _of_block(row: Row[Mapping[str, Any]]) -> Group:
    was, now = row.was, row.now
    here = now or was or {}
    how = How.ADDED if was is None else How.REMOVED if now is None else How.CHANGED
    old, new = (_fields(block) if block else () for block in (was, now))
    changes = [change for pair in matched(old, new, lambda part: part.path) for change in _of_field(pair)]
    if row.moved:
        changes.append(Change("moved"))
    return Group(Part.BLOCK, how, tuple(changes), str(here.get("id") or ""), _title(here))


def _of_field(row: Row[_Field]) -> Iterator[Change]:
    was, now = (row.was.words if row.was else ""), (row.now.words if row.now else "")
    part = row.now or row.was
    if part is None:
        return
    names = {"field": part.label}
    if was == now:
        if row.was and row.now and row.was.source != row.now.source:
            yield Change("block-set", parameters=names)
    elif row.was is None or row.now is None:
        yield Change("block-new" if row.now else "block-gone", parameters=names, was=was, now=now)
    elif part.is_text:
        yield Change("block-text", parameters=names, was=was, now=now)
    else:
        yield Change("block-value", parameters={**names, "before": was, "after": now})


def _title(block: Mapping[str, Any]) -> str:
    """What kind of block it is, and how it begins."""
    kind = BODY.child_blocks.get(block.get("type", ""))
    label = str(kind.label) if kind else str(block.get("type", ""))
    begins = next((part.words for part in _fields(block) if part.is_text and part.words), "")
    return f"{label}: {Truncator(' '.join(begins.split())).chars(60)}" if begins else label


def _fields(block: Mapping[str, Any]) -> Sequence[_Field]:
    kind = BODY.child_blocks.get(block.get("type", ""))
    return tuple(_inside(kind, block.get("value"), (), str(kind.label if kind else block.get("type", ""))))


def _inside(kind: Any, value: Any, path: tuple[str, ...], label: str) -> Iterator[_Field]:
    if isinstance(kind, blocks.StructBlock) and isinstance(value, Mapping):
        for name, child in kind.child_blocks.items():
            yield from _inside(child, value.get(name), (*path, name), _under(label, str(child.label), at_top=not path))
    elif isinstance(kind, blocks.ListBlock) and isinstance(value, list):
        for number, item in enumerate(value, start=1):
            is_new_style = isinstance(item, Mapping) and {"type", "value"} <= item.keys()
            identity = str(item.get("id") or number) if is_new_style else str(number)
            inner = item["value"] if is_new_style else item
            yield from _inside(kind.child_block, inner, (*path, identity), f"{label} {number}")
    else:
        is_text = isinstance(kind, blocks.RichTextBlock | blocks.TextBlock | blocks.CharBlock)
        source = without_block_keys(str(value)) if isinstance(kind, blocks.RichTextBlock) else ""
        yield _Field(path, label, _words(kind, value), is_text, source)


def _under(label: str, child: str, *, at_top: bool) -> str:
    return child if at_top else f"{label} · {child}"


def _words(kind: Any, value: Any) -> str:
    """A stored value in words; the paragraphs of rich text in lines of their own."""
    if value is None or value == "":
        return ""
    if isinstance(kind, blocks.RichTextBlock):
        return strip_tags(str(value).replace("</p>", "\n").replace("</li>", "\n")).strip()
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(kind, blocks.ChoiceBlock):
        choices = dict(kind.field.choices)
        return str(choices.get(value, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def lesson_summary(changes: Changes) -> str:
    """All changes of a lesson in one plain sentence, by number: "2 parts changed." Empty for no change."""
    found = [words for how in How if (words := _count(how, changes.count(Part.BLOCK, how)))]
    if changes.count(Part.LESSON, How.CHANGED):
        found.append(_("the frame changed"))
    words = ", ".join(found)
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _count(how: How, number: int) -> str:
    counted = {
        How.ADDED: ngettext("%(number)s part added", "%(number)s parts added", number),
        How.REMOVED: ngettext("%(number)s part taken out", "%(number)s parts taken out", number),
        How.CHANGED: ngettext("%(number)s part changed", "%(number)s parts changed", number),
    }
    return counted[how] % {"number": number} if number else ""


# ---- courses


def compare_outlines(old: Outline, new: Outline) -> Changes:
    """What changed in the order of a course: modules, steps, questions. Their words are the steps' own versions."""
    found = [*_of_course(old, new), *_of_modules(old, new), *_of_steps(old, new)]
    return Changes((Group(Part.COURSE, How.CHANGED, tuple(found)),) if found else ())


def outline_summary(changes: Changes, limit: int = 300) -> str:
    """What changed in a course, as sentences; as many as fit, then how many more."""
    found = [sentence(change) for group in changes.groups for change in group.changes]
    for number in range(len(found), -1, -1):
        left = len(found) - number
        more = ngettext("%(number)s more change.", "%(number)s more changes.", left) % {"number": left}
        words = " ".join([*found[:number], *([more] if left else [])])
        if len(words) <= limit:
            return words
    return ""


def _values(code: str, before: str, after: str, **names: str) -> Iterator[Change]:
    if before != after:
        yield Change(code, parameters={**names, "before": before, "after": after})


def _of_course(old: Outline, new: Outline) -> Iterator[Change]:
    yield from _values("course-title", old.title, new.title)
    yield from _values("course-hours", old.hours, new.hours)
    yield from _values("course-address", old.slug, new.slug)
    yield from _of_certificate("course-line", old.certificate_line, new.certificate_line)
    yield from _of_certificate("course-partner", old.partner, new.partner)
    if old.partner == new.partner and old.emblem != new.emblem:
        yield Change("course-emblem", parameters={"after": new.partner})


def _of_certificate(code: str, before: str, after: str) -> Iterator[Change]:
    """What a course adds to its certificate came, went, or reads differently."""
    how = "" if before and after else "-new" if after else "-gone"
    yield from _values(code + how, before, after)


def _of_modules(old: Outline, new: Outline) -> Iterator[Change]:
    for row in matched(old.modules, new.modules, lambda module: module.key):
        was, now = row.was, row.now
        if was is not None and now is not None:
            yield from _of_module(was, now, moved=row.moved)
        elif here := now or was:
            code = "module-added" if now else "module-removed"
            yield Change(code, parameters={"number": str(here.number), "title": here.title})


def _of_module(was: ModuleOutline, now: ModuleOutline, *, moved: bool) -> Iterator[Change]:
    names = {"title": now.title}
    if was.counts != now.counts:
        yield Change("module-counts" if now.counts else "module-optional", parameters=names)
    if moved:
        yield Change("module-moved", parameters=names)
    about = ((module.number, module.slug, module.title, module.topic, module.minutes) for module in (was, now))
    if len(set(about)) > 1:
        yield Change("module-changed", parameters=names)


def _of_steps(old: Outline, new: Outline) -> Iterator[Change]:
    module_was, module_now = _modules_of(old), _modules_of(new)
    for row in matched(old.steps, new.steps, lambda step: step.key):
        was, now = row.was, row.now
        if was is not None and now is not None:
            yield from _of_step(was, now, moved=row.moved or module_was[was.key] != module_now[now.key])
        elif here := now or was:
            kind = "lesson" if here.kind is StepKind.LESSON else "scenario"
            yield Change(f"{kind}-added" if now else f"{kind}-removed", parameters={"title": here.title})


def _modules_of(outline: Outline) -> dict[str, str]:
    return {step.key: module.key for module in outline.modules for step in module.steps}


def _of_step(was: Step, now: Step, *, moved: bool) -> Iterator[Change]:
    names = {"title": now.title}
    yield from _values("step-title", f"{was.label} {was.title}".strip(), f"{now.label} {now.title}".strip())
    if moved:
        yield Change("step-moved", parameters=names)
    if was.questions != now.questions:
        yield Change("step-questions", parameters=names)
    yield from _values("step-minutes", str(was.minutes), str(now.minutes), **names)
    yield from _values("step-role", was.role or "", now.role or "", **names)
    if was.skippable != now.skippable:
        yield Change("step-skippable" if now.skippable else "step-needed", parameters=names)
    if was.slug != now.slug or was.kind != now.kind:
        yield Change("step-address", parameters=names)
