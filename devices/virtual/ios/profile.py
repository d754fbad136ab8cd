"""What a virtual iPhone or iPad is: hardware and release, read from YAML in ``profiles/``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import yaml

from devices.virtual.os.profile import Screen

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATA: Final = Path(__file__).resolve().parent.parent / "profiles"
_DOTS_PER_POINT: Final = 160  # what `Screen` calls a density of 1

Release = tuple[int, int]
"""Major and minor number of an iOS release."""


@dataclass(frozen=True, slots=True)
class IosProfile:
    """One kind of virtual iPhone or iPad.

    Attributes:
        name: how matrices and labs call it, e.g. ``ios-17``.
        version: of iOS, e.g. ``17.6``.
        release: the same as numbers.
        model: as its owner says it, e.g. ``iPhone 14``.
        product_type: as lockdownd says it, e.g. ``iPhone14,7``.
        form: phone or tablet.
        home: what leads home: a button, or the indicator at the screen's foot.
        sensor: what biometrics look at: a finger (Touch ID) or a face (Face ID).
        screen: in pixels; ``navigation_bar_px`` is the height of the home indicator's area.
        rows: for every table in ``profiles/ios``, the row of this release.
    """

    name: str
    version: str
    release: Release
    build: str
    model: str
    product_type: str
    form: Literal["phone", "tablet"]
    home: Literal["button", "indicator"]
    sensor: Literal["touch_id", "face_id"]
    screen: Screen
    rows: Mapping[str, Mapping[str, Any]]
    locale: str = "en-US"
    time_zone: str = "UTC"
    platform: Literal["ios"] = "ios"


def release_of(version: str | float) -> Release:
    """Major and minor of a version as people write it: ``17``, ``"17.6"``, ``"17.6.1"``."""
    major, _, rest = str(version).partition(".")
    return int(major), int(rest.partition(".")[0] or 0)


def row_for(rows: list[dict[str, Any]], release: Release) -> dict[str, Any]:
    """The row whose range holds the release, or the newest one below it.

    Raises:
        LookupError: every row begins at a newer release.
    """
    old_enough = [row for row in rows if release_of(row["from"]) <= release]
    if not old_enough:
        raise LookupError(f"no row for iOS {release}: the oldest begins at {rows[0]['from']}")
    return max(old_enough, key=lambda row: release_of(row["from"]))


@cache
def catalog() -> Mapping[str, IosProfile]:
    """Every virtual iPhone and iPad that exists, by name."""
    tables: dict[str, Any] = {}
    for file in sorted((_DATA / "ios").glob("*.yaml")):
        tables |= _read(file)
    phones = _read(_DATA / "iphones.yaml")
    return {name: _profile(name, phone, tables) for name, phone in phones.items()}


def _read(file: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(file.read_bytes(), yaml.CSafeLoader)
    return data


def _profile(name: str, phone: dict[str, Any], tables: dict[str, Any]) -> IosProfile:
    release, screen = release_of(phone["version"]), phone["screen"]
    scale = screen["scale"]
    return IosProfile(
        **{key: value for key, value in phone.items() if key != "screen"},
        name=name,
        release=release,
        screen=Screen(
            width_px=screen["width"] * scale,
            height_px=screen["height"] * scale,
            density_dpi=scale * _DOTS_PER_POINT,
            status_bar_px=screen["status_bar"] * scale,
            navigation_bar_px=screen["home_indicator"] * scale,
        ),
        rows={table: row_for(rows, release) for table, rows in tables.items()},
    )
