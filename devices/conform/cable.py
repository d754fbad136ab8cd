"""An iPhone's cable, as rows ask over it: property lists, with JSON's types."""

from __future__ import annotations

import asyncio
import plistlib
from typing import TYPE_CHECKING, Any, Final, TypeVar

from config.deadlines import DEADLINES
from devices.conform.wire import WireError, describe
from devices.errors import DeviceError
from devices.ios.installer import Installer, InstallerError
from devices.ios.lockdown import PORT, Cable, Lists
from devices.ios.usbmuxd import Mux, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    T = TypeVar("T")

_PROXY: Final = "com.apple.mobile.installation_proxy"
_LISTS: Final = (b"<?xml", b"bplist00")


class PhoneCable:
    """The cable of one iPhone. Every method raises a WireError where something on it fails.

    Args:
        udid: of the phone.
        usbmuxd: the socket that has it on a cable.
    """

    def __init__(self, udid: str, usbmuxd: Path) -> None:
        self.udid, self.usbmuxd = udid, usbmuxd
        self._cable = Cable(udid, udid, usbmuxd)
        self._installer = Installer(self._cable)

    async def mux(self, message: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """What usbmuxd answers to a message."""

        def ask() -> dict[str, Any]:
            with Mux(self.usbmuxd, within_s=DEADLINES.command_s) as mux:
                return mux.ask(message)

        return _plain(await _told(f"usbmuxd {message.get('MessageType')}", ask))

    async def lockdown(self, request: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """What lockdownd answers to a request before any session."""

        def ask() -> dict[str, Any]:
            with Mux(self.usbmuxd, within_s=DEADLINES.command_s) as mux:
                mux.connect(self.udid, PORT)
                return Lists(mux.socket).ask(request)

        return _plain(await _told(f"lockdownd {request.get('Request')}", ask))

    async def proxy(self, command: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """What installation_proxy answers to a command at first."""

        def ask() -> dict[str, Any]:
            with self._cable.service(_PROXY) as proxy:
                return proxy.ask(command)

        return _plain(await _told(f"installation_proxy {command.get('Command')}", ask))

    async def install(self, build: Path, bundle_id: str) -> None:
        """Install a build of the app that is called so."""
        await _told(f"installing {build.name}", lambda: self._installer.install(build, bundle_id))

    async def remove(self, bundle_id: str) -> None:
        """Remove an app with its data, if it is there."""
        await _told(f"removing {bundle_id}", lambda: self._installer.remove(bundle_id))


async def on_cables(usbmuxd: Path) -> frozenset[str]:
    """The UDIDs of the phones that a socket has on cables.

    Raises:
        WireError: nobody answers there, or what answers is no usbmuxd.
    """
    tried = f"usbmuxd at {usbmuxd}"
    return await _told(tried, lambda: listed(usbmuxd, within_s=DEADLINES.health_s))


async def _told(tried: str, work: Callable[[], T]) -> T:
    """Do something that blocks in a thread.

    Raises:
        WireError: it fails; says what was tried.
    """
    try:
        return await asyncio.to_thread(work)
    except (OSError, DeviceError, InstallerError) as error:
        raise WireError(tried, describe(error)) from error


def _plain(value: Any) -> Any:  # noqa: ANN401 - a property list, then JSON
    """A property list's value with JSON's types: lists within data are read, other data counted."""
    match value:
        case dict():
            return {str(key): _plain(held) for key, held in value.items()}
        case list():
            return [_plain(held) for held in value]
        case bytes() if value.startswith(_LISTS):
            return _plain(plistlib.loads(value))
        case bytes():
            return f"{len(value)} bytes"
        case _:
            return value
