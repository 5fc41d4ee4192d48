"""Every template, kind, language and hostile name is PDF/A-3a and PDF/UA-1, and sound as a file."""

import outloud
import pytest

from certificates.normal import printed_name
from certificates.pdf.slow import SlowPath
from tests.certificates.names import ISSUED_BEFORE, SPECIAL_NAMES
from tests.conformance.cases import FAST, SLOW, Case, drawn, issued
from tests.conformance.programs import as_file, qpdf_findings
from tests.conformance.verapdf import Verdict, judged

EVERY_TEMPLATE = pytest.mark.parametrize("case", [*FAST, *SLOW], ids=str)
ONE_OF_EACH = pytest.mark.parametrize("case", [*FAST[::3], *SLOW[::5]], ids=str)
NAMES = {kind: printed_name(typed) for kind, typed in SPECIAL_NAMES.items()} | ISSUED_BEFORE
MOST_LEFT = (
    12  # of these names may be left to the slow way: three lines, a line without a gap, letters drawn as several
)
# Letters that join have up to four shapes, each with a code of its own, and all of them are that letter.
JOINING_LETTERS = "TXT-004"
EVERY_NAME = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)


def verdicts(content: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rules broken: of PDF/A-3a, of PDF/UA-1."""
    return judged(content, "3a").failed, judged(content, "ua1").failed


@EVERY_TEMPLATE
def test_certificate_is_archival_and_accessible(case: Case):
    content = drawn(case)

    assert verdicts(content) == ((), ())


def left_to_the_slow_way(name: str) -> bool:
    """Whether the fast way does not take this name."""
    try:
        drawn(Case(name=name))
    except SlowPath:
        return True
    return False


@EVERY_NAME
def test_hostile_name_is_archival_and_accessible_as_it_is_issued(name: str):
    assert verdicts(issued(Case(name=name))) == ((), ())


@pytest.mark.parametrize("name", list(NAMES.values())[::3], ids=list(NAMES)[::3])
def test_hostile_name_drawn_slowly_is_archival_and_accessible(name: str):
    assert verdicts(drawn(Case(way="slow", name=name))) == ((), ())


def test_few_hostile_names_are_left_to_the_slow_way():
    left = [kind for kind, name in NAMES.items() if left_to_the_slow_way(name)]

    assert len(left) <= MOST_LEFT, left


def test_verdict_says_how_much_was_looked_at():
    verdict = judged(drawn(Case()), "3a")

    assert verdict == Verdict(compliant=True, assertions=verdict.assertions, failed=())
    assert verdict.assertions > 1_000


@EVERY_TEMPLATE
def test_certificate_is_sound_as_a_file(case: Case):
    assert qpdf_findings(drawn(case)) == ""


@ONE_OF_EACH
def test_certificate_gives_a_screen_reader_nothing_to_stumble_over(case: Case):
    with as_file(drawn(case)) as path:
        heard = outloud.check(path)

    assert heard.error is None
    assert heard.errors == 0
    assert {found.rule for found in heard.findings} <= {JOINING_LETTERS}
