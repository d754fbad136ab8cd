"""`screencap`. Source: AOSP frameworks/base cmds/screencap/screencap.cpp."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING, Final

from PIL import Image

from devices.virtual.android.shell.call import Call, command
from devices.virtual.os.files import Bytes

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone

_USAGE: Final = """usage: screencap [-hp] [-d display-id] [FILENAME]
   -h: this message
   -p: save the file as a png.
   -d: specify the physical display ID to capture (default: {display})
       see "dumpsys SurfaceFlinger --display-id" for valid display IDs.
If FILENAME ends with .png it will be saved as a png.
If FILENAME is not given, the results will be printed to stdout."""
_DISPLAY: Final = "4619827259835644672"
_RGBA: Final = 1
"""Pixel format of the raw picture. Source: AOSP HAL_PIXEL_FORMAT_RGBA_8888."""
_SRGB: Final = 1
"""Colour space of the raw picture. Source: screencap.cpp, dataSpaceToInt."""


@command("screencap")
async def screencap(call: Call) -> int:
    """A picture of the display, raw or as PNG, into a file or to standard output."""
    png, words = False, list(call.args)
    while words and words[0].startswith("-") and len(words[0]) > 1:
        option = words.pop(0)
        if option == "-d" and words:
            if words.pop(0) not in {_DISPLAY, "0"}:
                return await call.fail("Display Id was not valid", 1)
        elif set(option[1:]) <= set("pj"):
            png |= "p" in option
        else:
            await call.fail(_USAGE.format(display=_DISPLAY))
            return 0 if option == "-h" else 1
    name = words[0] if words else ""
    picture = call.phone.display.screenshot_png()
    data = picture if png or name.endswith(".png") else raw(call.phone, picture)
    if not name:
        await call.stdout.write(data)
        return 0
    try:
        call.phone.files.write(name, Bytes(data), cwd=call.cwd, who=call.who)
    except OSError as error:
        return await call.fail(f"Error opening file: {name} ({error.strerror})", 1)
    return 0


def raw(phone: Phone, picture: bytes) -> bytes:
    """A PNG as the raw picture that screencap writes: a header in little endian, then RGBA."""
    with Image.open(BytesIO(picture)) as image:
        pixels = image.convert("RGBA").tobytes()
        facts = [*image.size, _RGBA, _SRGB]
    words = facts[: phone.profile.rows["screencap_header"]["words"]]
    return struct.pack(f"<{len(words)}I", *words) + pixels
