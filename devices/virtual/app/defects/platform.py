"""The platform."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.virtual.app.defects.defect import Defect

DEFECTS: Final[tuple[Defect, ...]] = ()
