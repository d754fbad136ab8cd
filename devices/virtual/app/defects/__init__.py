"""Defects that a reference build can carry, for proving that the suites notice them."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from devices.virtual.app.defects import (
    biometrics,
    dashboard,
    offline,
    permissions,
    platform,
    push,
    session,
    settings,
)
from devices.virtual.app.defects.defect import Defect

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DEFECTS", "METADATA", "Defect", "UnknownDefectError", "carries", "check_defect"]

METADATA: Final = "fleet.defect"
"""Key of the build's metadata that names the defect."""
_AREAS: Final = (
    offline,
    dashboard,
    session,
    settings,
    permissions,
    biometrics,
    push,
    platform,
)
DEFECTS: Final[Mapping[str, Defect]] = {
    defect.name: defect for area in _AREAS for defect in area.DEFECTS
}
"""Every defect by name."""


class UnknownDefectError(ValueError):
    """No defect has this name.

    Attributes:
        name: as it was written.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        near = difflib.get_close_matches(self.name, DEFECTS, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        return f"no defect is named {self.name!r}: there are {', '.join(sorted(DEFECTS))}{hint}"


def check_defect(name: str) -> Defect:
    """The defect of this name.

    Raises:
        UnknownDefectError: there is none.
    """
    if name not in DEFECTS:
        raise UnknownDefectError(name)
    return DEFECTS[name]


def carries(metadata: Mapping[str, str], name: str) -> bool:
    """Whether a build with this metadata carries the defect."""
    return metadata.get(METADATA) == name
