"""A virtual iPhone as the services behind its cable see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.ios.usbmux.handset import ProhibitedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.ios.ipa import AppBundle
    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ios.usbmux.darwin import DarwinNotifications
    from devices.virtual.ios.usbmux.handset import InstalledApp, PlistValue
    from devices.virtual.ios.usbmux.identity import Identity
    from devices.virtual.ios.usbmux.media import Media
    from devices.virtual.os.log import Line


class CabledPhone:
    """See `devices.virtual.ios.usbmux.handset.Handset`."""

    def __init__(self, phone: IPhone) -> None:
        self._phone = phone

    @property
    def udid(self) -> str:
        """The serial number."""
        return self._phone.udid

    @property
    def identity(self) -> Identity:
        """Keys, and the hosts that the phone trusts."""
        return self._phone.identity

    @property
    def media(self) -> Media:
        """The files that the cable shows."""
        return self._phone.media

    @property
    def darwin(self) -> DarwinNotifications:
        """Notifications between the phone's processes."""
        return self._phone.darwin

    @property
    def bundles(self) -> Mapping[str, InstalledApp]:
        """What is installed, by bundle identifier, as installation_proxy tells it."""
        return {each.bundle_id: each.told for each in self._phone.installed.all()}

    def values(self, domain: str | None) -> Mapping[str, PlistValue]:
        """What lockdownd tells of a domain."""
        if domain is not None:
            return {}
        phone, profile = self._phone, self._phone.profile
        now = phone.clock.now()
        offset = now.utcoffset()
        return {
            "BuildVersion": profile.build,
            "DeviceClass": "iPad" if profile.form == "tablet" else "iPhone",
            "DeviceName": phone.name,
            "ProductName": "iPhone OS",
            "ProductType": profile.product_type,
            "ProductVersion": profile.version,
            "TimeIntervalSince1970": now.timestamp(),
            "TimeZone": phone.clock.time_zone,
            "TimeZoneOffsetFromUTC": int(offset.total_seconds()) if offset else 0,
            "UniqueDeviceID": phone.udid,
        }

    def set_value(self, domain: str | None, key: str, value: PlistValue) -> None:
        """Change a value; a host may set the name alone.

        Raises:
            ProhibitedError: it is another one.
        """
        if (domain, key) != (None, "DeviceName") or not isinstance(value, str):
            raise ProhibitedError
        self._phone.name = value

    def install(self, bundle: AppBundle) -> None:
        """Install a build, or put it in the place of the one that is there.

        Raises:
            InstallError: the phone refuses it.
        """
        self._phone.installed.install(bundle)

    def uninstall(self, bundle_id: str) -> None:
        """Take an app and its data away.

        Raises:
            InstallError: the phone refuses.
        """
        self._phone.installed.remove(bundle_id)

    def container(self, bundle_id: str) -> Media | None:
        """The files of an app that was installed for development."""
        installed = self._phone.installed.get(bundle_id)
        return installed.files if installed and not installed.system else None

    def follow_log(self, line: Callable[[str], None]) -> Callable[[], None]:
        """Have every line told that the phone logs from now on."""
        return self._phone.log.follow(lambda entry: line(_told(entry, self._phone.name)))


def _told(entry: Line, name: str) -> str:
    """A line as syslog has it. Source: appium-ios-device, lib/syslog, its sample."""
    host = name.replace(" ", "-")
    return f"{entry.time:%b %e %H:%M:%S} {host} {entry.tag}[{entry.pid}] <Notice>: {entry.message}"
