"""What a passage says, without the code of its story format: its words, its links, and what was left out of it."""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field

from quizzes.engine.twee.messages import Note, TweeError
from quizzes.engine.twine.container import Told
from quizzes.engine.twine.signs import (
    BLOCKS,
    BRACES,
    CODE_LEFT,
    CODE_MACROS,
    FORMATTING,
    GOING,
    HARLOWE,
    HARLOWE_MACROS,
    HTML,
    IMAGE,
    INSERT,
    LINK,
    LINKING,
    MACRO,
    MEDIA,
    MODIFIER,
    PLAIN_MACRO,
    QUOTED,
    SIGN,
    TAG,
    VALUE,
)

LINKS_LIMIT = 40
# Around the words of a link, until it is known whether they stand in a sentence. No text has these signs.
OPEN, CLOSE = "\x01", "\x02"
LINKED = re.compile(f"{OPEN}[^{CLOSE}]*+{CLOSE}")
PAIRS = {"<!--": ("-->", "comment"), "/%": ("%/", "comment"), "/*": ("*/", "comment"), "<%": ("%>", "code")}
# Modifiers of Chapbook below which stands something that readers never see.
UNSEEN = frozenset({"javascript", "css", "note", "note to myself", "todo", "n.b.", "fyi"})


@dataclass(frozen=True)
class Way:
    """A link: its words, the name of the passage it leads to, and its line."""

    text: str
    to: str
    line: int


@dataclass
class Spoken:
    """A passage that was read."""

    text: str = ""
    ways: list[Way] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def spoken(told: Told, style: str, names: frozenset[str]) -> Spoken:
    """The words and links of a passage. `style`: of the story format. `names`: of all passages. Linear in its text."""
    return _Reader(told, style, names).run()


