r"""Scenarios as Twee 3 text, both ways: a trainer's text area, a file, and Twine.

`from_twee(to_twee(graph)) == graph` for every graph, and `to_twee` gives one text for one graph, so text that was
written here comes back byte for byte. A passage is a scene or an ending, and its name is the key:

    :: N1 [scene] {"position":"0,150"}
    <!-- scene
    title: At the desk
    lays: friday, home
    -->
    mira aside to you (half aloud): Shall we ask him?
    jonas to you, mira: Nobody asked me anything.
    (A pause.)

    [[What happened on Friday?->N2]]
    <!-- choice a
    addressed: jonas
    feedback: You ask for one moment.
    why: S4-26, S3-11
    effects: trust 2
    tells: friday
    -->

    :: E1 [ending open] {"position":"0,300"}
    <!-- ending
    title: He comes back
    debrief: What helped?
    -->
    He comes back.

- A line is `speaker [aside] [to names] [(direction)]: words`; a direction alone stands in brackets.
- A choice is a link on its own line; the comment below it holds what Twine does not know. `act` there: not spoken.
- Twine plays this text; its comments stay invisible, and positions are written for its map and never read.
- `The scenario` [tandem] holds setting, people, threads; `Variant <role>` [variant] the words of another role.
- Order is meaning: people, threads, scenes, endings and choices come in the author's order. Twine sorts passages by
  name on export, which changes the order of scenes and nothing else.
- A backslash hides what would be misread: `\n` a line break, `\\` itself, `\x5b` a sign by its number, `\e` nothing.

Comments of somebody else, scripts, styles, other tags and values of the story have no place in a scenario: `read`
leaves them out and notes each with its line. Stories written elsewhere are read by `quizzes.engine.twine`.
"""

from quizzes.engine.twee.messages import ERRORS, NOTES, Note, TweeError
from quizzes.engine.twee.reading import Reading, from_twee, read
from quizzes.engine.twee.writing import to_twee

__all__ = ["ERRORS", "NOTES", "Note", "Reading", "TweeError", "from_twee", "read", "to_twee"]
