"""The commands of a session, by method and route.

Source: appium-uiautomator2-server, server/AppiumServlet and handler/.
"""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from PIL import Image

from devices.virtual.android.uia2 import actions, alerts, attributes, device, gestures, locators
from devices.virtual.android.uia2.body import optional, required
from devices.virtual.android.uia2.errors import InvalidArgument, InvalidElementState, NoSuchElement
from devices.virtual.ui.node import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.android.uia2.session import Session
    from devices.virtual.android.uia2.snapshot import View

    Body = Mapping[str, Any]
    Command = Callable[[Session, Body, Mapping[str, str]], object]

_KEY_BACK: Final = 4
_KEY_ENTER: Final = 66
_ORIENTATIONS: Final = {"PORTRAIT": 0, "LANDSCAPE": 1}
_ROTATIONS: Final = {0: 0, 90: 1, 180: 2, 270: 3}


def _context(session: Session, body: Body) -> View | None:
    context = optional(body, "context", str)
    return session.view(context) if context and context.strip() else None


def find_element(session: Session, body: Body, _: Mapping[str, str]) -> object:
    """POST element."""
    strategy, selector = required(body, "strategy", str), required(body, "selector", str)
    found = next(locators.find(session, strategy, selector, _context(session, body)), None)
    if found is None:
        raise NoSuchElement
    return session.hand_out(found)


def find_elements(session: Session, body: Body, _: Mapping[str, str]) -> object:
    """POST elements."""
    strategy, selector = required(body, "strategy", str), required(body, "selector", str)
    try:
        found = list(locators.find(session, strategy, selector, _context(session, body)))
    except NoSuchElement:
        return []
    return [session.hand_out(view) for view in found]


def active_element(session: Session, _body: Body, _: Mapping[str, str]) -> object:
    """GET element/active."""
    focused = next((view for view in session.snapshot().views if view.node.focused), None)
    if focused is None:
        raise NoSuchElement
    return session.hand_out(focused)


def text(session: Session, _body: Body, path: Mapping[str, str]) -> object:
    """GET element/:id/text."""
    toast = session.toast(path["id"])
    return toast.text if toast is not None else session.view(path["id"]).text


def name(session: Session, _body: Body, path: Mapping[str, str]) -> object:
    """GET element/:id/name."""
    return session.view(path["id"]).node.label or None


def attribute(session: Session, _body: Body, path: Mapping[str, str]) -> object:
    """GET element/:id/attribute/:name."""
    toast = session.toast(path["id"])
    if toast is not None:
        known = {
            "text": toast.text,
            "name": toast.text,
            "class": toast.class_name,
            "displayed": "true",
        }
        return known.get(path["name"])
    return attributes.value(session.view(path["id"]), path["name"])


def rect(session: Session, _body: Body, path: Mapping[str, str]) -> object:
    """GET element/:id/rect."""
    return device.rect(session.view(path["id"]).bounds)


def size(session: Session, _body: Body, path: Mapping[str, str]) -> object:
    """GET element/:id/size."""
    bounds = session.view(path["id"]).bounds
    return {"width": bounds.width, "height": bounds.height}


def location(session: Session, _body: Body, path: Mapping[str, str]) -> object:
    """GET element/:id/location."""
    bounds = session.view(path["id"]).bounds
    return {"x": bounds.left, "y": bounds.top}


def click(session: Session, _body: Body, path: Mapping[str, str]) -> object:
    """POST element/:id/click: a tap on the middle of what can be seen of it."""
    session.phone.display.tap(*session.view(path["id"]).bounds.center)
    return None


def _editable(session: Session, element_id: str | None) -> View:
    if element_id is not None:
        return session.view(element_id)
    focused = next((view for view in session.snapshot().views if view.node.focused), None)
    if focused is None:
        raise NoSuchElement
    return focused


def _set_text(session: Session, view: View, text: str) -> bool:
    """Set an editable view's text by the accessibility action; says whether it took it."""
    if view.node.role is not Role.INPUT or not view.node.enabled:
        return False
    session.phone.display.set_text(view.node, text)
    return True


def clear(session: Session, _body: Body, path: Mapping[str, str]) -> object:
    """POST element/:id/clear; what cannot be edited stays as it is, without an error."""
    _set_text(session, _editable(session, path.get("id")), "")
    return None


