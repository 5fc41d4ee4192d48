"""Files inside a PDF."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class AttachedFile:
    """A file inside the PDF that holds its content for machines (ISO 19005-3, 6.8). `on`: its date, midnight UTC."""

    name: str
    content: bytes
    media_type: str
    description: str
    on: date
