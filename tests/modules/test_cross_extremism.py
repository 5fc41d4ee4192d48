from fractions import Fraction

import pytest

from modules.cross_extremism import MESSAGES, NAMED, WORDS, is_worse, mix, names_one_form, problems, say
from quizzes.terms import Form

# Four forms, one case each, and one left unnamed: the smallest course that may go live has 20 % of each.
SMALLEST = ["religious", "right-wing", "left-wing", "gang-like", "unnamed"]


def codes(forms):
    return [problem.code for problem in problems(forms)]


def test_course_with_four_forms_and_one_unnamed_may_go_live():
    assert problems(SMALLEST) == []


@pytest.mark.parametrize("form", ["religious", "right-wing", "left-wing", "gang-like"])
def test_course_with_three_forms_cannot_go_live(form):
    three = [case for case in SMALLEST if case != form]

    assert codes([*three, "unnamed"]) == ["too-few-forms"]


def test_course_without_an_unnamed_case_cannot_go_live():
    assert codes(["religious", "right-wing", "left-wing", "gang-like"]) == ["no-unnamed"]


def test_unnamed_does_not_stand_in_for_a_fourth_form():
    assert codes(["religious", "right-wing", "left-wing", "unnamed", "unnamed"]) == ["too-few-forms"]


def test_thirty_per_cent_of_one_form_is_allowed():
    assert codes(["religious"] * 3 + ["right-wing", "left-wing", "gang-like", "nationalist"] + ["unnamed"] * 3) == []


def test_more_than_thirty_per_cent_of_one_form_is_refused():
    found = problems(
        ["religious"] * 4 + [*SMALLEST[1:], "nationalist", "conspiracy", "high-control", "unnamed", "unnamed"]
    )

    assert [problem.code for problem in found] == ["one-form-heavy"]
    assert found[0].parameters == {"form": "religious", "count": "4", "total": "13", "limit": "30"}


def test_leaving_many_cases_unnamed_is_no_single_form():
    assert codes([*SMALLEST, "unnamed", "unnamed", "unnamed"]) == []


def test_course_without_cases_is_told_what_it_needs():
    assert codes([]) == ["no-cases"]


def test_every_form_that_is_too_heavy_is_named():
    found = problems(["religious", "religious", "right-wing", "right-wing", "unnamed"])

    assert [problem.parameters.get("form") for problem in found] == [None, "religious", "right-wing"]


def test_form_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="martian"):
        problems(["martian"])


def test_problem_says_what_to_do_in_words():
    said = [say(problem) for problem in problems(["religious", "religious"])]

    assert said == [
        "The cases of this course touch 1 of 7 forms. It needs at least 4: add a scenario or a case vignette of"
        " another form.",
        "Every case of this course names its form. Leave the form unnamed in at least one.",
        "2 of 2 cases are about one form: religious. No form may take more than 30 %: add cases of other forms, or"
        " take some of these out.",
    ]


def test_case_of_a_new_form_brings_a_narrow_course_nearer():
    assert not is_worse(["religious"], ["religious", "right-wing"])


def test_case_of_the_same_form_takes_a_narrow_course_further_away():
    assert is_worse(["religious", "right-wing", "unnamed"], ["religious", "religious", "right-wing", "unnamed"])


def test_any_problem_is_worse_for_a_course_in_balance():
    assert is_worse([*SMALLEST, "unnamed"], [*SMALLEST, "unnamed", "religious", "religious"])


def test_same_cases_are_not_worse():
    assert not is_worse(["religious"], ["religious"])


def test_share_is_exact():
    assert mix(["religious"] * 3 + ["unnamed"] * 7).share(Form.RELIGIOUS) == Fraction(3, 10)


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("Right-wing youth", Form.RIGHT_WING),
        ("RIGHT–WING ONLINE", Form.RIGHT_WING),
        ("The rightwinger next door", Form.RIGHT_WING),
        ("Far right or just angry?", Form.RIGHT_WING),
        ("Neo-Nazis at school", Form.RIGHT_WING),
        ("White nationalism explained", Form.RIGHT_WING),
        ("Anti-fascists on the square", Form.LEFT_WING),
        ("When anarchists move in", Form.LEFT_WING),
        ("Islamist networks", Form.RELIGIOUS),
        ("Jihadism and youth", Form.RELIGIOUS),
        ("Religiously framed violence", Form.RELIGIOUS),
        ("The nationalist", Form.NATIONALIST),
        ("Separatists", Form.NATIONALIST),
        ("Conspiracy theories at the dinner table", Form.CONSPIRACY),
        ("A mother and QAnon", Form.CONSPIRACY),
        ("Life after the cult", Form.HIGH_CONTROL),
        ("High control groups", Form.HIGH_CONTROL),
        ("The gang's rules", Form.GANG_LIKE),
        ("Gangs", Form.GANG_LIKE),
    ],
)
def test_title_that_names_one_form_is_found(title, form):
    assert names_one_form(title) is form


@pytest.mark.parametrize(
    "title",
    [
        "The right to refuse testimony",
        "Turn right, then left",
        "Nobody leaves, nobody is left behind",
        "Left unnamed",
        "National networks and nationality",
        "International meetings",
        "Culture, agriculture and cultivation",
        "Sections and sectors",
        "Religious education in the morning",
        "Ganging up is no fun: do not gang up",
        "A conspiracy of silence",
        "Gangway",
        "Nazaré",
        "Cult film night",
        "It was a joke",
        "",
    ],
)
def test_title_that_says_something_else_is_left_alone(title):
    assert names_one_form(title) is None


def test_title_that_names_two_forms_asks_nobody():
    assert names_one_form("From gangs to right-wing groups") is None


def test_title_that_names_one_form_twice_is_found():
    assert names_one_form("Gangs and gangsters") is Form.GANG_LIKE


def test_title_in_a_language_without_words_asks_nobody():
    assert names_one_form("Gangs", "fi") is None


def test_every_named_form_has_words():
    assert set(WORDS["en"]) == set(NAMED)


def test_very_long_title_is_read_in_one_go():
    assert names_one_form("gang " * 5000) is Form.GANG_LIKE


def test_every_message_can_be_filled():
    shown = [problem for forms in ([], ["religious"]) for problem in problems(forms)]

    assert {problem.code for problem in shown} == set(MESSAGES)
    assert [problem for problem in shown if "%(" in say(problem)] == []
