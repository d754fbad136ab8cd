"""Property lists on the wire: four bytes of length, big-endian, and the list, XML or binary.

Source: libimobiledevice, ``src/property_list_service.c``.
"""

from __future__ import annotations

import asyncio
import plistlib
import struct
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.plist import MalformedPlistError, load_plist

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.ios.usbmux.channel import Channel

_LENGTH: Final = struct.Struct(">I")
_MOST: Final = 1024 * 1024  # no request comes near it


async def receive(channel: Channel) -> dict[str, object] | None:
    """The next request; None when the peer has closed its side.

    Raises:
        MalformedPlistError: what came is none, or longer than a request can be.
    """
    try:
        (size,) = _LENGTH.unpack(await channel.read_exactly(_LENGTH.size))
        if size > _MOST:
            raise MalformedPlistError(f"{size} bytes")
        return load_plist(await channel.read_exactly(size))
    except asyncio.IncompleteReadError:
        return None


def send(channel: Channel, reply: Mapping[str, object]) -> None:
    """Put a reply on its way, in XML as services write it."""
    data = plistlib.dumps(reply, fmt=plistlib.FMT_XML)
    channel.write(_LENGTH.pack(len(data)) + data)
