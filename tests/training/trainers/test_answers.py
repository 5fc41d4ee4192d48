import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from modules.models import CourseVersion
from tests import crawling
from tests.factories import CertificateFactory, UserFactory
from tests.training.trainers.finished import WEEK, answer, course, finish, frozen, play
from training import roles
from training.models import Snapshot, User
from training.trainers import bars, statistics
from training.trainers.rounding import rounded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("admin_pages")]
LIST = "/admin/reports/answers/"


@pytest.fixture
def version() -> CourseVersion:
    return course()


@pytest.fixture
def trainer(client: Client) -> Client:
    return signed_in(client, trainer=True)


def signed_in(client: Client, **role: bool) -> Client:
    """The client with somebody of this role, who has a second factor."""
    roles.sync()
    client.force_login(UserFactory(factor=True, **role))
    return client


def words(response: Any) -> str:
    """What stands on the page, without its frame and its marks."""
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    assert main is not None
    return " ".join(re.sub(r"<[^>]+>", " ", main[0]).split())


def of_scenario() -> str:
    return reverse("trainers:answers_scenario", args=[Snapshot.objects.filter(subject="scenario").latest("week").pk])


def of_questions(version: CourseVersion, week: date = WEEK) -> str:
    return reverse("trainers:answers_questions", args=[version.pk, week.isoformat()])


ADDRESSES: list[Callable[[CourseVersion], str]] = [lambda version: LIST, lambda version: of_scenario(), of_questions]


# ---- Who may look


@pytest.mark.parametrize("role", ["trainer", "reviewer", "operator"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_trainers_reviewers_and_operators_read_the_same_figures(client, version, role, address):
    frozen(version)

    response = signed_in(client, **{role: True}).get(address(version))

    assert response.status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_somebody_else_in_the_admin_is_sent_to_its_first_page(client, version, address):
    frozen(version)
    user = UserFactory(factor=True)
    user.groups.add(Group.objects.create(name="Others"))
    user.groups.get().permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    response = client.get(address(version))

    assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_sent_here(trainer, version, address):
    frozen(version)

    assert trainer.post(address(version)).status_code == 405


def test_entry_in_the_menu_is_there_for_those_who_may_look(client, trainer, version):
    assert LIST in trainer.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/admin/reports/answers/scenario/987654/",
        "/admin/reports/answers/questions/987654/2026-11-16/",
        "/admin/reports/answers/questions/1/no-such-day/",
    ],
)
def test_figures_that_do_not_exist_are_not_found(trainer, address):
    assert trainer.get(address).status_code == 404


def test_figures_of_a_question_are_no_page_of_a_scenario(trainer, version):
    _scenario, question = frozen(version)

    assert trainer.get(reverse("trainers:answers_scenario", args=[question.pk])).status_code == 404


@pytest.mark.parametrize("query", ["role=teacher", "organisation=1", "from=2026-11-01", "q=Wanda", "course=2"])
def test_no_filter_changes_what_is_shown(trainer, version, query):
    frozen(version)

    assert words(trainer.get(f"{of_scenario()}?{query}")) == words(trainer.get(of_scenario()))


def test_nothing_of_a_learner_is_on_any_page(trainer, version):
    people = finish(version, 11)
    play(people)
    answer(people, "when", right=True, sure=3)
    CertificateFactory(learner=people[0].learner, name="Wanda Kanarkova", number="K7QF-93MX-2B4D-6H8J-0")
    statistics.take(version, WEEK)

    pages = "".join(trainer.get(address(version)).content.decode() for address in ADDRESSES)

    traces = ["Wanda", "K7QF", *(str(start.learner_id) for start in people), *(str(start.key) for start in people)]
    assert [trace for trace in traces if trace in pages] == []
    assert re.findall(r"\b11 (?:learners|people)|at least 11\b", pages) == []


# ---- What they see


def test_list_says_where_there_are_figures_and_where_too_few(trainer):
    version = course(scenarios=2)
    frozen(version)

    page = words(trainer.get(LIST))

    assert "Tandem, version 1 Frozen in the week of 16 November 2026: at least 35 people had finished." in page
    assert "Check questions 1 of 4 with figures" in page
    assert "At the desk version 1" in page
    assert "Desk 1 fewer than 10, not shown" in page


def test_course_that_fewer_than_ten_finished_shows_nothing(trainer, version):
    play(finish(version, 9))
    statistics.take(version, WEEK)

    page = words(trainer.get(LIST))

    assert "Tandem, version 1 fewer than 10, not shown" in page
    assert "At the desk" not in page


def test_older_version_of_a_course_keeps_its_figures_in_the_list(trainer, version):
    frozen(version)
    course_of_two = CourseVersion.objects.create(
        key=version.key, language="en", number=2, digest="2", content=version.content, published_on=version.published_on
    )

    page = words(trainer.get(LIST))

    assert page.index(f"version {course_of_two.number} fewer than 10") < page.index("version 1 Frozen")


