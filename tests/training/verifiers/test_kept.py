"""What lets the check page work without a network: the worker, its list of files, and the manifest."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from PIL import Image

from tests.factories import CertificateFactory
from training.verifiers import kept

pytestmark = pytest.mark.django_db
CHECK, WORKER, MANIFEST, KEYS = "/check/", "/check/worker.js", "/check/app.webmanifest", "/check/keys.json"
STATUS = "/check/status"


def constants(response: Any) -> dict[str, Any]:
    """The first line of the worker."""
    found = re.match(r"const KEPT = (\{.*\});\n", response.content.decode())
    assert found
    loaded: dict[str, Any] = json.loads(found[1])
    return loaded


@pytest.fixture
def hashed(settings: Any, tmp_path: Path) -> Path:
    """Static files as production serves them: named after their content."""
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_worker_is_a_script_for_both_doors_and_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(WORKER)

    assert (response.status_code, response["Content-Type"]) == (200, "text/javascript")
    assert response["Service-Worker-Allowed"] == "/"
    assert response["Cache-Control"] == "no-cache"
    assert not response.cookies
    assert constants(response)["doors"] == ["/check/", "/V"]
    assert response.content.decode().endswith(Path(finders.find(kept.WORKER)).read_text())


def test_worker_is_the_same_for_everybody(client, settings):
    stranger = client.get(WORKER).content
    client.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.LEARNER_COOKIE_NAME] = "somebody"
    CertificateFactory()

    assert client.get(WORKER).content == stranger


def test_version_is_that_of_the_page_and_every_file(monkeypatch):
    before = kept.kept(b"page").version

    assert kept.kept(b"page").version == before
    assert kept.kept(b"another page").version != before
    monkeypatch.setattr(kept, "NAMED", (*kept.NAMED, "css/mine.css"))
    assert kept.kept(b"page").version != before


def test_page_names_no_file_that_is_not_kept(client):
    asked = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get(CHECK).content.decode()))

    assert asked - set(constants(client.get(WORKER))["files"]) == set()


def test_scripts_import_no_file_that_is_not_kept():
    imported = {
        str((Path("js/check") / name).as_posix())
        for script in ("check", "keep", "token")
        for name in re.findall(r'from "\./([^"]+)"', Path(finders.find(f"js/check/{script}.js")).read_text())
    }

    assert imported == {f"js/check/{Path(name).name}" for name in kept.IMPORTED}


def test_kept_files_are_those_that_production_serves(client, hashed):
    found = constants(client.get(WORKER))

    served = {f"/static/{path.relative_to(hashed).as_posix()}" for path in hashed.rglob("*") if path.is_file()}
    fonts = Path(hashed / found["files"][1].removeprefix("/static/")).read_text()
    asked = {f"/static/fonts/{name}" for name in re.findall(r"fonts/([\w.-]+\.woff2)", fonts)}
    assert set(found["files"] + found["faces"] + [found["spare"]]) - served == set()
    assert re.search(r"/static/js/check/check\.[0-9a-f]{12}\.js", " ".join(found["files"]))
    assert asked - set(found["files"] + found["faces"]) == set()


def test_manifest_names_the_page_and_icons_that_exist(client):
    response = client.get(MANIFEST)

    said = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (said["start_url"], said["scope"], said["display"]) == (CHECK, CHECK, "standalone")
    pictures = [icon for icon in said["icons"] if icon["src"].endswith(".png")]
    files = [Path(finders.find(icon["src"].removeprefix("/static/"))) for icon in pictures]
    sizes = [Image.open(BytesIO(file.read_bytes())).size for file in files]
    assert [f"{width}x{height}" for width, height in sizes] == [icon["sizes"] for icon in pictures]
    assert [icon["purpose"] for icon in pictures] == ["any", "any", "maskable"]


def test_page_leads_to_manifest_and_worker(client):
    page = client.get(CHECK).content.decode()

    assert f'<link rel="manifest" href="{MANIFEST}">' in page
    assert f'data-worker="{WORKER}" data-doors="/check/ /V"' in page


@pytest.mark.parametrize("address", [CHECK, "/V", KEYS, WORKER, MANIFEST])
def test_head_answers_like_get_without_a_body(client, address):
    asked, whole = client.head(address), client.get(address)

    assert (asked.status_code, asked.content) == (200, b"")
    assert asked.headers["Content-Type"] == whole.headers["Content-Type"]


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch"])
def test_status_answers_nothing_but_a_post(client, method, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = getattr(client, method)(STATUS)

    assert response.status_code == 405
