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
from devices.virtual.os.package_permissions import PackagePermissions

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
# What signs the system image; no build of a user's carries it.
_PLATFORM_CERTIFICATES: Final = (hashlib.sha256(b"platform").hexdigest(),)


class Packages(PackagePermissions):
    """Everything installed on one phone.

    Attributes:
        sessions: what installers have begun and not finished.
    """

    def __init__(self, profile: Profile, clock: Clock, files: Files) -> None:
        super().__init__(profile)
        self._clock = clock
        self._files = files
        self._checks = Checks(profile.api_level, (profile.abi,), profile.rows["install_refusals"])
        self.sessions = Sessions()
        self._folder: str = profile.rows["package_shell"]["folder"]
        self._uids = count(FIRST_APP_UID)
        self._folders = count()
        for package in profile.system_packages:
            self._add_system(package)

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
        self.request_permissions(package)
        if options.grant:
            for name in self.runtime_permissions(package):
                package.permissions[name].granted = not self.outlived(name, package)
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
        package.chosen_pictures.clear()
        self.reset(package)
        return True

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
        package = Package(manifest, "", uid, now, now, never_launched=True, stopped=True)
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


def _token(name: str, number: int, salt: str) -> str:
    """What Android draws at random for a folder's name; here it follows from the package."""
    digest = hashlib.sha256(f"{salt}{number}:{name}".encode()).digest()[:16]
    return base64.urlsafe_b64encode(digest).decode()
