"""Matrices of the tests' own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

SUITES: Final = "dashboard, offline, session, settings, platform, biometrics, push, permissions"
EMULATOR: Final = "android-14-emulator"
CABLE: Final = "android-14-cable"
IPHONE: Final = "ios-17-cable"
_LINES: Final = {
    EMULATOR: "{platform: android, versions: 14, kind: virtual, attach: emulator}",
    CABLE: "{platform: android, versions: 14, kind: virtual, attach: cable}",
    IPHONE: "{platform: ios, versions: 17, kind: virtual}",
}


def matrix_of(folder: Path, *cells: str) -> Path:
    """A matrix of these cells with every suite, as a file ``own.yaml`` in the folder."""
    lines = "".join(f"  - {_LINES[cell]}\n" for cell in cells)
    path = folder / "own.yaml"
    text = f"name: own\nlab: virtual\nsuites: [{SUITES}]\ncells:\n{lines}"
    path.write_text(text, encoding="utf-8")
    return path
