"""The Appium server of a lab: one process on loopback, its log in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import aiohttp

from devices.android.adb_server import client_environ
from devices.host.ports import LOOPBACK
from devices.host.service import Service

if TYPE_CHECKING:
    from devices.host.service import Site
    from devices.host.toolchain import Toolchain


class AppiumServer(Service):
    """``appium server`` with no insecure feature.

    It prints its log, and that goes to the file: with ``--log`` it would delete the file of the
    server before it (appium lib/logsink.ts), and a crash of Node would be in neither. Not to a
    pipe: an unread one blocks the server after 100 kB.
    """

    name: ClassVar[str] = "appium"
    question: ClassVar[str] = "GET /status"
    check_s: ClassVar[float] = 5.0  # each writes three lines into its log

    def __init__(
        self, site: Site, toolchain: Toolchain, *, adb_port: int, adb_host: str = LOOPBACK
    ) -> None:
        super().__init__(
            site, start_s=site.deadlines.appium_start_s, fixed_port=site.spec.appium_port
        )
        self._toolchain = toolchain
        self._adb_port = adb_port
        self._adb_host = adb_host

    @property
    def url(self) -> str:
        """Its base URL."""
        return f"http://{LOOPBACK}:{self.port}"

    def _command(self, port: int) -> list[str]:
        main = [str(self._toolchain.node), str(self._toolchain.appium_main), "server"]
        address = ["--address", LOOPBACK, "--port", str(port)]
        return [*main, *address, "--log-level", "debug", "--log-timestamp", "--log-no-colors"]

    def _environ(self, port: int) -> dict[str, str]:
        del port
        return (
            self._site.environ()
            | client_environ(self._adb_port, self._adb_host)
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
