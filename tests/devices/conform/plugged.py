"""Virtual iPhones on a cable, in this process: no lab, no Appium."""

from __future__ import annotations

import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from devices.conform.iphone import IPhone
from devices.virtual.ios.attachment import Attachment
from devices.virtual.ios.usbmux.usbmuxd import Usbmuxd
from tests.devices.virtual.ios.iphones import iphone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def plugged(*profiles: str) -> AsyncIterator[list[IPhone]]:
    """Phones of these profiles, each as `fleet conform --wda` finds it."""
    with tempfile.TemporaryDirectory(prefix="mux") as folder:  # a socket's path has few bytes
        socket = Path(folder) / "s"
        usbmuxd = Usbmuxd()
        await usbmuxd.start(socket)
        phones = [iphone(profile) for profile in profiles]
        attachments = [Attachment(phone, usbmuxd) for phone in phones]
        try:
            for attachment in attachments:
                await attachment.start()
            yield [
                await IPhone.read(attachment.wda_url, phone.udid, socket)
                for attachment, phone in zip(attachments, phones, strict=True)
            ]
        finally:
            for attachment in attachments:
                await attachment.stop()
            await usbmuxd.stop()
