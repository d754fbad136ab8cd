"""How an iPhone is reached: on the cable through usbmuxd, and by its WebDriverAgent's URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.ios.wda.server import WebDriverAgent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ios.usbmux.usbmuxd import Usbmuxd


class Attachment:
    """An iPhone on the cable.

    Args:
        phone: the phone.
        usbmuxd: finds it for hosts.

    Attributes:
        wda_url: where its WebDriverAgent answers; empty until it was started.
    """

    def __init__(self, phone: IPhone, usbmuxd: Usbmuxd) -> None:
        self._phone, self._usbmuxd = phone, usbmuxd
        self._agent = WebDriverAgent(phone)
        self.wda_url = ""

    async def start(self) -> None:
        """Plug it in, and start its agent on a loopback port.

        Raises:
            ValueError: it is plugged in already.
            OSError: there is no port left.
        """
        self.wda_url = await self._agent.start()
        self._usbmuxd.attach(self._phone.handset)

    def told(self) -> Mapping[str, object]:
        """What the phone is, and where it is reached."""
        profile = self._phone.profile
        return {
            "platform": profile.platform,
            "version": profile.version,
            "api_level": profile.release[0],
            "attach": "cable",
            "adb_port": None,
            "console_port": None,
            "udid": self._phone.udid,
            "wda_url": self.wda_url,
        }

    async def stop(self) -> None:
        """Pull its plug, which ends every connection, and stop its agent."""
        await self._usbmuxd.detach(self._phone.udid)
        await self._agent.stop()