class _Reader:
    """Walks through a passage once. An end that was looked for in vain is not looked for again."""

    def __init__(self, told: Told, style: str, names: frozenset[str]) -> None:
        self.told, self.style, self.names = told, style, names
        self.result = Spoken()
        self.text = told.text.replace(OPEN, " ").replace(CLOSE, " ")
        self.breaks = [found.start() for found in re.finditer("\n", self.text)]
        self.out: list[str] = []
        self.missing: set[str] = set()
        self.brackets: list[bool] = []  # for each that is open: whether it belongs to code
        self.waiting = ""  # the words of a link in code whose target comes later

    def run(self) -> Spoken:
        if self.style.startswith("chapbook") or not self.style:
            self.text = "\n".join(self._without_modifiers(self.text.split("\n")))
        at = 0
        while found := SIGN.search(self.text, at):
            self.out.append(self.text[at : found.start()])
            at = self._take(found[0], found.start())
        self.out.append(self.text[at:])
        self.result.text = "\n".join(_without_choices("".join(self.out).split("\n")))
        self._look_back()
        return self.result

    def note(self, code: str, words: str, at: int) -> None:
        line = self.told.first + bisect(self.breaks, at - 1) if at >= 0 else self.told.line
        self.result.notes.append(self.told.note(code, words, line))

    def way(self, text: str, to: str, at: int) -> None:
        line = self.told.first + bisect(self.breaks, at - 1)
        if len(self.result.ways) == LINKS_LIMIT:
            raise TweeError(line, "too-many-links", passage=self.told.name, limit=str(LINKS_LIMIT))
        self.result.ways.append(Way(" ".join(text.split()), to, line))

    # ---- signs

    def _take(self, sign: str, at: int) -> int:
        """Reads what begins with this sign and returns the place behind it."""
        if sign in PAIRS:
            return self._to(*PAIRS[sign], at)
        if sign in "[]":
            return self._bracket(sign, at)
        if sign in "{}":
            return self._brace(sign, at)
        readers = {"<<": self._macro, "[[": self._link, "(": self._call, "$": self._variable}
        return readers.get(sign, self._image if sign.lower().endswith("img[") else self._tag)(at)

    def _keep(self, sign: str, at: int) -> int:
        self.out.append(sign)
        return at + len(sign)

    def _leave(self, code: str, start: int, end: int) -> int:
        self.note(code, self.text[start:end], start)
        return end

    def _find(self, sign: str, at: int) -> int:
        if sign in self.missing:
            return -1
        found = self.text.find(sign, at)
        if found < 0:
            self.missing.add(sign)
        return found

    def _to(self, sign: str, code: str, at: int) -> int:
        end = self._find(sign, at + 2)
        if end < 0:
            return self._keep(self.text[at : at + 2], at)
        return self._leave(code, at, end + len(sign))

    def _macro(self, at: int) -> int:
        """SugarCube: `<<name arguments>>`."""
        found = MACRO.match(self.text, at) or PLAIN_MACRO.match(self.text, at)
        if found is None:
            return self._keep("<<", at)
        name, end = found[1].lower(), found.end()
        if name in CODE_MACROS:
            close = self._find(f"<</{name}>>", end)
            end = close + len(name) + 5 if close >= 0 else end
        if name.startswith("/"):
            self.waiting = ""
            return self._leave("code", at, end)
        self._lead(name, found[2], at)
        return self._leave("code", at, end)

    def _call(self, at: int) -> int:
        """Harlowe: `(name: arguments)`, and the `[` of the text that belongs to it."""
        found = HARLOWE.match(self.text, at)
        if found is None or not (self.style.startswith("harlowe") or (not self.style and found[1] in HARLOWE_MACROS)):
            return self._keep("(", at)
        end = self._balanced(at)
        if end < 0:
            return self._keep("(", at)
        self._lead(found[1], self.text[found.end() : end - 1], at)
        self._leave("code", at, end)
        if self.text.startswith("[", end) and (self.text[end : end + 3] == "[[[" or self.text[end : end + 2] != "[["):
            self.brackets.append(True)
            return end + 1
        return end

    def _balanced(self, at: int) -> int:
        """The place behind the bracket that closes the one at `at`; -1 where none does."""
        if "(" in self.missing:
            return -1
        depth, place = 0, at
        while found := BLOCKS.search(self.text, place):
            place = found.end()
            if found[0] in "()":
                depth += 1 if found[0] == "(" else -1
            if depth == 0:
                return place
        self.missing.add("(")
        return -1

    def _lead(self, name: str, arguments: str, at: int) -> None:
        """A macro that leads to another passage by plain words becomes a link."""
        words = [first or second for first, second in QUOTED.findall(arguments)]
        inside = LINK.search(arguments)
        if name in LINKING and inside is not None:
            self._go(*_parted(inside[1]), at)
        elif name in LINKING and len(words) > 1:
            self._go(words[0], words[1], at)
        elif name in LINKING and words:
            self.waiting = words[0]
        elif name in GOING and words:
            self._go(self.waiting or words[0], words[0], at)

    def _go(self, text: str, to: str, at: int) -> None:
        self.way(text or to, to, at)
        self.note("macro-link", f"{text} → {to}", at)
        self.waiting = ""

    def _link(self, at: int) -> int:
        found = LINK.match(self.text, at)
        if found is None:
            return self._keep("[[", at)
        text, to = _parted(found[1])
        text = TAG.sub("", text).strip() or to
        if found[2]:
            self.note("setter", found[2], at)
        if to not in self.names and VALUE.match(to):
            self.note("address", to, at)
        elif text or to:
            self.way(text, to, at)
        self.out.append(f"{OPEN}{text}{CLOSE}")
        return found.end()

    def _image(self, at: int) -> int:
        """SugarCube: `[img[source][passage]]`."""
        found = IMAGE.match(self.text, at)
        if found is None:
            return self._keep("[", at)
        title, source = _parted(found[1])
        if found[2]:
            to = found[2].strip()
            self.way(title if title != source else to, to, at)
        return self._leave("picture", at, found.end())

    def _bracket(self, sign: str, at: int) -> int:
        if sign == "[":
            self.brackets.append(False)
            return self._keep(sign, at)
        is_of_code = self.brackets.pop() if self.brackets else False
        return at + 1 if is_of_code else self._keep(sign, at)

    def _brace(self, sign: str, at: int) -> int:
        if self.style.startswith("harlowe"):  # only gathers white space
            return at + 1
        found = INSERT.match(self.text, at) if sign == "{" and (self.style.startswith("chapbook")) else None
        return self._leave("code", at, found.end()) if found else self._keep(sign, at)

    def _variable(self, at: int) -> int:
        found = BRACES.match(self.text, at)
        if found is None:
            return self._keep("$", at)
        self.note("variable", found[0], at)
        return self._keep(found[0], at)

    def _tag(self, at: int) -> int:
        """A mark of HTML. Scripts and styles go with what is in them."""
        found = TAG.match(self.text, at)
        name = found[2].lower() if found else ""
        if found is None or (name not in HTML and "-" not in name):
            return self._keep("<", at)
        end = found.end()
        if found[1]:
            return end
        if name in {"script", "style"}:
            close = self._find(f"</{name}>", end)
            return self._leave("code", at, close + len(name) + 3 if close >= 0 else end)
        if name == "br":
            self.out.append("\n")
            return end
        passage = re.search(r'(?<![\w-])data-passage\s*+=\s*+"([^"]*)"', found[0])
        if passage is not None:
            close = self._find("</", end)
            words = self.text[end:close] if end <= close < end + 200 else ""
            self.way(words if "<" not in words and words.strip() else passage[1], passage[1].strip(), at)
        code = "picture" if name in MEDIA else "address" if "href" in found[0].lower() else "tag"
        return self._leave(code, at, end)

    # ---- the passage as a whole

    def _without_modifiers(self, lines: list[str]) -> Iterator[str]:
        """Chapbook: the values above `--`, lines in square brackets, and the code below some of them."""
        head = lines.index("--") if "--" in lines and self.style else -1
        is_code = False
        at = 0
        for number, line in enumerate(lines):
            modifier = MODIFIER.fullmatch(line.strip())
            is_code = (
                modifier[1].lower() in {"javascript", "css", "note", "note to myself", "todo"} if modifier else is_code
            )
            if number <= head or modifier or (is_code and line.strip()):
                if line.strip() not in {"", "--"}:
                    self.note("code", line, at)
                yield " " * len(line)
            else:
                yield line
            at += len(line) + 1

    def _look_back(self) -> None:
        """What is still there although it does not look like words."""
        if found := CODE_LEFT.search(self.result.text):
            end = self.result.text.find("\n", found.start())
            self.note("kept-code", self.result.text[found.start() : end if end >= 0 else None][:400], -1)
        if signs := dict.fromkeys(found.strip() for found in FORMATTING.findall(self.result.text)):
            self.note("formatting", " ".join(signs), -1)


def _without_choices(lines: list[str]) -> Iterator[str]:
    """The lines, but for those that hold links alone: these words stand in the choices."""
    for line in lines:
        around = LINKED.sub("", line)
        if around == line or any(sign.isalnum() for sign in around):
            yield line.replace(OPEN, "").replace(CLOSE, "")


def _parted(inside: str) -> tuple[str, str]:
    """Words and target of a link."""
    for arrow, order in (("->", 1), ("<-", -1), ("|", 1)):
        left, found, right = inside.rpartition(arrow) if arrow == "->" else inside.partition(arrow)
        if found:
            text, to = (left, right)[::order]
            return text.strip(), to.strip()
    return inside.strip(), inside.strip()
