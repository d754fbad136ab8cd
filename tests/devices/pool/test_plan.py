"""A matrix becomes cells, or a complaint that names the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.errors import ConfigError
from config.matrix import read
from devices.pool.plan import Cell, PhoneFacts, resolve

if TYPE_CHECKING:
    from pathlib import Path

PHONES = {
    "android-14": PhoneFacts("android", "14", 34),
    "android-9": PhoneFacts("android", "9", 28),
}


def resolved(folder: Path, *cells: str) -> tuple[Cell, ...]:
    """The cells of a matrix with these lines."""
    path = folder / "m.yaml"
    lines = "".join(f"  - {cell}\n" for cell in cells)
    path.write_text(f"name: m\nlab: virtual\nsuites: [offline]\ncells:\n{lines}", encoding="utf-8")
    return resolve(read(path), path, "virtual", PHONES)


def test_cells_keep_the_order_and_have_stable_ids(tmp_path: Path) -> None:
    """A cell is named by its phone and the way it is attached, never by a serial."""
    cells = resolved(
        tmp_path,
        "{device: android-9, kind: virtual, attach: cable}",
        "{device: android-14, kind: virtual}",
    )
    assert [cell.id for cell in cells] == ["android-9-cable", "android-14-emulator"]
    assert (cells[0].version, cells[0].api_level) == ("9", 28)


def test_an_unknown_phone_is_answered_with_the_nearest(tmp_path: Path) -> None:
    """The complaint names line and column, what the lab has, and the nearest name."""
    with pytest.raises(ConfigError, match=r"m\.yaml:5:14: device: the lab 'virtual' has no phone"):
        resolved(tmp_path, "{device: android-41, kind: virtual}")
    with pytest.raises(ConfigError, match=r"did you mean 'android-14'\?"):
        resolved(tmp_path, "{device: android-41, kind: virtual}")


def test_a_virtual_phone_satisfies_no_other_kind(tmp_path: Path) -> None:
    """A cell that asks for a real phone is never given a virtual one."""
    with pytest.raises(ConfigError, match="virtual phones only, found 'real'"):
        resolved(tmp_path, "{device: android-14, kind: real}")


def test_the_same_cell_twice_is_refused(tmp_path: Path) -> None:
    """Two equal lines would run every test twice under one id."""
    line = "{device: android-14, kind: virtual}"
    with pytest.raises(ConfigError, match=r"m\.yaml:6:5: the cell android-14-emulator stands"):
        resolved(tmp_path, line, line)
