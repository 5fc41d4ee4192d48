"""The body of a lesson as pieces of a page: finished HTML, and the places where a question stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from modules.blocks.around import Around
from quizzes.questions.kinds import Kind

QUESTIONS = frozenset(Kind) - {Kind.REFLECTION}
FLOWING = frozenset({"notice", "text", "source"})  # read as one text, so that margin notes stand beside it
CELLS = frozenset({"tandem", "face_to_face", "handout"})  # beside each other where there is room


@dataclass(frozen=True)
class Segment:
    """A piece of a lesson. `html` is finished; for a question it is empty, for a reflection it is its prompt."""

    kind: Literal["html", "question", "reflection"]
    html: str = ""
    question_key: str = ""


def segments(body: Iterable[Any], around: Around, lead: str = "") -> tuple[Segment, ...]:
    """The pieces of this stream in order. Neighbouring text becomes one column, neighbouring tasks one row."""
    opening = format_html('<p class="lead">{}</p>', lead) if lead else SafeString("")
    pieces: list[Segment] = []
    for kind, children in groupby(body, key=lambda child: _group(child.block_type)):
        if kind == "question":
            pieces += [Segment("question", question_key=child.id) for child in children]
        elif kind == Kind.REFLECTION.value:
            pieces += [Segment("reflection", _prompt(child, around), child.id) for child in children]
        else:
            parted = list(children)
            parts = [_rendered(child, around) for child in parted]
            if kind == "flowing" and opening:
                before = sum(child.block_type == "notice" for child in parted)  # a notice comes before everything
                parts, opening = [*parts[:before], opening, *parts[before:]], SafeString("")
            pieces.append(Segment("html", around.fill_html(_wrapped(kind, parts))))
    if opening:
        pieces.insert(0, Segment("html", around.fill_html(_wrapped("flowing", [opening]))))
    return tuple(pieces)


def _group(block_type: str) -> str:
    if block_type in QUESTIONS:
        return "question"
    return "flowing" if block_type in FLOWING else "cells" if block_type in CELLS else block_type


def _prompt(child: Any, around: Around) -> SafeString:
    return around.fill_html(format_html("{}", child.value["prompt"]))


def _rendered(child: Any, around: Around) -> SafeString:
    return SafeString(child.render(context={"around": around, "id": child.id}))


def _wrapped(kind: str, parts: list[SafeString]) -> SafeString:
    if kind == "flowing":
        return format_html('<div class="prose">{}</div>', format_html_join("\n", "{}", ((part,) for part in parts)))
    if kind == "cells" and len(parts) == 1:
        return format_html('<section class="block">{}</section>', parts[0])
    if kind == "cells":
        cells = format_html_join("\n", '<div class="stack tight">{}</div>', ((part,) for part in parts))
        return format_html('<section class="block two-up">{}</section>', cells)
    return format_html_join("\n", "{}", ((part,) for part in parts))


def handout_html(child: Any, around: Around) -> SafeString:
    """A handout as a sheet of its own, without its title."""
    context = child.block.get_context(child.value, {"around": around})
    return around.fill_html(render_to_string("modules/blocks/handout_sheet.html", context))


def question_preview(question: Any, kind: Any) -> SafeString:
    """A check question with its answers, for the preview of authors."""
    return SafeString(render_to_string("modules/blocks/question.html", {"question": question, "kind": kind}))
