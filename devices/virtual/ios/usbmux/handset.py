"""What the services behind the cable need of a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.ios.ipa import AppBundle
    from devices.virtual.ios.usbmux.darwin import DarwinNotifications
    from devices.virtual.ios.usbmux.identity import Identity
    from devices.virtual.ios.usbmux.media import Media

PlistValue = str | int | float | bool | bytes | list[object] | dict[str, object]
"""What a property list can hold, as far as phones tell of themselves."""


class ProhibitedError(Exception):
    """The phone does not let a host set this value."""


class InstallError(Exception):
    """The phone refuses a build.

    Attributes:
        code: iOS's name of the failure, for example ``ApplicationVerificationFailed``.
        reason: what was found.
        detail: the number that iOS tells beside it, 0 for most.
    """

    def __init__(self, code: str, reason: str, detail: int = 0) -> None:
        super().__init__(code, reason, detail)
        self.code, self.reason, self.detail = code, reason, detail


@dataclass(frozen=True, slots=True)
class InstalledApp:
    """An app on the phone, as installation_proxy tells of it.

    Attributes:
        attributes: its Info.plist, and what the phone adds: ``Path``, ``Container`` ...
        system: whether it came with the phone.
    """

    attributes: Mapping[str, object]
    system: bool = False


class Handset(Protocol):
    """A phone, as the services see it. They share its loop; nothing here may block."""

    @property
    def udid(self) -> str:
        """The serial number that usbmuxd tells, with its hyphen on phones of today."""

    @property
    def identity(self) -> Identity:
        """Keys, and the hosts that the phone trusts."""

    @property
    def media(self) -> Media:
        """``/var/mobile/Media``, which the file service shows."""

    @property
    def darwin(self) -> DarwinNotifications:
        """Those between the phone's processes, which have nothing to do with the user's."""

    @property
    def bundles(self) -> Mapping[str, InstalledApp]:
        """What is installed, by bundle identifier."""

    def values(self, domain: str | None) -> Mapping[str, PlistValue]:
        """What lockdownd tells of a domain; None is the phone's own, an unknown one is empty."""

    def set_value(self, domain: str | None, key: str, value: PlistValue) -> None:
        """Change a value.

        Raises:
            ProhibitedError: no host may.
        """

    def install(self, bundle: AppBundle) -> None:
        """Install a build, or put it in the place of the one that is there.

        Raises:
            InstallError: the phone refuses it.
        """

    def uninstall(self, bundle_id: str) -> None:
        """Take an app and its data away.

        Raises:
            InstallError: the phone refuses.
        """

    def container(self, bundle_id: str) -> Media | None:
        """The files of an app that was installed for development; None when there is none."""

    def follow_log(self, line: Callable[[str], None]) -> Callable[[], None]:
        """Have every line told that the phone logs from now on.

        Returns:
            What ends it.
        """
