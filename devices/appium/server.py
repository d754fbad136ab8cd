"""The Appium server of a lab: one process on loopback, its log in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

import aiohttp

from devices.android.adb_server import client_environ
from devices.host.ports import LOOPBACK
from devices.host.service import Service

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.platforms import Platform
    from devices.host.service import Site
    from devices.host.spec import AdbAddress
    from devices.host.toolchain import Toolchain

_DRIVERS: Final[Mapping[Platform, str]] = {"android": "uiautomator2", "ios": "xcuitest"}


class AppiumServer(Service):
    """``appium server`` with no insecure feature.

    It prints its log, and that goes to the file: with ``--log`` it would delete the file of the
    server before it (appium lib/logsink.ts), and a crash of Node would be in neither. Not to a
    pipe: an unread one blocks the server after 100 kB.
    """

    name: ClassVar[str] = "appium"
    question: ClassVar[str] = "GET /status"
    check_s: ClassVar[float] = 5.0  # each writes three lines into its log

    def __init__(self, site: Site, toolchain: Toolchain, *, adb: AdbAddress | None) -> None:
        super().__init__(
            site, start_s=site.deadlines.appium_start_s, fixed_port=site.spec.appium_port
        )
        self._toolchain = toolchain
        self._adb = adb

    @property
    def url(self) -> str:
        """Its base URL."""
        return f"http://{LOOPBACK}:{self.port}"

    def _command(self, port: int) -> list[str]:
        main = [str(self._toolchain.node), str(self._toolchain.appium_main), "server"]
        address = ["--address", LOOPBACK, "--port", str(port)]
        # Each driver costs its loading, and nothing drives what the lab has not.
        drivers = [_DRIVERS[platform] for platform in sorted(self._site.spec.platforms)]
        driving = ["--use-drivers", ",".join(drivers)] if drivers else []
        logging = ["--log-level", "debug", "--log-timestamp", "--log-no-colors"]
        return [*main, *address, *driving, *logging]

    def _environ(self, port: int) -> dict[str, str]:
        del port
        socket = self._site.spec.usbmuxd_socket
        return (
            self._site.environ()
            | (client_environ(self._adb.port, self._adb.host) if self._adb else {})
            # Source: appium-ios-device lib/usbmux, which reads a path after the word UNIX.
            | ({"USBMUXD_SOCKET_ADDRESS": f"UNIX:{socket}"} if socket else {})
            | {
                "ANDROID_HOME": str(self._toolchain.android_home),
                "ANDROID_SDK_ROOT": str(self._toolchain.android_home),
                "APPIUM_HOME": str(self._toolchain.appium_home),
            }
        )

    async def _ask(self, port: int) -> None:
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://{LOOPBACK}:{port}/status") as reply,
            ):
                reply.raise_for_status()
                if not (await reply.json())["value"]["ready"]:
                    raise OSError("it says that it is not ready")
        except (aiohttp.ClientError, ValueError, KeyError, TypeError) as error:
            raise OSError(f"no right answer: {error!r}") from error
