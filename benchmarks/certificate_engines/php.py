"""TCPDF in PHP, signed, as Moodle's customcert uses it. Debian: php-cli, php-tcpdf, php-gd."""

import json
import shutil
import subprocess
from array import array
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from fontTools.ttLib import TTFont, newTable

from benchmarks.certificate_engines import reporter
from benchmarks.certificate_engines.words import FONTS, INVITATION, LIMITS, Words

LIBRARY = Path("/usr/share/php/tcpdf/tcpdf.php")


def missing() -> str:
    """What to install, or nothing."""
    if shutil.which("php") and LIBRARY.exists():
        modules = subprocess.run(["php", "-m"], capture_output=True, check=True, text=True).stdout
        if "gd" in modules.split():
            return ""
    return "apt-get install php-cli php-tcpdf php-gd"


class Tcpdf:
    """Draws in a process of its own, which measures itself: starting PHP is not counted."""

    def __init__(self, folder: Path, *, certificate: bytes, key: bytes) -> None:
        (folder / "cache").mkdir()  # TCPDF deletes every picture that it finds there
        shutil.copytree(LIBRARY.parent / "fonts", folder / "fonts")
        for file in reporter.FACES.values():
            _hinted(FONTS / file, folder / file)
        (folder / "seal.pem").write_bytes(certificate)
        (folder / "key.pem").write_bytes(key)
        art = subprocess.run(
            ["pdftoppm", "-r", "150", "-png", "-singlefile", "-"],
            input=reporter.background(),
            capture_output=True,
            check=True,
        ).stdout
        (folder / "background.png").write_bytes(art)
        self.folder = folder

    def draw(self, certificates: Sequence[Words]) -> tuple[float, int, list[bytes]]:
        """CPU milliseconds for each, peak bytes as PHP counts them, and the files. The first one warms up."""
        told = [asdict(words) | {"credential": ""} for words in (certificates[0], *certificates)]
        work = {
            "folder": str(self.folder),
            "background": str(self.folder / "background.png"),
            "faces": {name: str(self.folder / file) for name, file in reporter.FACES.items()},
            "certificate": str(self.folder / "seal.pem"),
            "key": str(self.folder / "key.pem"),
            "limits": LIMITS,
            "invitation": INVITATION,
            "certificates": told,
        }
        (self.folder / "work.json").write_text(json.dumps(work))
        script = Path(__file__).with_name("certificate.php")
        said = subprocess.run(
            ["php", str(script), str(self.folder / "work.json")], capture_output=True, check=True, text=True
        )
        spent = json.loads(said.stdout)
        files = [(self.folder / f"{number}.pdf").read_bytes() for number in range(1, len(told))]
        return sum(spent["cpu"][1:]) / len(certificates), spent["peak"], files


def _hinted(source: Path, target: Path) -> None:
    """The font with a table of unused hinting values: TCPDF 6.6 writes a sum over the directory of a subset without."""
    with TTFont(source) as font:
        font["cvt "] = newTable("cvt ")
        font["cvt "].values = array("h", [0] * 128)
        font.save(target)
