"""Why the package manager refuses a build, in Android's words of each release.

Source: AOSP PackageManagerService (12 on: InstallPackageHelper), PackageInstallerSession,
PackageManagerServiceUtils, ParsingPackageUtils.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.android.manifest import ManifestError, check_exported

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from devices.virtual.android.apk import Apk
    from devices.virtual.android.manifest import Manifest
    from devices.virtual.os.packages import Package

_V2_TARGET: Final = 30  # a build for this release needs more than a JAR signature
_EXPORTED_TARGET: Final = 31  # a build for this release must say what it exports


class InstallError(Exception):
    """The package manager refuses a build.

    Attributes:
        code: Android's name of the failure, ``INSTALL_FAILED_…``.
        reason: what stands against it; some failures have none.
    """

    def __init__(self, code: str, reason: str = "") -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}" if self.reason else self.code


@dataclass(frozen=True, slots=True)
class InstallOptions:
    """What an installer asks for.

    Attributes:
        replace: whether an installed package may be replaced.
        downgrade: whether by an older one.
        test: whether a build for tests only is taken.
        grant: whether every runtime permission is granted at once.
        old_target: whether a build for a release that is too old is taken.
        inherit: whether the installed package's other splits are kept.
        instant: whether it is installed as an instant app.
        installer: package that is told as the installer; empty for none.
        abi: the only one whose libraries are taken; empty for the phone's own.
    """

    replace: bool = True
    downgrade: bool = False
    test: bool = False
    grant: bool = False
    old_target: bool = False
    inherit: bool = False
    instant: bool = False
    installer: str = ""
    abi: str = ""


@dataclass(frozen=True, slots=True)
class Checks:
    """The rules of one phone.

    Attributes:
        api_level: of its release.
        abis: what its processor runs.
        words: the row of ``install_refusals``.
    """

    api_level: int
    abis: tuple[str, ...]
    words: Mapping[str, Any]

    def certificates(self, apk: Apk) -> tuple[str, ...]:
        """Who signed an archive, by the newest scheme that this release reads.

        Raises:
            InstallError: nobody did, or it was changed since.
        """
        schemes = self.words["signature_schemes"]
        newest = max((s for s in schemes if s in apk.signing.certificates), default=0)
        broken = max((s for s in schemes if s in apk.signing.problems), default=0)
        path = install_path(apk.manifest.package)
        if broken > newest or (not newest and broken):
            words = self.words["broken_signature"].format(
                path=path, scheme=broken, problem=apk.signing.problems[broken]
            )
            raise InstallError("INSTALL_PARSE_FAILED_NO_CERTIFICATES", words)
        if not newest:
            words = self.words["unsigned"].format(path=path)
            raise InstallError("INSTALL_PARSE_FAILED_NO_CERTIFICATES", words)
        if newest == 1 and self.words["needs_v2"] and apk.manifest.target_sdk >= _V2_TARGET:
            words = self.words["needs_v2"].format(path=path, package=apk.manifest.package)
            raise InstallError("INSTALL_PARSE_FAILED_NO_CERTIFICATES", words)
        return apk.signing.certificates[newest]

    def build(self, apk: Apk, options: InstallOptions) -> None:
        """Refuse what no phone of this release takes.

        Raises:
            InstallError: it is so.
        """
        manifest = apk.manifest
        if manifest.min_sdk > self.api_level:
            words = self.words["older_sdk"].format(
                path=install_path(manifest.package),
                wanted=manifest.min_sdk,
                current=self.api_level,
            )
            raise InstallError("INSTALL_FAILED_OLDER_SDK", words)
        if self.words["exported"] and manifest.target_sdk >= _EXPORTED_TARGET:
            path = install_path(manifest.package)
            try:
                check_exported(manifest, self.words["exported"].replace("{path}", path))
            except ManifestError as error:
                raise InstallError(error.code, error.reason) from error
        if manifest.test_only and not options.test:
            raise InstallError("INSTALL_FAILED_TEST_ONLY", self.words["test_only"])
        oldest = self.words["oldest_target"]
        if manifest.target_sdk < oldest and not (options.old_target or manifest.test_only):
            words = self.words["deprecated_target"].format(
                oldest=oldest, target=manifest.target_sdk
            )
            raise InstallError("INSTALL_FAILED_DEPRECATED_SDK_VERSION", words)

    def abi(self, apks: Sequence[Apk], options: InstallOptions) -> str:
        """The processor that the libraries are taken for; empty without libraries.

        Raises:
            InstallError: there are libraries, and none for this phone.
        """
        found = {abi for apk in apks for abi in apk.abis}
        wanted = (options.abi,) if options.abi else self.abis
        if not found:
            return ""
        chosen = next((abi for abi in wanted if abi in found), None)
        if chosen is None:
            raise InstallError("INSTALL_FAILED_NO_MATCHING_ABIS", self.words["no_abis"])
        return chosen

    def update(
        self,
        old: Package,
        new: Manifest,
        certificates: tuple[str, ...],
        options: InstallOptions,
    ) -> None:
        """Refuse what cannot replace an installed package.

        Raises:
            InstallError: it is so.
        """
        if not options.replace:
            raise InstallError(
                "INSTALL_FAILED_ALREADY_EXISTS",
                f"Attempt to re-install {old.name} without first uninstalling.",
            )
        if new.version_code < old.manifest.version_code and not options.downgrade:
            words = self.words["downgrade"].format(
                new=new.version_code, old=old.manifest.version_code
            )
            raise InstallError("INSTALL_FAILED_VERSION_DOWNGRADE", words)
        if old.certificates != certificates:
            words = self.words["signature"].format(package=old.name)
            raise InstallError("INSTALL_FAILED_UPDATE_INCOMPATIBLE", words)

    def conflicts(
        self, manifest: Manifest, certificates: tuple[str, ...], others: Iterable[Package]
    ) -> None:
        """Refuse what another package has declared already.

        Raises:
            InstallError: it is so.
        """
        declared = {permission.name for permission in manifest.declared}
        for other in others:
            if other.name == manifest.package:
                continue
            for permission in other.manifest.declared:
                if permission.name in declared and other.certificates != certificates:
                    words = self.words["duplicate_permission"].format(
                        package=manifest.package, permission=permission.name, owner=other.name
                    )
                    raise InstallError("INSTALL_FAILED_DUPLICATE_PERMISSION", words)
            for authority in set(manifest.authorities) & set(other.manifest.authorities):
                words = self.words["conflicting_provider"].format(
                    authority=authority, package=manifest.package, owner=other.name
                )
                raise InstallError("INSTALL_FAILED_CONFLICTING_PROVIDER", words)


def check_splits(
    apks: Mapping[str, Apk], missing_split: str, inherited: Package | None = None
) -> Apk:
    """The base of a set of archives that belong together.

    Args:
        apks: by the name of the split, empty for the base.
        missing_split: the release's words.
        inherited: the installed package whose base the splits join; None for a full install.

    Raises:
        InstallError: they do not.
    """
    found = list(apks.values())
    first = found[0].manifest
    for apk in found[1:]:
        manifest = apk.manifest
        if manifest.package != first.package:
            words = f"{manifest.split or 'base'} package {manifest.package} inconsistent with"
            raise InstallError("INSTALL_FAILED_INVALID_APK", f"{words} {first.package}")
        if manifest.version_code != first.version_code:
            words = f"{manifest.split or 'base'} version code {manifest.version_code} inconsistent"
            raise InstallError("INSTALL_FAILED_INVALID_APK", f"{words} with {first.version_code}")
        if apk.signing.certificates != found[0].signing.certificates:
            words = f"{manifest.split or 'base'} signatures are inconsistent"
            raise InstallError("INSTALL_FAILED_INVALID_APK", words)
    base = apks.get("")
    if base is None:
        if inherited is None:
            raise InstallError(
                "INSTALL_FAILED_INVALID_APK", "Full install must include a base package"
            )
        return found[0]
    if base.manifest.split_required and len(apks) == 1 and not (inherited and inherited.splits):
        words = missing_split.format(package=base.manifest.package)
        raise InstallError("INSTALL_FAILED_MISSING_SPLIT", words)
    return base


def install_path(package: str) -> str:
    """Where an archive lies while it is being installed; a phone draws the number at random."""
    number = 1_000_000_000 + sum(ord(char) * 7919**i for i, char in enumerate(package[-8:])) % 10**9
    return f"/data/app/vmdl{number}.tmp/base.apk"
