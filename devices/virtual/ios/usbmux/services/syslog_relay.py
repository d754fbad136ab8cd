r"""com.apple.syslog_relay: the lines that a phone logs, as they come.

A line ends with a line feed and a zero. What is no printable ASCII is written as vis(3) does:
``\M-C\M-)`` for the two bytes of an e with an acute accent.
Source: libimobiledevice, ``src/syslog_relay.c``; appium-ios-device, ``lib/syslog/transformer``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.virtual.ios.usbmux.channel import Channel
    from devices.virtual.ios.usbmux.handset import Handset

_HIGH: Final = 0x80
_HIGH_CONTROLS: Final = 0xA0
_SPACE: Final = 0x20
_DELETE: Final = 0x7F
_FLIP: Final = 0x40


async def serve(handset: Handset, channel: Channel) -> None:
    """Send lines until the host closes the connection; what the host says means nothing."""
    stop = handset.follow_log(lambda line: channel.write(encode_line(line)))
    try:
        while await channel.read():
            pass
    finally:
        stop()


def encode_line(line: str) -> bytes:
    """A line as the service sends it."""
    return "".join(_ESCAPES[byte] for byte in line.encode()).encode("ascii") + b"\n\0"


def _escape(byte: int) -> str:
    if byte >= _HIGH_CONTROLS:
        return rf"\M-{chr(byte - _HIGH)}"
    if byte >= _HIGH:
        return rf"\M^{chr(byte - _HIGH ^ _FLIP)}"
    if (byte < _SPACE and byte != ord("\t")) or byte == _DELETE:
        return rf"\^{chr(byte ^ _FLIP)}"
    return chr(byte)


_ESCAPES: Final = tuple(_escape(byte) for byte in range(256))
