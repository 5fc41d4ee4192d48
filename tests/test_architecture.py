"""The shape of the code, where no other tool looks: ./run lint checks imports, types and style."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from training.privacy.entry import Entry
from training.privacy.register import REGISTER

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("training", "modules", "quizzes", "certificates")
FILES = [
    path
    for package in (*PACKAGES, "benchmarks")
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
]
VIEWS = [path for path in FILES if path.name == "views.py" or path.parent.name == "views"]
COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))
SCRIPTS = sorted([*(ROOT / "static" / "js").glob("*.js"), *(ROOT / "static" / "js" / "check").glob("*.js")])
PERSONAL = {label.split(".")[1] for label, entry in REGISTER.items() if isinstance(entry, Entry)}
MOST_LINES, MOST_SCRIPT, MOST_FUNCTION = 400, 100, 40
EMPTY_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "service",
    "services",
    "data",
    "info",
    "misc",
}
# The one place that listens to Wagtail, and the one that replaces Django's receiver of logins.
LISTENERS = {"modules/receivers.py", "training/accounts/receivers.py"}
# Settings that live apart may rename what a name of ours means; nothing else reads the environment.
READS_ENVIRONMENT = {"training/settings/env.py"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length of each function, without its docstring."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            said = (ast.get_docstring(node, clean=False) or "").count("\n") + 1
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - said


def bare_queries(path: Path) -> list[str]:
    """Queries of personal models that do not begin with `visible_to`."""
    tree = ast.parse(path.read_text())
    guarded = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "visible_to"
    }
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_default_manager", "_base_manager"}
        and ast.unparse(node.value).split(".")[-1] in PERSONAL
        and id(node) not in guarded
    ]


@pytest.mark.parametrize("path", VIEWS, ids=name_of)
def test_view_asks_for_personal_rows_only_as_somebody_may_see_them(path: Path) -> None:
    assert bare_queries(path) == []


def test_bare_query_is_seen(tmp_path: Path) -> None:
    view = tmp_path / "views.py"
    view.write_text(
        "a = Certificate.objects.visible_to(learner).first()\n"
        "b = Certificate.objects.filter(pk=1)\n"
        "c = models.Share.objects.all()\n"
        "d = Source.objects.all()\n"
    )

    assert bare_queries(view) == ["Certificate.objects", "models.Share.objects"]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_module_is_short_and_named_after_what_it_is(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MOST_LINES
    assert path.stem not in EMPTY_NAMES


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_functions_are_short(path: Path) -> None:
    assert [f"{name}: {lines}" for name, lines in functions(path) if lines > MOST_FUNCTION] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_script_is_short_and_finds_its_elements_by_hooks(path: Path) -> None:
    text = path.read_text()

    assert len(text.splitlines()) <= MOST_SCRIPT
    assert re.findall(r"""getElementsByClassName|querySelector(?:All)?\(\s*["'`][.#]""", text) == []


@pytest.mark.parametrize("path", COMPONENTS, ids=name_of)
def test_component_says_first_what_it_takes(path: Path) -> None:
    assert path.read_text().startswith(("{#", "{% comment %}"))


def test_every_package_holds_something() -> None:
    packages = {path.parent for path in FILES if path.name == "__init__.py"}

    empty = [
        name_of(folder) for folder in packages if not any(folder.glob("[!_]*.py")) and not any(folder.glob("*/*.py"))
    ]
    assert empty == []


def test_only_two_files_listen_to_signals() -> None:
    listening = re.compile(r"\bsignals?\b[^\n]*\bimport\b|from \S*signals import|@receiver|\.connect\(")

    assert {name_of(path) for path in FILES if listening.search(path.read_text())} - {"training/apps.py"} == LISTENERS


def test_only_the_strict_readers_read_the_environment() -> None:
    reading = {name_of(path) for path in FILES if path.parts[-1] != "wsgi.py" and "os.environ" in path.read_text()}

    assert {name for name in reading if not name.startswith("benchmarks/")} == READS_ENVIRONMENT


def test_no_todo_without_an_issue() -> None:
    found = [
        f"{name_of(path)}: {line.strip()}"
        for path in FILES
        for line in path.read_text().splitlines()
        if re.search(r"\b(?:TODO|FIXME|XXX)\b(?!.*#\d)", line)
    ]

    assert found == []
