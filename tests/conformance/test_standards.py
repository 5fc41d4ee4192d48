"""Every template, kind, language and hostile name is PDF/A-3a and PDF/UA-1, and sound as a file."""

import outloud
import pytest

from tests.conformance.cases import FAST, SLOW, Case, drawn
from tests.conformance.programs import as_file, qpdf_findings
from tests.conformance.verapdf import Verdict, judged

EVERY_TEMPLATE = pytest.mark.parametrize("case", [*FAST, *SLOW], ids=str)
HOSTILE = {
    "long": "María Guadalupe Esperanza de los Ángeles Fernández-Villaverde y Montgomery-Oikonomopoulou von Hohenstein",
    "widest": "W" * 120,
    "markup": "<img src='file:///etc/passwd'> & Ann",
    "pdf syntax": r"(Ann) \Tj) <</JS (x)>> endobj",
    "combining": "Nguyễn Thị Ánh Q\u0307ōt\u0331",
    "mixed": "Fatima فاطمة",
}
EVERY_NAME = pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)


def verdicts(content: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rules broken: of PDF/A-3a, of PDF/UA-1."""
    return judged(content, "3a").failed, judged(content, "ua1").failed


@EVERY_TEMPLATE
def test_certificate_is_archival_and_accessible(case: Case):
    content = drawn(case)

    assert verdicts(content) == ((), ())


@EVERY_NAME
@pytest.mark.parametrize("way", ["slow"])
def test_certificate_of_a_hostile_name_is_archival_and_accessible(way, name):
    content = drawn(Case(way=way, name=name))

    assert verdicts(content) == ((), ())


def test_verdict_says_how_much_was_looked_at():
    verdict = judged(drawn(Case()), "3a")

    assert verdict == Verdict(compliant=True, assertions=verdict.assertions, failed=())
    assert verdict.assertions > 1_000


@EVERY_TEMPLATE
def test_certificate_is_sound_as_a_file(case: Case):
    assert qpdf_findings(drawn(case)) == ""


@EVERY_TEMPLATE
def test_certificate_gives_a_screen_reader_nothing_to_stumble_over(case: Case):
    with as_file(drawn(case)) as path:
        heard = outloud.check(path)

    assert heard.error is None
    assert [(found.rule, found.severity, found.message) for found in heard.findings] == []
