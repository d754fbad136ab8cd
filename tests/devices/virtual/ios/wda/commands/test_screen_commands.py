"""Commands about the screen, its pictures and recordings of it.

Source: facts about WebDriverAgent 16.12.9: Commands/FBCustomCommands.m, FBScreenshotCommands.m,
FBOrientationCommands.m, FBVideoCommands.m.
"""

from __future__ import annotations

import base64
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.devices.virtual.ios.iphones import SETTINGS
from tests.devices.virtual.ios.wda.agents import MESSAGES, SPRINGBOARD

if TYPE_CHECKING:
    from tests.devices.virtual.ios.wda.agents import Served

OVER = "UIA_DEVICE_ORIENTATION_PORTRAIT_UPSIDEDOWN"
RIGHT = "UIA_DEVICE_ORIENTATION_LANDSCAPERIGHT"


def profiles(*names: str) -> pytest.MarkDecorator:
    """Run the test on phones of these profiles."""
    return pytest.mark.parametrize("agent", names, indirect=True)


@pytest.fixture(autouse=True)
def _session(agent: Served) -> None:
    agent.begin()


# -- sizes


def test_the_screen_is_told_in_points(agent: Served) -> None:
    """The screen is told in points, with its scale, with and without a session."""
    expected = {
        "screenSize": {"width": 390, "height": 844},
        "statusBarSize": {"width": 390, "height": 47},
        "displayId": 1,
        "scale": 3,
    }
    assert agent.get("/wda/screen").value == expected
    assert agent.ask("GET", "/wda/screen").value == expected
    screen = agent.get("/wda/screens").value[0]
    assert screen["isMain"] is True
    assert screen["bounds"] == {"x": 0, "y": 0, "width": 390, "height": 844}


def test_the_window_is_as_large_as_the_screen(agent: Served) -> None:
    """The window is as large as the screen; its place is told in a session alone."""
    assert agent.get("/window/size").value == {"width": 390, "height": 844}
    assert agent.ask("GET", "/window/size").value == {"width": 390, "height": 844}
    assert agent.get("/window/rect").value == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert agent.ask("GET", "/window/rect").error[1] == "unknown command"


# -- pictures


def _picture(encoded: str) -> Image.Image:
    data = base64.b64decode(encoded)
    assert data.startswith(b"\x89PNG")
    return Image.open(BytesIO(data))


def test_a_screenshot_is_a_png_of_all_pixels(agent: Served) -> None:
    """A screenshot is a PNG of all pixels, whatever quality is set."""
    agent.set(screenshotQuality=1)
    assert _picture(agent.get("/screenshot").value).size == (1170, 2532)
    assert _picture(agent.ask("GET", "/screenshot").value).size == (1170, 2532)


def test_an_elements_picture_is_as_large_as_it(agent: Served) -> None:
    """An element's picture is as large as it, by both addresses; of a stale one there is none."""
    agent.ask("POST", "/wda/homescreen")
    found = agent.post("/element", {"using": "name", "value": "Messages"}).value
    uuid = found["ELEMENT"]
    rect = agent.get(f"/element/{uuid}/rect").value
    for path in (f"/element/{uuid}/screenshot", f"/screenshot/{uuid}"):
        size = _picture(agent.get(path).value).size
        # A rectangle is told in whole points, a picture has its exact pixels.
        assert size == pytest.approx((rect["width"] * 3, rect["height"] * 3), abs=3)
    agent.post("/wda/apps/launch", {"bundleId": MESSAGES})
    assert agent.get("/element/0/screenshot").error[:2] == (404, "stale element reference")


# -- orientation


@pytest.mark.parametrize(
    ("asked", "told", "device", "turned"),
    [
        ("LANDSCAPE", "LANDSCAPE", "UIDeviceOrientationLandscapeLeft", 270),
        (RIGHT, "LANDSCAPE", "UIDeviceOrientationLandscapeRight", 90),
        ("portrait", "PORTRAIT", "UIDeviceOrientationPortrait", 0),
    ],
)
def test_the_orientation_is_set_and_told(
    agent: Served, asked: str, told: str, device: str, turned: int
) -> None:
    """The orientation is set in words, and told in words and in degrees."""
    assert agent.post("/orientation", {"orientation": asked}).value is None
    assert agent.get("/orientation").value == told
    assert agent.ask("GET", "/wda/deviceOrientation").value == device
    assert agent.get("/rotation").value == {"x": 0, "y": 0, "z": turned}
    wide = told == "LANDSCAPE"
    assert agent.get("/window/size").value["width"] == (844 if wide else 390)


