"""Whether a file is what its engine says it is: veraPDF, pdfsig, qpdf."""

import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """What the judges found; `ok` if the file keeps what its engine claims."""

    archive: bool
    access: bool
    sealed: bool
    sound: bool
    text: bool
    ok: bool


def judged(content: bytes, name: str, claims: frozenset[str]) -> Verdict:
    """The verdict on a certificate of this name. `claims`: "3a", "ua1", "seal"."""
    from tests.conformance import programs, verapdf  # noqa: PLC0415 -- development packages

    found = {
        "3a": verapdf.judged(content, "3a").compliant,
        "ua1": verapdf.judged(content, "ua1").compliant,
        "seal": "seal" in claims and programs.pdfsig(content).valid,
    }
    sound = programs.qpdf_findings(content) == ""
    kept = sound and all(found[claim] for claim in claims)
    text = name in programs.text_by_poppler(content)
    return Verdict(found["3a"], found["ua1"], found["seal"], sound, text, kept)


def machine() -> str:
    """This machine in one line."""
    with open("/proc/cpuinfo") as file:  # noqa: PTH123 -- no path of ours
        model = next((line.partition(":")[2].strip() for line in file if line.startswith("model name")), "unknown")
    cores = subprocess.run(["nproc"], capture_output=True, text=True, check=False).stdout.strip()
    return f"{cores} × {model}"
