"""Questions of other systems as questions of ours, with everything that did not survive said beside them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from quizzes.questions import gift, moodle_xml
from quizzes.questions.files import LONGEST_TEXT, MOST_TEXT
from quizzes.questions.kinds import Item, Kind, Option, Pair, Question
from quizzes.questions.moodle import Answer, MoodleFile, MoodleQuestion, Text, Type, default_name
from quizzes.questions.moodle_texts import Traces, plain
from quizzes.questions.notes import Note, RefusedFile

TYPED = frozenset({Type.SHORT_ANSWER, Type.NUMERICAL})
ALL, NONE = 100.0, 0.0
OFTEN = frozenset({"right", "partly", "wrong"})  # Moodle puts the same three sentences into every question

Said = tuple[str, Text]


@dataclass(frozen=True)
class Found:
    """One question of a file. `question` is None where nothing of ours is like it, or where it is only a `text`.

    `is_offered`: whether it is meant to be taken unless somebody says otherwise.
    """

    line: int
    name: str
    type: str
    question: Question | None = None
    text: str = ""
    is_offered: bool = True
    notes: tuple[Note, ...] = ()

    @property
    def can_be_taken(self) -> bool:
        """Whether there is something to put into a lesson."""
        return self.question is not None or bool(self.text)


@dataclass(frozen=True)
class Imported:
    """What a file holds. `errors`: questions that could not be read. `notes`: about the file as a whole."""

    found: tuple[Found, ...]
    errors: tuple[Note, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Words:
    """What true and false are called in the language of the lesson."""

    true: str = "True"
    false: str = "False"


class TooLong(ValueError):
    """A text of a question is longer than a question's."""


def read(text: str, words: Words = Words()) -> Imported:
    """The questions of this GIFT or Moodle XML, which tell themselves apart. Raises RefusedFile."""
    file = moodle_xml.read(text) if moodle_xml.is_xml(text) else gift.read(text)
    return taken(file, words)


def taken(file: MoodleFile, words: Words = Words()) -> Imported:
    """The questions of this file as ours. Raises RefusedFile if they hold too much text together."""
    often = _said_often(file)
    found, errors = [], [note for note in file.notes if note.is_error]
    for number, question in enumerate(file.questions, start=1):
        try:
            found.append(_Taking(question, f"q{number}", words, often).result())
        except TooLong:
            errors.append(Note("long-text", question.line, {"limit": str(LONGEST_TEXT)}))
    if sum(_length(one) for one in found) > MOST_TEXT:
        raise RefusedFile("too-much-text")
    notes = [note for note in file.notes if not note.is_error]
    notes += [_about_often(place, text, count) for (place, text), count in often.items()]
    if categories := dict.fromkeys(default_name(question.category) for question in file.questions if question.category):
        notes.append(Note("categories", 0, {"part": ", ".join(categories)}))
    return Imported(tuple(found), tuple(sorted(errors, key=lambda note: note.line)), tuple(notes))


def _said_often(file: MoodleFile) -> dict[Said, int]:
    """What is said about the whole answer in more than one question, and in how many."""
    said = Counter(said for question in file.questions for said in set(question.said) if said[0] in OFTEN)
    return {said: count for said, count in said.items() if count > 1 and said[1].text.strip()}


def _about_often(place: str, text: Text, count: int) -> Note:
    return Note(f"{place}-often", 0, {"part": plain(text, Traces())[:LONGEST_TEXT], "count": str(count)})


def _length(found: Found) -> int:
    said = sum(len(value) for note in found.notes for value in note.parameters.values())
    if found.question is None:
        return len(found.text) + said
    question = found.question
    texts = [part for option in question.options for part in (option.text, option.feedback)]
    texts += [item.text for item in question.items]
    texts += [part for pair in question.pairs for part in (pair.left, pair.right)]
    return sum(map(len, texts)) + len(question.prompt) + len(question.feedback) + said


