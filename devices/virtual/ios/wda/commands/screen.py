"""Commands about the screen: its size, its picture, and which way up it is.

Source: WebDriverAgent 16.12.9, Commands/FBCustomCommands.m, FBElementCommands.m,
FBScreenshotCommands.m, FBOrientationCommands.m; Categories/XCUIDevice+FBRotation.m.
"""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from PIL import Image

from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.foundation import described, number
from devices.virtual.ios.wda.routing import Route

if TYPE_CHECKING:
    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ios.wda.routing import Call

_MAIN: Final = 1
_UPSIDE_DOWN: Final = 2
# By the display's quarter turns: the name that sets it, what is told, UIDeviceOrientation's word
# and the rotation about the third axis in degrees.
_TURNS: Final = (
    ("PORTRAIT", "PORTRAIT", "Portrait", 0),
    ("LANDSCAPE", "LANDSCAPE", "LandscapeLeft", 270),
    ("UIA_DEVICE_ORIENTATION_PORTRAIT_UPSIDEDOWN", "PORTRAIT", "PortraitUpsideDown", 180),
    ("UIA_DEVICE_ORIENTATION_LANDSCAPERIGHT", "LANDSCAPE", "LandscapeRight", 90),
)
_NAMES: Final = {name: turn for turn, (name, *_) in enumerate(_TURNS)}
_FLAT: Final = ((-1, -1, -1), (90, 0, 0), (270, 0, 0))
"""Unknown, on its back and on its face: rotations that can be asked for and that no app shows."""


def _points(phone: IPhone) -> tuple[object, object]:
    """Width and height of the screen as it is turned."""
    bounds, scale = phone.display.bounds, phone.display.scale
    return number(bounds.width / scale), number(bounds.height / scale)


def _screen(call: Call) -> dict[str, Any]:
    display = call.phone.display
    width, height = _points(call.phone)
    bar = number(display.system_bars().status_bar / display.scale)
    return {
        "screenSize": {"width": width, "height": height},
        "statusBarSize": {"width": width, "height": bar},
        "displayId": _MAIN,
        "scale": number(display.scale),
    }


def _screens(call: Call) -> list[dict[str, Any]]:
    width, height = _points(call.phone)
    return [
        {
            "displayId": _MAIN,
            "isMain": True,
            "scale": number(call.phone.display.scale),
            "bounds": {"x": 0, "y": 0, "width": width, "height": height},
            "traits": 0,
        }
    ]


def _window_size(call: Call) -> dict[str, Any]:
    call.active()  # which may be gone
    width, height = _points(call.phone)
    return {"width": width, "height": height}


def _window_rect(call: Call) -> dict[str, Any]:
    return {"x": 0, "y": 0, **_window_size(call)}


# -- pictures


def _screenshot(call: Call) -> str:
    """A PNG, whatever quality the settings ask XCTest for."""
    return base64.b64encode(call.phone.display.screenshot_png()).decode()


def _element_screenshot(call: Call) -> str:
    element = call.session.elements.touchable(call.places["uuid"])
    box = element.node.bounds.intersect(call.phone.display.bounds)
    if not (box.width and box.height):
        message = f"Cannot take a screenshot of {element.description}"
        raise WdaError(Fault.NO_SCREEN, message)
    made = BytesIO()
    with Image.open(BytesIO(call.phone.display.screenshot_png())) as picture:
        picture.crop(box).save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode()


# -- orientation


def _turn(phone: IPhone, turn: int) -> bool:
    """Turn the phone; says whether what is in front turned with it."""
    before = phone.display.rotation
    if turn == _UPSIDE_DOWN and phone.profile.form == "phone":
        return before == _UPSIDE_DOWN
    return phone.display.rotate(turn)


def _orientation(call: Call) -> str:
    call.active()
    return _TURNS[call.phone.display.rotation][1]


def _set_orientation(call: Call) -> None:
    call.active()
    turn = _NAMES.get(str(call.arguments.get("orientation", "")).upper())
    if turn is None or not _turn(call.phone, turn):
        raise WdaError(Fault.UNKNOWN_ERROR, "Unable To Rotate Device")


def _rotation(call: Call) -> dict[str, int]:
    call.active()
    return {"x": 0, "y": 0, "z": _TURNS[call.phone.display.rotation][3]}


def _set_rotation(call: Call) -> None:
    asked = tuple(call.arguments.get(name) for name in "xyz")
    if None in asked:
        message = (
            "x, y and z arguments must exist in the request body:"
            f" {described(dict(call.arguments))}"
        )
        raise WdaError(Fault.INVALID_ARGUMENT, message)
    upright = [(0, 0, turn[3]) for turn in _TURNS]
    given = described(dict(zip("xyz", asked, strict=True)))
    if asked not in {*upright, *_FLAT}:
        known = described([dict(zip("xyz", each, strict=True)) for each in (*upright, *_FLAT)])
        message = f"{given} rotation is not supported. Only the following values are supported:"
        raise WdaError(Fault.INVALID_ARGUMENT, f"{message} {known}")
    active = call.active()
    if asked in _FLAT or not _turn(call.phone, upright.index((0, 0, int(str(asked[2]))))):
        raise WdaError(
            Fault.INVALID_ELEMENT_STATE,
            f"The current rotation cannot be set to {given}. Make sure the {active} application"
            " supports it",
        )


def _device_orientation(call: Call) -> str:
    return f"UIDeviceOrientation{_TURNS[call.phone.display.user_rotation][2]}"


ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/wda/screen", _screen, bare=True),
    Route("GET", "/wda/screens", _screens, bare=True, standalone=True),
    Route("GET", "/window/size", _window_size, bare=True),
    Route("GET", "/window/rect", _window_rect),
    Route("GET", "/screenshot", _screenshot, bare=True, standalone=True),
    Route("GET", "/element/:uuid/screenshot", _element_screenshot),
    Route("GET", "/screenshot/:uuid", _element_screenshot),
    Route("GET", "/orientation", _orientation, bare=True),
    Route("POST", "/orientation", _set_orientation, bare=True),
    Route("GET", "/rotation", _rotation, bare=True),
    Route("POST", "/rotation", _set_rotation, bare=True),
    Route("GET", "/wda/deviceOrientation", _device_orientation, bare=True),
)
