"""The QR code of an address as engines without one of their own are given it: by segno, as Python projects do it."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import segno


def runs(address: str) -> tuple[int, list[tuple[int, int, int]]]:
    """The side in modules, and the dark runs as (column, row, length). Segments as ours (decision 10)."""
    site, _hash, text = address.partition("#")
    segments: Any = [site, "#", text]
    matrix = segno.make(segments, error="m", boost_error=False, micro=False).matrix
    return len(matrix), [run for y, row in enumerate(matrix) for run in _runs_of(y, row)]


def svg(address: str) -> str:
    """As SVG."""
    side, dark = runs(address)
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in dark)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path fill="#1E2A2D" d="{path}"/></svg>'
    )


def _runs_of(y: int, row: bytearray) -> Iterator[tuple[int, int, int]]:
    x = 0
    for dark, modules in groupby(row):
        length = len(list(modules))
        if dark:
            yield x, y, length
        x += length