@dataclass
class _Taking:
    """One question on its way: the notes come together while its texts are read."""

    source: MoodleQuestion
    key: str
    words: Words
    often: Mapping[Said, int]
    notes: list[Note] = field(default_factory=list)
    traces: Traces = field(default_factory=Traces)

    def result(self) -> Found:
        """The question as ours. Raises TooLong."""
        source = self.source
        prompt = self.plain(source.prompt)
        question = self._question(prompt)
        text = prompt if source.type == Type.DESCRIPTION else ""
        self._say_what_is_lost(question, prompt)
        return Found(
            line=source.line,
            name=default_name(source.name or prompt),
            type=source.type[:40],
            question=question,
            text=text,
            is_offered=not source.is_hidden and source.type not in TYPED,
            notes=(*self.notes, *source.notes, *self._of_the_source(), *self._of_the_texts()),
        )

    def plain(self, text: Text) -> str:
        """The text without tags. Raises TooLong."""
        read = plain(text, self.traces)
        if len(read) > LONGEST_TEXT:
            raise TooLong
        return read

    def note(self, code: str, **parameters: str) -> None:
        """Says something about this question."""
        self.notes.append(Note(code, self.source.line, parameters))

    def _question(self, prompt: str) -> Question | None:
        match self.source.type:
            case Type.CHOICE:
                return self._choice(prompt)
            case Type.TRUE_FALSE:
                return self._true_false(prompt)
            case Type.MATCH:
                return self._matching(prompt)
            case Type.ORDERING:
                return self._ordering(prompt)
            case Type.ESSAY:
                self.note("essay")
                return Question(self.key, Kind.REFLECTION, prompt)
            case Type.SHORT_ANSWER | Type.NUMERICAL:
                self.note("typed-answer", part="; ".join(self._typed_answers()) or "–")
                return Question(self.key, Kind.REFLECTION, prompt)
            case Type.DESCRIPTION:
                return None
        self.note("not-represented", part=self.source.type[:40])
        return None

    def _choice(self, prompt: str) -> Question:
        right = _right(self.source)
        is_single = self.source.is_single and len(right) <= 1
        if self.source.is_single and len(right) > 1:
            self.note("several-right")
        options = tuple(
            Option(f"o{place + 1}", self.plain(answer.text), place in right, self.plain(answer.feedback))
            for place, answer in enumerate(self.source.answers)
        )
        for number in _weighted(self.source):
            self._say_weight(options[number], self.source.answers[number].percent)
        return Question(self.key, Kind.SINGLE if is_single else Kind.MULTIPLE, prompt, options=options)

    def _say_weight(self, option: Option, percent: float) -> None:
        self.note("weight-fits" if option.right else "weight-not", part=option.text, percent=f"{percent:g}")

    def _true_false(self, prompt: str) -> Question:
        named = {self.plain(answer.text).lower(): answer for answer in self.source.answers}
        if set(named) == {"true", "false"} and len(self.source.answers) == 2:
            true, false = named["true"], named["false"]
        else:
            self.note("true-first")
            true, false, *others = [*self.source.answers, Answer(Text(""), NONE), Answer(Text(""), NONE)]
            for answer in others[:-2]:
                self.note("extra-answer", part=self.plain(answer.text))
        options = (
            Option("o1", self.words.true, true.percent > 0, self.plain(true.feedback)),
            Option("o2", self.words.false, false.percent > 0, self.plain(false.feedback)),
        )
        return Question(self.key, Kind.SINGLE, prompt, options=options)

    def _matching(self, prompt: str) -> Question:
        read = [(self.plain(match.left), self.plain(match.right)) for match in self.source.matches]
        for left, right in read:
            if not left:
                self.note("extra-answer", part=right)
        kept = [pair for pair in read if pair[0]]
        pairs = tuple(Pair(f"p{number}", left, right) for number, (left, right) in enumerate(kept, start=1))
        return Question(self.key, Kind.MATCHING, prompt, pairs=pairs, feedback=self._general())

    def _ordering(self, prompt: str) -> Question:
        texts = [self.plain(answer.text) for answer in self.source.answers]
        items = tuple(Item(f"i{number}", text) for number, text in enumerate(texts, start=1))
        for answer, text in zip(self.source.answers, texts, strict=True):
            if feedback := self.plain(answer.feedback):
                self.note("pair-feedback", part=text, text=feedback)
        return Question(self.key, Kind.ORDERING, prompt, items=items, feedback=self._general())

    def _general(self) -> str:
        texts = [self.plain(text) for place, text in self.source.said if place == "general"]
        return "\n\n".join(filter(None, texts))

    def _typed_answers(self) -> Iterator[str]:
        for answer in self.source.answers:
            weight = "" if answer.percent == ALL else f" ({answer.percent:g} %)"
            feedback = self.plain(answer.feedback)
            yield f"{self.plain(answer.text)}{weight}" + (f" – {feedback}" if feedback else "")

    def _say_what_is_lost(self, question: Question | None, prompt: str) -> None:
        """Notes what Moodle says about the answer as a whole, and all texts of a question that is left out."""
        for place, text in self.source.said:
            if (place, text) in self.often:
                continue
            is_kept = place == "general" and question is not None and bool(question.feedback)
            if (said := self.plain(text)) and not is_kept:
                self.note(place, part=said)
        if question is None and self.source.type != Type.DESCRIPTION:
            if prompt:
                self.note("left-text", part=prompt)
            if answers := "; ".join(self._typed_answers()):
                self.note("left-answers", part=answers)
        elif not prompt and self.source.type == Type.DESCRIPTION:
            self.note("empty-text")

    def _of_the_source(self) -> Iterator[Note]:
        source = self.source
        if source.is_hidden:
            yield Note("hidden", source.line)
        if source.files:
            yield Note("files", source.line, {"part": ", ".join(dict.fromkeys(source.files))})
        if source.tags:
            yield Note("tags", source.line, {"part": ", ".join(source.tags)})
        if source.idnumber:
            yield Note("idnumber", source.line, {"part": source.idnumber})

    def _of_the_texts(self) -> Iterator[Note]:
        traces, line = self.traces, self.source.line
        for code in ("pictures", "media", "links", "formatting"):
            if found := getattr(traces, code):
                yield Note(code, line, {"part": ", ".join(found)})
        yield from (Note("html-comment", line, {"part": remark}) for remark in traces.remarks)
        flags = {
            "script": traces.has_script,
            "markdown": traces.has_markdown,
            "formula": traces.has_formula,
            "gap": traces.has_gap,
        }
        yield from (Note(code, line) for code, is_there in flags.items() if is_there)


def _right(source: MoodleQuestion) -> set[int]:
    """The places of the answers that fit: where one is picked, the best; where several are, all that count."""
    percents = [answer.percent for answer in source.answers]
    if not source.is_single:
        return {number for number, percent in enumerate(percents) if percent > 0}
    best = max(percents, default=NONE)
    return {number for number, percent in enumerate(percents) if percent == best > 0}


def _weighted(source: MoodleQuestion) -> list[int]:
    """The places of the answers whose weight says more than that they fit or not."""
    percents = [answer.percent for answer in source.answers]
    positive = {percent for percent in percents if percent > 0}
    even = positive if not source.is_single and len(positive) == 1 else {ALL}
    return [number for number, percent in enumerate(percents) if percent not in {NONE, *even}]
