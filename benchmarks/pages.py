"""How fast pages are, beside a floor that does only what nobody can leave out. One table, in about three minutes.

python benchmarks/pages.py [--rounds 5] [--seconds 2] [--clients 1 8 32]

Prepares a database of its own in a temporary folder (SQLite, the whole curriculum, one learner for each client),
records each page once, starts the site and the floor with two workers each on free loopback ports, and drives both
from a second process with keep-alive connections, round by round in turn. A round with an error in it is dropped,
and that is said.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import re
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
COURSE = "keep-a-door-open"
LESSON = f"/learn/{COURSE}/listening-so-that-a-story-can-be-told/"
SCENE = f"/learn/{COURSE}/nobody-leaves/"
WORKERS = 2
SECRET = "demo-only-not-secret-never-use-in-production"  # noqa: S105 -- that of the demo


@dataclass(frozen=True)
class Work:
    """One kind of page: what ours is asked and what the floor is asked, for the n-th client."""

    name: str
    ours: Callable[["Client"], float]
    floor: Callable[["Client"], float]


@dataclass
class Client:
    """One connection to each server, and the place of one learner."""

    cookie: str
    token: str
    attempt: int
    ours: http.client.HTTPConnection
    floor: http.client.HTTPConnection
    turn: int = 1
    choices: list[str] = field(default_factory=list)

    def get(self, connection: http.client.HTTPConnection, address: str) -> bytes:
        """The body of a page; raises unless it is 200."""
        connection.request("GET", address, headers={"Cookie": self.cookie})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address}: {answer.status}")
        return body

    def post(self, connection: http.client.HTTPConnection, address: str, body: str) -> str:
        """Where a form leads; raises unless it is a redirect."""
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", address, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status not in {302, 303}:
            raise RuntimeError(f"{address}: {answer.status}")
        return str(answer.getheader("Location")).partition("#")[0]


def timed(action: Callable[[], Any]) -> float:
    """Seconds that the action took."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def turn_of_ours(client: Client) -> float:
    """Choose and step back in turn, so that a conversation never ends: POST, redirect, the next scene."""

    def play() -> None:
        back = bool(client.choices)
        form = f"csrfmiddlewaretoken={client.token}&attempt=1&turn={client.turn}"
        if not back:
            form += f"&choice={FIRST_CHOICE}"
        client.post(client.ours, SCENE + ("back" if back else "choose"), form)
        client.get(client.ours, SCENE)
        client.turn += 1
        client.choices = [] if back else [FIRST_CHOICE]

    return timed(play)


def turn_of_floor(client: Client) -> float:
    """The same two answers from the floor."""

    def play() -> None:
        client.get(client.floor, client.post(client.floor, f"/turn/{client.attempt}", ""))

    return timed(play)


