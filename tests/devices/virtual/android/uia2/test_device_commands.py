"""What the server tells of the device and does to it."""

from __future__ import annotations

import base64
from io import BytesIO

import pytest
from PIL import Image

from devices.virtual.os.profile import catalog
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Rect, Role
from tests.devices.virtual.android.uia2.fake_phone import (
    PACKAGE,
    Client,
    FakePhone,
    Screen,
    with_client,
)

ILLEGAL = "java.lang.IllegalArgumentException: "
RELEASES = ("android-8.0", "android-10", "android-14", "android-17")


def _picture(value: object) -> Image.Image:
    return Image.open(BytesIO(base64.b64decode(str(value))))


def _window(*, secure: bool = False, orientation: str = "UNSPECIFIED") -> Window:
    root = Node(Role.GROUP, children=[Node(Role.TEXT, id="only", text="only")])
    return Window(
        PACKAGE,
        f"{PACKAGE}.Other",
        WindowKind.APP,
        lambda: root,
        lambda: None,
        secure=secure,
        orientation=orientation,
    )


def test_screen_is_turned_and_stays_so() -> None:
    """Landscape is the quarter turn to the right; the choice is locked in the settings."""

    async def test(client: Client, screen: Screen) -> None:
        assert await client.post("orientation", {"orientation": "landscape"}) == "LANDSCAPE"
        assert await client.get("rotation") == {"x": 0, "y": 0, "z": 270}
        assert await client.get("window/current/size") == {"width": 2400, "height": 1080}
        settings = screen.phone.settings
        assert settings.get("system", "accelerometer_rotation") == "0"
        assert settings.get("system", "user_rotation") == "3"
        assert await client.post("rotation", {"x": 0, "y": 0, "z": 90}) == "ROTATION_90"
        assert await client.get("orientation") == "LANDSCAPE"
        assert await client.post("orientation", {"orientation": "PORTRAIT"}) == "PORTRAIT"

    with_client(test)


def test_activity_that_does_not_turn_is_an_invalid_state() -> None:
    """A screen that its activity keeps upright refuses, and tells what it declares."""

    async def test(client: Client, screen: Screen) -> None:
        assert await client.get("appium/device/declared_orientation") == (
            "SCREEN_ORIENTATION_UNSPECIFIED"
        )
        screen.phone.display.show(_window(orientation="PORTRAIT"))
        assert await client.get("appium/device/declared_orientation") == (
            "SCREEN_ORIENTATION_PORTRAIT"
        )
        answer = await client.error("POST", "orientation", {"orientation": "LANDSCAPE"})
        assert answer == (
            400,
            "invalid element state",
            (
                "Screen rotation cannot be changed to ROTATION_270 after 2000ms. "
                "Is it locked programmatically?"
            ),
        )

    with_client(test)


@pytest.mark.parametrize(
    ("path", "body", "message"),
    [
        (
            "orientation",
            {"orientation": "ASKEW"},
            (
                "Orientation value 'ASKEW' is not supported. Only 'LANDSCAPE' and 'PORTRAIT' "
                "values could be translated into a valid screen orientation"
            ),
        ),
        (
            "orientation",
            {},
            "OrientationModel: The mandatory field 'orientation' is not present in JSON",
        ),
        (
            "rotation",
            {"z": 45},
            (
                "Rotation value of 45 degrees is not supported. Only 0, 90, 180 and 270 degrees "
                "could be translated into a valid screen rotation"
            ),
        ),
        ("appium/device/set_clipboard", {"content": "a"}, "bad base-64"),
    ],
)
def test_impossible_request_says_why(path: str, body: dict[str, object], message: str) -> None:
    """A malformed request answers 400 with the server's own words."""

    async def test(client: Client, _: Screen) -> None:
        assert await client.error("POST", path, body) == (
            400,
            "invalid argument",
            ILLEGAL + message,
        )

    with_client(test)


def test_clipboard_is_set_and_read() -> None:
    """Text goes onto the clipboard and comes back; other content does not."""

    async def test(client: Client, screen: Screen) -> None:
        content = base64.b64encode("häß".encode()).decode()
        body = {"content": content, "contentType": "plaintext", "label": "x"}
        await client.post("appium/device/set_clipboard", body)
        assert screen.phone.clipboard == "häß"
        assert await client.post("appium/device/get_clipboard", {}) == content
        picture = {"content": content, "contentType": "IMAGE"}
        answer = await client.error("POST", "appium/device/set_clipboard", picture)
        assert answer[2] == (
            "Only '[PLAINTEXT]' content types are supported. 'IMAGE' is given instead"
        )
        assert (await client.error("POST", "appium/device/get_clipboard", picture))[:2] == (
            400,
            "invalid argument",
        )

    with_client(test)


