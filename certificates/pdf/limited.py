"""Authors' HTML to PDF in a process of its own: a document that is too much ends there, and nothing else does.

`pdf` starts `python -m certificates.pdf.limited` with its limits, hands it an order as CBOR and
reads what it writes. The process inherits no connection and no setting, may read the packaged files only, and
is bound by the limits that the operating system keeps (setrlimit). What goes in and comes out lies in files without a
name, which nobody else can open, and which go with the processes. When ours ends, however hard, so does the other.
"""

import io
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

import cbor2
from PIL import Image

from certificates.pdf.drawable import drawable

_MODULE = "certificates.pdf.limited"
_ROOT = Path(__file__).resolve().parent.parent.parent
_FONTS_CONF = Path(__file__).with_name("fonts.conf")
_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "FONTCONFIG_FILE": str(_FONTS_CONF)}
_FOLDER = "tandem-print-"
_REFUSED, _TOO_MUCH = 3, 4  # exit codes; 0 is done, 1 is Python's own for "broken"
_FINE = (1600, 2000)  # dots: 170 mm at 240 to the inch


class Because(StrEnum):
    """Why there is no file."""

    TOO_LONG = "too long"  # refused before anything was started
    TOO_MUCH = "too much"  # a limit of time, memory, depth or size
    REFUSED = "refused"  # it asks for a file that is not packaged
    BROKEN = "broken"


class NotPrinted(Exception):
    """There is no file, and the same order will have none the next time. `because`: in one word."""

    def __init__(self, because: Because) -> None:
        super().__init__(because.value)
        self.because = because


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one document may take. Seconds and bytes."""

    html: int = 3_000_000
    pictures: int = 60_000_000
    cpu_seconds: int = 60
    seconds: int = 150
    memory: int = 1_500_000_000
    file: int = 50_000_000


USUAL = Limits()


def pdf(
    html: str,
    *,
    stylesheet: Path,
    identifier: str,
    pictures: Mapping[str, bytes] | None = None,
    limits: Limits = USUAL,
) -> bytes:
    """What `weasy.pdf` makes of it, within `limits`. Signs that no packaged font has become "?". Raises NotPrinted.

    `pictures`: files of any kind that Pillow reads, by address, as `picture:1`.
    """
    pictures = dict(pictures or {})
    if len(html.encode()) > limits.html or sum(map(len, pictures.values())) > limits.pictures:
        raise NotPrinted(Because.TOO_LONG)
    order = cbor2.dumps(
        {"html": html, "stylesheet": str(stylesheet), "identifier": identifier, "pictures": pictures}, canonical=True
    )
    # The folder is for what libraries leave (fonts): nobody's words.
    with (
        tempfile.TemporaryFile() as sent,
        tempfile.TemporaryFile() as made,
        tempfile.TemporaryDirectory(prefix=_FOLDER) as folder,
    ):
        sent.write(order)
        sent.seek(0)
        code = _run(sent, made, folder=folder, limits=limits)
        if code != 0:
            raise NotPrinted(_because(code))
        made.seek(0)
        return made.read()


def _run(order: IO[bytes], document: IO[bytes], *, folder: str, limits: Limits) -> int:
    """The exit code of the process; below zero the signal that ended it, as for a time limit of ours."""
    lifeline, held = os.pipe()  # `held` is closed by the system when this process is killed
    numbers = (limits.cpu_seconds, limits.memory, limits.file, lifeline)
    with os.fdopen(lifeline, "rb"), os.fdopen(held, "wb"):
        process = subprocess.Popen(  # noqa: S603 -- no shell, no word of an author among the arguments
            [sys.executable, "-s", "-B", "-m", _MODULE, *map(str, numbers)],
            stdin=order,
            stdout=document,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={**_ENVIRONMENT, "TMPDIR": folder, "HOME": folder},
            pass_fds=(lifeline,),
            start_new_session=True,
        )
        try:
            process.wait(timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            _end(process)
        except BaseException:
            _end(process)
            raise
    return process.returncode


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and whatever it may have started: its session, and so its group, has its number."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _because(code: int) -> Because:
    if code < 0 or code == _TOO_MUCH:
        return Because.TOO_MUCH
    return Because.REFUSED if code == _REFUSED else Because.BROKEN


# --- Inside the process


def main(cpu_seconds: int, memory: int, file: int, lifeline: int) -> int:
    """Reads an order, writes a PDF to the standard output. Its exit code. `lifeline`: a pipe that the parent holds."""
    threading.Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()
    _bind(cpu_seconds, memory, file)
    from certificates.pdf import weasy  # noqa: PLC0415 -- inside the limits, and never in the web process

    order = cbor2.loads(sys.stdin.buffer.read())
    stylesheet = Path(order["stylesheet"])
    try:
        content = weasy.pdf(
            drawable(order["html"], stylesheet.parent / "fonts"),
            stylesheet=stylesheet,
            identifier=order["identifier"],
            pictures={address: _sound(picture) for address, picture in order["pictures"].items()},
        )
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except weasy.AssetRefused:
        return _REFUSED
    except (MemoryError, RecursionError, OSError):  # an OSError: the file grew beyond its limit
        return _TOO_MUCH
    return 0


def _end_with_parent(lifeline: int) -> None:
    """Waits until nobody holds the other end of the pipe; then ends the process and leaves nothing behind."""
    os.read(lifeline, 1)
    folder = Path(tempfile.gettempdir())
    if folder.name.startswith(_FOLDER):
        shutil.rmtree(folder, ignore_errors=True)
    os.killpg(os.getpid(), signal.SIGKILL)  # the session is this process's own


def _bind(cpu_seconds: int, memory: int, file: int) -> None:
    for kind, most in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, file),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing too much raises OSError instead


def _sound(picture: bytes) -> bytes:
    """The picture in grey or RGB on white, as fine as paper shows it; an empty one if nobody can read it.

    Nothing else of the file is kept. PDF/A-3 wants colours of its output intent (19005-3, 6.2.4.2).
    """
    made = io.BytesIO()
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            kind = "JPEG" if opened.format == "JPEG" else "PNG"
            opened.thumbnail(_FINE)
            drawn = opened.convert("RGBA")
        white = Image.new("RGBA", drawn.size, "white")
        Image.alpha_composite(white, drawn).convert("RGB").save(made, kind, quality=85)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        Image.new("L", (1, 1), 255).save(made, "PNG")
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
