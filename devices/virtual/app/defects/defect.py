"""One seeded defect."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Defect:
    """One seeded defect: the promise it breaks, and what the build does.

    Attributes:
        requests: full names of permissions that the build requests besides.
        icon: name below the build's icon; None leaves it the app's.
        min_sdk: API level below which Android refuses the build; None leaves that as it is.
    """

    name: str
    breaks: str
    does: str
    requests: tuple[str, ...] = ()
    icon: str | None = None
    min_sdk: int | None = None

    @property
    def of_package(self) -> bool:
        """Whether it shows before the app runs: in what the package says of itself."""
        return bool(self.min_sdk or self.requests or self.icon is not None)