FIRST_CHOICE = ""
WORKS = [
    Work(
        "course page, visitor",
        lambda c: timed(lambda: c.get(c.ours, f"/courses/{COURSE}/")),
        lambda c: timed(lambda: c.get(c.floor, "/public/course")),
    ),
    Work(
        "lesson, learner",
        lambda c: timed(lambda: c.get(c.ours, LESSON)),
        lambda c: timed(lambda: c.get(c.floor, "/page/lesson")),
    ),
    Work(
        "scene, learner",
        lambda c: timed(lambda: c.get(c.ours, SCENE)),
        lambda c: timed(lambda: c.get(c.floor, "/page/scene")),
    ),
    Work("turn and next scene", turn_of_ours, turn_of_floor),
]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(application: str, port: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A running server; waits until it answers."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(WORKERS), "--no-access-log", "--log-level", "error", application,
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
        except OSError:
            time.sleep(0.1)
        else:
            time.sleep(1)
            return server
    server.kill()
    raise SystemExit(f"{application} did not start.")


def processor_seconds(server: subprocess.Popen[bytes]) -> float:
    """Processor time of a server and its workers so far (Linux)."""
    total = 0
    for process in [server.pid, *_children(server.pid)]:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def _children(process: int) -> list[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(number) for number in text.split()]


def prepare(folder: Path, count: int) -> list[dict[str, Any]]:
    """The database, `count` learners in the middle of a conversation, and each page recorded once."""
    manage = [sys.executable, "manage.py"]
    for command in (["migrate", "--verbosity", "0"], ["load_curriculum"], ["signing_key"]):
        subprocess.run([*manage, *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    prepared = subprocess.run(
        [sys.executable, __file__, "--learners", str(count)], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    (folder / "answers").mkdir()
    return list(json.loads(prepared.stdout.splitlines()[-1]))


def print_learners(count: int) -> None:
    """Makes learners through the site's own forms, without a network; prints what a client needs as JSON."""
    import django  # noqa: PLC0415 -- only in the process that prepares

    django.setup()
    from django.test import Client as Browser  # noqa: PLC0415 -- settings first

    from training.models import Attempt  # noqa: PLC0415 -- settings first

    made = []
    for _ in range(count):
        browser = Browser(SERVER_NAME="127.0.0.1")
        browser.post(f"/courses/{COURSE}/start", {"role": "social-work"})
        browser.post(SCENE + "begin", {"attempt": 1})
        page = browser.get(SCENE).content.decode()
        choice = re.search(r'name="choice" value="([^"]+)"', page)
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
        attempt = Attempt.objects.order_by("-pk").first()
        made.append({"cookie": cookies, "choice": choice[1] if choice else "", "attempt": attempt.pk if attempt else 0})
    print(json.dumps(made))


def record(folder: Path, learner: dict[str, Any], port: int) -> dict[str, int]:
    """Each page as ours answers it, for the floor to answer; bytes by name."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    client = Client(learner["cookie"], "", 0, connection, connection)
    pages = {"course": f"/courses/{COURSE}/", "lesson": LESSON, "scene": SCENE}
    sizes = {}
    for name, address in pages.items():
        body = client.get(connection, address)
        (folder / "answers" / f"{name}.html").write_bytes(body)
        sizes[name] = len(body)
    return sizes


def drive(work: int, side: str, clients: int, seconds: float, learners: Any, ports: tuple[int, int], out: Any) -> None:
    """One round from a process of its own: every client asks again and again until the time is up."""
    global FIRST_CHOICE  # noqa: PLW0603 -- the same for all learners of a run
    FIRST_CHOICE = learners[0]["choice"]
    taken: list[float] = []
    problems: list[str] = []

    def one(learner: dict[str, Any]) -> None:
        client = Client(
            cookie=learner["cookie"],
            token=learner["token"],
            attempt=learner["attempt"],
            ours=http.client.HTTPConnection("127.0.0.1", ports[0]),
            floor=http.client.HTTPConnection("127.0.0.1", ports[1]),
            turn=learner["turn"],
        )
        action = getattr(WORKS[work], side)
        try:
            while time.perf_counter() < end:
                taken.append(action(client))
            if client.choices:  # an even number of turns, so that the next round begins at the first scene
                turn_of_ours(client)
        except (OSError, RuntimeError, http.client.HTTPException) as error:
            problems.append(str(error))
        learner["turn"] = client.turn

    end = time.perf_counter() + seconds
    threads = [threading.Thread(target=one, args=[learner]) for learner in learners[:clients]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    out.put((taken, problems, [learner["turn"] for learner in learners]))


def measure(arguments: argparse.Namespace) -> None:
    """The whole run and its table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.update(
            TANDEM_VAR=name, DJANGO_SETTINGS_MODULE="training.settings.dev",
            FLOOR_ANSWERS=f"{name}/answers", FLOOR_DATABASE=f"{name}/floor.sqlite3",
            FLOOR_SECRET=SECRET, FLOOR_PEPPER="demo-only-not-secret",
            PYTHONPATH=str(ROOT),
        )  # fmt: skip
        learners = prepare(folder, max(arguments.clients))
        token = secrets.token_hex(16)
        for learner in learners:
            learner.update(token=token, turn=1, cookie=f"{learner['cookie']}; csrf={token}")
        ports = free_port(), free_port()
        site = serve("training.wsgi:application", ports[0], dict(os.environ))
        try:
            sizes = record(folder, learners[0], ports[0])
            shutil.copy(folder / "tandem.sqlite3", folder / "floor.sqlite3")
            floor = serve("benchmarks.floor:application", ports[1], dict(os.environ))
            try:
                table(arguments, learners, ports, (site, floor))
            finally:
                floor.terminate()
                floor.wait()
        finally:
            site.terminate()
            site.wait()
        print("bytes of HTML: " + ", ".join(f"{name} {size:,}" for name, size in sizes.items()))


def table(arguments: argparse.Namespace, learners: Any, ports: tuple[int, int], servers: Any) -> None:
    """A line per page and number of clients: medians over the rounds."""
    head = f"{'page':22} {'clients':>7} {'ours/s':>8} {'p50 ms':>7} {'p95 ms':>7} {'CPU ms':>7} {'floor/s':>8}"
    print(f"{head} {'ours ÷ floor':>12}")
    for number, work in enumerate(WORKS):
        for clients in arguments.clients:
            rounds: list[tuple[dict[str, float], dict[str, float]]] = []
            for _ in range(arguments.rounds):
                one = run_round(number, "ours", clients, arguments.seconds, learners, ports, servers[0])
                other = run_round(number, "floor", clients, arguments.seconds, learners, ports, servers[1])
                if one and other:
                    rounds.append((one, other))
            dropped = arguments.rounds - len(rounds)
            if not rounds:
                print(f"{work.name:22} {clients:7} every round was dropped")
                continue
            ours, floor = ([both[at] for both in rounds] for at in (0, 1))
            middle = {key: statistics.median(one[key] for one in ours) for key in ("rate", "p50", "p95", "cpu")}
            base = statistics.median(one["rate"] for one in floor)
            note = f"  ({dropped} dropped)" if dropped else ""
            print(
                f"{work.name:22} {clients:7} {middle['rate']:8.0f} {middle['p50']:7.1f} {middle['p95']:7.1f}"
                f" {middle['cpu']:7.2f} {base:8.0f} {middle['rate'] / base:12.2f}{note}"
            )


def run_round(
    work: int, side: str, clients: int, seconds: float, learners: Any, ports: tuple[int, int], server: Any
) -> dict[str, float] | None:
    """Rate, percentiles and processor time of one round; None if anything but an answer came back."""
    out: multiprocessing.Queue[Any] = multiprocessing.Queue()
    driver = multiprocessing.Process(target=drive, args=(work, side, clients, seconds, learners, ports, out))
    before, begun = processor_seconds(server), time.perf_counter()
    driver.start()
    taken, problems, turns = out.get()
    driver.join()
    lasted, used = time.perf_counter() - begun, processor_seconds(server) - before
    for learner, turn in zip(learners, turns, strict=True):
        learner["turn"] = turn
    if problems or len(taken) < 2:
        print(f"dropped a round of {side}: {problems[:1]}", file=sys.stderr)
        return None
    cuts = statistics.quantiles(taken, n=20)
    return {
        "rate": len(taken) / min(lasted, seconds + 1),
        "p50": 1000 * statistics.median(taken),
        "p95": 1000 * cuts[18],
        "cpu": 1000 * used / len(taken),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--learners", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.learners:
        print_learners(chosen.learners)
    else:
        measure(chosen)
