"""The commands of a session: finding and reading here, the device's beside.

Source: appium-uiautomator2-server, server/AppiumServlet and handler/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2 import device, locators
from devices.virtual.android.uia2.command import reads
from devices.virtual.android.uia2.device_commands import DEVICE_COMMANDS
from devices.virtual.android.uia2.errors import NoSuchElement
from devices.virtual.android.uia2.fields import Fields, required_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.android.uia2.command import Body, Command
    from devices.virtual.android.uia2.session import Session


def _locator(body: Body) -> tuple[str, str, str | None]:
    """Strategy, selector, and the element below which to look."""
    fields = Fields("FindElementModel", body)
    strategy, selector = required_text(fields, "strategy"), required_text(fields, "selector")
    context = fields.text("context")
    return strategy, selector, context if context and context.strip() else None


def find_element(session: Session, body: Body, _: Mapping[str, str]) -> object:
    """POST element."""
    found = locators.find_one(session, *_locator(body))
    if found is None:
        raise NoSuchElement
    return found


def find_elements(session: Session, body: Body, _: Mapping[str, str]) -> object:
    """POST elements; a container that is not there has nothing in it."""
    try:
        return locators.find_all(session, *_locator(body))
    except NoSuchElement:
        return []


def active_element(session: Session, _body: Body, _: Mapping[str, str]) -> object:
    """GET element/active."""
    focused = next((view for view in session.snapshot().views if view.node.focused), None)
    if focused is None:
        raise NoSuchElement
    return session.hand_out(focused)


def text(session: Session, _body: Body, path: Mapping[str, str]) -> object:
    """GET element/:id/text."""
    return session.elements.text(path["id"])


def name(session: Session, _body: Body, path: Mapping[str, str]) -> object:
    """GET element/:id/name."""
    return session.view(path["id"]).description


def attribute(session: Session, _body: Body, path: Mapping[str, str]) -> object:
    """GET element/:id/attribute/:name."""
    return session.elements.attribute(path["id"], path["name"])


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


def update_settings(session: Session, body: Body, _: Mapping[str, str]) -> object:
    """POST appium/settings."""
    fields = Fields("SettingsModel", body)
    if fields.nested("settings", "Map") is None:
        raise fields.missing("settings")
    session.settings.update(body["settings"])
    return None


COMMANDS: Final[dict[tuple[str, str], Command]] = {
    ("GET", ""): reads(lambda _: {"lastScrollData": None}),
    ("POST", "element"): find_element,
    ("POST", "elements"): find_elements,
    ("GET", "element/active"): active_element,
    ("GET", "element/:id/text"): text,
    ("GET", "element/:id/name"): name,
    ("GET", "element/:id/attribute/:name"): attribute,
    ("GET", "element/:id/rect"): rect,
    ("GET", "element/:id/size"): size,
    ("GET", "element/:id/location"): location,
    ("POST", "element/:id/click"): click,
    ("GET", "source"): reads(lambda session: session.source().text()),
    ("GET", "appium/settings"): reads(lambda session: session.settings.all()),
    ("POST", "appium/settings"): update_settings,
    ("POST", "appium/reset_ax_cache"): reads(lambda _: None),
    **DEVICE_COMMANDS,
}
"""Every command by method and the part of its address after ``/session/:sessionId/``."""
