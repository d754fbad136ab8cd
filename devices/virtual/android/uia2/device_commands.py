"""The commands of a session that act on the device: gestures, keys, orientation, alerts, windows.

Source: appium-uiautomator2-server, server/AppiumServlet and handler/.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2 import (
    actions,
    alerts,
    device,
    gestures,
    scheduled,
    screenshots,
    text_input,
)
from devices.virtual.android.uia2.command import acts, reads
from devices.virtual.android.uia2.errors import (
    InvalidArgument,
    InvalidElementState,
    NoSuchElement,
    UiaError,
)
from devices.virtual.android.uia2.fields import Fields, illegal, required_integer, required_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.android.uia2.command import Body, Command
    from devices.virtual.android.uia2.session import Session

_KEY_BACK: Final = 4
# Source: model/ScreenRotation.ofOrientation.
_ORIENTATIONS: Final = {"PORTRAIT": 0, "LANDSCAPE": 3}
_ROTATIONS: Final = {0: 0, 90: 1, 180: 2, 270: 3}
_ROTATION_TIMEOUT_MS: Final = 2000
"""Source: model/internal/CustomUiDevice.CHANGE_ROTATION_TIMEOUT_MS."""
_PLAIN_TEXT: Final = "PLAINTEXT"
_WIFI: Final = 2
_OTHER_NETWORKS: Final = {0: "NONE", 1: "AIRPLANE", 4: "DATA Only", 6: "All Network ON"}


def set_orientation(session: Session, body: Body, _: Mapping[str, str]) -> object:
    """POST orientation."""
    given = required_text(Fields("OrientationModel", body), "orientation")
    wanted = _ORIENTATIONS.get(given.upper())
    if wanted is None:
        raise illegal(
            f"Orientation value '{given}' is not supported. Only 'LANDSCAPE' and 'PORTRAIT' "
            "values could be translated into a valid screen orientation"
        )
    _rotate(session, wanted)
    return session.phone.display.orientation


def set_rotation(session: Session, body: Body, _: Mapping[str, str]) -> object:
    """POST rotation."""
    degrees = required_integer(Fields("RotationModel", body), "z")
    if degrees not in _ROTATIONS:
        raise illegal(
            f"Rotation value of {degrees} degrees is not supported. Only 0, 90, 180 and 270 "
            "degrees could be translated into a valid screen rotation"
        )
    _rotate(session, _ROTATIONS[degrees])
    return f"ROTATION_{degrees}"


def _rotate(session: Session, rotation: int) -> None:
    """Turn the screen and lock it so, as UiAutomation.setRotation does.

    Raises:
        InvalidElementState: the activity in front does not let itself be turned.
    """
    phone = session.phone
    if phone.display.rotation == rotation:
        return
    phone.settings.put("system", "accelerometer_rotation", "0")
    phone.settings.put("system", "user_rotation", str(rotation))
    if not phone.display.rotate(rotation):
        raise InvalidElementState(
            f"Screen rotation cannot be changed to ROTATION_{rotation * 90} after "
            f"{_ROTATION_TIMEOUT_MS}ms. Is it locked programmatically?"
        )


def window_size(session: Session, _body: Body, _: Mapping[str, str]) -> object:
    """GET window/:handle/size."""
    bounds = session.phone.display.bounds
    return {"width": bounds.width, "height": bounds.height}


def press_key(session: Session, body: Body) -> None:
    """POST appium/device/press_keycode."""
    _press(session, body, long=False)


def long_press_key(session: Session, body: Body) -> None:
    """POST appium/device/long_press_keycode."""
    _press(session, body, long=True)


def _press(session: Session, body: Body, *, long: bool) -> None:
    fields = Fields("KeyCodeModel", body)
    code, meta = required_integer(fields, "keycode"), fields.integer("metastate")
    fields.integer("flags")
    fields.integer("source")
    session.phone.display.key(code, meta=meta or 0, long=long)


def set_clipboard(session: Session, body: Body) -> None:
    """POST appium/device/set_clipboard."""
    fields = Fields("SetClipboardModel", body)
    content, kind = required_text(fields, "content"), fields.text("contentType")
    fields.text("label")
    try:
        text = base64.b64decode(content).decode(errors="replace")
    except ValueError:
        raise illegal("bad base-64") from None
    if kind is not None and kind.upper() != _PLAIN_TEXT:
        raise _unsupported_content(kind)
    session.phone.clipboard = text


def get_clipboard(session: Session, body: Body) -> str:
    """POST appium/device/get_clipboard."""
    kind = Fields("GetClipboardModel", body).text("contentType")
    if kind is not None and kind.upper() != _PLAIN_TEXT:
        # The server says what it would have used, not what was asked for.
        raise _unsupported_content(_PLAIN_TEXT)
    return base64.b64encode(session.phone.clipboard.encode()).decode()


def _unsupported_content(kind: str) -> InvalidArgument:
    return InvalidArgument(
        f"Only '[{_PLAIN_TEXT}]' content types are supported. '{kind}' is given instead"
    )


def network_connection(session: Session, body: Body) -> int:
    """POST network_connection: the server itself can do no more than switch Wi-Fi on.

    Raises:
        InvalidElementState: the release does not let apps do that.
    """
    kind = required_integer(Fields("NetworkConnectionModel", body), "type")
    if kind in _OTHER_NETWORKS:
        raise UiaError(
            "java.lang.RuntimeException: Setting Network Connection to "
            f"'{_OTHER_NETWORKS[kind]}' is not implemented"
        )
    if kind != _WIFI:
        raise InvalidArgument(f"Invalid Network Connection type: {kind}")
    if not session.phone.profile.rows["uiautomation"]["wifi"]:
        raise InvalidElementState("Unable to ENABLEWIFI")
    session.phone.radios.set_wifi(on=True)
    return 1


def open_notifications(session: Session) -> None:
    """POST appium/device/open_notifications."""
    session.phone.display.on_shade()


def first_visible(session: Session, _body: Body, path: Mapping[str, str]) -> object:
    """GET appium/element/:id/first_visible."""
    children = session.view(path["id"]).children
    if not children:
        raise NoSuchElement("Could not get children for container object")
    return session.hand_out(children[0])


_DEVICE: Final = "appium/device"
_GESTURES: Final = "appium/gestures"

DEVICE_COMMANDS: Final[dict[tuple[str, str], Command]] = {
    ("POST", "actions"): acts(actions.perform),
    ("POST", "element/:id/clear"): text_input.clear,
    ("POST", "element/:id/value"): text_input.send_keys,
    ("POST", "keys"): text_input.send_keys,
    ("GET", "screenshot"): screenshots.screenshot,
    ("GET", "element/:id/screenshot"): screenshots.element_screenshot,
    ("GET", "screenshot/:id"): screenshots.element_screenshot,
    ("GET", "appium/element/:id/first_visible"): first_visible,
    ("GET", "orientation"): reads(lambda s: s.phone.display.orientation),
    ("POST", "orientation"): set_orientation,
    ("GET", "rotation"): reads(lambda s: {"x": 0, "y": 0, "z": s.phone.display.rotation * 90}),
    ("POST", "rotation"): set_rotation,
    ("GET", "window/:handle/size"): window_size,
    ("POST", "back"): reads(lambda s: s.phone.display.key(_KEY_BACK)),
    ("GET", "alert/text"): reads(alerts.text),
    ("POST", "alert/accept"): acts(lambda s, b: alerts.answer(s, b, accept=True)),
    ("POST", "alert/dismiss"): acts(lambda s, b: alerts.answer(s, b, accept=False)),
    ("POST", "network_connection"): acts(network_connection),
    ("POST", "appium/list_windows"): acts(lambda s, b: device.windows(s.phone, b)),
    ("POST", "appium/list_displays"): reads(lambda s: device.displays(s.phone)),
    ("POST", "appium/schedule_action"): acts(scheduled.schedule),
    ("POST", "appium/unschedule_action"): acts(scheduled.unschedule),
    ("POST", "appium/action_history"): acts(scheduled.history),
    ("GET", f"{_DEVICE}/info"): reads(lambda s: device.info(s.phone)),
    ("GET", f"{_DEVICE}/apps"): reads(lambda s: device.apps(s.phone)),
    ("GET", f"{_DEVICE}/battery_info"): reads(lambda s: device.battery(s.phone)),
    ("GET", f"{_DEVICE}/declared_orientation"): reads(
        lambda s: device.declared_orientation(s.phone)
    ),
    ("GET", f"{_DEVICE}/system_bars"): reads(
        lambda s: {"statusBar": s.phone.display.system_bars().status_bar}
    ),
    ("GET", f"{_DEVICE}/pixel_ratio"): reads(lambda s: s.phone.display.scale),
    ("GET", f"{_DEVICE}/display_density"): reads(lambda s: s.phone.display.density),
    ("POST", f"{_DEVICE}/open_notifications"): reads(open_notifications),
    ("POST", f"{_DEVICE}/press_keycode"): acts(press_key),
    ("POST", f"{_DEVICE}/long_press_keycode"): acts(long_press_key),
    ("POST", f"{_DEVICE}/set_clipboard"): acts(set_clipboard),
    ("POST", f"{_DEVICE}/get_clipboard"): acts(get_clipboard),
    ("POST", f"{_GESTURES}/click"): acts(gestures.click),
    ("POST", f"{_GESTURES}/double_click"): acts(gestures.double_click),
    ("POST", f"{_GESTURES}/long_click"): acts(gestures.long_click),
    ("POST", f"{_GESTURES}/drag"): acts(gestures.drag),
    ("POST", f"{_GESTURES}/swipe"): acts(gestures.swipe),
    ("POST", f"{_GESTURES}/scroll"): acts(gestures.scroll),
    ("POST", f"{_GESTURES}/fling"): acts(gestures.fling),
    ("POST", f"{_GESTURES}/pinch_open"): acts(gestures.pinch_open),
    ("POST", f"{_GESTURES}/pinch_close"): acts(gestures.pinch_close),
    ("POST", "gestures/scroll_to"): acts(gestures.scroll_to),
    ("POST", "appium/element/:id/scroll_to/:id2"): lambda s, _, path: gestures.scroll_to_element(
        s, path["id"], path["id2"]
    ),
}
"""Every command on the device by method and the part of its address after the session's id."""
