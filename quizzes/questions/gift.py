r"""GIFT, Moodle's plain-text format of questions, read as Moodle itself reads it.

A blank line ends a question. Lines that begin with // are comments and may carry [id:…] and [tag:…]. Answers stand in
the first pair of braces; `=` opens a right answer, `~` another one, `#` its feedback, `####` feedback for everybody.
A backslash before ~ = # { } : takes a sign as it is, `\n` is a line break.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from quizzes.questions.files import MOST_ANSWERS, MOST_QUESTIONS, checked
from quizzes.questions.moodle import (
    Answer,
    Format,
    Match,
    MoodleFile,
    MoodleQuestion,
    Text,
    Type,
    default_name,
    known_tags,
)
from quizzes.questions.notes import Note, RefusedFile

CATEGORY = "$CATEGORY:"
BLANK = "_____"
FORMATS = {
    "html": Format.HTML,
    "moodle": Format.AUTO,
    "plain": Format.PLAIN,
    "markdown": Format.MARKDOWN,
}
FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{0,10})?)%")
LABEL = re.compile(r"\[(id|tag):((?:\\\]|[^\]\x00-\x1f]){1,100})\]")
EXPORTED = re.compile(r"// question: \d+  name: ")  # Moodle's own line above each question
TRUE, FALSE = frozenset({"T", "TRUE"}), frozenset({"F", "FALSE"})

# While a question is taken apart, an escaped sign is another one that no file may hold.
ESCAPED = {sign: chr(0xFDD0 + number) for number, sign in enumerate("\\:#={}~n")}
ESCAPE = re.compile(r"\\([\\:#={}~n])")
MEANT = str.maketrans({held: "\n" if sign == "n" else sign for sign, held in ESCAPED.items()})


@dataclass(frozen=True)
class Paragraph:
    """The lines between two blank ones, escapes hidden, comments apart."""

    line: int
    text: str
    comments: tuple[str, ...]


class NotReadable(ValueError):
    """Something in a question is wrong. `note` says what, in which line."""

    def __init__(self, code: str, line: int, **parameters: str) -> None:
        super().__init__(code)
        self.note = Note(code, line, parameters)


def read(text: str) -> MoodleFile:
    """The questions of this text, and an error with its line for each that cannot be read. Linear in the text.

    Raises RefusedFile if the text as a whole cannot be taken.
    """
    questions: list[MoodleQuestion] = []
    notes: list[Note] = []
    category, comments = "", 0
    for paragraph in _paragraphs(checked(text)):
        comments += sum(not EXPORTED.match(line) and not LABEL.search(line) for line in paragraph.comments)
        if paragraph.text.startswith(CATEGORY):
            first, _, rest = paragraph.text.partition("\n")
            category = _meant(first.removeprefix(CATEGORY))
            paragraph = replace(paragraph, line=paragraph.line + 1, text=rest.strip())  # noqa: PLW2901 -- the rest of it
        if not paragraph.text:
            continue
        if len(questions) + len(notes) >= MOST_QUESTIONS:
            raise RefusedFile("too-many", limit=str(MOST_QUESTIONS))
        try:
            questions.append(replace(_question(paragraph), category=category))
        except NotReadable as error:
            notes.append(error.note)
    if not questions and not notes:
        raise RefusedFile("no-questions")
    return MoodleFile(tuple(questions), (*notes, *_about_comments(comments)))


def _about_comments(count: int) -> tuple[Note, ...]:
    return (Note("comments", 0, {"count": str(count)}),) if count else ()


def _paragraphs(text: str) -> Iterator[Paragraph]:
    lines: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            lines.append(line.strip())
        elif lines:
            yield _paragraph(lines, number - len(lines))
            lines = []


def _paragraph(lines: list[str], first: int) -> Paragraph:
    comments = tuple(line for line in lines if line.startswith("//"))
    kept = ["" if line.startswith("//") else line for line in lines]
    before = next((place for place, line in enumerate(kept) if line), 0)
    text = "\n".join(kept).strip()
    return Paragraph(first + before, ESCAPE.sub(lambda found: ESCAPED[found[1]], text), comments)


def _question(paragraph: Paragraph) -> MoodleQuestion:
    name, text, line = _name(paragraph)
    before, answers, behind = _parts(text, line)
    line_of_answers = line + before.count("\n")
    prompt = before if answers is None else before + behind if not behind.strip() else f"{before}{BLANK}{behind}"
    asked = _text(prompt, Format.AUTO)
    labels = [found.groups() for comment in paragraph.comments for found in LABEL.finditer(comment)]
    question = MoodleQuestion(
        line=paragraph.line,
        type=Type.DESCRIPTION,
        name=name,
        prompt=asked,
        idnumber=next((value.replace("\\]", "]").strip() for kind, value in labels if kind == "id"), ""),
        tags=known_tags(value.replace("\\]", "]") for kind, value in labels if kind == "tag"),
    )
    if answers is None:
        return question
    answers, general = _general(answers)
    if general:
        question = replace(question, said=(("general", _text(general, asked.format)),))
    return _with_answers(question, answers.strip(), line_of_answers)


def _name(paragraph: Paragraph) -> tuple[str, str, int]:
    """The name between two ::, the rest, and the line in which the rest begins."""
    text = paragraph.text
    if not text.startswith("::"):
        return "", text, paragraph.line
    end = text.find("::", 2)
    if end < 0:
        return "", text[2:], paragraph.line
    rest = text[end + 2 :]
    skipped = text.count("\n", 0, end) + rest[: len(rest) - len(rest.lstrip())].count("\n")
    return _meant(text[2:end]), rest.strip(), paragraph.line + skipped


def _parts(text: str, line: int) -> tuple[str, str | None, str]:
    """What stands before, in and behind the braces; None in the middle if there are none."""
    opened, closed = text.find("{"), text.find("}")
    if opened < 0 and closed < 0:
        return text, None, ""
    if closed < 0:
        raise NotReadable("brace-open", line + text.count("\n", 0, opened))
    if opened < 0 or closed < opened:
        raise NotReadable("brace-close", line + text.count("\n", 0, closed))
    inside, behind = text[opened + 1 : closed], text[closed + 1 :]
    if "{" in inside or "{" in behind or "}" in behind:
        raise NotReadable("brace-more", line + text.count("\n", 0, closed))
    return text[:opened], inside, behind


def _general(answers: str) -> tuple[str, str]:
    """The answers, and what is said after any of them."""
    before, mark, general = answers.rpartition("####")
    return (before, general) if mark else (answers, "")


def _with_answers(question: MoodleQuestion, answers: str, line: int) -> MoodleQuestion:
    """The question with its type and its answers, told apart the way Moodle does it."""
    if not answers:
        return replace(question, type=Type.ESSAY)
    if answers.startswith("#"):
        return _numerical(question, answers[1:], line)
    if answers.startswith(">"):
        return _ordering(question, answers[1:], line)
    if "~" in answers:
        return _choice(question, answers, line)
    if "=" in answers and "->" in answers:
        return _match(question, answers, line)
    said = [part.strip() for part in answers.split("#", 2)]
    if said[0] in TRUE | FALSE:
        return _true_false(question, said)
    return replace(question, type=Type.SHORT_ANSWER, answers=_typed(question, answers, line))


def _choice(question: MoodleQuestion, answers: str, line: int) -> MoodleQuestion:
    pieces = _split(answers.replace("=", "~="), "~", line, at_least=2)
    read = [_answer(question, piece.removeprefix("="), 100 if piece.startswith("=") else 0) for piece in pieces]
    return replace(question, type=Type.CHOICE, is_single="=" in answers, answers=tuple(read))


def _true_false(question: MoodleQuestion, said: list[str]) -> MoodleQuestion:
    """Feedback for the wrong answer comes first, whichever that is."""
    form = question.prompt.format
    wrong, right = [_text(part, form) for part in [*said[1:], "", ""][:2]]
    is_true = said[0] in TRUE
    return replace(
        question,
        type=Type.TRUE_FALSE,
        answers=(
            Answer(Text("true"), 100 if is_true else 0, right if is_true else wrong),
            Answer(Text("false"), 0 if is_true else 100, wrong if is_true else right),
        ),
    )


def _match(question: MoodleQuestion, answers: str, line: int) -> MoodleQuestion:
    matches = []
    for piece in _split(answers, "=", line, at_least=2):
        left, arrow, right = piece.partition("->")
        if not arrow:
            raise NotReadable("no-arrow", line, part=default_name(_meant(piece)))
        matches.append(Match(_text(left, question.prompt.format), Text(_meant(right), Format.PLAIN)))
    return replace(question, type=Type.MATCH, matches=tuple(matches))


def _ordering(question: MoodleQuestion, answers: str, line: int) -> MoodleQuestion:
    """How many and how they are shown stands behind the >, then one thing a line in the right order."""
    options, _, rest = answers.partition("\n")
    pieces = [piece for piece in rest.split("\n") if piece]
    _count(pieces, line, at_least=2)
    notes = (Note("ordering-options", line, {"part": _meant(options)}),) if options.strip() else ()
    read = [Answer(_text(piece, question.prompt.format), 100) for piece in pieces]
    return replace(question, type=Type.ORDERING, answers=tuple(read), notes=notes)


def _numerical(question: MoodleQuestion, answers: str, line: int) -> MoodleQuestion:
    right, _, wrong = answers.partition("~")
    read = _typed(question, right, line)
    if wrong:
        read = (*read, replace(_answer(question, wrong, 0), text=Text("*", Format.PLAIN)))
    return replace(question, type=Type.NUMERICAL, answers=read)


def _typed(question: MoodleQuestion, answers: str, line: int) -> tuple[Answer, ...]:
    return tuple(_answer(question, piece, 100) for piece in _split(answers, "=", line, at_least=0))


def _split(answers: str, sign: str, line: int, *, at_least: int) -> list[str]:
    """The pieces that begin with this sign, and whatever stands before the first, if anything does."""
    first, *others = [piece.strip() for piece in answers.split(sign)]
    pieces = [first, *others] if first else others
    _count(pieces, line, at_least=at_least)
    return pieces


def _count(pieces: list[str], line: int, *, at_least: int) -> None:
    if len(pieces) < at_least:
        raise NotReadable("few-answers", line)
    if len(pieces) > MOST_ANSWERS:
        raise NotReadable("many-answers", line, limit=str(MOST_ANSWERS))


def _answer(question: MoodleQuestion, piece: str, percent: float) -> Answer:
    """An answer with its weight, if it has one of its own, and its feedback behind #."""
    if weight := WEIGHT.match(piece.lstrip()):
        percent, piece = float(weight[1]), piece.lstrip()[weight.end() :]
    text, _, feedback = piece.partition("#")
    form = question.prompt.format
    return Answer(_text(text, form), percent, _text(feedback, form))


def _text(text: str, form: Format) -> Text:
    """A text with its own format, if it names one."""
    text = text.strip()
    if named := FORMAT.match(text):
        form, text = FORMATS[named[1].lower()], text[named.end() :]
    return Text(_meant(text), form)


def _meant(text: str) -> str:
    return text.translate(MEANT).strip()
