"""What a certificate costs, ours and by other engines, side by side in one run. One table, in some minutes.

python benchmarks/certificates.py [--rounds 9] [--each 8] [--bulk 5000] [--only ours,Typst]

All engines draw the same design with the same words, in turns, so that other work on the machine meets all of them; the
CPU time (user and system) is compared, not the clock. Every engine's files are judged first. What is missing is named.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.certificate_engines import browser, codes, floor, php, reporter, site, typesetter, verdicts
from benchmarks.certificate_engines.words import Words, words_of

OURS, EQUAL, TCPDF = "Tandem, sealed", "WeasyPrint + pyHanko, equal file", "TCPDF as Moodle, signed"
TYPST = "Typst, unsigned"
# Goals of the fast path, as ratios of this run: how many times ours, by engine.
GOALS = {EQUAL: 150, TCPDF: 60, TYPST: 15}
MOST_FLOOR, MOST_SECONDS, MOST_BYTES = 2.5, 5.0, 50_000
ALL = frozenset({"3a", "ua1", "seal"})
REPEAT = 20  # our certificates are so quick that a round of eight would drown in the clock


@dataclass(frozen=True)
class Engine:
    """What makes certificates. `run`: CPU milliseconds each, and the files of these rows."""

    name: str
    claims: frozenset[str]
    run: Callable[[Sequence[Any]], tuple[float, list[bytes]]]


def here(draw: Callable[[Any], bytes], *, repeat: int = 1) -> Callable[[Sequence[Any]], tuple[float, list[bytes]]]:
    """A run in this process."""

    def run(rows: Sequence[Any]) -> tuple[float, list[bytes]]:
        begun = time.process_time()
        for _ in range(repeat):
            files = [draw(row) for row in rows]
        return (time.process_time() - begun) * 1000 / len(rows) / repeat, files

    return run


def words(row: Any) -> Words:
    """A row as other engines get it; the credential is made by us and not counted."""
    from certificates import achievements, rendering  # noqa: PLC0415 -- settings first

    return words_of(
        row,
        issuer=site.ISSUER,
        site=site.ADDRESS,
        code=rendering.check_address(row),
        credential=achievements.credential_of(row),
    )


def given_words(draw: Callable[[Words], bytes]) -> Callable[[Sequence[Any]], tuple[float, list[bytes]]]:
    """A run in this process that begins with the words."""
    run = here(draw)
    return lambda rows: run([words(row) for row in rows])


def engines(folder: Path, stack: ExitStack) -> Iterator[Engine]:
    """All that are installed."""
    from certificates import rendering  # noqa: PLC0415 -- settings first

    yield Engine(OURS, ALL, here(rendering.fast_pdf, repeat=REPEAT))
    yield Engine(EQUAL, ALL, here(rendering.slow_pdf))
    yield Engine("WeasyPrint, a document each", frozenset({"3a"}), here(naive()))
    typst = typesetter.engine(codes.svg)
    yield Engine(TYPST, frozenset({"3a", "ua1"}), given_words(typst))
    yield Engine("Typst, given our QR code", frozenset({"3a", "ua1"}), given_words(typesetter.engine(_our_code)))
    yield Engine("Typst + pyHanko", ALL, given_words(lambda told: _sealed(typst(told), told)))
    yield Engine("ReportLab", frozenset(), given_words(reporter.engine()))
    yield from _tcpdf(folder)
    yield from _chromium(folder, stack)


def _sealed(content: bytes, told: Words) -> bytes:
    """The file with the seal that ours has, by pyHanko."""
    from certificates.pdf.sealing import sealed  # noqa: PLC0415 -- settings first
    from certificates.pdf.signing import seal_in_use  # noqa: PLC0415

    seal = seal_in_use()
    assert seal is not None
    ended = content + b"\n"  # Typst ends without, and the next object has to begin a line (ISO 19005-3, 6.1.9)
    return sealed(ended, seal, on=date.fromisoformat(told.day), identifier=told.number)


def compile_all(names: Sequence[str]) -> None:
    """Compiles the template and lets it prove itself for every kind of name, as the job at publishing does."""
    from certificates import rendering  # noqa: PLC0415 -- settings first
    from certificates.pdf.slow import SlowPath  # noqa: PLC0415

    begun = time.process_time()
    for row in site.rows_of(list(names), seed=2):
        with suppress(SlowPath):
            rendering.fast_pdf(row)
    print(f"Compiling and proving the template: {time.process_time() - begun:.1f} s of CPU, once.")


def naive() -> Callable[[Any], bytes]:
    """WeasyPrint as its documentation shows it: a string of HTML with its style sheet, PDF/A, nothing kept."""
    from weasyprint import HTML  # noqa: PLC0415 -- half a second

    return lambda row: HTML(string=_page(row)).write_pdf(pdf_variant="pdf/a-3a")


def _page(row: Any) -> str:
    from certificates.page import STYLESHEET, html_of  # noqa: PLC0415 -- settings first

    head = f'<base href="{STYLESHEET.as_uri()}"><link rel="stylesheet" href="{STYLESHEET.name}"></head>'
    return html_of(row).replace("</head>", head, 1)


def _our_code(address: str) -> str:
    from certificates.pdf import qr  # noqa: PLC0415 -- settings first

    place, _hash, text = address.partition("#")
    symbol = qr.symbol(place, text)
    box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {symbol.side} {symbol.side}"'
    return f'<svg {box}><path fill="#1E2A2D" d="{qr.svg_path(symbol)}"/></svg>'


def _tcpdf(folder: Path) -> Iterator[Engine]:
    if lack := php.missing():
        print(f"Left out: TCPDF ({lack})")
        return
    certificate, key = _pem(folder / "seal.pem")
    tcpdf = php.Tcpdf(Path(tempfile.mkdtemp(dir=folder)), certificate=certificate, key=key)

    def run(rows: Sequence[Any]) -> tuple[float, list[bytes]]:
        each, _peak, files = tcpdf.draw([words(row) for row in rows])
        return each, files

    yield Engine(TCPDF, frozenset({"seal"}), run)


def _pem(path: Path) -> tuple[bytes, bytes]:
    """The certificate and the key of the seal, as PHP takes them."""
    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat  # noqa: PLC0415

    from certificates import keys  # noqa: PLC0415 -- settings first

    key, chain = keys.read_seal(path, None)
    first: x509.Certificate = chain[0]
    return first.public_bytes(Encoding.PEM), key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _chromium(folder: Path, stack: ExitStack) -> Iterator[Engine]:
    if lack := browser.missing():
        print(f"Left out: Chromium ({lack})")
        return
    chromium = stack.enter_context(browser.Chromium(folder))

    def run(rows: Sequence[Any]) -> tuple[float, list[bytes]]:
        before = chromium.spent()
        files = [chromium.draw(_page(row)) for row in rows]
        return (chromium.spent() - before) / len(rows), files

    yield Engine("Chromium, print to PDF", frozenset(), run)


# ---- The run


def compared(found: Sequence[Engine], names: Sequence[str], rounds: int, each: int, scratch: Path) -> dict[str, Any]:
    """CPU milliseconds by engine and round, bytes by engine, and microseconds of the floor by step and round."""
    spent: dict[str, list[float]] = {engine.name: [] for engine in found}
    size: dict[str, int] = {}
    steps: dict[str, list[float]] = {}
    fresh = iter(names)  # nobody twice: Typst remembers what it has drawn
    for turn in range(rounds + 1):  # the first one warms up
        for engine in found:
            rows = site.rows_of(list(islice(fresh, each)), seed=turn)
            cost, files = engine.run(rows)
            size[engine.name] = max(map(len, files))
            if turn:
                spent[engine.name].append(cost)
        if turn:
            for name, cost in floor.measured(floor.steps(rows[0], found[0].run(rows[:1])[1][0], scratch)).items():
                steps.setdefault(name, []).append(cost)
        print(f"round {turn} of {rounds}", file=sys.stderr)
    return {"spent": spent, "size": size, "floor": steps}


def judge(found: Sequence[Engine], names: Sequence[str]) -> bool:
    """Prints what the judges say of four files of each engine; whether each keeps what it claims."""
    rows = site.rows_of(list(names), seed=99)
    print("\n| Engine | PDF/A-3a | PDF/UA-1 | Seal | Sound | Names read back | Keeps what it claims |")
    print("|---|---|---|---|---|---|---|")
    well = True
    for engine in found:
        files = engine.run(rows)[1]
        told = [verdicts.judged(file, row.name, engine.claims) for file, row in zip(files, rows, strict=True)]
        kept = all(one.ok for one in told)
        well = well and kept
        fields = ("archive", "access", "sealed", "sound", "text")
        columns = (f"{sum(getattr(one, field) for one in told)}/{len(told)}" for field in fields)
        print(f"| {engine.name} | {' | '.join(columns)} | {'yes' if kept else '**no**'} |")
    return well


def bulk(names: Sequence[str], folder: Path) -> tuple[float, float, float, int, int]:
    """Certificates to files: seconds by the clock, of CPU, of CPU without writing; how many slowly; bytes."""
    from certificates import rendering  # noqa: PLC0415 -- settings first
    from certificates.pdf.slow import SlowPath  # noqa: PLC0415

    rows = site.rows_of(list(names), seed=1)
    folder.mkdir()
    slow = total = 0
    clock, cpu = time.perf_counter(), time.process_time()
    for place, row in enumerate(rows):
        try:
            content = rendering.fast_pdf(row)
        except SlowPath:
            slow += 1
            content = rendering.slow_pdf(row)
        (folder / f"{place}.pdf").write_bytes(content)
        total += len(content)
    clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    return clock, cpu, total / len(rows), slow, len(rows)


def peak(name: str) -> int:
    """Resident bytes at most of a process that makes sixteen certificates with one engine."""
    command = [sys.executable, __file__, "--peak", name]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(said.stdout.split()[-1])


def _peak_here(name: str, folder: Path, stack: ExitStack) -> int:
    engine = next(one for one in engines(folder, stack) if one.name == name)
    engine.run(site.rows_of([f"Agnieszka Wiśniewska {letter}" for letter in "abcdefghijklmnop"], seed=3))
    status = Path("/proc/self/status").read_text()  # the kernel's other count begins with the parent's memory
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) * 1024


def report(found: Sequence[Engine], results: dict[str, Any]) -> None:
    """Prints the tables."""
    median = {name: statistics.median(costs) for name, costs in results["spent"].items()}
    ours = median[OURS]
    print("\n| Engine | CPU ms | least | each second | × ours | bytes |\n|---|---|---|---|---|---|")
    for engine in found:
        cost = median[engine.name]
        least = min(results["spent"][engine.name])
        size = results["size"][engine.name]
        print(f"| {engine.name} | {cost:,.2f} | {least:,.2f} | {1000 / cost:,.0f} | {cost / ours:,.1f} | {size:,} |")
    print("\n| Floor, step | CPU µs |\n|---|---|")
    steps = {name: statistics.median(costs) for name, costs in results["floor"].items()}
    for name, cost in steps.items():
        print(f"| {name} | {cost:,.1f} |")
    low = sum(steps.values()) - steps["writing a file"]
    print(f"| **in memory** | **{low:,.0f}** |\n| **to a file** | **{low + steps['writing a file']:,.0f}** |")
    print("\n| Goal | reached | |\n|---|---|---|")
    for name, goal in GOALS.items():
        if name in median:
            _goal(f"≥ {goal} × {name}", f"{median[name] / ours:,.1f} ×", met=median[name] / ours >= goal)
    _goal(f"≤ {MOST_FLOOR} × the floor", f"{ours * 1000 / low:.2f} ×", met=ours * 1000 / low <= MOST_FLOOR)
    size = results["size"][OURS]
    _goal(f"≤ {MOST_BYTES:,} bytes", f"{size:,}", met=size <= MOST_BYTES)


def _goal(goal: str, reached: str, *, met: bool) -> None:
    print(f"| {goal} | {reached} | {'met' if met else '**not met**'} |")


def report_bulk(names: Sequence[str], folder: Path) -> None:
    """Prints what the many cost."""
    clock, cpu, size, slow, count = bulk(names, folder)
    wanted = MOST_SECONDS * count / 5000
    goal = f"{count:,} to files in ≤ {wanted:.1f} s"
    _goal(goal, f"{clock:.1f} s by the clock, {cpu:.1f} s of CPU", met=clock <= wanted)
    _goal("< 0.5 % of European names slowly", f"{slow} of {count:,}", met=slow < count * 0.005)
    print(f"\n{size:,.0f} bytes a file on average.")


def load() -> str:
    """How busy the machine is."""
    return " ".join(f"{part:.1f}" for part in os.getloadavg())


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description="What a certificate costs, ours and by other engines.")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--each", type=int, default=8)
    parser.add_argument("--bulk", type=int, default=5000)
    parser.add_argument("--only", default="", help="beginnings of names of engines, with commas")
    parser.add_argument("--peak", default="", help=argparse.SUPPRESS)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        site.prepare(folder)
        from tests.certificates.names import european_names  # noqa: PLC0415 -- settings first

        if told.peak:
            print(_peak_here(told.peak, folder, stack))
            return
        names = european_names(max(told.bulk, (told.rounds + 1) * told.each * 9))
        wanted = tuple(part for part in f"{OURS},{told.only}".split(",") if part)
        print(f"{datetime.now(tz=UTC):%d %B %Y}, {verdicts.machine()}, load {load()} at the beginning")
        compile_all(names[:400])
        found = [engine for engine in engines(folder, stack) if not told.only or engine.name.startswith(wanted)]
        well = judge(found, ["Agnieszka Wiśniewska", "Ελένη Παπαδοπούλου", "Олександра Ївженко", "فاطمة الزهراء"])
        report(found, compared(found, names, told.rounds, told.each, folder))
        report_bulk(names[: told.bulk], folder / "bulk")
        for name in (OURS, EQUAL, "WeasyPrint, a document each", TYPST, "ReportLab"):
            if any(engine.name == name for engine in found):
                print(f"Peak memory, {name}: {peak(name) / 1e6:,.0f} MB")
        print(f"Load {load()} at the end.")
    if not well:
        sys.exit("A file is not what its engine claims (above).")


if __name__ == "__main__":
    main()
