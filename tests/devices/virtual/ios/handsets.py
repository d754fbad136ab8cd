"""A phone of which there is nothing but what the cable's services need."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.usbmux.darwin import DarwinNotifications
from devices.virtual.ios.usbmux.handset import InstalledApp, InstallError, ProhibitedError
from devices.virtual.ios.usbmux.identity import Identity
from devices.virtual.ios.usbmux.media import Media

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.ipa import AppBundle
    from devices.virtual.ios.usbmux.handset import PlistValue

UDID: Final = "00008110-000A1B2C3D4E5F60"
NOW_NS: Final = 1_790_000_000_000_000_000
CAPACITY: Final = 1024 * 1024


def _media() -> Media:
    return Media(lambda: NOW_NS, capacity=CAPACITY)


def _apps() -> dict[str, InstalledApp]:
    names = {"com.apple.Preferences": "Settings", "com.apple.mobilesafari": "Safari"}
    return {
        bundle_id: InstalledApp({"CFBundleName": name, "CFBundleVersion": "1"}, system=True)
        for bundle_id, name in names.items()
    }


@dataclass
class FakeHandset:
    """Keeps what it is told."""

    udid: str = UDID
    version: str = "17.5"
    device_class: str = "iPhone"
    media: Media = field(default_factory=_media)
    darwin: DarwinNotifications = field(default_factory=DarwinNotifications)
    bundles: dict[str, InstalledApp] = field(default_factory=_apps)
    containers: dict[str, Media] = field(default_factory=dict)
    followers: list[Callable[[str], None]] = field(default_factory=list)
    name: str = "test phone"
    refusal: InstallError | None = None

    def __post_init__(self) -> None:
        self.identity = Identity(self.udid)

    def values(self, domain: str | None) -> dict[str, PlistValue]:
        """The phone's own, and one domain."""
        if domain == "com.apple.international":
            return {"Language": "en"}
        if domain is not None:
            return {}
        return {
            "DeviceClass": self.device_class,
            "DeviceName": self.name,
            "ProductType": "iPhone14,5",
            "ProductVersion": self.version,
            "TimeIntervalSince1970": NOW_NS / 1e9,
            "TimeZone": "Europe/Paris",
            "TimeZoneOffsetFromUTC": 3600,
            "UniqueDeviceID": self.udid,
        }

    def set_value(self, domain: str | None, key: str, value: PlistValue) -> None:
        """Only the name may be set."""
        if (domain, key) != (None, "DeviceName") or not isinstance(value, str):
            raise ProhibitedError
        self.name = value

    def install(self, bundle: AppBundle) -> None:
        """Remember it, unless it is to be refused."""
        if self.refusal is not None:
            raise self.refusal
        self.bundles[bundle.bundle_id] = InstalledApp(dict(bundle.info))
        self.containers[bundle.bundle_id] = _media()

    def uninstall(self, bundle_id: str) -> None:
        """Forget it, unless it came with the phone."""
        if self.bundles[bundle_id].system:
            raise InstallError("UninstallProhibited", "It came with the phone")
        del self.bundles[bundle_id]
        del self.containers[bundle_id]

    def container(self, bundle_id: str) -> Media | None:
        """Those of installed apps."""
        return self.containers.get(bundle_id)

    def follow_log(self, line: Callable[[str], None]) -> Callable[[], None]:
        """Keep the follower."""
        self.followers.append(line)
        return lambda: self.followers.remove(line)

    def log(self, line: str) -> None:
        """Log a line."""
        for follower in list(self.followers):
            follower(line)
