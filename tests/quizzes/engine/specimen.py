"""One small conversation, written out, for tests that name what they look at."""

from quizzes.engine.graph import Choice, Ending, Graph, Line, Notice, Person, Scene, Thread
from quizzes.terms import Competence, Door, Form, Role, Seat

MIRA_ASKS = Line("mira", ("you",), "Shall we ask him?", "half aloud", aside=True)
JONAS_SPEAKS = Line("jonas", ("you", "mira"), "Nobody asked me anything.")
A_PAUSE = Line(direction="A pause.")

DESK = Scene(
    "desk",
    "At the desk",
    (MIRA_ASKS, JONAS_SPEAKS, A_PAUSE),
    (
        Choice(
            "ask",
            "What happened on Friday?",
            "friday",
            "You ask for one moment.",
            ("S4-26", "S3-11"),
            {Competence.TRUST: 2},
            addressed=("jonas",),
            tells=("friday",),
        ),
        Choice(
            "file",
            "Open the file first.",
            "door",
            "The file is read.",
            ("S4-38",),
            {Competence.TRUST: -1},
            spoken=False,
        ),
        Choice(
            "wait", "Say nothing yet.", "desk", "Silence has room.", ("S3-10",), {Competence.SAFETY: 1}, spoken=False
        ),
    ),
    lays=("friday", "home"),
)
FRIDAY = Scene(
    "friday",
    "Friday",
    (Line("jonas", ("you",), "I walked out."),),
    (
        Choice("thank", "Thank you.", "open", "He is heard.", ("S3-11",), {Competence.TRUST: 1}, ties=("friday",)),
        Choice("why", "Why?", "ajar", "It asks for a defence.", ("S4-27",), {Competence.TRUST: 0}),
    ),
)
DOOR = Scene(
    "door",
    "The door",
    (Line(direction="He stands up."),),
    (
        Choice("let", "You may go.", "ajar", "He is free.", ("S4-21",), {Competence.SAFETY: 2, Competence.TRUST: 1}),
        Choice("hold", "Stay.", "closed", "He stays away.", ("S4-21",), {Competence.TRUST: -1}),
    ),
)

JONAS = Graph(
    title="At the desk",
    form=Form.UNNAMED,
    role=Role.SOCIAL_WORK,
    setting="An office.",
    you="social worker",
    intro="You share the office with Mira.",
    cast=(Person("mira", "Mira", Seat.PEER, "colleague"), Person("jonas", "Jonas", Seat.THIRD, "17")),
    competences=(Competence.TRUST, Competence.SAFETY),
    start="desk",
    scenes=(DESK, FRIDAY, DOOR),
    endings=(
        Ending("open", "He comes back", Door.OPEN, "He comes back.", "What helped?"),
        Ending("ajar", "A nod", Door.AJAR, "He nods.", "What was missing?"),
        Ending("closed", "Gone", Door.CLOSED, "He is gone.", "How to repair it?"),
    ),
    threads=(Thread("friday", "what happened on Friday"), Thread("home", "home")),
    notice=Notice("Somebody leaves.", skippable=True),
)