def send_keys(session: Session, body: Body, path: Mapping[str, str]) -> object:
    """POST element/:id/value, POST keys.

    What an input shows is kept and the text put behind it: of a secret that is its bullets.
    """
    view = _editable(session, path.get("id"))
    given = required(body, "text", str)
    shown = view.text if view.node.text and not optional(body, "replace", bool) else ""
    if not _set_text(session, view, shown + given):
        raise InvalidElementState(
            f"Cannot set the element to '{given}'. Did you interact with the correct element?"
        )
    if given.endswith("\\n"):
        session.phone.display.key(_KEY_ENTER)
    return None


def source(session: Session, _body: Body, _: Mapping[str, str]) -> object:
    """GET source."""
    return session.source().text()


def screenshot(session: Session, _body: Body, _: Mapping[str, str]) -> object:
    """GET screenshot."""
    return base64.b64encode(session.phone.display.screenshot_png()).decode()


def element_screenshot(session: Session, _body: Body, path: Mapping[str, str]) -> object:
    """GET element/:id/screenshot."""
    bounds = session.view(path["id"]).bounds
    picture = Image.open(BytesIO(session.phone.display.screenshot_png()))
    cut = BytesIO()
    picture.crop((bounds.left, bounds.top, bounds.right, bounds.bottom)).save(cut, "PNG")
    return base64.b64encode(cut.getvalue()).decode()


def set_orientation(session: Session, body: Body, _: Mapping[str, str]) -> object:
    """POST orientation."""
    wanted = required(body, "orientation", str).upper()
    if wanted not in _ORIENTATIONS:
        raise InvalidArgument(f"Orientation must be one of {list(_ORIENTATIONS)}, not '{wanted}'")
    session.phone.display.rotate(_ORIENTATIONS[wanted])
    return session.phone.display.orientation


def set_rotation(session: Session, body: Body, _: Mapping[str, str]) -> object:
    """POST rotation."""
    degrees = required(body, "z", int)
    if degrees not in _ROTATIONS:
        raise InvalidArgument(f"Rotation must be one of {list(_ROTATIONS)} degrees, not {degrees}")
    session.phone.display.rotate(_ROTATIONS[degrees])
    return f"ROTATION_{degrees}"


def window_size(session: Session, _body: Body, _: Mapping[str, str]) -> object:
    """GET window/:handle/size."""
    bounds = session.phone.display.bounds
    return {"width": bounds.width, "height": bounds.height}


def press_key(session: Session, body: Body, _: Mapping[str, str]) -> object:
    """POST appium/device/press_keycode and long_press_keycode."""
    session.phone.display.key(required(body, "keycode", int))
    return None


def back(session: Session, _body: Body, _: Mapping[str, str]) -> object:
    """POST back."""
    session.phone.display.key(_KEY_BACK)
    return None


def update_settings(session: Session, body: Body, _: Mapping[str, str]) -> object:
    """POST appium/settings."""
    session.settings.update(required(body, "settings", dict))
    return None


def set_clipboard(session: Session, body: Body, _: Mapping[str, str]) -> object:
    """POST appium/device/set_clipboard."""
    _plain_text_only(body)
    try:
        session.phone.clipboard = base64.b64decode(required(body, "content", str)).decode()
    except ValueError as error:
        raise InvalidArgument(f"'content' must be UTF-8 text in Base64: {error}") from error
    return None


def get_clipboard(session: Session, body: Body, _: Mapping[str, str]) -> object:
    """POST appium/device/get_clipboard."""
    _plain_text_only(body)
    return base64.b64encode(session.phone.clipboard.encode()).decode()


def _plain_text_only(body: Body) -> None:
    kind = optional(body, "contentType", str) or "PLAINTEXT"
    if kind.upper() != "PLAINTEXT":
        raise InvalidArgument(
            f"Only '[PLAINTEXT]' content types are supported. '{kind}' is given instead"
        )


def _act(perform: Callable[[Session, Body], object]) -> Command:
    return lambda session, body, _: perform(session, body)


def _read(read: Callable[[Session], object]) -> Command:
    return lambda session, _body, _path: read(session)


