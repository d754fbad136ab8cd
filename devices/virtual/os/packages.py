"""The package manager: what is installed, at which version, with which permissions and data.

Source: AOSP PackageManagerService, PackageInstallerSession, PermissionManagerService.
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
from itertools import count
from typing import TYPE_CHECKING, Final

from devices.virtual.android.manifest import Manifest
from devices.virtual.os.install_checks import (
    Checks,
    InstallError,
    InstallOptions,
    check_splits,
)
from devices.virtual.os.install_sessions import Sessions
from devices.virtual.os.package import Enabled, Package, PermissionRefusedError
from devices.virtual.os.permissions import (
    NO_FLAGS,
    PermissionFlag,
    PermissionInfo,
    PermissionState,
    permission_model,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.android.apk import Apk
    from devices.virtual.os.clock import Clock
    from devices.virtual.os.files import Content, Files
    from devices.virtual.os.profile import Profile, SystemPackage

__all__ = [
    "Enabled",
    "InstallError",
    "InstallOptions",
    "Package",
    "Packages",
    "PermissionRefusedError",
]

FIRST_APP_UID: Final = 10150
_SIGNATURE: Final = frozenset({2, 3})  # base levels that whoever signed the owner holds
# What signs the system image; no build of a user's carries it.
_PLATFORM_CERTIFICATES: Final = (hashlib.sha256(b"platform").hexdigest(),)
# What survives a reset of permissions: the system's own reasons, not the user's.
_KEPT_AT_RESET: Final = (
    PermissionFlag.USER_SENSITIVE_WHEN_GRANTED
    | PermissionFlag.USER_SENSITIVE_WHEN_DENIED
    | PermissionFlag.RESTRICTION_INSTALLER_EXEMPT
    | PermissionFlag.SYSTEM_FIXED
    | PermissionFlag.POLICY_FIXED
)


class Packages:
    """Everything installed on one phone.

    Attributes:
        model: the permissions of the release.
        sessions: what installers have begun and not finished.
    """

    def __init__(self, profile: Profile, clock: Clock, files: Files) -> None:
        self._profile = profile
        self._clock = clock
        self._files = files
        self.model = permission_model(profile.api_level, profile.rows)
        self._checks = Checks(profile.api_level, (profile.abi,), profile.rows["install_refusals"])
        self.sessions = Sessions()
        self._folder: str = profile.rows["package_shell"]["folder"]
        self._packages: dict[str, Package] = {}
        self._kept: dict[str, Package] = {}
        self._uids = count(FIRST_APP_UID)
        self._folders = count()
        for package in profile.system_packages:
            self._add_system(package)

    # -- what there is

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

    # -- installing

    def install(
        self,
        apks: Mapping[str, Apk],
        archives: Mapping[str, Content],
        options: InstallOptions | None = None,
    ) -> Package:
        """Install a build, or update the one that is there; data and permissions are kept.

        Args:
            apks: the facts of its archives by the name of the split, empty for the base.
            archives: their bytes, by the same names.
            options: what the installer asks for.

        Raises:
            InstallError: it is refused.
        """
        options = options or InstallOptions()
        first = next(iter(apks.values())).manifest.package
        old = self._packages.get(first)
        inherited = old if options.inherit else None
        base = check_splits(apks, self._checks.words["missing_split"], inherited)
        certificates = self._check(base, old, options)
        abi = self._checks.abi(list(apks.values()), options)
        if sum(len(content) for content in archives.values()) > self._files.free:
            raise InstallError("INSTALL_FAILED_INSUFFICIENT_STORAGE")
        package = self._updated(old, base, options) if old else self._added(base.manifest)
        package.certificates = certificates
        scheme = (s for s, who in base.signing.certificates.items() if who == certificates)
        package.signing_scheme = max(scheme, default=0)
        package.abi = abi or ("" if inherited is None else inherited.abi)
        package.installer, package.instant = options.installer, options.instant
        self._place(package, archives, keep=inherited is not None)
        self._request_permissions(package)
        if options.grant:
            for name in self.runtime_permissions(package):
                package.permissions[name].granted = not self._outlived(name, package)
        return package

    def uninstall(self, name: str, *, keep_data: bool = False, for_user: bool = False) -> bool:
        """Remove a package, with its data unless that is kept; says whether it could be removed.

        Args:
            name: of the package.
            keep_data: whether its data waits for a later install.
            for_user: whether it is only taken from the user, as system packages can be.
        """
        package = self._packages.get(name)
        if package is None or not package.user_installed:
            return self._kept.pop(name, None) is not None and not keep_data
        if package.system:
            package.user_installed = not for_user
            return for_user
        del self._packages[name]
        self._remove_code(package)
        if keep_data:
            package.user_installed = False
            self._kept[name] = package
        return True

    def install_existing(self, name: str) -> Package | None:
        """Give a package back to the user; None when there is no such package."""
        package = self._packages.get(name)
        if package is not None:
            package.user_installed = True
        return package

    def clear(self, name: str) -> bool:
        """Drop a package's data, grants and flags; says whether it is installed."""
        package = self.get(name)
        if package is None:
            return False
        package.storage.clear()
        self._reset(package)
        return True

    # -- permissions

    def runtime_permissions(self, package: Package) -> list[str]:
        """The permissions it requests that a user grants one by one."""
        return [n for n in self._requested(package) if (p := self.permission(n)) and p.runtime]

    def install_permissions(self, package: Package) -> list[str]:
        """The permissions it holds without the user: normal ones, and what the shell granted."""
        found = []
        for name in self._requested(package):
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

    def grant(self, name: str, permission: str) -> None:
        """Grant a permission that a user, or the shell, may grant.

        Raises:
            PermissionRefusedError: it is unknown, not requested, or not the user's to grant.
        """
        self._changeable(name, permission).granted = True

    def revoke(self, name: str, permission: str) -> bool:
        """Revoke such a permission; says whether it was held.

        Raises:
            PermissionRefusedError: it is unknown, not requested, or not the user's to grant.
        """
        state = self._changeable(name, permission)
        held, state.granted = state.granted, False
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
            self._reset(package)
        return lost

    def _changeable(self, name: str, permission: str) -> PermissionState:
        package = self.get(name)
        if package is None:
            raise PermissionRefusedError(f"Unknown package: {name}", _ILLEGAL)
        info = self.permission(permission)
        if info is None:
            raise PermissionRefusedError(f"Unknown permission: {permission}", _ILLEGAL)
        if not package.manifest.requests(permission, self._profile.api_level):
            raise PermissionRefusedError(
                f"Package {name} has not requested permission {permission}"
            )
        if info.role:
            raise PermissionRefusedError(f"Permission {permission} is managed by role")
        if not (info.runtime or info.development) or self._outlived(permission, package):
            words = self.model.not_changeable.format(permission=permission, package=name)
            raise PermissionRefusedError(words)
        return package.permissions.setdefault(permission, PermissionState())

    def _outlived(self, permission: str, package: Package) -> bool:
        newest = self.model.outlived.get(permission)
        return newest is not None and package.manifest.target_sdk >= newest

    def _requested(self, package: Package) -> list[str]:
        level = self._profile.api_level
        return [n for n in package.manifest.requested if package.manifest.requests(n, level)]

    def _same_signer(self, info: PermissionInfo, package: Package) -> bool:
        owner = self._packages.get(info.owner)
        return (
            info.base in _SIGNATURE
            and owner is not None
            and owner.certificates == package.certificates
        )

    def _request_permissions(self, package: Package) -> None:
        """Keep what stays requested; what is new starts with the system's flags."""
        before, package.permissions = package.permissions, {}
        for name in self.runtime_permissions(package):
            fresh = PermissionState(flags=self.model.first_flags(name))
            package.permissions[name] = before.get(name, fresh)
        for name, state in before.items():
            info = self.permission(name)
            if info is not None and info.development and name in package.manifest.requested:
                package.permissions[name] = state

    def _reset(self, package: Package) -> None:
        for state in package.permissions.values():
            if not state.flags & (PermissionFlag.SYSTEM_FIXED | PermissionFlag.POLICY_FIXED):
                state.granted = False
            state.flags = (state.flags & _KEPT_AT_RESET) or NO_FLAGS

    # -- how a package comes and goes

    def _check(self, base: Apk, old: Package | None, options: InstallOptions) -> tuple[str, ...]:
        self._checks.build(base, options)
        certificates = self._checks.certificates(base)
        if old is not None:
            self._checks.update(old, base.manifest, certificates, options)
        self._checks.conflicts(base.manifest, certificates, self._packages.values())
        return certificates

    def _updated(self, package: Package, base: Apk, options: InstallOptions) -> Package:
        if base.manifest.split and options.inherit:
            package.updated = self._clock.now()  # splits alone: the base stays
            return package
        package.manifest = base.manifest
        package.updated = self._clock.now()
        package.user_installed = True
        package.enabled = Enabled.DEFAULT
        return package

    def _added(self, manifest: Manifest) -> Package:
        now = self._clock.now()
        kept = self._kept.pop(manifest.package, None)
        uid = kept.uid if kept else next(self._uids)
        package = Package(manifest, "", uid, now, now, never_launched=True)
        if kept is not None:
            package.storage = kept.storage
        self._packages[manifest.package] = package
        return package

    def _place(self, package: Package, archives: Mapping[str, Content], *, keep: bool) -> None:
        """Put the archives into a new folder, beside those that are kept, and drop the old one."""
        content = dict(archives)
        old = {"": package.path, **package.splits} if package.path else {}
        for split, path in old.items() if keep else ():
            entry = self._files.get(path)
            if split not in content and entry is not None and entry.content is not None:
                content[split] = entry.content
        if package.path:
            self._remove_code(package)
        folder = self._new_folder(package.name)
        self._files.make_folders(folder)
        package.splits = {}
        for split, archive in content.items():
            path = f"{folder}/{f'split_{split}' if split else 'base'}.apk"
            self._files.write(path, archive)
            if split:
                package.splits[split] = path
            else:
                package.path = path

    def _remove_code(self, package: Package) -> None:
        folder = posixpath.dirname(package.path)
        if package.system and not folder.startswith("/data/"):
            return  # the system image stays under an update
        above = posixpath.dirname(folder)
        self._files.remove(above if posixpath.basename(above).startswith("~~") else folder)

    def _new_folder(self, name: str) -> str:
        number = next(self._folders)
        return self._folder.format(
            package=name, outer=_token(name, number, "~~"), inner=_token(name, number, "-")
        )

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
            manifest,
            package.path,
            package.uid,
            now,
            now,
            system=True,
            certificates=_PLATFORM_CERTIFICATES,
            signing_scheme=max(self._checks.words["signature_schemes"]),
        )

    @staticmethod
    def _sorted(packages: Mapping[str, Package]) -> list[Package]:
        return [packages[name] for name in sorted(packages)]


_ILLEGAL: Final = "java.lang.IllegalArgumentException"


def _token(name: str, number: int, salt: str) -> str:
    """What Android draws at random for a folder's name; here it follows from the package."""
    digest = hashlib.sha256(f"{salt}{number}:{name}".encode()).digest()[:16]
    return base64.urlsafe_b64encode(digest).decode()
