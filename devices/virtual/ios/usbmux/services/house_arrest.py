"""com.apple.mobile.house_arrest: the files of one app, over the file service's protocol.

Source: libimobiledevice, ``src/house_arrest.c``; appium-ios-device, ``lib/house-arrest``.
The names of its errors are unsure; clients read no more than that it is not complete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.usbmux import plists
from devices.virtual.ios.usbmux.services.afc import Session

if TYPE_CHECKING:
    from devices.virtual.ios.usbmux.channel import Channel
    from devices.virtual.ios.usbmux.handset import Handset

_COMMANDS: Final = ("VendContainer", "VendDocuments")


async def serve(handset: Handset, channel: Channel) -> None:
    """Hand out the files of the app that the host names; from then on it is the file service."""
    request = await plists.receive(channel)
    if request is None:
        return
    if request.get("Command") not in _COMMANDS:
        plists.send(channel, {"Error": "UnknownCommand"})
        return
    media = handset.container(str(request.get("Identifier")))
    if media is None:
        plists.send(channel, {"Error": "ApplicationLookupFailed"})
        return
    plists.send(channel, {"Status": "Complete"})
    await Session(media, str(handset.values(None).get("ProductType", "")), channel).serve()
