"""The installed apps, and when a build is refused.

Source: Apple TN3125 and installd's error names, as MobileInstallation reports them over the cable.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.profile import release_of
from devices.virtual.ios.usbmux.handset import InstalledApp, InstallError
from devices.virtual.ios.usbmux.media import Media
from devices.virtual.os.context import AppIdentity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.ios.ipa import AppBundle
    from devices.virtual.ios.profile import IosProfile
    from devices.virtual.os.clock import Clock

_FAMILIES: Final = {"phone": 1, "tablet": 2}
_BUNDLES: Final = "/private/var/containers/Bundle/Application"
_DATA: Final = "/private/var/mobile/Containers/Data/Application"
_NS: Final = 1_000_000_000


@dataclass(slots=True, eq=False)
class App:
    """One installed app.

    Attributes:
        info: its Info.plist.
        metadata: what the build says to virtual phones.
        storage: its private data; an update keeps it.
        files: the folder that a host may see.
        last_exit: why its process ended last.
    """

    bundle_id: str
    info: Mapping[str, object]
    metadata: Mapping[str, str]
    files: Media
    system: bool = False
    storage: dict[str, Any] = field(default_factory=dict)
    last_exit: str = ""
    path: str = ""
    container: str = ""

    @property
    def label(self) -> str:
        """The name below its icon."""
        return str(self.info.get("CFBundleDisplayName") or self.info.get("CFBundleName") or "")

    @property
    def identity(self) -> AppIdentity:
        """What it is by its build."""
        return AppIdentity(
            package=self.bundle_id,
            label=self.label,
            version_name=str(self.info.get("CFBundleShortVersionString", "")),
            build=str(self.info.get("CFBundleVersion", "")),
            metadata=self.metadata,
            platform="ios",
        )

    @property
    def told(self) -> InstalledApp:
        """As installation_proxy tells of it."""
        kind = "System" if self.system else "User"
        where: dict[str, object] = {"ApplicationType": kind, "Path": self.path}
        if not self.system:
            where["Container"] = self.container
        return InstalledApp({**self.info, **where}, system=self.system)


class Installed:
    """Every app on the phone.

    Attributes:
        on_change: called with the bundle identifier when an app came, was replaced, or went.
    """

    def __init__(self, profile: IosProfile, clock: Clock) -> None:
        self._profile = profile
        self._clock = clock
        self.on_change: list[Callable[[str], None]] = []
        apps = profile.rows["system_apps"]["apps"]
        self._apps = {app["bundle_id"]: self._of_the_system(**app) for app in apps}

    def get(self, bundle_id: str) -> App | None:
        """The app, if it is installed."""
        return self._apps.get(bundle_id)

    def all(self) -> tuple[App, ...]:
        """Every app, in the order in which they came."""
        return tuple(self._apps.values())

    def install(self, bundle: AppBundle) -> None:
        """Install a build, or put it in the place of the one that is there.

        Raises:
            InstallError: the phone refuses it.
        """
        self._check(bundle)
        known = self._apps.get(bundle.bundle_id)
        if known is None:
            data = f"{_DATA}/{_folder()}"
            files = Media(self._now_ns)
            known = App(bundle.bundle_id, {}, {}, files, container=data)
            self._apps[bundle.bundle_id] = known
        known.info, known.metadata = bundle.info, bundle.metadata
        known.path = f"{_BUNDLES}/{_folder()}/{bundle.folder}"
        self._changed(bundle.bundle_id)

    def remove(self, bundle_id: str) -> None:
        """Take an app and its data away.

        Raises:
            InstallError: it came with the phone, or is not there.
        """
        app = self._apps.get(bundle_id)
        if app is None:
            raise InstallError("APIInternalError", f"{bundle_id} is not installed")
        if app.system:
            raise InstallError("UninstallProhibited", "It came with the phone")
        del self._apps[bundle_id]
        self._changed(bundle_id)

    def _check(self, bundle: AppBundle) -> None:
        known = self._apps.get(bundle.bundle_id)
        if known is not None and known.system:
            raise InstallError("ApplicationVerificationFailed", "It came with the phone")
        if not bundle.signed:
            raise InstallError("ApplicationVerificationFailed", "No code signature found.")
        if release_of(bundle.minimum_os) > self._profile.release:
            reason = (
                f"The application does not support this device's OS version"
                f" (requires {bundle.minimum_os}, has {self._profile.version})."
            )
            raise InstallError("DeviceOSVersionTooLow", reason)
        if _FAMILIES[self._profile.form] not in bundle.families and not self._runs_as_phone(bundle):
            raise InstallError("DeviceNotSupportedByThinning", "It is for other devices.")

    def _runs_as_phone(self, bundle: AppBundle) -> bool:
        """An iPad runs apps for iPhones too."""
        return self._profile.form == "tablet" and _FAMILIES["phone"] in bundle.families

    def _of_the_system(self, bundle_id: str, name: str) -> App:
        info = {
            "CFBundleDisplayName": name,
            "CFBundleIdentifier": bundle_id,
            "CFBundleName": name,
            "CFBundleShortVersionString": self._profile.version,
            "CFBundleVersion": self._profile.version,
        }
        path = f"/Applications/{name}.app"
        return App(bundle_id, info, {}, Media(self._now_ns), system=True, path=path)

    def _now_ns(self) -> int:
        return int(self._clock.now().timestamp() * _NS)

    def _changed(self, bundle_id: str) -> None:
        for told in tuple(self.on_change):
            told(bundle_id)


def _folder() -> str:
    return str(uuid.uuid4()).upper()
