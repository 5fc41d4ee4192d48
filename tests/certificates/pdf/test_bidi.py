import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as some

from certificates.pdf.bidi import levels, visual_order

LINES = some.text("abאבجد0١-+,.:%€ ()[]{}\u0301\u05b0\u064e/x'’", max_size=25).map(str.strip)
MIRRORED = str.maketrans("()[]{}", ")(][}{")


def shown(line: str, *, right_to_left: bool) -> str:
    """The line as it is seen from the left, brackets turned where they run to the left."""
    found = levels(line, right_to_left=right_to_left)
    return "".join(
        line[place].translate(MIRRORED) if found[place] % 2 else line[place] for place in visual_order(found)
    )


def seen_by_python_bidi(line: str, *, right_to_left: bool) -> str:
    display: str = get_display(line, base_dir="R" if right_to_left else "L")
    found = levels(line, right_to_left=right_to_left)
    turned = [found[place] % 2 for place in visual_order(found)]
    return "".join(sign.translate(MIRRORED) if turn else sign for sign, turn in zip(display, turned, strict=True))


@given(LINES, some.booleans())
def test_order_is_that_of_another_implementation(line, right_to_left):
    assert shown(line, right_to_left=right_to_left) == seen_by_python_bidi(line, right_to_left=right_to_left)


@pytest.mark.parametrize(
    ("line", "right_to_left", "seen"),
    [
        ("Anna 12", False, "Anna 12"),
        ("אב", False, "בא"),
        ("Fa אב", False, "Fa בא"),
        ("אב Fa", True, "Fa בא"),
        ("אב 12", True, "12 בא"),
        ("(אב) Fa", True, "Fa (בא)"),
        ("Fa (אב)", False, "Fa (בא)"),
        ("אב 1-2", True, "1-2 בא"),
        ("ج 1-2", True, "2-1 ج"),
        ("אב.", True, ".בא"),
        ("", True, ""),
    ],
)
def test_line_is_seen_in_its_order(line, right_to_left, seen):
    assert shown(line, right_to_left=right_to_left) == seen
