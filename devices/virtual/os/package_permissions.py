"""What packages of a phone there are, and which permissions each of them holds.

Source: AOSP PackageManagerService, PermissionManagerService.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os.package import PermissionRefusedError
from devices.virtual.os.permissions import (
    NO_FLAGS,
    PermissionFlag,
    PermissionInfo,
    PermissionState,
    permission_model,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.package import Package
    from devices.virtual.os.profile import Profile

_SIGNATURE: Final = frozenset({2, 3})  # base levels that whoever signed the owner holds
# What survives a reset of permissions: the system's own reasons, not the user's.
_KEPT_AT_RESET: Final = (
    PermissionFlag.USER_SENSITIVE_WHEN_GRANTED
    | PermissionFlag.USER_SENSITIVE_WHEN_DENIED
    | PermissionFlag.RESTRICTION_INSTALLER_EXEMPT
    | PermissionFlag.SYSTEM_FIXED
    | PermissionFlag.POLICY_FIXED
)
_ILLEGAL: Final = "java.lang.IllegalArgumentException"


class PackagePermissions:
    """The packages of a phone, and the permissions that each requests and holds.

    Attributes:
        model: the permissions of the release.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self.model = permission_model(profile.api_level, profile.rows)
        self._packages: dict[str, Package] = {}
        self._kept: dict[str, Package] = {}
        self._watchers: list[Callable[[str, str], None]] = []

    def get(self, name: str) -> Package | None:
        """The package of this name that the user has, or None."""
        found = self._packages.get(name)
        return found if found is not None and found.user_installed else None

    def all(self) -> list[Package]:
        """Every package that the user has, by name."""
        return [found for found in self._sorted(self._packages) if found.user_installed]

    def removed(self) -> list[Package]:
        """Packages that are gone and left their data, or that were taken from the user."""
        taken = {n: found for n, found in self._packages.items() if not found.user_installed}
        return self._sorted(self._kept | taken)

    def known(self, name: str) -> Package | None:
        """The package of this name, also one that the user has no more; or None."""
        return self._packages.get(name) or self._kept.get(name)

    def permission(self, name: str) -> PermissionInfo | None:
        """The permission of this name that the platform or a package declares, or None."""
        found = self.model.platform.get(name)
        return found or next((p for p in self.declared_permissions() if p.name == name), None)

    def declared_permissions(self) -> list[PermissionInfo]:
        """What packages declare beside the platform."""
        return [
            PermissionInfo(declared.name, declared.level, declared.group, owner.name)
            for owner in self._sorted(self._packages)
            for declared in owner.manifest.declared
        ]

    def runtime_permissions(self, package: Package) -> list[str]:
        """The permissions it requests that a user grants one by one."""
        return [n for n in self.requested(package) if (p := self.permission(n)) and p.runtime]

    def install_permissions(self, package: Package) -> list[str]:
        """The permissions it holds without the user: normal ones, and what the shell granted."""
        found = []
        for name in self.requested(package):
            info = self.permission(name)
            if info is None or info.runtime:
                continue
            if (
                info.normal
                or package.system
                or self._same_signer(info, package)
                or name in package.granted
            ):
                found.append(name)
        return found

    def watch(self, callback: Callable[[str, str], None]) -> Callable[[], None]:
        """Call back with package and permission after each grant and revocation.

        Returns the call that ends it.
        """
        self._watchers.append(callback)
        return lambda: self._watchers.remove(callback)

    def grant(self, name: str, permission: str) -> None:
        """Grant a permission that a user, or the shell, may grant.

        Raises:
            PermissionRefusedError: it is unknown, not requested, or not the user's to grant.
        """
        state = self._changeable(name, permission)
        held, state.granted = state.granted, True
        if not held:
            self._changed(name, permission)

    def revoke(self, name: str, permission: str) -> bool:
        """Revoke such a permission; says whether it was held.

        Raises:
            PermissionRefusedError: it is unknown, not requested, or not the user's to grant.
        """
        state = self._changeable(name, permission)
        held, state.granted = state.granted, False
        if held:
            self._changed(name, permission)
        return held

    def change_flags(
        self, name: str, permission: str, mask: PermissionFlag, flags: PermissionFlag
    ) -> None:
        """Set those flags of a permission that the mask names.

        Raises:
            PermissionRefusedError: there is no such package, permission or request.
        """
        package = self._packages.get(name)
        if package is None:
            raise PermissionRefusedError(f"Unknown package: {name}", _ILLEGAL)
        if self.permission(permission) is None:
            raise PermissionRefusedError(f"Unknown permission: {permission}", _ILLEGAL)
        state = package.permissions.get(permission)
        if state is None:
            raise PermissionRefusedError(
                f"Permission {permission} isn't requested by package {name}", _ILLEGAL
            )
        state.flags = (state.flags & ~mask) | (flags & mask)

    def reset_permissions(self) -> list[str]:
        """Take every grant and flag of the user back; gives the packages that lost something."""
        lost = [package.name for package in self.all() if package.granted]
        for package in self.all():
            self.reset(package)
        return lost

    def _changed(self, name: str, permission: str) -> None:
        for callback in tuple(self._watchers):
            callback(name, permission)

    def _changeable(self, name: str, permission: str) -> PermissionState:
        package = self.get(name)
        if package is None:
            raise PermissionRefusedError(f"Unknown package: {name}", _ILLEGAL)
        info = self.permission(permission)
        if info is None:
            raise PermissionRefusedError(f"Unknown permission: {permission}", _ILLEGAL)
        if permission not in self.requested(package):
            raise PermissionRefusedError(
                f"Package {name} has not requested permission {permission}"
            )
        if info.role:
            raise PermissionRefusedError(f"Permission {permission} is managed by role")
        if not (info.runtime or info.development) or self.outlived(permission, package):
            words = self.model.not_changeable.format(permission=permission, package=name)
            raise PermissionRefusedError(words)
        return package.permissions.setdefault(permission, PermissionState())

    def outlived(self, permission: str, package: Package) -> bool:
        """Whether a build targets too new a release to be granted a permission."""
        newest = self.model.outlived.get(permission)
        return newest is not None and package.manifest.target_sdk >= newest

    def requested(self, package: Package) -> list[str]:
        """The permissions it requests, those last that come with others."""
        manifest, level = package.manifest, self._profile.api_level
        asked = [name for name in manifest.requested if manifest.requests(name, level)]
        return asked + [
            implicit.name
            for implicit in self.model.implicit
            if implicit.comes_with(asked, manifest.target_sdk)
        ]

    def _same_signer(self, info: PermissionInfo, package: Package) -> bool:
        owner = self._packages.get(info.owner)
        return (
            info.base in _SIGNATURE
            and owner is not None
            and owner.certificates == package.certificates
        )

    def request_permissions(self, package: Package) -> None:
        """Keep what stays requested; what is new starts with the system's flags."""
        before, package.permissions = package.permissions, {}
        for name in self.runtime_permissions(package):
            package.permissions[name] = before.get(name) or self._first(package, name)
        for name, state in before.items():
            info = self.permission(name)
            if info is not None and info.development and name in package.manifest.requested:
                package.permissions[name] = state

    def _first(self, package: Package, name: str) -> PermissionState:
        """How a permission stands right after the installation."""
        flags = self.model.first_flags(name)
        given = name not in package.manifest.requested and any(
            implicit.granted for implicit in self.model.implicit if implicit.name == name
        )
        if given:
            flags |= PermissionFlag.REVOKE_WHEN_REQUESTED
        return PermissionState(granted=given, flags=flags)

    def reset(self, package: Package) -> None:
        """Take a package's grants and flags back, but for the system's own."""
        for name, state in package.permissions.items():
            held = state.granted
            if not state.flags & (PermissionFlag.SYSTEM_FIXED | PermissionFlag.POLICY_FIXED):
                state.granted = False
            state.flags = (state.flags & _KEPT_AT_RESET) or NO_FLAGS
            if held != state.granted:
                self._changed(package.name, name)

    @staticmethod
    def _sorted(packages: Mapping[str, Package]) -> list[Package]:
        return [packages[name] for name in sorted(packages)]
