"""com.apple.mobile.notification_proxy: Darwin notifications, to and from a host.

Source: libimobiledevice, ``src/notification_proxy.c``; appium-ios-device,
``lib/notification-proxy``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.ios.usbmux import plists

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.usbmux.channel import Channel
    from devices.virtual.ios.usbmux.handset import Handset


async def serve(handset: Handset, channel: Channel) -> None:
    """Relay the names that the host observes, and post those that it posts."""
    observed: dict[str, Callable[[], None]] = {}

    def relay(name: str) -> None:
        plists.send(channel, {"Command": "RelayNotification", "Name": name})

    try:
        while (request := await plists.receive(channel)) is not None:
            command, name = request.get("Command"), request.get("Name")
            if command == "Shutdown":
                plists.send(channel, {"Command": "ProxyDeath"})
                await channel.drain()
                return
            if not isinstance(name, str):
                continue
            if command == "PostNotification":
                handset.darwin.post(name)
            elif command == "ObserveNotification" and name not in observed:
                observed[name] = handset.darwin.observe(name, relay)
    finally:
        for stop in observed.values():
            stop()