def test_scenario_shows_per_scene_a_bar_and_every_value_as_text(trainer, version):
    frozen(version)

    response = trainer.get(of_scenario())

    page = words(response)
    assert "A What happened on Friday? at least 25 70 %" in page
    assert "B Open the file first. at least 10 30 %" in page
    assert "C Say nothing yet. hardly anybody &lt;5 %" in page
    said = re.findall(r'aria-label="([^"]*)"', response.content.decode())
    assert "At the desk: A: at least 25 (70 %); B: at least 10 (30 %); C: hardly anybody (&lt;5 %)" in said
    assert '<rect class="answers-part" x="0.00%" y="1" width="66.67%" height="32"/>' in response.content.decode()


def test_scene_with_too_few_has_a_hatched_bar_and_the_words(trainer, version):
    frozen(version)

    text = trainer.get(of_scenario()).content.decode()

    scene = text[text.index('id="scene-door"') : text.index('id="about-figures"')]
    assert 'class="answers-part few"' in scene
    assert "fewer than 10, not shown" in scene
    assert re.findall(r"\d+ learners|at least \d+|>\s*\d+\s*<", scene) == []


def test_question_shows_the_first_answers_and_which_is_right(trainer, version):
    people = finish(version, 40)
    answer(people[:20], "when", right=True, sure=3)
    answer(people[20:36], "why", sure=1)
    answer(people[36:], "fact", sure=0)
    statistics.take(version, WEEK)

    page = words(trainer.get(of_questions(version)))

    assert "A When did you first see them? The right answer. at least 20 50 %" in page
    assert "B or C Why do you believe that? That is not true. at least 20 50 %" in page
    assert "very sure at least 20 (50 %) hardly anybody" not in page  # nobody was very sure and wrong: goes with others
    assert "very sure at least 20 (50 %) with others" in page
    assert "not very sure with others with others" in page
    assert "with others, together at least 20 (50 %)" in page


def test_weeks_are_a_plain_list_and_older_ones_stay_as_they_were(trainer, version):
    frozen(version)
    before = words(trainer.get(of_scenario())).partition("How it ended first")[2]
    old = of_scenario()
    frozen(version, WEEK + timedelta(weeks=1))

    page = trainer.get(old)

    assert re.findall(r"\d+ November 2026", words(page)) == ["23 November 2026", "16 November 2026"]
    assert words(page).partition("How it ended first")[2] == before
    assert of_scenario() in page.content.decode()
    assert trainer.get(of_questions(version)).status_code == 200


def test_page_says_what_is_counted_and_rounded_and_that_nobody_is_seen(trainer, version):
    page = words(trainer.get(LIST))

    assert "Counted is what people did first" in page
    assert "Numbers are rounded down to fives" in page
    assert "Nobody can see what a person answered" in page


@pytest.mark.parametrize("weeks", [1, 3])
def test_pages_cost_the_same_with_more_weeks_and_scenarios(trainer, django_assert_max_num_queries, weeks):
    version = course(scenarios=weeks)
    for week in range(weeks):
        frozen(version, WEEK + timedelta(weeks=week))
    trainer.get(LIST)

    # Two for the session and its person, two or three for the figures, the rest is the frame of the admin.
    with django_assert_max_num_queries(12):
        trainer.get(LIST)
    with django_assert_max_num_queries(12):
        trainer.get(of_scenario())
    with django_assert_max_num_queries(12):
        trainer.get(of_questions(version))


# ---- Bars


def test_bar_is_as_long_as_its_parts_and_names_each():
    bar = bars.drawn(
        rounded({"a": 40, "b": 8, "c": 2, "d": 1}), dict(zip("abcd", ("one", "two", "three", "four"), strict=True))
    )

    assert [(part.label, part.x, part.width, part.is_merged) for part in bar.parts] == [
        ("A · 40", "0.00%", "80.00%", False),
        ("B, C, D", "80.00%", "20.00%", True),
    ]
    assert [(row.letters, row.texts) for row in bar.rows] == [
        ("A", ("one",)),
        ("B or C or D", ("two", "three", "four")),
    ]


def test_cells_that_cannot_be_told_apart_leave_a_hatched_bar_that_says_why():
    bar = bars.drawn(rounded({"a": 17, "b": 3}), {"a": "one", "b": "two"})

    assert (bar.rows, bar.parts) == ((), ())
    assert bar.said == "at least 20 learners, not told apart: a group would be too small"


@pytest.mark.parametrize(("place", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ")])
def test_letters_go_on_after_z(place, letter):
    assert bars.letter(place) == letter


@pytest.mark.parametrize("counts", [{"a": 40, "b": 8, "c": 2}, {"a": 17, "b": 3, "c": 0}, {"a": 3, "b": 3, "c": 3}])
def test_drawing_knows_all_its_words(monkeypatch, counts):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", crawling.UNDEFINED)
    bar = bars.drawn(rounded(counts), {"a": "one", "b": "two", "c": "three"}, "a")

    html = render_to_string("training/trainers/answers_bar.html", {"bar": bar, "name": "A scene", "head": "Choice"})

    assert crawling.UNDEFINED not in html
    assert re.findall(r"style=|<script|\son\w+=", html) == []


@pytest.mark.usefixtures("demo_site")
def test_demo_has_figures_worth_a_look(client):
    client.force_login(User.objects.get(email="trainer@demo.example.org"))

    page = words(client.get(LIST))
    scenario = words(client.get(of_scenario()))

    assert "at least 65 people had finished" in page
    assert "40 of 40 with figures" in page
    assert scenario.count("at least") > 10