def test_battery_and_apps_are_told() -> None:
    """The charge is a share of one; only what can be launched is listed."""

    async def test(client: Client, _: Screen) -> None:
        assert await client.get("appium/device/battery_info") == {"level": 0.85, "status": 2}
        apps = await client.get("appium/device/apps")
        assert {"packageName", "packageActivity", "appName"} == set(apps[0])
        assert all(app["packageActivity"] for app in apps)

    with_client(test)


@pytest.mark.parametrize("release", RELEASES)
def test_network_connection_can_switch_wifi_only_where_apps_may(release: str) -> None:
    """Until API 28 the server switches Wi-Fi on; from 29 on it cannot; nothing else it ever can."""
    phone = FakePhone(catalog()[release])
    phone.radios.set_wifi(on=False)

    async def test(client: Client, screen: Screen) -> None:
        if phone.profile.api_level < 29:
            assert await client.post("network_connection", {"type": 2}) == 1
        else:
            answer = await client.error("POST", "network_connection", {"type": 2})
            assert answer == (400, "invalid element state", "Unable to ENABLEWIFI")
        assert screen.phone.radios.wifi is (phone.profile.api_level < 29)
        assert (await client.error("POST", "network_connection", {"type": 6}))[0] == 500
        assert (await client.error("POST", "network_connection", {"type": 3}))[0] == 400

    with_client(test, phone=phone)


@pytest.mark.parametrize("release", RELEASES)
def test_windows_are_listed_with_their_pictures(release: str) -> None:
    """From API 34 on a window comes with its picture, unless it is not wanted."""
    phone = FakePhone(catalog()[release])

    async def test(client: Client, screen: Screen) -> None:
        await client.post(f"element/{await client.find('id', 'email')}/click")
        keyboard, app = await client.post("appium/list_windows", {})
        assert (keyboard["type"], keyboard["title"]) == (2, "InputMethod")
        assert keyboard["rect"]["height"] == screen.phone.display.keyboard_panel.height
        assert (app["packageName"], app["isActive"]) == (PACKAGE, True)
        if phone.profile.api_level < 34:
            assert app["screenshot"] is None
        else:
            bounds = screen.phone.display.bounds
            assert _picture(app["screenshot"]).size == (bounds.width, bounds.height)
        wanted = {"filters": {"packageName": "com.exam*"}, "skipScreenshots": True}
        (only,) = await client.post("appium/list_windows", wanted)
        assert (only["windowId"], only["screenshot"]) == (app["windowId"], None)

    with_client(test, phone=phone)


def test_pictures_are_of_the_screen_or_of_an_element() -> None:
    """An element's picture has the size of what can be seen of it."""

    async def test(client: Client, _: Screen) -> None:
        assert _picture(await client.get("screenshot")).size == (1080, 2400)
        button = await client.find("id", "sign_in")
        rect = await client.get(f"element/{button}/rect")
        size = (rect["width"], rect["height"])
        assert _picture(await client.get(f"element/{button}/screenshot")).size == size

    with_client(test)


def test_secure_window_cannot_be_photographed() -> None:
    """A picture of a window that forbids it is an error, of an element in it, too."""

    async def test(client: Client, screen: Screen) -> None:
        screen.phone.display.show(_window(secure=True))
        only = await client.find("id", "only")
        for path in ("screenshot", f"element/{only}/screenshot"):
            status, error, message = await client.error("GET", path)
            assert (status, error) == (500, "unable to capture screen")
            assert "'secure' flag" in message

    with_client(test)


def test_shade_is_opened() -> None:
    """The request reaches whoever draws the shade."""

    async def test(client: Client, screen: Screen) -> None:
        screen.phone.display.on_shade = lambda: screen.done.append("shade")
        assert await client.post("appium/device/open_notifications") is None
        assert screen.done == ["shade"]

    with_client(test)


def test_first_visible_is_the_first_child() -> None:
    """The first child of a scrolled list is the first row that can be seen."""

    async def test(client: Client, screen: Screen) -> None:
        holder = next(n for n in screen.phone.display.root().walk() if n.id == "list")
        screen.phone.display.scroll(holder, 400)
        element = await client.find("id", "list")
        first = await client.get(f"appium/element/{element}/first_visible")
        rect = await client.get(f"element/{first['ELEMENT']}/rect")
        assert Rect(*holder.visible).top == rect["y"]
        leaf = await client.find("id", "sign_in")
        answer = await client.error("GET", f"appium/element/{leaf}/first_visible")
        assert answer[:2] == (404, "no such element")

    with_client(test)