@pytest.mark.parametrize("asked", [OVER, "SIDEWAYS", ""])
def test_what_an_iphone_does_not_turn_to(agent: Served, asked: str) -> None:
    """An iPhone's screen does not stand upside down, nor turn to what is no orientation."""
    error = agent.post("/orientation", {"orientation": asked}).error
    assert error == (500, "unknown error", "Unable To Rotate Device")


@profiles("ipad-18")
def test_an_ipad_turns_all_ways(agent: Served) -> None:
    """An iPad's screen stands upside down too, and tells that it is upright."""
    assert agent.post("/orientation", {"orientation": OVER}).value is None
    assert agent.get("/orientation").value == "PORTRAIT"
    assert agent.get("/rotation").value == {"x": 0, "y": 0, "z": 180}


def test_a_rotation_in_degrees(agent: Served) -> None:
    """A rotation is set in degrees; what no app shows or nothing means is refused."""
    assert agent.post("/rotation", {"x": 0, "y": 0, "z": 90}).value is None
    assert agent.get("/orientation").value == "LANDSCAPE"
    status, error, message = agent.post("/rotation", {"x": 90, "y": 0, "z": 0}).error
    assert (status, error) == (400, "invalid element state")
    assert message.endswith(f"Make sure the {SETTINGS} application supports it")
    status, error, message = agent.post("/rotation", {"x": 1, "y": 2, "z": 3}).error
    assert (status, error) == (400, "invalid argument")
    assert "rotation is not supported. Only the following values are supported: (" in message
    status, error, message = agent.post("/rotation", {"x": 1}).error
    assert (status, error) == (400, "invalid argument")
    assert message.startswith("x, y and z arguments must exist in the request body: {")


# -- recordings


@profiles("ios-17")
def test_a_recording_becomes_a_film(agent: Served) -> None:
    """A recording is told while it lasts, once however often it is begun, and becomes a film."""
    assert agent.get("/wda/video").value is None
    begun = agent.post("/wda/video/start", {"fps": 5}).value
    assert (begun["fps"], begun["codec"]) == (5, 0)
    assert agent.ask("POST", "/wda/video/start").value == begun
    assert agent.ask("GET", "/wda/video").value == begun
    agent.ask("POST", "/wda/homescreen")
    agent.on_phone(lambda: agent.phone.clock.advance(timedelta(seconds=2)))
    assert agent.post("/wda/video/stop").value == begun
    film = agent.on_phone(lambda: agent.agent.agent.recordings.attachments[begun["uuid"]])
    assert film[4:8] == b"ftyp"
    assert agent.post("/wda/video/stop").value is None
    assert agent.get("/wda/video").value is None


@profiles("ios-17")
def test_a_recording_ends_with_its_session(agent: Served) -> None:
    """A recording ends with its session."""
    agent.post("/wda/video/start")
    agent.ask("DELETE", f"/session/{agent.session}")
    assert agent.ask("GET", "/wda/video").value is None


@profiles("ios-16")
def test_recordings_need_ios_17(agent: Served) -> None:
    """Below iOS 17 nothing is recorded."""
    status, error, message = agent.post("/wda/video/start").error
    assert (status, error) == (500, "unknown error")
    assert "This API requires an iOS 17+ runtime" in message


def test_springboard_has_a_picture_too(agent: Served) -> None:
    """A locked phone has a picture too."""
    agent.post("/wda/lock")
    assert _picture(agent.ask("GET", "/screenshot").value).size == (1170, 2532)
    assert agent.ask("GET", "/wda/activeAppInfo").value["bundleId"] in {SPRINGBOARD, SETTINGS}
