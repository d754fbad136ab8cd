"""A picture of every release's prompt for the camera, side by side.

``make pictures`` writes it; the prompts are those that a shell's ``screencap`` would show.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw

import devices.virtual.android.services  # noqa: F401 - registers the commands
from devices.virtual.android.phone import Phone
from devices.virtual.android.shell.interpreter import Shell, Streams
from devices.virtual.android.shell.streams import Collected, Pipe
from devices.virtual.builds import AppSpec, make_app
from devices.virtual.crm import VirtualCrm
from devices.virtual.os.app_permissions import NAMES
from devices.virtual.os.clock import Clock
from devices.virtual.os.files import Bytes
from devices.virtual.os.profile import catalog
from devices.virtual.ui import fonts

if TYPE_CHECKING:
    from devices.virtual.os.profile import Profile

# As config/app.yaml has them, which virtual phones do not read: pages do.
_OLDEST: Final = 26
_PACKAGE: Final = "com.LeadConnector"
_CAMERA: Final = "android.permission.CAMERA"
_BUILD: Final = "/data/local/tmp/build.apk"
_COLUMNS: Final = 6
_TILE: Final = (320, 340)  # pixels, without the line of words above it
_WORDS: Final = 44  # its height
_GAP: Final = 12
_TEXT_PX: Final = 22
_PAPER: Final = "#FFFFFF"
_INK: Final = "#1F1F1F"


def sheet() -> Image.Image:
    """The prompts of all releases that the app supports, oldest first, each with its name."""
    profiles = sorted(
        (each for each in catalog().values() if each.api_level >= _OLDEST),
        key=lambda profile: profile.api_level,
    )
    wide, high = _TILE[0] + _GAP, _TILE[1] + _WORDS + _GAP
    rows = -(-len(profiles) // _COLUMNS)
    image = Image.new("RGB", (wide * _COLUMNS + _GAP, high * rows + _GAP), _PAPER)
    draw = ImageDraw.Draw(image)
    font = fonts.font(_TEXT_PX, bold=True)
    for number, profile in enumerate(profiles):
        left = _GAP + number % _COLUMNS * wide
        top = _GAP + number // _COLUMNS * high
        words = f"Android {profile.version} (API {profile.api_level})"
        draw.text((left, top + _GAP), words, _INK, font)
        image.paste(_tile(asyncio.run(_prompt(profile))), (left, top + _WORDS))
    return image


async def _prompt(profile: Profile) -> Image.Image:
    """The screen of a phone whose app has just asked for the camera."""
    phone = Phone(profile, "phone", "cable", VirtualCrm(Clock()))
    spec = AppSpec(_PACKAGE, "LeadConnector", permissions={_CAMERA: 0})
    with tempfile.TemporaryDirectory() as folder:
        build = make_app(Path(folder) / "build.apk", spec).read_bytes()
    phone.files.write(_BUILD, Bytes(build))
    ask = f"am start -W -n {_PACKAGE}/.MainActivity --esa {NAMES} {_CAMERA}"
    said = Collected()
    shell = Shell(phone, Streams(Pipe(b"", ended=True), said, said))
    await shell.run(f"pm install {_BUILD} && {ask}")
    phone.clock.advance(timedelta(seconds=1))  # until the prompt has come in
    return Image.open(BytesIO(phone.display.screenshot_png())).convert("RGB")


def _tile(screen: Image.Image) -> Image.Image:
    """The middle of a screen, where the prompt is."""
    high = screen.width * _TILE[1] // _TILE[0]
    top = (screen.height - high) // 2
    cut = screen.crop((0, top, screen.width, top + high))
    return cut.resize(_TILE, Image.Resampling.LANCZOS)


def main(path: Path) -> None:
    """Write the picture as PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet().save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
