"""Pictures of the screen and of elements, as the server gives them.

Source: appium-uiautomator2-server, utils/ScreenshotHelper.
"""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from devices.virtual.android.uia2.errors import UnableToCaptureScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.android.uia2.command import Body
    from devices.virtual.android.uia2.session import Session
    from devices.virtual.os.display import Display
    from devices.virtual.ui.node import Rect


def screenshot(session: Session, _body: Body, _: Mapping[str, str]) -> object:
    """GET screenshot."""
    return base64.b64encode(_png(session.phone.display)).decode()


def element_screenshot(session: Session, _body: Body, path: Mapping[str, str]) -> object:
    """GET element/:id/screenshot: what can be seen of it."""
    return cut_out(session.phone.display, session.view(path["id"]).bounds)


def cut_out(display: Display, area: Rect) -> str:
    """A part of the screen, as PNG in Base64.

    Raises:
        UnableToCaptureScreen: a window forbids it, or the part is not on the screen.
    """
    part = area.intersect(display.bounds)
    if not part.width or not part.height:
        raise UnableToCaptureScreen(
            "The cropping area is outside of the original bitmap. "
            f"Bitmap rect: {_short(display.bounds)}; Cropping area rect: {_short(area)}"
        )
    file = BytesIO()
    Image.open(BytesIO(_png(display))).crop((part.left, part.top, part.right, part.bottom)).save(
        file, "PNG"
    )
    return base64.b64encode(file.getvalue()).decode()


def _png(display: Display) -> bytes:
    if display.secure:
        raise UnableToCaptureScreen
    return display.screenshot_png()


def _short(area: Rect) -> str:
    return f"[{area.left},{area.top}][{area.right},{area.bottom}]"
