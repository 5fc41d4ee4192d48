"""Chromium, kept open, printing the page to PDF: the project's own HTML and style sheet."""

import os
import shutil
from pathlib import Path
from typing import Any, Self

BROWSER = os.environ.get("CHROMIUM", "/usr/bin/chromium")
_TICKS = os.sysconf("SC_CLK_TCK")


def missing() -> str:
    """What to install, or nothing."""
    return "" if shutil.which(BROWSER) else "apt-get install chromium"


class Chromium:
    """A browser with one page. Its processes are ours while it is open, so their processor time can be read."""

    def __init__(self, folder: Path) -> None:
        self.sheet = folder / "certificate.html"

    def __enter__(self) -> Self:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- only this engine needs it

        self._before = _descendants(os.getpid())
        self._playwright = sync_playwright().start()
        self._browser: Any = self._playwright.chromium.launch(executable_path=BROWSER)
        self._page = self._browser.new_page()
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._playwright.stop()

    def draw(self, html: str) -> bytes:
        """The page as PDF, tagged."""
        self.sheet.write_text(html)
        self._page.goto(self.sheet.as_uri())
        content: bytes = self._page.pdf(prefer_css_page_size=True, print_background=True, tagged=True)
        return content

    def spent(self) -> float:
        """CPU milliseconds of all processes of the browser so far; those of its driver are not counted."""
        return sum(_cpu(process) for process in self._processes())

    def memory(self) -> int:
        """Resident bytes of all its processes; pages that they share count for each."""
        return sum(_resident(process) for process in self._processes())

    def _processes(self) -> set[int]:
        return {process for process in _descendants(os.getpid()) - self._before if "chrom" in _name(process)}


def _descendants(parent: int) -> set[int]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _fields(int(folder.name))):
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found, waiting = set(), [parent]
    while waiting:
        more = children.get(waiting.pop(), [])
        found.update(more)
        waiting.extend(more)
    return found


def _fields(process: int) -> list[str]:
    """What the kernel says of a process, after its name: its state, its parent and so on."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _name(process: int) -> str:
    try:
        return Path(f"/proc/{process}/comm").read_text()
    except OSError:
        return ""


def _cpu(process: int) -> float:
    fields = _fields(process)
    return sum(map(int, fields[11:15])) / _TICKS * 1000 if fields else 0.0


def _resident(process: int) -> int:
    fields = _fields(process)
    return int(fields[21]) * os.sysconf("SC_PAGE_SIZE") if fields else 0
