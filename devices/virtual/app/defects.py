"""Defects that a reference build can carry, for proving that the suites notice them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

METADATA: Final = "fleet.defect"
"""Key of the build's metadata that names the defect."""


@dataclass(frozen=True, slots=True)
class Defect:
    """One seeded defect: the promise it breaks, and what the build does."""

    name: str
    breaks: str
    does: str


DEFECTS: Final = {
    defect.name: defect
    for defect in (
        Defect("offline-banner-hidden", "OFF-01", "the banner never shows"),
        Defect("offline-banner-sticks", "OFF-02", "once shown, the banner does not go"),
        Defect("logout-keeps-session", "SES-01", "after Log Out a relaunch is signed in again"),
    )
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
