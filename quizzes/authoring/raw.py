"""Values as Wagtail stores them in a stream or a list, with ids that stay the same from one load to the next."""

from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_URL, uuid5

SPACE = uuid5(NAMESPACE_URL, "tandem:blocks")

Raw = dict[str, Any]


def block_id(path: str) -> str:
    """The id of the block at this path, for instance `scenes/N1/choices/a`."""
    return str(uuid5(SPACE, path))


def stored(kind: str, path: str, value: Any) -> Raw:
    """One child of a stream as it is stored."""
    return {"type": kind, "value": value, "id": block_id(path)}


def items(path: str, values: Iterable[tuple[str, Any]]) -> list[Raw]:
    """A list as it is stored, from pairs of the last part of the path and the value."""
    return [stored("item", f"{path}/{part}", value) for part, value in values]


def plain(text: Any) -> str:
    """What somebody typed, with one kind of line break and nothing around it. None becomes empty."""
    return str(text or "").replace("\r\n", "\n").replace("\r", "\n").strip()
