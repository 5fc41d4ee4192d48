"""The tokens of both colour schemes keep enough contrast where they meet (WCAG 2.2: 4.5 for text, 3 for controls)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = (Path(settings.BASE_DIR) / "static" / "css" / "base.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+):(#[0-9A-Fa-f]{6})", part))
    for part in (CSS.partition("prefers-color-scheme:dark")[0], CSS.partition("prefers-color-scheme:dark")[2])
)
TEXT = [
    *[(text, ground) for text in ("ink", "soft", "you", "peer", "third") for ground in ("paper", "sheet")],
    *[(text, ground) for text in ("ink", "soft") for ground in ("wash", "you-w", "peer-w", "third-w")],
    *[("you", "you-w"), ("peer", "peer-w"), ("third", "third-w"), ("on-act", "act"), ("on-act", "act-2")],
]
CONTROLS = [("edge", "paper"), ("edge", "sheet"), ("act", "paper")]


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read_on_its_ground(scheme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(scheme[text], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), CONTROLS)
def test_control_can_be_seen_on_its_ground(scheme: dict[str, str], line: str, ground: str) -> None:
    assert contrast(scheme[line], scheme[ground]) >= 3


def test_black_on_white_is_the_most_there_is() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 1) == 21
