import pytest

from certificates.normal import NAME_FACES, Face
from certificates.pdf.runs import runs
from certificates.pdf.slow import SlowPath


def cut(line: str, *, right_to_left: bool = False) -> list[tuple[str, str, str]]:
    return [
        (line[run.start : run.end], run.face.name, run.script)
        for run in runs(line, NAME_FACES, right_to_left=right_to_left)
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Anna O’Neil 2", [("Anna O’Neil 2", "LITERATA", "Latn")]),
        ("-Анна", [("-Анна", "LITERATA", "Cyrl")]),
        ("12", [("12", "LITERATA", "Zyyy")]),
        ("Ann Мария", [("Ann ", "LITERATA", "Latn"), ("Мария", "LITERATA", "Cyrl")]),
        ("Ann (Мария) B", [("Ann (", "LITERATA", "Latn"), ("Мария", "LITERATA", "Cyrl"), (") B", "LITERATA", "Latn")]),
        ("Аҳ б", [("А", "LITERATA", "Cyrl"), ("ҳ", "COMMISSIONER", "Cyrl"), (" б", "LITERATA", "Cyrl")]),
        ("Nino ნინო", [("Nino ", "LITERATA", "Latn"), ("ნინო", "GEORGIAN", "Geor")]),
        ("Ann אנ 1", [("Ann ", "LITERATA", "Latn"), ("1", "LITERATA", "Hebr"), ("אנ ", "HEBREW", "Hebr")]),
    ],
)
def test_line_is_cut_by_script_face_and_direction(line, expected):
    assert cut(line) == expected


def test_letters_of_a_right_to_left_line_are_drawn_from_its_end():
    assert cut("אנ Ann", right_to_left=True) == [("Ann", "LITERATA", "Latn"), ("אנ ", "HEBREW", "Hebr")]


@pytest.mark.parametrize("line", ["Ann ©", "Ann ½", "Ann ×", "2€"])
def test_signs_that_are_not_proven_take_the_slow_path(line):
    with pytest.raises(SlowPath, match="a sign of the kind"):
        runs(line, NAME_FACES, right_to_left=False)


def test_letter_that_no_face_has_takes_the_slow_path():
    with pytest.raises(SlowPath, match="no face has"):
        runs("Añ א", [Face.LITERATA], right_to_left=False)


def test_letter_that_was_encoded_lately_takes_the_slow_path():
    with pytest.raises(SlowPath, match="lately"):
        runs("ب\u08c8", NAME_FACES, right_to_left=True)
