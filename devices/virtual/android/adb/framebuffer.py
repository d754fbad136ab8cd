"""`framebuffer:`, a picture of the screen as raw pixels.

Source: AOSP packages/modules/adb, daemon/framebuffer_service.cpp; its version 2 tells the colour
space too.
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Final

from PIL import Image

if TYPE_CHECKING:
    from devices.virtual.android.adb.stream import Stream
    from devices.virtual.android.phone import Phone

_BITS: Final = 32
_SRGB: Final = 1
# Offset and length in bits of red, blue, green and alpha, in this order, of RGBA_8888.
_CHANNELS: Final = (0, 8, 16, 8, 8, 8, 24, 8)


async def run_framebuffer(phone: Phone, stream: Stream) -> None:
    """Send the header and the pixels of one picture."""
    stream.accept()
    with Image.open(io.BytesIO(phone.display.screenshot_png())) as picture:
        width, height = picture.size
        pixels = picture.convert("RGBA").tobytes()
    version = phone.profile.rows["adb_transport"]["framebuffer"]
    space = () if version == 1 else (_SRGB,)
    fields = (version, _BITS, *space, len(pixels), width, height, *_CHANNELS)
    await stream.write(struct.pack(f"<{len(fields)}I", *fields))
    await stream.write(pixels)
    stream.close()
