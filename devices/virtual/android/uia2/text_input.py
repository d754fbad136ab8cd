"""Text that is sent to elements: appended, replaced, cleared; and the value of seek bars.

Source: appium-uiautomator2-server, handler/SendKeysToElement and Clear, utils/ElementHelpers.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2.errors import InvalidElementState, NoSuchElement
from devices.virtual.android.uia2.fields import Fields, illegal, required_text
from devices.virtual.ui.node import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.android.uia2.command import Body
    from devices.virtual.android.uia2.session import Session
    from devices.virtual.android.uia2.snapshot import View

_KEY_ENTER: Final = 66
_LINE_FEED: Final = "\\n"
"""A backslash and an n: the server looks for these two characters, and types them, too."""


def clear(session: Session, _body: Body, path: Mapping[str, str]) -> object:
    """POST element/:id/clear; what cannot be edited stays as it is, without an error."""
    _set_text(session, _target(session, path.get("id")), "")
    return None


def send_keys(session: Session, body: Body, path: Mapping[str, str]) -> object:
    """POST element/:id/value, POST keys.

    Raises:
        InvalidArgument: a seek bar was sent something that is no number.
        InvalidElementState: the element takes no text.
    """
    view = _target(session, path.get("id"))
    fields = Fields("SendKeysModel", body)
    text, replace = required_text(fields, "text"), fields.flag("replace")
    if view.node.role is Role.SEEK and view.node.enabled:
        session.phone.display.set_progress(view.node, _float(text))
        return None
    kept = "" if replace else _kept(session, view)
    if not _set_text(session, view, kept + text):
        raise InvalidElementState(
            f"Cannot set the element to '{text}'. Did you interact with the correct element?"
        )
    if text.endswith(_LINE_FEED):
        session.phone.display.key(_KEY_ENTER)
    return None


def _kept(session: Session, view: View) -> str:
    """What an input shows, which is kept: of a secret that is its bullets.

    The server clears the input first. What it reads then, if anything, it takes for a hint, and
    keeps nothing: so an input with a hint is always replaced.
    """
    shown = view.text
    if shown:
        _set_text(session, view, "")
    return "" if view.node.hint else shown


def _target(session: Session, element_id: str | None) -> View:
    if element_id is not None:
        return session.view(element_id)
    focused = next((view for view in session.active().views if view.node.focused), None)
    if focused is None:
        raise NoSuchElement
    return focused


def _set_text(session: Session, view: View, text: str) -> bool:
    """Set an editable view's text by the accessibility action; says whether it took it."""
    display = session.phone.display
    node = display.now(view.node)
    if node.role is not Role.INPUT or not node.enabled:
        return False
    display.set_text(node, text)
    return True


def _float(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise illegal(f"Cannot convert '{text}' to float")
    return value
