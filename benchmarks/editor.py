"""How long typing in the form of a scenario takes to reach the map beside it. One table, in about two minutes.

python benchmarks/editor.py [--scenes 60] [--rounds 30]

Prepares a database of its own in a temporary folder, starts the site on a free port, opens the editor in Chromium with
a draft of that many scenes, and measures inside the page: from the input event to the frame after the map has changed.
"""

import argparse
import io
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

BUDGET = 100  # milliseconds, with 60 scenes
PAUSE = 2_000  # milliseconds
KEYS = 5  # of a title, in one go
BROWSER = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# From the event until the change is drawn; `wanted` is the part of the map that has to change. The map changes while a
# frame is made, so the next task begins when that frame has been drawn.
WATCH = """([wanted, set]) => new Promise((done) => {
  const begun = performance.now();
  const told = new MutationObserver(() => {
    told.disconnect();
    setTimeout(() => done(performance.now() - begun));
  });
  const all = { subtree: true, childList: true, characterData: true, attributes: true };
  told.observe(document.querySelector(wanted), all);
  const field = document.querySelector(`[name="${set[0]}"]`);
  field.value = set[1];
  field.dispatchEvent(new Event("input", { bubbles: true }));
})"""
SETTLED = """(set) => new Promise((done) => {
  const begun = performance.now();
  const stage = document.querySelector("[data-map-stage]");
  const told = new MutationObserver(() => {
    if (!stage.hasAttribute("data-settled")) return;
    told.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
  });
  told.observe(stage, { attributes: true });
  const field = document.querySelector(`[name="${set[0]}"]`);
  field.value = set[1];
  field.dispatchEvent(new Event("input", { bubbles: true }));
})"""


def prepare(scenes: int) -> tuple[int, dict[str, str]]:
    """The page of the draft, and the cookies of a trainer."""
    import django  # noqa: PLC0415 -- its settings come first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=io.StringIO())
    from benchmarks.play import graph_of  # noqa: PLC0415
    from modules.models import ScenarioPage  # noqa: PLC0415
    from quizzes.authoring import scenarios  # noqa: PLC0415
    from training.models.people import User  # noqa: PLC0415

    page = ScenarioPage.objects.order_by("pk").first()
    for name, value in scenarios.to_fields(graph_of(scenes)).items():
        setattr(page, name, value)
    page.save_revision(clean=False)
    client = Client()
    client.force_login(User.objects.get(email="trainer@demo.example.org"))
    return page.pk, {name: cookie.value for name, cookie in client.cookies.items()}


@contextmanager
def site() -> Iterator[str]:
    """The site, served for as long as it is needed."""
    from benchmarks.pages import free_port  # noqa: PLC0415

    port = free_port()
    command = [sys.executable, str(ROOT / "manage.py"), "runserver", "--noreload", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def measure(page: Any, rounds: int, scenes: int) -> dict[str, list[float]]:
    """Milliseconds by what was typed. Each round touches another scene, after a pause as people make it.

    Half a second after the last key Wagtail compares the whole form with what was loaded, which takes 0.1 s at this
    size, and the check is asked: whoever goes on in just that moment waits for it. Keys typed in one go do not.
    """
    found: dict[str, list[float]] = {"a key in a title": [], "a target moves its arrow": [], "and all boxes": []}
    for turn in range(rounds):
        scene = turn * 7 % (scenes - 4)
        title, target = f"scenes-{scene}-value-title", f"scenes-{scene}-value-choices-0-value-to"
        page.wait_for_timeout(PAUSE)
        for key in range(KEYS):
            typed = f"Title {turn}.{key}"
            found["a key in a title"].append(page.evaluate(WATCH, ["[data-map-boxes]", [title, typed]]))
            page.wait_for_timeout(80)
        page.wait_for_timeout(PAUSE)
        found["a target moves its arrow"].append(page.evaluate(WATCH, ["[data-paths]", [target, f"N{scene + 3}"]]))
        page.wait_for_selector("[data-map-stage][data-settled]")
        page.wait_for_timeout(PAUSE)
        found["and all boxes"].append(page.evaluate(SETTLED, [target, f"N{scene + 1}"]))
    return found


def open_editor(browser: Any, address: str, pk: int, cookies: dict[str, str]) -> Any:
    """The editor with its map settled."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    page = context.new_page()
    for _try in range(60):
        try:
            page.goto(f"{address}/admin/pages/{pk}/edit/#tab-scenes_and_map")
            break
        except Exception:  # noqa: BLE001 -- the server is still starting
            page.wait_for_timeout(500)
    page.wait_for_selector("[data-map-stage][data-settled]")
    page.wait_for_timeout(2000)  # the first check
    return page


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=30)
    asked = parser.parse_args()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TANDEM_VAR": folder, "DJANGO_SETTINGS_MODULE": "training.settings.dev"}
        pk, cookies = prepare(asked.scenes)
        with site() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=BROWSER, args=["--disable-gpu"])
            found = measure(open_editor(browser, address, pk, cookies), asked.rounds, asked.scenes)
            browser.close()
    print(f"{asked.scenes} scenes, milliseconds until drawn{'median':>16}{'worst':>10}{'budget':>10}")
    for name, times in found.items():
        budget = f"{BUDGET:>10}" if name != "and all boxes" else ""
        print(f"{name:40}{statistics.median(times):>10.0f}{max(times):>10.0f}{budget}")


if __name__ == "__main__":
    main()
