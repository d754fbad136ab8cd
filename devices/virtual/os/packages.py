"""The package manager: what is installed, at which version, with which permissions and data."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.android.apk import Manifest

if TYPE_CHECKING:
    from datetime import datetime

    from devices.virtual.os.clock import Clock
    from devices.virtual.os.files import Content, Files
    from devices.virtual.os.profile import Profile, SystemPackage

_FIRST_APP_UID: Final = 10150
_KNOWN_PREFIX: Final = "android.permission."


class InstallError(Exception):
    """The package manager refuses a build.

    Attributes:
        code: Android's name of the failure, ``INSTALL_FAILED_…``.
        reason: what stands against it.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


class PermissionRefusedError(Exception):
    """A permission cannot be granted or revoked; the message is Android's."""


@dataclass(slots=True)
class Package:
    """One installed package.

    Attributes:
        path: its archive on the phone.
        storage: the app's private data.
        granted: runtime permissions that it holds.
    """

    manifest: Manifest
    path: str
    uid: int
    installed: datetime
    updated: datetime
    system: bool = False
    granted: set[str] = field(default_factory=set)
    storage: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its package name."""
        return self.manifest.package


class Packages:
    """Everything installed on one phone."""

    def __init__(self, profile: Profile, clock: Clock, files: Files) -> None:
        self._profile = profile
        self._clock = clock
        self._files = files
        self._packages: dict[str, Package] = {}
        self._next_uid = _FIRST_APP_UID
        for package in profile.system_packages:
            self._add_system(package)

    def get(self, name: str) -> Package | None:
        """The package of this name, or None."""
        return self._packages.get(name)

    def all(self) -> list[Package]:
        """Every package, by name."""
        return [self._packages[name] for name in sorted(self._packages)]

    def install(
        self,
        manifest: Manifest,
        archive: Content,
        *,
        grant: bool = False,
        downgrade: bool = False,
    ) -> Package:
        """Install a build, or update the one that is there; data and permissions are kept.

        Raises:
            InstallError: it needs a newer release, or is older than the installed one.
        """
        if manifest.min_sdk > self._profile.api_level:
            raise InstallError(
                "INSTALL_FAILED_OLDER_SDK",
                f"Requires newer sdk version #{manifest.min_sdk}"
                f" (current version is #{self._profile.api_level})",
            )
        old = self._packages.get(manifest.package)
        if old is not None and not downgrade:
            self._check_version(old.manifest, manifest)
        package = self._updated(old, manifest) if old else self._added(manifest)
        if grant:
            package.granted.update(self.runtime_permissions(package))
        self._files.make_folders(package.path.rpartition("/")[0])
        self._files.write(package.path, archive)
        return package

    def uninstall(self, name: str) -> bool:
        """Remove a package with its data; says whether it was there and could be removed."""
        package = self._packages.get(name)
        if package is None or package.system:
            return False
        del self._packages[name]
        self._files.remove(package.path.rpartition("/")[0])
        return True

    def clear(self, name: str) -> bool:
        """Drop a package's data and grants; says whether it is installed."""
        package = self._packages.get(name)
        if package is None:
            return False
        package.storage.clear()
        package.granted.clear()
        return True

    def runtime_permissions(self, package: Package) -> list[str]:
        """The permissions it requests that a user grants one by one."""
        runtime = self._profile.runtime_permissions
        return [name for name in package.manifest.permissions if name in runtime]

    def install_permissions(self, package: Package) -> list[str]:
        """The permissions it holds by being installed."""
        runtime = self._profile.runtime_permissions
        return [name for name in package.manifest.permissions if name not in runtime]

    def grant(self, name: str, permission: str) -> None:
        """Grant a runtime permission.

        Raises:
            PermissionRefusedError: it is unknown, not requested, or not the user's to grant.
        """
        self._changeable(name, permission).granted.add(permission)

    def revoke(self, name: str, permission: str) -> bool:
        """Revoke a runtime permission; says whether it was held.

        Raises:
            PermissionRefusedError: it is unknown, not requested, or not the user's to grant.
        """
        package = self._changeable(name, permission)
        held = permission in package.granted
        package.granted.discard(permission)
        return held

    def _changeable(self, name: str, permission: str) -> Package:
        package = self._packages.get(name)
        if package is None:
            raise PermissionRefusedError(f"Unknown package: {name}")
        runtime = permission in self._profile.runtime_permissions
        if not runtime and not permission.startswith(_KNOWN_PREFIX):
            raise PermissionRefusedError(f"Unknown permission: {permission}")
        if permission not in package.manifest.permissions:
            raise PermissionRefusedError(
                f"Package {name} has not requested permission {permission}"
            )
        if not runtime:
            raise PermissionRefusedError(
                f"Permission {permission} requested by package {name}"
                " is not a changeable permission type"
            )
        return package

    def _check_version(self, old: Manifest, new: Manifest) -> None:
        if new.version_code < old.version_code:
            raise InstallError(
                "INSTALL_FAILED_VERSION_DOWNGRADE",
                f"Downgrade detected: Update version code {new.version_code}"
                f" is older than current {old.version_code}",
            )

    def _updated(self, package: Package, manifest: Manifest) -> Package:
        package.manifest = manifest
        package.updated = self._clock.now()
        package.granted &= set(manifest.permissions)
        return package

    def _added(self, manifest: Manifest) -> Package:
        now = self._clock.now()
        name = manifest.package
        path = f"/data/app/~~{_token(name, 0)}/{name}-{_token(name, 1)}/base.apk"
        package = Package(manifest, path, self._next_uid, now, now)
        self._next_uid += 1
        self._packages[name] = package
        return package

    def _add_system(self, package: SystemPackage) -> None:
        now = self._clock.now()
        activity = package.name + package.activity if package.activity else ""
        manifest = Manifest(
            package=package.name,
            label=package.label,
            version_name=package.version_name,
            version_code=package.version_code,
            min_sdk=self._profile.api_level,
            target_sdk=self._profile.api_level,
            activities=(activity,) if activity else (),
            launch_activity=activity,
        )
        self._packages[package.name] = Package(
            manifest, package.path, package.uid, now, now, system=True
        )


def _token(name: str, salt: int) -> str:
    """What Android draws at random for a folder's name; here it follows from the package."""
    digest = hashlib.sha256(f"{salt}:{name}".encode()).digest()[:16]
    return base64.urlsafe_b64encode(digest).decode()
