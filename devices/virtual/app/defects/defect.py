"""One seeded defect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.platforms import PLATFORMS

if TYPE_CHECKING:
    from config.platforms import Platform


@dataclass(frozen=True, slots=True)
class Defect:
    """One seeded defect: the promise it breaks, and what the build does.

    Attributes:
        requests: full names of permissions that the build requests besides.
        icon: name below the build's icon; None leaves it the app's.
        min_sdk: API level below which Android refuses the build; None leaves that as it is.
        min_ios: release below which iOS refuses the build; None leaves that as it is.
        platforms: on which it shows.
    """

    name: str
    breaks: str
    does: str
    requests: tuple[str, ...] = ()
    icon: str | None = None
    min_sdk: int | None = None
    min_ios: str | None = None
    platforms: tuple[Platform, ...] = PLATFORMS

    @property
    def of_package(self) -> bool:
        """Whether it shows before the app runs: in what the package says of itself."""
        return bool(self.min_sdk or self.min_ios or self.requests or self.icon is not None)
