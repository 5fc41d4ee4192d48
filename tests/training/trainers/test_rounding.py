from collections import defaultdict
from functools import cache
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.trainers import rounding
from training.trainers.rounding import Cell, Table, rounded

KEYS = "abcdefgh"
counts = st.lists(st.integers(0, 60), min_size=1, max_size=8).map(lambda found: dict(zip(KEYS, found, strict=False)))


def shown(**found: int) -> dict[str, tuple[int, str]]:
    """What is shown of these counts, by the keys of each cell."""
    return {" ".join(cell.keys): (cell.learners, cell.share) for cell in rounded(found).cells}


@cache
def worlds(kinds: int, most: int) -> dict[Table, list[tuple[int, ...]]]:
    """Every table with so many cells of so many learners at most, by what is shown of it; where none can be missing."""
    found: dict[Table, list[tuple[int, ...]]] = defaultdict(list)
    for world in product(range(most + 1), repeat=kinds):
        found[rounded(dict(zip(KEYS, world, strict=False)))].append(world)
    return {table: same for table, same in found.items() if table.is_shown and max(map(max, same)) < most}


# ---- By hand


def test_nine_learners_show_nothing_and_ten_show_themselves():
    assert rounded({"a": 9, "b": 0}) == Table(learners=0, cells=())
    assert rounded({"a": 10, "b": 0}) == Table(10, (Cell(("a",), 10, ">95"), Cell(("b",), 0, "<5")))


def test_twelve_of_twelve_are_never_called_all():
    assert shown(a=12, b=0, c=0) == {"a": (10, ">95"), "b": (0, "<5"), "c": (0, "<5")}


def test_one_who_differs_from_all_others_is_not_seen():
    assert rounded({"a": 12, "b": 1, "c": 0}) == rounded({"a": 12, "b": 0, "c": 0})


def test_counts_are_rounded_down_to_fives_and_added_up_as_they_are_shown():
    assert rounded({"a": 29, "b": 19, "c": 9}).learners == 25 + 15 + 5
    assert shown(a=29, b=19, c=9) == {"a": (25, "55"), "b": (15, "35"), "c": (5, "10")}


def test_per_cent_begin_with_twenty_learners():
    assert shown(a=9, b=14) == {"a": (5, ""), "b": (10, "")}
    assert shown(a=10, b=14) == {"a": (10, "50"), "b": (10, "50")}


def test_small_cells_are_shown_as_one():
    assert shown(a=20, b=4, c=3) == {"a": (20, "80"), "b c": (5, "20")}


def test_small_cell_is_never_alone_among_the_others():
    assert shown(a=20, b=12, c=3) == {"a": (20, "55"), "b c": (15, "45")}


def test_small_cells_of_fewer_than_five_learners_take_the_next_one_with_them():
    assert shown(a=20, b=7, c=2, d=2) == {"a": (20, "65"), "b c d": (10, "35")}


def test_cell_of_nobody_goes_with_those_that_are_merged():
    assert shown(a=20, b=12, c=3, d=0) == {"a": (20, "55"), "b c d": (15, "45")}


def test_two_cells_of_which_one_is_small_are_not_told_apart():
    assert rounded({"a": 17, "b": 3}) == Table(20, ())


def test_share_that_would_round_to_an_end_stays_inside_it():
    assert shown(a=190, b=10) == {"a": (190, "95"), "b": (10, "5")}
    assert shown(a=290, b=10) == {"a": (290, ">95"), "b": (10, "<5")}


# ---- Every small table


@pytest.mark.parametrize(("kinds", "most"), [(2, 30), (3, 22), (4, 15)])
def test_no_small_cell_can_be_told_from_another_size(kinds, most):
    possible = [{world[place] for world in same} for same in worlds(kinds, most).values() for place in range(kinds)]

    # A cell that may hold 1 to 4 may as well hold nobody, or more: no one of these sizes is ever certain.
    assert min(len(sizes) for sizes in possible if sizes & {1, 2, 3, 4}) >= 2
    assert [sizes for sizes in possible if sizes == {0}] == []
    assert [sizes for sizes in possible if max(sizes) < 5 and sizes != {0, 1}] == []


@pytest.mark.parametrize(("kinds", "most"), [(2, 30), (3, 22), (4, 15)])
def test_every_number_that_is_shown_stands_for_several(kinds, most):
    sizes, learners = [], []
    for table, same in worlds(kinds, most).items():
        learners.append(len({sum(world) for world in same}))
        sizes += [
            len({sum(world[KEYS.index(key)] for key in cell.keys) for world in same})
            for cell in table.cells
            if cell.learners
        ]

    assert min(sizes) >= 3
    assert min(learners) >= 5


# ---- Any table


@given(counts)
def test_no_number_below_five_and_none_that_is_no_five_leaves(found):
    table = rounded(found)

    numbers = [table.learners, *(cell.learners for cell in table.cells)]
    assert [number for number in numbers if number % 5] == []
    assert table.learners == 0 or table.learners >= 10


@given(counts)
def test_whoever_is_shown_is_one_of_five_at_least(found):
    table = rounded(found)

    seen = {cell.keys: sum(found[key] for key in cell.keys) for cell in table.cells}
    # A cell of "nobody" has nobody, or the one who was left out.
    assert [keys for keys, learners in seen.items() if 1 < learners < 5] == []


@given(counts)
def test_merged_cells_are_several_with_five_learners_and_more(found):
    merged = [cell for cell in rounded(found).cells if len(cell.keys) > 1]

    assert len(merged) <= 1
    assert [cell for cell in merged if sum(found[key] for key in cell.keys) < 5] == []
    assert [cell for cell in merged if sum(bool(found[key]) for key in cell.keys) < 2] == []


@given(counts)
def test_number_of_learners_is_the_sum_of_what_is_shown(found):
    table = rounded(found)

    assert table.cells == () or table.learners == sum(cell.learners for cell in table.cells)
    assert table.learners <= sum(found.values())


@given(counts)
def test_per_cent_follow_from_the_rounded_numbers_alone(found):
    table = rounded(found)

    again = [rounding.share(cell.learners, table.learners) for cell in table.cells]
    assert [cell.share for cell in table.cells] == again
    assert {cell.share for cell in table.cells} <= {"", "<5", ">95", *(str(five) for five in range(5, 100, 5))}


@given(counts)
def test_kept_table_is_read_back_as_it_was(found):
    assert rounding.from_json(rounding.to_json(rounded(found))) == rounded(found)


@given(counts, st.lists(st.integers(0, 20), min_size=8, max_size=8))
def test_difference_of_two_snapshots_never_says_that_it_is_fewer_than_five(before, more):
    after = {key: before[key] + new for key, new in zip(before, more, strict=False)}
    first, second = rounded(before), rounded(after)

    # Which change fits what is seen of a cell: where it moved, five and more fit; where it did not, nobody does.
    both = [(first.cell_of(key), second.cell_of(key)) for key in before]
    alike = [(one, two) for one, two in both if one and two and one.keys == two.keys and one.learners and two.learners]
    moved = [(two.learners + 4) - one.learners for one, two in alike if one.learners != two.learners]
    stayed = [two.learners - (one.learners + 4) for one, two in alike if one.learners == two.learners]
    assert [most for most in moved if most < 5] == []
    assert [least for least in stayed if least > 0] == []
