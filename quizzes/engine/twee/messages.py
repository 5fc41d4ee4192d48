"""What is said about a text: why it is refused, and what of it a scenario cannot hold. With places, in any language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SHOWN = 40  # signs of a text that a message repeats

# Why a text is refused.
ERRORS: Mapping[str, str] = {
    "too-long": "The text is longer than %(limit)s bytes. Divide the story.",
    "too-many-passages": "There are more than %(limit)s passages. Divide the story.",
    "no-passage": "There is no passage. A passage begins with :: and its name.",
    "before-first": "This stands before the first passage. Write :: and a name above it.",
    "nul": "This contains a NUL character. Take it out.",
    "not-unicode": "This is not valid Unicode. Save the file as UTF-8.",
    "header": "This header cannot be read. Write :: and a name, then tags in [ ].",
    "story-data": "StoryData is not valid JSON. Correct it, or take the passage out.",
    "story-start": "StoryData does not name the passage to start with. Write its name as “start”.",
    "missing-word": "A word is missing after “%(name)s”. Write it.",
    "unknown-word": "“%(word)s” is not known here. Known are: %(known)s.",
    "twice": "“%(name)s” stands here twice. Keep one.",
    "no-number": "“%(word)s” is no whole number. Write one.",
    "open-comment": "This comment has no end. Write --> below it.",
    "behind-comment": "Something stands behind the end of a comment. Give it a line of its own.",
    "described-twice": "This passage is described twice. Keep one of the two comments.",
    "no-choice": "This describes a choice, but no [[choice]] stands before it. Write the choice above it.",
    "choice-twice": "This choice is described twice. Keep one of the two comments.",
    "link": "This link cannot be read. Write [[words->key]].",
    "ending-choice": "An ending offers no choice. Take the link or the tag “ending” out.",
    "no-person": "No person stands before this. Write the person above it.",
    "nothing-before": "Nothing stands before “%(name)s” that it could belong to. Write that above it.",
    # of stories written elsewhere
    "encoding": "The file is not UTF-8, and this place cannot be read otherwise. Save it as UTF-8.",
    "long-line": "This line is longer than %(limit)s characters. Divide it.",
    "too-many-links": "“%(passage)s” has more than %(limit)s links. Divide it.",
    "no-story": "This page holds no story that Twine published. Choose another file.",
    "nothing-played": "The story has no passage that can be played. Choose another file.",
}

# What was changed or could not be kept. The grammar of the sentence fits one place; the place stands before it.
NOTES: Mapping[str, str] = {
    "comment": "A comment was left out: %(words)s",
    "code-passage": "This passage holds code or layout and was left out (%(lines)s lines): %(words)s",
    "second-scenario": "The scenario is described in another passage already; this one was left out: %(words)s",
    "second-story": "This passage stands there twice; this one was left out: %(words)s",
    "story-values": "These values of the story have no place in a scenario: %(words)s",
    "tags": "These tags have no place in a scenario: %(words)s",
    # of stories written elsewhere
    "windows-1252": "The file is not UTF-8; it was read as Windows-1252. Check letters with accents.",
    "before-first": "This stood before the first passage and was left out: %(words)s",
    "tag-colours": "The colours of tags were left out.",
    "other-stories": "The page holds more stories (%(count)s). Only the first was read.",
    "positions": "Places on Twine's map were left out (passages: %(count)s); the map lays itself out.",
    "header": "This header cannot be read; all of it became the name.",
    "metadata": "These values of the passage have no place in a scenario: %(words)s",
    "special": "A passage of the story's frame was left out: %(words)s",
    "duplicate": "Another passage has this name already; links lead to the first.",
    "empty-name": "This passage has no name; it is called “%(title)s”.",
    "long-title": "The name was cut to the title “%(title)s”.",
    "renamed": "Another title is the same; this one became “%(title)s”.",
    "story-title": "The story's title was cut; it was: %(words)s",
    "no-title": "The story has no title; it is called “%(title)s”.",
    "start": "The story does not say where it starts; it starts here.",
    "unknown-start": "The story starts at “%(words)s”, which is not there; it starts here.",
    "code": "Code was left out: %(words)s",
    "kept-code": "This looks like code and stays as text: %(words)s",
    "variable": "A variable stays as text; write what it should say: %(words)s",
    "tag": "A mark of HTML was left out, its text stays: %(words)s",
    "picture": "A picture, sound or frame was left out: %(words)s",
    "address": "An address was left out, its text stays: %(words)s",
    "formatting": "Signs of formatting stay as text: %(words)s",
    "missing-target": "A link leads to “%(words)s”, which is not there. Choose a scene or an ending for the choice.",
    "setter": "Code in a link was left out: %(words)s",
    "macro-link": "A link in code became a choice: %(words)s",
    "divided": "A paragraph was longer than %(limit)s characters and was divided.",
    "ending": "No link leads on from here, so this became an ending, door ajar. Decide the door.",
    "nothing-leads-here": "No link leads here. It was kept.",
    "more": "More than this was changed or left out (%(count)s notes more); it is not listed.",
}


class TweeError(ValueError):
    """Text that is no scenario. `line` counts from 1; `parameters` fill the places of `ERRORS[code]`."""

    def __init__(self, line: int, code: str, **parameters: str) -> None:
        self.line = line
        self.code = code
        # What somebody typed is cut; the words that are known are ours.
        self.parameters: Mapping[str, str] = {
            name: value if name == "known" else shown(value) for name, value in parameters.items()
        }
        self.message = ERRORS[code] % self.parameters
        super().__init__(f"line {line}: {self.message}")


@dataclass(frozen=True)
class Note:
    """Something of a text that was changed or left out, and where. `passage`: its name, "" for the story as a whole."""

    line: int
    code: str
    passage: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The note as an English sentence."""
        return NOTES[self.code] % self.parameters


def shown(text: str, limit: int = SHOWN) -> str:
    """As much of `text` as a message repeats."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
