"""Moodle XML, read element by element. The file is hostile until shown otherwise.

Nothing outside the file is ever opened: no DTD, no entity, no network, no XInclude. Rules that lxml
could expand are refused before it sees them.
"""

import re
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from quizzes.questions.files import MOST_ANSWERS, MOST_QUESTIONS, checked
from quizzes.questions.moodle import Answer, Format, Match, MoodleFile, MoodleQuestion, Text, Type, known_tags
from quizzes.questions.notes import Note, RefusedFile

DEEPEST, MOST_ELEMENTS, LONGEST_TAG = 20, 60_000, 2_000
SECTIONS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
TAG = re.compile(r"""<[^<>"']*+(?:"[^"]*+"[^<>"']*+|'[^']*+'[^<>"']*+)*+>""")
ENCODING = re.compile(r"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
XINCLUDE = "{http://www.w3.org/2001/XInclude}"
FORMATS = {
    "html": Format.HTML,
    "1": Format.HTML,
    "moodle_auto_format": Format.AUTO,
    "0": Format.AUTO,
    "plain_text": Format.PLAIN,
    "2": Format.PLAIN,
    "markdown": Format.MARKDOWN,
    "4": Format.MARKDOWN,
}
TYPES = {"matching": Type.MATCH, "match": Type.MATCH, "ddmatch": Type.MATCH}
SAID = {
    "generalfeedback": "general",
    "correctfeedback": "right",
    "partiallycorrectfeedback": "partly",
    "incorrectfeedback": "wrong",
    "hint": "hint",
    "graderinfo": "grader",
    "responsetemplate": "template",
}
# Read elsewhere, or about marks and looks.
QUIET = frozenset({
    "name", "questiontext", "answer", "subquestion", "tags", "idnumber", "single", "hidden", "file",
    "defaultgrade", "defaultmark", "penalty", "shuffleanswers", "answernumbering", "shownumcorrect",
    "showstandardinstruction", "usecase", "responseformat", "responserequired", "responsefieldlines",
    "minwordlimit", "maxwordlimit", "attachments", "attachmentsrequired", "maxbytes", "filetypeslist",
    "unitgradingtype", "unitpenalty", "showunits", "unitsleft", "units", "layouttype", "selecttype",
    "selectcount", "gradingtype", "showgrading", "numberingstyle", "questionid", "length", "stamp", "version",
    "image", "image_base64",
})  # fmt: skip
PERCENT = re.compile(r"-?\d{1,3}(?:\.\d{1,20})?")


def read(text: str) -> MoodleFile:
    """The questions of this document, and an error with its line for each that cannot be read.

    Raises RefusedFile if it is no Moodle XML, or more than a lesson's worth of it.
    """
    text = checked(text)
    _refuse_foreign_signs(text)
    questions: list[MoodleQuestion] = []
    notes: list[Note] = []
    category, seen = "", 0
    for element in _questions(text):
        if element.get("type") == "category":
            category = _inner(element.find("category")).text.strip()
            continue
        seen += 1
        if seen > MOST_QUESTIONS:
            raise RefusedFile("too-many", limit=str(MOST_QUESTIONS))
        if error := _error(element):
            notes.append(error)
        else:
            questions.append(_question(element, category))
    if not seen:
        raise RefusedFile("no-questions")
    return MoodleFile(tuple(questions), (*notes, *_about_file(text), Note("marks")))


def is_xml(text: str) -> bool:
    """Whether this is meant to be XML: GIFT does not begin so."""
    return text.removeprefix("\ufeff").lstrip().startswith(("<?xml", "<quiz", "<!"))


def _refuse_foreign_signs(text: str) -> None:
    """Refuses rules (DOCTYPE, ENTITY) and giant tags before the parser sees them: it would take its time over both."""
    at = text.find("<")
    while at >= 0:
        closing = next((end for begin, end in SECTIONS.items() if text.startswith(begin, at)), "")
        if closing:
            end = text.find(closing, at + 2) + len(closing)
        elif text.startswith("<!", at):
            raise RefusedFile("doctype", _line(text, at))
        else:
            tag = TAG.match(text, at)
            end = tag.end() if tag else 0
            if end - at > LONGEST_TAG:
                raise RefusedFile("long-tag", _line(text, at))
        if end <= at:
            raise RefusedFile("not-well-formed", _line(text, at))
        at = text.find("<", end)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _about_file(text: str) -> Iterator[Note]:
    declared = ENCODING.match(text.lstrip())
    if declared and declared[1].lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
        yield Note("declared", 0, {"part": declared[1]})


def _questions(text: str) -> Iterator[etree._Element]:
    """Each `question` once it is complete; forgotten when the next one is asked for."""
    events = etree.iterparse(
        BytesIO(text.encode()),
        events=("start", "end"),
        encoding="utf-8",  # what the file declares does not count: it is text by now
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    depth = count = 0
    try:
        for event, element in events:
            depth, count = (depth + 1, count + 1) if event == "start" else (depth - 1, count)
            if event == "start":
                _check(element, depth, count)
            elif depth == 1:
                if element.tag == "question":
                    yield element
                element.clear()
    except etree.XMLSyntaxError as error:
        raise RefusedFile("not-well-formed", error.lineno or 1) from error


def _check(element: etree._Element, depth: int, count: int) -> None:
    line = element.sourceline or 0
    if str(element.tag).startswith(XINCLUDE):
        raise RefusedFile("xinclude", line)
    if depth == 1 and element.tag != "quiz":
        raise RefusedFile("not-moodle", line, part=str(element.tag)[:40])
    if depth > DEEPEST:
        raise RefusedFile("too-deep", line)
    if count > MOST_ELEMENTS:
        raise RefusedFile("too-many-parts", line)


def _error(element: etree._Element) -> Note | None:
    line = element.sourceline or 0
    if not element.get("type"):
        return Note("no-type", line)
    if len(element.findall("answer")) + len(element.findall("subquestion")) > MOST_ANSWERS:
        return Note("many-answers", line, {"limit": str(MOST_ANSWERS)})
    return None


def _question(element: etree._Element, category: str) -> MoodleQuestion:
    kind = element.get("type", "")
    answers, notes = _answers(element)
    return MoodleQuestion(
        line=element.sourceline or 0,
        type=TYPES.get(kind, kind),
        name=_inner(element.find("name")).text.strip(),
        prompt=_inner(element.find("questiontext")),
        answers=answers,
        matches=tuple(_match(part) for part in element.findall("subquestion")),
        is_single=_inner(element.find("single")).text.strip().lower() not in {"false", "0"},
        is_hidden=_inner(element.find("hidden")).text.strip() == "1",
        said=tuple((SAID[part.tag], _inner(part)) for part in element if part.tag in SAID),
        category=category,
        tags=known_tags(_inner(part).text for part in element.findall("tags/tag")),
        idnumber=_inner(element.find("idnumber")).text.strip(),
        files=tuple(_files(element)),
        notes=(*notes, *_unknown(element)),
    )


def _answers(element: etree._Element) -> tuple[tuple[Answer, ...], list[Note]]:
    answers, notes = [], []
    for part in element.findall("answer"):
        fraction = part.get("fraction", "0").strip()
        if not PERCENT.fullmatch(fraction):
            notes.append(Note("fraction", part.sourceline or 0, {"part": fraction[:40]}))
            fraction = "0"
        answers.append(Answer(_inner(part), float(fraction), _inner(part.find("feedback"))))
    return tuple(answers), notes


def _match(part: etree._Element) -> Match:
    return Match(_inner(part), _inner(part.find("answer")))


def _files(element: etree._Element) -> Iterator[str]:
    """Names of everything that lies in the question as a file; the files themselves are never unpacked."""
    for part in element.iter("file"):
        yield part.get("name", "?")[:100]
    for part in element.findall("image"):  # Moodle 1
        if name := (part.text or "").strip():
            yield name[:100]


def _unknown(element: etree._Element) -> Iterator[Note]:
    for part in element:
        text = " ".join(" ".join(part.itertext()).split())
        if text and isinstance(part.tag, str) and part.tag not in SAID and part.tag not in QUIET:
            shown = text if len(text) <= 300 else f"{text[:299]}…"
            yield Note("unknown-part", part.sourceline or 0, {"part": part.tag[:40], "text": shown})


def _inner(part: etree._Element | None) -> Text:
    """The text of an element, which Moodle puts into a `text` inside it."""
    if part is None:
        return Text("")
    inside = part.find("text")
    text = (part if inside is None else inside).text or ""
    return Text(text, FORMATS.get(part.get("format", "").strip().lower(), Format.AUTO))
