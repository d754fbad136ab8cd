"""Which media types an attachment may have. Never HTML: a report would run it as its own."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from reports.evidence import MANIFEST

if TYPE_CHECKING:
    from pathlib import Path

TEXT: Final = "text/plain"
TYPES: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".txt": TEXT,
    ".log": TEXT,
    ".csv": "text/csv",
    ".xml": "application/xml",
    ".json": "application/json",
    ".mp4": "video/mp4",
}
"""By file name extension. HTML, SVG, Markdown and traces are missing on purpose: Allure renders
them, and had scripts injected through them (allure3 issues 227, 300, 305)."""

PICTURES: Final = frozenset({".png", ".jpg", ".mp4"})


def attachable(file: Path) -> bool:
    """Whether a file of an evidence folder belongs into a report: not its manifest, no markup."""
    hidden = file.name.startswith(".") or file.name == MANIFEST
    return not hidden and file.suffix.lower() in TYPES


def safe_name(name: str) -> str:
    """The name itself, or with ``.txt`` in place of an extension that Allure would render."""
    path = PurePath(name)
    return name if path.suffix.lower() in TYPES else f"{path.stem}.txt"


def type_of(name: str) -> str:
    """The media type to declare for a file of this name."""
    return TYPES.get(PurePath(name).suffix.lower(), TEXT)
