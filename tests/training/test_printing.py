"""Prints are drawn once, kept by content within bounds, and two at a time."""

import fcntl
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file, get_test_image_file_jpeg

from certificates.pdf.limited import Because, Limits
from quizzes.components.wording import Wording
from tests import builders
from tests.quizzes.engine.specimen import JONAS
from training import printing
from training.printing import Busy, NotPrinted, Paper

PAPER = Paper('<html lang="en"><head><title>t</title></head><body><h1>Words</h1></body></html>')
TOO_DEEP = Paper('<html lang="en"><head><title>t</title></head><body>' + "<div>" * 300 + "x</body></html>")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Where prints are kept, empty."""
    settings.TANDEM_PRINTS = tmp_path / "prints"
    return tmp_path / "prints"


@pytest.fixture
def all_places_taken(folder: Path) -> Any:
    """Two documents are being drawn."""
    folder.mkdir()
    locks = [(folder / f"place-{number}").open("w") for number in range(2)]
    [fcntl.flock(lock, fcntl.LOCK_EX) for lock in locks]
    yield
    [lock.close() for lock in locks]


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if not file.name.startswith("place-"))


def test_print_is_drawn_once_and_kept(folder, monkeypatch):
    assert printing.kept(PAPER) is None

    drawn = printing.printed(PAPER)

    monkeypatch.setattr("sys.executable", "no such program")
    assert printing.kept(PAPER) == printing.printed(PAPER) == drawn
    assert names(folder) == [f"{PAPER.digest}.pdf"]


def test_print_is_another_one_when_its_words_or_its_style_change(monkeypatch, tmp_path):
    changed = replace(PAPER, html=PAPER.html.replace("Words", "Other words"))
    before = {PAPER.digest, changed.digest}

    style = tmp_path / "handbook.css"
    style.write_text("p{color:black}")
    monkeypatch.setattr(printing, "STYLESHEET", style)

    assert len(before | {PAPER.digest}) == 3


def test_what_cannot_be_printed_is_remembered_for_an_hour(folder, monkeypatch):
    with pytest.raises(NotPrinted):
        printing.printed(TOO_DEEP)

    monkeypatch.setattr("sys.executable", "no such program")
    with pytest.raises(NotPrinted) as refusal:
        printing.kept(TOO_DEEP)
    assert refusal.value.because is Because.TOO_MUCH

    hour_ago = (folder / f"{TOO_DEEP.digest}.failed").stat().st_mtime - printing.FAILURE_KEPT - 1
    os.utime(folder / f"{TOO_DEEP.digest}.failed", (hour_ago, hour_ago))
    assert printing.kept(TOO_DEEP) is None


def test_third_print_at_once_is_asked_to_wait(all_places_taken, folder):
    with pytest.raises(Busy):
        printing.printed(PAPER)

    assert names(folder) == []


def test_place_is_free_again_after_a_failure():
    with pytest.raises(NotPrinted):
        printing.printed(TOO_DEEP)

    assert printing.printed(PAPER, patient=True).startswith(b"%PDF")


def test_print_that_was_asked_for_longest_ago_goes_first(folder, monkeypatch):
    folder.mkdir()
    for age in range(1, 4):
        (folder / f"{age}.pdf").write_bytes(b"x")
        os.utime(folder / f"{age}.pdf", (1_000_000 - age, 1_000_000 - age))
    monkeypatch.setattr(printing, "MOST_FILES", 3)

    printing.printed(PAPER)

    assert names(folder) == sorted(["1.pdf", "2.pdf", f"{PAPER.digest}.pdf"])


def test_prints_that_are_too_large_together_go_but_the_newest_stays(folder, monkeypatch):
    folder.mkdir()
    (folder / "old.pdf").write_bytes(b"x" * 1000)
    os.utime(folder / "old.pdf", (1_000_000, 1_000_000))
    monkeypatch.setattr(printing, "MOST_BYTES", 50_000)

    drawn = printing.printed(PAPER)
    monkeypatch.setattr(printing, "MOST_BYTES", len(drawn) + 500)
    printing.printed(replace(PAPER, html=PAPER.html + " "))

    assert len(names(folder)) == 1


def test_half_written_print_is_never_found(folder, monkeypatch):
    monkeypatch.setattr(printing, "LIMITS", Limits(seconds=0))

    with pytest.raises(NotPrinted):
        printing.printed(PAPER)

    assert names(folder) == [f"{PAPER.digest}.failed"]


@pytest.mark.parametrize("file", [get_test_image_file, get_test_image_file_jpeg])
def test_picture_is_drawn_from_its_bytes(db, file):
    image = Image.objects.create(title="A bridge", file=file())
    html = PAPER.html.replace("<h1>", '<img src="picture:1" alt="A bridge"><h1>')

    content = printing.printed(Paper(html, (("picture:1", image),)))

    assert b"/Subtype /Image" in content


def test_picture_whose_file_is_gone_leaves_its_words(db):
    image = Image.objects.create(title="A bridge", file=get_test_image_file())
    image.file.storage.delete(image.file.name)
    html = PAPER.html.replace("<h1>", '<img src="picture:1" alt="A bridge"><h1>')

    assert printing.printed(Paper(html, (("picture:1", image),))).startswith(b"%PDF")


def test_group_exercise_is_the_same_print_for_everybody_with_the_same_words():
    wording = Wording("112", "Tell the head.")
    more = {"number": 1, "language": "en", "as_of": date(2026, 9, 1)}

    first, second = (printing.exercise_of(JONAS, wording, **more) for _time in range(2))

    assert first.digest == second.digest
    assert printing.exercise_of(JONAS, replace(wording, emergency="999"), **more).html.count("Card 1") == 1


def test_warming_draws_the_handbooks_and_exercises_of_a_course_once(db, folder):
    lesson, scenario = builders.lesson_step(), builders.scenario_step()
    builders.lesson_version(lesson)
    builders.scenario_version(scenario)
    version = builders.course_version(builders.module_outline(lesson, scenario))

    assert (printing.warm(version), printing.warm(version)) == (2, 0)
    assert len(names(folder)) == 2


def test_command_draws_the_newest_version_of_every_course_and_says_how_much_was_new(db, folder, capsys):
    lesson = builders.lesson_step()
    builders.lesson_version(lesson)
    [builders.course_version(builders.module_outline(lesson), number=number) for number in (1, 2)]

    call_command("print_handbooks")
    call_command("print_handbooks")

    assert capsys.readouterr().out.splitlines() == ["1 new.", "0 new."]


@pytest.mark.parametrize("ending", ["pdf", "failed"])
def test_empty_file_that_a_power_cut_left_is_drawn_anew(folder, ending):
    folder.mkdir()
    (folder / f"{PAPER.digest}.{ending}").touch()

    assert printing.kept(PAPER) is None
    assert printing.printed(PAPER).startswith(b"%PDF-")


def test_file_that_another_process_removes_meanwhile_stops_no_print(folder):
    folder.mkdir()
    (folder / "gone.pdf").symlink_to("nowhere")  # listed, and then not there

    assert printing.printed(PAPER).startswith(b"%PDF-")
