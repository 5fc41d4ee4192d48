"""What is said about a file of questions: what was changed, what could not be kept, what is wrong, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field

REFUSALS: Mapping[str, str] = {
    "empty": "There is nothing in it. Paste questions, or choose a file.",
    "too-large": "This is larger than %(limit)s. Export fewer questions at once, or leave the pictures out.",
    "too-many": "There are more than %(limit)s questions in it. Export fewer at once.",
    "too-much-text": "There is too much text for one lesson in it. Export fewer questions at once.",
    "not-text": "Line %(line)s holds a sign that is no text (%(sign)s). Save the file as text in UTF-8.",
    "encoding": "The signs cannot be read. Save the file in UTF-8.",
    "doctype": "Line %(line)s brings rules of its own (DOCTYPE, ENTITY). Moodle writes none: take them out.",
    "xinclude": "Line %(line)s wants to take in another file. Take that out.",
    "not-well-formed": "The XML breaks off or is wrong at line %(line)s. Export it from Moodle again.",
    "not-moodle": "This is XML, but not Moodle's: it begins with “%(part)s”. Export as Moodle XML or GIFT.",
    "too-deep": "Line %(line)s is nested too deeply. Moodle writes nothing like it.",
    "too-many-parts": "There are too many elements in it (line %(line)s). Export fewer questions at once.",
    "long-tag": "A tag in line %(line)s is too long. Moodle writes nothing like it.",
    "no-questions": "There is no question in it.",
}

# Said about the whole file, or about one question that cannot be read.
ERRORS: Mapping[str, str] = {
    "brace-open": "“{” is opened and not closed before the next blank line. Close it, or take the blank line out.",
    "brace-close": "“}” stands there without “{” before it. Open the answers, or write \\}.",
    "brace-more": "Behind the answers is another “{” or “}”. Write \\{ or \\}, or a blank line between two questions.",
    "few-answers": "There are fewer than two answers to choose between. Write a second one.",
    "no-arrow": "“%(part)s” has no “->”. Write what belongs together on both sides of it.",
    "many-answers": "There are more than %(limit)s answers. Take some out.",
    "long-text": "A text is longer than %(limit)s signs. Shorten it.",
    "no-type": "The question does not say its type. Export it from Moodle again.",
}

NOTES: Mapping[str, str] = {
    # the file
    "windows-1252": "The file is not in UTF-8. It was read as Windows-1252: look at umlauts and quotation marks.",
    "declared": "The file says it is in %(part)s, but it is in UTF-8 and was read so.",
    "categories": "Categories are not kept in a lesson. Here: %(part)s.",
    "comments": "%(count)s lines of comment were left out.",
    "right-often": "After a right answer, Moodle says in %(count)s questions: “%(part)s” It has no place here.",
    "partly-often": "After a partly right answer, Moodle says in %(count)s questions: “%(part)s” It has no place here.",
    "wrong-often": "After a wrong answer, Moodle says in %(count)s questions: “%(part)s” It has no place here.",
    "marks": "Marks, penalties, numbering and shuffling are not kept: nothing is scored here.",
    # one question
    "not-represented": "There is nothing like Moodle's “%(part)s” here. The question was left out.",
    "typed-answer": (
        "No typed answer is checked here. It can come in as a question for oneself. Moodle's answers: %(part)s"
    ),
    "essay": "Comes in as a question for oneself: what is written stays in the reader's browser and nobody marks it.",
    "tags": "Tags are not kept: %(part)s.",
    "idnumber": "The ID number is not kept: %(part)s.",
    "weight-fits": "“%(part)s” counts %(percent)s %% in Moodle. Here it fits.",
    "weight-not": "“%(part)s” counts %(percent)s %% in Moodle. Here it does not fit.",
    "several-right": "Several answers are right by themselves in Moodle. Here it asks for all that fit.",
    "true-first": "The answers are not called true and false. The first one was taken for “true”.",
    "extra-answer": "The answer “%(part)s” belongs to nothing. It was left out.",
    "general": "What Moodle says after any answer has no place here: “%(part)s” Say it in the feedback.",
    "right": "What Moodle says after a right answer has no place here: “%(part)s” Say it in the feedback.",
    "partly": "What Moodle says after a partly right answer has no place here: “%(part)s”",
    "wrong": "What Moodle says after a wrong answer has no place here: “%(part)s” Say it in the feedback.",
    "hint": "The hint has no place here: “%(part)s”",
    "grader": "What Moodle tells the marker has no place here: “%(part)s”",
    "template": "The text that Moodle fills in has no place here: “%(part)s”",
    "pair-feedback": "“%(part)s” has feedback of its own, which has no place here: “%(text)s”",
    "files": "Pictures and files are not taken over: %(part)s. Add them as blocks of the lesson.",
    "pictures": "A picture in the text was left out (%(part)s).",
    "media": "Something to play or to embed in the text was left out (%(part)s).",
    "links": "A link became plain text. It led to %(part)s.",
    "formatting": "Formatting was left out (%(part)s): texts of questions are plain.",
    "script": "A script or style in the text was left out.",
    "html-comment": "A hidden remark in the text was left out: “%(part)s”",
    "markdown": "It is written in Markdown. Its signs stand there as they were typed.",
    "formula": "There is a formula in it. It stands there as it was typed.",
    "gap": "A gap of Moodle's (Cloze) stands in the text as it was typed. Write the question anew.",
    "fraction": "“%(part)s” is no percentage. It was taken as 0.",
    "ordering-options": "How Moodle shows and marks the order is not kept: %(part)s.",
    "left-text": "It asks: “%(part)s”",
    "left-answers": "Its answers: %(part)s",
    "empty-text": "It is empty and was left out.",
    "hidden": "The question is hidden in Moodle.",
    "unknown-part": "The part “%(part)s” of the question is not known here. It was left out: “%(text)s”",
}


@dataclass(frozen=True)
class Note:
    """Something to know about a file or a question. `line`: from 1, or 0 for the file as a whole."""

    code: str
    line: int = 0
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        """Whether the question could not be read because something is wrong with it."""
        return self.code in ERRORS


class RefusedFile(ValueError):
    """The file as a whole cannot be taken. `note` says why and where."""

    def __init__(self, code: str, line: int = 0, **parameters: str) -> None:
        super().__init__(code)
        self.note = Note(code, line, {"line": str(line), **parameters})


def message(note: Note) -> str:
    """The English sentence for this note, with places for its parameters: the key of its translation."""
    return REFUSALS.get(note.code) or ERRORS.get(note.code) or NOTES[note.code]


def say(note: Note) -> str:
    """The note as an English sentence."""
    return message(note) % note.parameters
