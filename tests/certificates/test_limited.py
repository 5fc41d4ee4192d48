import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from certificates.pdf import limited
from certificates.pdf.limited import Because, Limits, NotPrinted

STYLESHEET = Path(__file__).parent.parent.parent / "static" / "certificates" / "handbook.css"
PAGE = '<html lang="en"><head><title>t</title></head><body>{}</body></html>'
SHORT = Limits(html=10_000_000, cpu_seconds=2, seconds=60)
USES = "".join(f'<g id="a{level}">{f"""<use href="#a{level - 1}"/>""" * 10}</g>' for level in range(1, 7))
BOMBS = {
    "boxes in boxes": '<div style="display:flex">' * 14 + "x",
    "a cell across a million": '<table><tr><td colspan="1000000">x</td><td>y</td></tr></table>',
    "a million words": "<p>" + "hello world " * 400_000,
    "a picture of a million parts": f'<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><defs>'
    f'<g id="a0"><rect width="1" height="1"/></g>{USES}</defs><use href="#a6"/></svg>',
    "three thousand floats": '<div style="float:left">x</div>' * 3000,
    "three hundred levels": "<div>" * 300 + "x",
}


def printed(body: str, **more: Any) -> bytes:
    return limited.pdf(PAGE.format(body), stylesheet=STYLESHEET, identifier="ab" * 16, **more)


def left_over() -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob("tandem-print-*"))


@pytest.mark.parametrize("body", BOMBS.values(), ids=BOMBS)
def test_document_that_is_too_much_ends_at_its_limit_and_leaves_nothing(body, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    with pytest.raises(NotPrinted) as refusal:
        printed(body, limits=SHORT)

    assert refusal.value.because is Because.TOO_MUCH
    assert left_over() == []


def test_document_that_is_too_long_is_refused_before_anything_starts(monkeypatch):
    monkeypatch.setattr("sys.executable", "no such program")

    with pytest.raises(NotPrinted) as refusal:
        printed("x" * 3_000_001)

    assert refusal.value.because is Because.TOO_LONG


def test_pictures_that_are_too_large_together_are_refused():
    with pytest.raises(NotPrinted) as refusal:
        printed("x", pictures={"picture:1": bytes(6), "picture:2": bytes(6)}, limits=Limits(pictures=11))

    assert refusal.value.because is Because.TOO_LONG


def picture(kind: str, mode: str) -> bytes:
    file = io.BytesIO()
    Image.new(mode, (4, 3)).save(file, kind)
    return file.getvalue()


def test_picture_of_any_kind_is_drawn_in_the_colours_of_paper():
    kinds = [("PNG", "RGBA"), ("PNG", "I;16"), ("JPEG", "CMYK"), ("GIF", "P"), ("WEBP", "RGBA")]
    pictures = {f"picture:{number}": picture(*kind) for number, kind in enumerate(kinds)}

    content = printed("".join(f'<img src="{address}" alt="x">' for address in pictures), pictures=pictures)

    drawn = [image.indirect_reference.get_object() for image in PdfReader(io.BytesIO(content)).pages[0].images]
    assert {(image["/ColorSpace"], image["/Width"], "/SMask" in image) for image in drawn} == {("/DeviceRGB", 4, False)}


def test_picture_that_nobody_can_read_leaves_its_words():
    pictures = {"picture:1": b"", "picture:2": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}

    assert printed("".join(f'<img src="{address}" alt="x">' for address in pictures), pictures=pictures)


@pytest.mark.parametrize(
    "limits",
    [Limits(file=2_000), Limits(memory=200_000_000), Limits(seconds=0)],
    ids=["a large file", "much memory", "a long wait"],
)
def test_document_that_takes_more_than_it_may_ends(limits):
    with pytest.raises(NotPrinted) as refusal:
        printed("<p>Words</p>" * 3000, limits=limits)

    assert refusal.value.because is Because.TOO_MUCH


@pytest.mark.parametrize(
    "body",
    [
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="http://127.0.0.1:9/x.png">',
        '<img alt="x" src="picture:unknown">',
        '<link rel="attachment" href="file:///etc/hostname">',
    ],
)
def test_document_that_asks_for_another_file_is_refused(body):
    with pytest.raises(NotPrinted) as refusal:
        printed(body)

    assert refusal.value.because is Because.REFUSED


def test_same_document_has_the_same_bytes_in_every_process(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")

    first, second = printed("<p>Words → שלום, ქართული</p>"), printed("<p>Words → שלום, ქართული</p>")

    assert first == second
    assert first.startswith(b"%PDF-1.7")


def test_sign_that_no_packaged_font_has_becomes_a_question_mark():
    content = printed("<p>One 😀 王 two\u202e\x01 three</p>")

    words = PdfReader(io.BytesIO(content)).pages[0].extract_text().split()
    assert words[:5] == ["One", "?", "?", "two", "three"]  # the foot of the page comes after


def soon(true: Callable[[], object]) -> bool:
    """Whether it becomes true within half a minute."""
    until = time.monotonic() + 30
    while not true() and time.monotonic() < until:
        time.sleep(0.05)
    return bool(true())


def processes_of(folder: Path) -> list[Path]:
    return [process for process in Path("/proc").glob("[0-9]*") if str(folder).encode() in environment(process)]


def environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""


PRINTS = """
import sys, tempfile
from pathlib import Path
from certificates.pdf import limited
tempfile.tempdir = sys.argv[1]
limited.pdf("<p>Ada, 030 1234" + "<p>hello world " * 100_000, stylesheet=Path(sys.argv[2]), identifier="ab" * 16)
"""


def test_killed_site_leaves_no_words_and_no_process(tmp_path):
    site = subprocess.Popen([sys.executable, "-c", PRINTS, str(tmp_path), str(STYLESHEET)])
    assert soon(lambda: processes_of(tmp_path))
    words_on_disk = [file for file in tmp_path.rglob("*") if file.is_file() and b"Ada" in file.read_bytes()]

    os.kill(site.pid, signal.SIGKILL)
    site.wait()

    assert words_on_disk == []
    assert soon(lambda: not processes_of(tmp_path))
    assert list(tmp_path.iterdir()) == []
