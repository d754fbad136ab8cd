"""The services that lockdownd starts, by name. A host reaches each over TLS."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.usbmux.channel import Channel
from devices.virtual.ios.usbmux.handset import Handset
from devices.virtual.ios.usbmux.services import (
    afc,
    house_arrest,
    installation_proxy,
    notification_proxy,
    syslog_relay,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Service = Callable[[Handset, Channel], Awaitable[None]]
"""Serves one connection until its end."""

SERVICES: Final[Mapping[str, Service]] = {
    "com.apple.afc": afc.serve,
    "com.apple.mobile.house_arrest": house_arrest.serve,
    "com.apple.mobile.installation_proxy": installation_proxy.serve,
    "com.apple.mobile.notification_proxy": notification_proxy.serve,
    "com.apple.syslog_relay": syslog_relay.serve,
}
