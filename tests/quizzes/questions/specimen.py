"""One small question of each kind, for tests that name what they look at."""

from quizzes.questions.kinds import Item, Kind, Option, Pair, Question

SINGLE = Question(
    "m1-03",
    Kind.SINGLE,
    "Which reply invites a story?",
    ("S4-26",),
    options=(
        Option("when", "When did you first see them?", True, "A moment. Now there is something to listen to."),
        Option("why", "Why do you believe that?", False, "It asks for a defence."),
        Option("fact", "That is not true.", False, "It starts a debate."),
    ),
)
MULTIPLE = Question(
    "m1-01",
    Kind.MULTIPLE,
    "What can you expect?",
    options=(
        Option("practice", "Practice.", True, "Yes."),
        Option("freedom", "Freedom to stop.", True, "Yes, too."),
        Option("tool", "A risk tool.", False, "No tool."),
    ),
)
ORDERING = Question(
    "m2-03",
    Kind.ORDERING,
    "Put the steps in order.",
    items=(Item("limit", "Say the limits"), Item("scene", "Ask for a scene"), Item("pause", "Leave a pause")),
    feedback="Openness comes first.",
)
MATCHING = Question(
    "m1-02",
    Kind.MATCHING,
    "Match sentence and need.",
    pairs=(Pair("crew", "Nobody laughs at me.", "respect"), Pair("chat", "It answers at three.", "company")),
    feedback="Ordinary needs.",
)
CONFIDENCE = Question(
    "m1-09",
    Kind.CONFIDENCE,
    "How sure are you?",
    about="m1-03",
    scale=("guessing", "not very sure", "fairly sure", "very sure"),
)
REFLECTION = Question("m1-10", Kind.REFLECTION, "Write down one label that you use.")
ALL = (SINGLE, MULTIPLE, ORDERING, MATCHING, CONFIDENCE, REFLECTION)
