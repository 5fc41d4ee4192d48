"""What Tandem never becomes (product.md, section 8), as far as a machine can see it.

Text on a learner: tests/promises/test_promise_5.py. Requests to others: tests/test_strict_pages.py and tests/e2e.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.conf import settings

from quizzes.terms import Form
from tests.permissions import addresses
from training.privacy.register import ACCOUNTS, LEARNERS

ROOT = Path(settings.BASE_DIR)
CURRICULUM = sorted((ROOT / "curriculum").rglob("*.yaml"))
PAGES = sorted((ROOT / "templates").rglob("*.html"))
SHOWN = [
    *PAGES,
    *sorted((ROOT / "static" / "js").glob("*.js")),
    *sorted((ROOT / "static" / "js" / "check").glob("*.js")),
    *sorted((ROOT / "static" / "css").glob("*.css")),
]
# Staff write there, behind Wagtail's gate: the text of a scenario, the words of a review, a report.
STAFF_ONLY = ("templates/modules/editor/", "templates/modules/review/", "templates/training/trainers/")
OURS = ("training", "modules", "quizzes", "certificates")
# Of a client there is no account, no name, no assessment; of a learner no number to be compared by.
RATING = re.compile(r"client|suspect|offender|score|point|rank|streak|leader|badge|risk|assess|grade|percent|level")
# Never collected (security.md, section 4), and what only a client's file would hold.
NEVER_COLLECTED = re.compile(
    r"birth|gender|sex|phone|address|unit|photo|picture|agent|referr|seconds|duration|dwell|visit|note|comment|remark"
)
PLAYED_FOR = re.compile(
    r"\b(?:streaks?|leaderboards?|points|scores?|rankings?|badges?|level up|high score)\b", re.IGNORECASE
)
SAYS_THAT_NOTHING_IS = {
    "templates/training/about/source_code.html": "no ranking of",
    "templates/components/weave.html": "Three points",
}
# A way of naming one form of extremism, or a movement of one, in a title.
ONE_FORM = re.compile(
    r"islamis|jihad|salafi|religious extrem|right[- ]wing|left[- ]wing|far[- ]right|far[- ]left|neo-?nazi|nationalis|"
    r"conspirac|qanon|incel|cult\b|sect\b|gang\b",
    re.IGNORECASE,
)
MACHINES = re.compile(
    r"openai|anthropic|transformers|torch|langchain|llama|spacy|nltk|textblob|sentry|posthog|matomo|analytics"
)
LARGEST_SHARE, FORMS_AT_LEAST = 0.30, 4


def our_fields() -> Iterator[tuple[str, str]]:
    """Model and field, for every model of ours."""
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.local_fields:
                yield model._meta.label, field.name


def values(node: Any, *names: str) -> Iterator[Any]:
    """Everything that stands under one of these names, however deep."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name in names:
                yield value
            yield from values(value, *names)
    elif isinstance(node, list):
        for value in node:
            yield from values(value, *names)


def texts(node: Any) -> Iterator[str]:
    """Every text, however deep."""
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        for value in node:
            yield from texts(value)
    elif isinstance(node, str):
        yield node


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


def test_no_model_is_about_a_client_or_rates_anybody() -> None:
    named = {label for label, _field in our_fields() if RATING.search(label.lower())}

    assert named == set()


def test_no_field_is_about_a_client_or_rates_anybody() -> None:
    named = {f"{label}.{field}" for label, field in our_fields() if RATING.search(field)}

    assert named == set()


def test_nothing_is_collected_about_people_that_was_ruled_out() -> None:
    named = {
        f"{label}.{name}" for label, entry in {**LEARNERS, **ACCOUNTS}.items() for name in entry.fields
        if NEVER_COLLECTED.search(name)
    }  # fmt: skip

    assert named == set()


def test_no_address_is_about_a_client_or_reports_anybody() -> None:
    paths = {path for path, _name, _pattern in addresses.patterns() if not path.startswith(addresses.WAGTAIL)}

    assert {path for path in paths if re.search(r"client|report|case|score|rank|forum|chat", path)} == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_nothing_shown_plays_for_points(path: Path) -> None:
    text = re.sub(r"<[^>]*>|{#.*?#}", " ", path.read_text())
    allowed = SAYS_THAT_NOTHING_IS.get(str(path.relative_to(ROOT)), "\0")

    assert PLAYED_FOR.findall(text.replace(allowed, "")) == []


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.name)
def test_nothing_shown_names_another_host(path: Path) -> None:
    assert re.findall(r"""(?:src|href|action|url|import|fetch)\W{1,3}(?:https?:)?//[^"')\s]+""", path.read_text()) == []


@pytest.mark.parametrize(
    "path",
    [path for path in PAGES if not str(path.relative_to(ROOT)).startswith(STAFF_ONLY)],
    ids=lambda path: path.name,
)
def test_no_form_sends_what_a_learner_writes(path: Path) -> None:
    areas = re.findall(r"<textarea[^>]*>", path.read_text())

    assert [area for area in areas if " name=" in area] == []


@pytest.mark.parametrize("path", CURRICULUM, ids=lambda path: path.name)
def test_curriculum_holds_no_contact_data(path: Path) -> None:
    found = [
        text
        for text in texts(loaded(path))
        if re.search(r"[\w.+-]+@[\w-]+\.\w{2,}|\+\d[\d ()/-]{6,}\d|\b0\d{2,4}[ /-]\d{4,}", text)
    ]

    assert found == []


@pytest.mark.parametrize("path", CURRICULUM, ids=lambda path: path.name)
def test_no_title_names_one_form(path: Path) -> None:
    titles = [title for title in values(loaded(path), "title", "short_title") if isinstance(title, str)]

    # A source's own title is quoted as it is.
    assert [title for title in titles if ONE_FORM.search(title) and path.name != "principles.yaml"] == []


def test_course_is_about_many_forms_and_none_prevails() -> None:
    forms = Counter(form for path in CURRICULUM for form in values(loaded(path), "form") if form in set(Form))

    named = set(forms) - {Form.UNNAMED}
    assert len(named) >= FORMS_AT_LEAST
    assert Form.UNNAMED in forms
    assert {form for form in named if forms[form] > LARGEST_SHARE * forms.total()} == set()


@pytest.mark.parametrize("lock", ["requirements.lock", "pyproject.toml"])
def test_nothing_installed_scores_text_or_follows_visitors(lock: str) -> None:
    assert MACHINES.findall((ROOT / lock).read_text().lower()) == []


def test_certificate_says_what_it_is_not() -> None:
    course = loaded(ROOT / "curriculum" / "course.yaml")

    says_not = " ".join(texts(list(values(course, "certificate")))).lower()

    assert "qualification" in says_not or "licence" in says_not
