import json
import subprocess
import sys
from pathlib import Path

import pytest

from certificates import checking, offline, tokens
from tests.factories import CertificateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_key")]
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def certificate():
    return CertificateFactory(known=True, name="Ελένη Παπαδοπούλου")


@pytest.fixture
def keys(certificate, tmp_path):
    file = tmp_path / "keys.json"
    file.write_text(json.dumps(checking.published()), encoding="utf-8")
    return file


def test_genuine_token_says_everything_but_a_later_withdrawal(certificate, keys, capsys):
    code = offline.main([tokens.text_of(certificate.token), "--keys", str(keys)])

    assert code == 0
    assert capsys.readouterr().out.splitlines() == [
        "Genuine.",
        "Name: Ελένη Παπαδοπούλου",
        "Course: Tandem: two of you, and the person, version 1, language en",
        "Kind: self-study, 3.5 hours",
        "Completed on: 2026-10-14",
        f"Number: {certificate.number}",
        "Whether it was withdrawn later cannot be seen offline: ask the site about the number.",
    ]


def test_changed_token_is_not_genuine_and_names_nobody(certificate, keys, capsys):
    text = tokens.text_of(certificate.token)

    code = offline.main([f"{text[:60]}{'0' if text[60] != '0' else '1'}{text[61:]}", "--keys", str(keys)])

    assert code == 1
    assert capsys.readouterr().out == "Not genuine: the signature does not fit.\n"


def test_mistyped_file_name_is_not_called_a_forgery(keys, capsys):
    code = offline.main(["missing.pdf", "--keys", str(keys)])

    assert code == 2
    assert capsys.readouterr().err.startswith("Nothing was checked:")


def test_title_from_a_table_that_was_changed_is_not_shown(certificate, keys, capsys):
    keys.write_text(keys.read_text().replace("two of you", "three of us"))

    offline.main([tokens.text_of(certificate.token), "--keys", str(keys)])

    assert f"Course: key {certificate.course_key} (title not published)" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"keys": [1]}', '{"keys": {"a": "xyz"}}'])
def test_file_without_keys_is_named(tmp_path, capsys, content):
    file = tmp_path / "other.json"
    file.write_text(content)

    code = offline.main(["TOKEN", "--keys", str(file)])

    assert code == 2
    assert capsys.readouterr().err == f"{file} is not a file of published keys.\n"


def test_check_runs_without_django(certificate, keys):
    blocked = "import sys; sys.modules.update(dict.fromkeys(['django', 'fontTools', 'weasyprint', 'segno']));"
    start = "import runpy; runpy.run_module('certificates.offline', run_name='__main__')"

    done = subprocess.run(
        [sys.executable, "-c", blocked + start, tokens.text_of(certificate.token), "--keys", str(keys)],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stdout.splitlines()[:2]) == (0, ["Genuine.", "Name: Ελένη Παπαδοπούλου"])
