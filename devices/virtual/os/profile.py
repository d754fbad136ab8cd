"""What a phone is: its screen, its names and its release, read from YAML in ``profiles/``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATA: Final = Path(__file__).resolve().parent.parent / "profiles"


@dataclass(frozen=True, slots=True)
class Identity:
    """The names a phone tells of itself, as in its ``ro.product.*`` properties."""

    manufacturer: str
    brand: str
    model: str
    product: str
    device: str
    hardware: str


@dataclass(frozen=True, slots=True)
class Screen:
    """The panel: physical pixels, dots per inch, and the heights of the system's two bars."""

    width_px: int
    height_px: int
    density_dpi: int
    status_bar_px: int
    navigation_bar_px: int

    @property
    def scale(self) -> float:
        """Physical pixels in one density-independent pixel."""
        return self.density_dpi / 160


@dataclass(frozen=True, slots=True)
class SystemPackage:
    """A package of the system image."""

    name: str
    label: str
    version_name: str
    version_code: int
    folder: str
    uid: int = 1000
    activity: str = ""
    apk: str = ""

    @property
    def path(self) -> str:
        """Where its archive lies on the phone."""
        return f"{self.folder}/{self.apk or self.folder.rsplit('/', 1)[-1]}.apk"


@dataclass(frozen=True, slots=True)
class SystemProcess:
    """A process that runs from boot on."""

    pid: int
    ppid: int
    user: str
    name: str


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of virtual phone.

    Attributes:
        name: how matrices and labs call it, e.g. ``android-14``.
        version: the release as users say it, e.g. ``12L``.
        release: the same as the phone itself says it, e.g. ``12``.
        identities: names by way of attaching, ``emulator`` or ``cable``.
        settings: values after the first boot, by namespace.
        rows: for every table in ``profiles/android``, the row of this release.
    """

    name: str
    platform: str
    version: str
    release: str
    api_level: int
    codename: str
    build_id: str
    security_patch: str
    screen: Screen
    locale: str
    time_zone: str
    abi: str
    identities: Mapping[str, Identity]
    adb_features: tuple[str, ...]
    system_packages: tuple[SystemPackage, ...]
    system_processes: tuple[SystemProcess, ...]
    settings: Mapping[str, Mapping[str, str]]
    rows: Mapping[str, Mapping[str, Any]]


def row_for(rows: list[dict[str, Any]], api_level: int) -> dict[str, Any]:
    """The row whose range holds the API level, or the newest one below it.

    Raises:
        LookupError: every row begins at a newer release.
    """
    old_enough = [row for row in rows if row["from"] <= api_level]
    if not old_enough:
        raise LookupError(
            f"no row for API level {api_level}: the oldest begins at {rows[0]['from']}"
        )
    return max(old_enough, key=lambda row: int(row["from"]))


@cache
def catalog() -> Mapping[str, Profile]:
    """Every virtual phone that exists, by name."""
    tables: dict[str, Any] = {}
    for file in sorted((_DATA / "android").glob("*.yaml")):
        tables |= _read(file)
    return {name: _profile(name, row, tables) for name, row in _read(_DATA / "phones.yaml").items()}


def _read(file: Path) -> dict[str, Any]:
    # The safe loader, in C: ten times as fast as `safe_load`.
    data: dict[str, Any] = yaml.load(file.read_bytes(), yaml.CSafeLoader)
    return data


def _profile(name: str, phone: dict[str, Any], tables: dict[str, Any]) -> Profile:
    api_level = phone["api_level"]
    row = {table: row_for(rows, api_level) for table, rows in tables.items()}
    release, settings = row["releases"], row["settings"]
    return Profile(
        name=name,
        platform=phone["platform"],
        version=release["version"],
        release=release["release"],
        api_level=api_level,
        codename=release["codename"],
        build_id=release["build_id"],
        security_patch=release["security_patch"],
        screen=Screen(**phone["screen"]),
        locale=phone["locale"],
        time_zone=phone["time_zone"],
        abi=phone["abi"],
        identities={attach: Identity(**names) for attach, names in phone["identities"].items()},
        adb_features=tuple(row["adb_features"]["names"]),
        system_packages=tuple(
            SystemPackage(**{"version_name": release["release"], "version_code": api_level} | p)
            for p in row["system_packages"]["packages"]
        ),
        system_processes=tuple(SystemProcess(**p) for p in row["system_processes"]["processes"]),
        settings={space: settings[space] for space in ("system", "secure", "global")},
        rows=row,
    )