_DEVICE: Final = "appium/device"
_GESTURES: Final = "appium/gestures"

COMMANDS: Final[dict[tuple[str, str], Command]] = {
    ("POST", "element"): find_element,
    ("POST", "elements"): find_elements,
    ("GET", "element/active"): active_element,
    ("GET", "element/:id/text"): text,
    ("GET", "element/:id/name"): name,
    ("GET", "element/:id/attribute/:name"): attribute,
    ("GET", "element/:id/rect"): rect,
    ("GET", "element/:id/size"): size,
    ("GET", "element/:id/location"): location,
    ("GET", "element/:id/screenshot"): element_screenshot,
    ("GET", "screenshot/:id"): element_screenshot,
    ("POST", "element/:id/click"): click,
    ("POST", "element/:id/clear"): clear,
    ("POST", "element/:id/value"): send_keys,
    ("POST", "keys"): send_keys,
    ("POST", "actions"): _act(actions.perform),
    ("GET", "source"): source,
    ("GET", "screenshot"): screenshot,
    ("GET", "orientation"): _read(lambda s: s.phone.display.orientation),
    ("POST", "orientation"): set_orientation,
    ("GET", "rotation"): _read(lambda s: {"x": 0, "y": 0, "z": s.phone.display.rotation * 90}),
    ("POST", "rotation"): set_rotation,
    ("GET", "window/:handle/size"): window_size,
    ("POST", "back"): back,
    ("GET", "alert/text"): _read(alerts.text),
    ("POST", "alert/accept"): _act(
        lambda s, b: alerts.answer(s, optional(b, "buttonLabel", str), accept=True)
    ),
    ("POST", "alert/dismiss"): _act(
        lambda s, b: alerts.answer(s, optional(b, "buttonLabel", str), accept=False)
    ),
    ("GET", "appium/settings"): _read(lambda s: s.settings.all()),
    ("POST", "appium/settings"): update_settings,
    ("POST", "appium/reset_ax_cache"): _read(lambda _: None),
    ("POST", "appium/list_windows"): _act(
        lambda s, b: device.windows(s.phone, optional(b, "filters", dict) or {})
    ),
    ("POST", "appium/list_displays"): _read(lambda s: device.displays(s.phone)),
    ("GET", f"{_DEVICE}/info"): _read(lambda s: device.info(s.phone)),
    ("GET", f"{_DEVICE}/battery_info"): _read(lambda s: device.battery(s.phone)),
    ("GET", f"{_DEVICE}/system_bars"): _read(
        lambda s: {"statusBar": s.phone.display.system_bars().status_bar}
    ),
    ("GET", f"{_DEVICE}/pixel_ratio"): _read(lambda s: s.phone.display.scale),
    ("GET", f"{_DEVICE}/display_density"): _read(lambda s: s.phone.display.density),
    ("POST", f"{_DEVICE}/press_keycode"): press_key,
    ("POST", f"{_DEVICE}/long_press_keycode"): press_key,
    ("POST", f"{_DEVICE}/set_clipboard"): set_clipboard,
    ("POST", f"{_DEVICE}/get_clipboard"): get_clipboard,
    ("POST", f"{_GESTURES}/click"): _act(gestures.click),
    ("POST", f"{_GESTURES}/double_click"): _act(gestures.double_click),
    ("POST", f"{_GESTURES}/long_click"): _act(gestures.long_click),
    ("POST", f"{_GESTURES}/drag"): _act(gestures.drag),
    ("POST", f"{_GESTURES}/swipe"): _act(gestures.swipe),
    ("POST", f"{_GESTURES}/scroll"): _act(gestures.scroll),
    ("POST", f"{_GESTURES}/fling"): _act(gestures.fling),
    ("POST", f"{_GESTURES}/pinch_open"): _act(gestures.pinch),
    ("POST", f"{_GESTURES}/pinch_close"): _act(gestures.pinch),
    ("POST", "gestures/scroll_to"): _act(gestures.scroll_to),
    ("POST", "appium/element/:id/scroll_to/:id2"): lambda s, _, path: gestures.scroll_to_element(
        s, path["id"], path["id2"]
    ),
}
"""Every command by method and the part of its address after ``/session/:sessionId/``."""
