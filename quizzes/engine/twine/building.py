"""A story as a scenario: passages become scenes and endings, links become choices."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quizzes.engine.checking import ENDING_TITLE_LIMIT, TITLE_LIMIT
from quizzes.engine.graph import Choice, Ending, Graph, Line, Scene
from quizzes.engine.twee.messages import Note
from quizzes.engine.twine.code import Spoken, spoken
from quizzes.engine.twine.container import Story, Told, opened
from quizzes.engine.twine.signs import words
from quizzes.terms import Door, Form, Role

KEY_LIMIT, PAGE_TITLE_LIMIT = 40, 120
NOWHERE = "…"  # how a link without a target is named
DIRECTION_LIMIT = 500
NOTES_LIMIT = 2_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"
QUOTES = {"“": "”", '"': '"', "«": "»", "„": "“", "‘": "’"}
# Passages that a story format puts around the others, or reads as settings.
FRAME_TAGS = words("""
    script stylesheet twine.private twine.image annotation widget header footer startup debug-header debug-footer
    debug-startup init
""")
FRAME_NAMES = words("""
    StoryTitle StoryData StoryAuthor StorySubtitle StoryInit StoryMenu StoryCaption StoryBanner StoryInterface
    StorySettings StoryIncludes StoryShare StoryDisplayTitle StoryLoadingScreen StoryMetadata PassageHeader
    PassageFooter PassageReady PassageDone UserScript UserStylesheet MenuOptions
