"""Typst, in this process and kept warm: PDF/A-3a and PDF/UA-1, not signed."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

from benchmarks.certificate_engines.words import FONTS, INVITATION, LIMITS, Words


def engine(picture: Callable[[str], str]) -> Callable[[Words], bytes]:
    """What draws one certificate. `picture`: the QR code of an address, as SVG."""
    import typst  # noqa: PLC0415 -- only this engine needs it

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    template = Path(__file__).with_name("certificate.typ")
    compiler = typst.Compiler(input=template, root=template.parents[2], font_paths=fonts)

    def draw(words: Words) -> bytes:
        told = asdict(words) | {"credential": "", "limits": LIMITS, "invitation": INVITATION}
        content: bytes = compiler.compile(
            format="pdf",
            sys_inputs={
                "words": json.dumps(told, ensure_ascii=False),
                "code": picture(words.code),
                "credential": words.credential.decode(),
            },
            pdf_standards=["a-3a", "ua-1"],
            timestamp=int((date.fromisoformat(words.day) - date(1970, 1, 1)).total_seconds()),
        )
        return content

    return draw
