"""How a permission group of one app stands, member by member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.os.permission_names import BACKGROUND
from devices.virtual.os.permissions import PermissionFlag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from devices.virtual.os.package import Package
    from devices.virtual.os.packages import Packages

_BY_ITSELF: Final = PermissionFlag.REVOKED_COMPAT | PermissionFlag.REVOKE_WHEN_REQUESTED


@dataclass(frozen=True, slots=True)
class GroupState:
    """A group, by its short name, of an app."""

    name: str
    packages: Packages
    package: Package

    @property
    def members(self) -> tuple[str, ...]:
        """The permissions of the group that the app requests in its manifest."""
        group_of = self.packages.model.group_of
        return tuple(
            name
            for name in self.package.permissions
            if group_of.get(name) == self.name and not self.packages.outlived(name, self.package)
        )

    @property
    def foreground(self) -> tuple[str, ...]:
        """Those that do not need another one."""
        return tuple(name for name in self.members if name not in BACKGROUND)

    @property
    def background(self) -> tuple[str, ...]:
        """Those that widen another one to the time when the app is not used."""
        return tuple(name for name in self.members if name in BACKGROUND)

    @property
    def snapshot(self) -> tuple[tuple[str, bool, PermissionFlag], ...]:
        """How all members stand, to be compared with how they stand later."""
        held = self.package.permissions
        return tuple((name, held[name].granted, held[name].flags) for name in self.members)

    def granted(self, names: Iterable[str]) -> bool:
        """Whether one of those is granted, and not by the system for itself alone."""
        held = self.package.permissions
        return any(
            held[name].granted and not held[name].flags & _BY_ITSELF
            for name in names
            if name in held
        )

    def any(self, names: Iterable[str], flag: PermissionFlag) -> bool:
        """Whether one of those carries a flag."""
        held = self.package.permissions
        return any(held[name].flags & flag for name in names if name in held)