""")
Read = tuple[Told, Spoken]


@dataclass(frozen=True)
class Imported:
    """A story that was read: the scenario, unfinished as it is, and all that was changed or left out, by line."""

    graph: Graph
    notes: tuple[Note, ...]


def read_story(text: str, default_title: str) -> Imported:
    """The scenario that this story tells. `default_title`: for a story without one. Raises TweeError. Linear."""
    story = opened(text)
    building = _Building(story, default_title)
    graph = building.graph()
    notes = sorted(building.notes, key=lambda note: note.line)
    if len(notes) > NOTES_LIMIT:
        more = Note(notes[NOTES_LIMIT].line, "more", "", {"count": str(len(notes) - NOTES_LIMIT)})
        notes = [*notes[:NOTES_LIMIT], more]
    return Imported(graph, tuple(notes))


@dataclass
class _Building:
    """What is known of the story while the scenario is made of it. `keys`: by the name of the passage."""

    story: Story
    default_title: str
    notes: list[Note] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)
    missing: dict[str, str] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)

    def graph(self) -> Graph:
        self.notes += self.story.notes
        played = [told for told in self.story.passages if not self._is_frame(told)]
        names = frozenset(told.name for told in played)
        read = [(told, spoken(told, self.story.style, names)) for told in played]
        start = self._start(played)
        scenes = [(told, said) for told, said in read if said.ways or told is start]
        endings = [(told, said) for told, said in read if not (said.ways or told is start)]
        keys = [*_numbered("N", scenes), *_numbered("E", endings)]
        for key, told in keys:
            self.keys.setdefault(told.name, key)
        for told, said in read:
            self._common(told, said)
        self._unreached(read, start)
        own = {id(told): key for key, told in keys}
        made = tuple(self._scene(own[id(told)], told, said) for told, said in scenes)
        return Graph(
            title=self._title(), form=Form.UNNAMED, role=Role.TEACHER, setting="", you="", intro="", cast=(),
            competences=(), start=own[id(start)] if start else "", scenes=made,
            endings=tuple(self._ending(own[id(told)], told, said) for told, said in endings),
        )  # fmt: skip

    # ---- the story

    def _is_frame(self, told: Told) -> bool:
        is_frame = told.name in FRAME_NAMES or bool(FRAME_TAGS & {tag.lower() for tag in told.tags})
        if is_frame and FRAME_TAGS & {tag.lower() for tag in told.tags}:
            self.notes.append(told.note("code-passage", told.text[:2000], lines=str(told.text.count("\n") + 1)))
        elif is_frame:
            self.notes.append(told.note("special", told.text[:2000] or told.name))
        return is_frame

    def _title(self) -> str:
        title = self.story.title
        if not title:
            self.notes.append(Note(1, "no-title", "", {"title": self.default_title}))
            return self.default_title
        if len(title) > PAGE_TITLE_LIMIT:
            self.notes.append(Note(1, "story-title", "", {"words": title[:2000]}))
        return _cut(title, PAGE_TITLE_LIMIT)

    def _start(self, played: Sequence[Told]) -> Told | None:
        named = next((told for told in played if told.name == self.story.start), None)
        if named is not None or not played:
            return named
        usual = next((told for told in played if told.name == "Start"), None)
        start = usual or played[0]
        if self.story.start:
            self.notes.append(start.note("unknown-start", self.story.start))
        elif usual is None:
            self.notes.append(start.note("start"))
        return start

    # ---- passages

    def _common(self, told: Told, said: Spoken) -> None:
        self.notes += said.notes
        if told.tags:
            self.notes.append(told.note("tags", ", ".join(told.tags)))
        if told.values:
            self.notes.append(told.note("metadata", ", ".join(told.values)))

    def _unreached(self, read: Sequence[Read], start: Told | None) -> None:
        reached = {way.to for _, said in read for way in said.ways}
        for told, _ in read:
            if told.name not in reached and told is not start:
                self.notes.append(told.note("nothing-leads-here"))
        seen: set[str] = set()
        for told, _ in read:
            if told.name in seen:
                self.notes.append(told.note("duplicate"))
            seen.add(told.name)

    def _scene(self, key: str, told: Told, said: Spoken) -> Scene:
        lines = tuple(Line(direction=part) for part in self._directions(told, said.text))
        choices = tuple(self._choice(place, told, said) for place in range(len(said.ways)))
        return Scene(key, self._short(told, key, TITLE_LIMIT), lines, choices)

    def _ending(self, key: str, told: Told, said: Spoken) -> Ending:
        self.notes.append(told.note("ending"))
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in said.text.split("\n"))).strip()
        return Ending(key, self._short(told, key, ENDING_TITLE_LIMIT), Door.AJAR, text, "")

    def _directions(self, told: Told, text: str) -> Iterator[str]:
        for line in text.split("\n"):
            parts = list(_divided(" ".join(line.split()), DIRECTION_LIMIT))
            if len(parts) > 1:
                self.notes.append(told.note("divided", limit=str(DIRECTION_LIMIT)))
            yield from parts

    def _choice(self, place: int, told: Told, said: Spoken) -> Choice:
        way = said.ways[place]
        text, is_spoken = _unquoted(way.text or way.to)
        key = LETTERS[place] if place < len(LETTERS) else f"c{place}"
        to = self.keys.get(way.to)
        if to is None:
            to = self._missing(way.to)
            self.notes.append(told.note("missing-target", way.to or NOWHERE, way.line))
        return Choice(key, text, to, "", spoken=is_spoken)

    def _missing(self, name: str) -> str:
        """A key for a passage that is not there: as like its name as a key may be, and nobody else's."""
        if name not in self.missing:
            word = re.sub(r"[^A-Za-z0-9]+", "-", name[:200]).strip("-")[: KEY_LIMIT - 8].strip("-").lower()
            # Keys of scenes and endings are a letter and a number.
            word = "missing" if not word or re.fullmatch(r"[ne][0-9]+", word) else word
            number = self.used[word] = self.used.get(word, 0) + 1
            self.missing[name] = word if number == 1 else f"{word}--{number}"
        return self.missing[name]

    def _short(self, told: Told, key: str, limit: int) -> str:
        """The title of a scene or ending: its name, cut to what the map shows, and like no other."""
        name = " ".join(told.name.split())
        title = _cut(name, limit) or key
        if not name:
            self.notes.append(told.note("empty-name", title=title))
        elif title != name:
            self.notes.append(told.note("long-title", title=title))
        if title in self.titles:
            title = f"{_cut(name, limit - len(key) - 1)} {key}"
            self.notes.append(told.note("renamed", title=title))
        self.titles.add(title)
        return title


def _numbered(letter: str, parts: Sequence[Read]) -> Iterator[tuple[str, Told]]:
    return ((f"{letter}{number}", told) for number, (told, _) in enumerate(parts, start=1))


def _cut(text: str, limit: int) -> str:
    """At most `limit` signs of the text, at the end of a word where there is one."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    words = head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head
    return f"{words.rstrip()}…"


def _divided(text: str, limit: int) -> Iterator[str]:
    """The text in parts of at most `limit` signs, each ending with a sentence or a word where it can."""
    while len(text) > limit:
        head = text[:limit]
        end = max(head.rfind(sign) + len(sign) - 1 for sign in (". ", "? ", "! ", "… ", "” "))
        end = end if end > limit // 3 else head.rfind(" ")
        end = end if end > limit // 3 else limit
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    if text:
        yield text


def _unquoted(text: str) -> tuple[str, bool]:
    """Words in quotation marks are said aloud, without them; others are something done."""
    close = QUOTES.get(text[:1])
    if close and len(text) > 2 and text.endswith(close) and close not in text[1:-1]:
        return text[1:-1].strip(), True
    return text, False
