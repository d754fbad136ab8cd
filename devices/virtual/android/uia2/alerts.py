"""Recognising a dialog and its buttons by resource ids.

Source: appium-uiautomator2-server, utils/AlertHelpers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2.errors import InvalidElementState, NoAlert
from devices.virtual.android.uia2.fields import Fields

if TYPE_CHECKING:
    from devices.virtual.android.uia2.command import Body
    from devices.virtual.android.uia2.session import Session
    from devices.virtual.android.uia2.snapshot import View

_REGULAR: Final = re.compile(r".+:id/(alertTitle|custom)$")
_PERMISSION: Final = re.compile(r".+:id/permission_message$")
_REGULAR_BUTTON: Final = re.compile(r"^android:id/button(\d+)$")
_PERMISSION_BUTTON: Final = re.compile(r".+:id/permission_\w+_button$")
_ALLOW: Final = re.compile(r"^(.*[^a-z])allow([^a-z].*)$", re.IGNORECASE)
_DENY: Final = re.compile(r"^(.*[^a-z])deny([^a-z].*)$", re.IGNORECASE)
_CONTENT: Final = "android:id/content"


def text(session: Session) -> str:
    """The texts of the dialog but its buttons, one a line.

    Raises:
        NoAlert: there is no dialog.
    """
    button = _REGULAR_BUTTON if _is_regular(session) else _PERMISSION_BUTTON
    content = next((v for v in session.snapshot().views if v.resource_id == _CONTENT), None)
    if content is None:
        raise NoAlert
    named = (v for v in content.below() if v.resource_id and not button.match(v.resource_id))
    return "\n".join(view.text for view in named if view.text.strip())


def answer(session: Session, body: Body, *, accept: bool) -> None:
    """Tap the dialog's accepting or dismissing button, or the one with the label that is given.

    Raises:
        NoAlert: there is no dialog.
        InvalidElementState: it has no such button.
    """
    label = Fields("AlertModel", body).text("buttonLabel")
    choose = _regular_button if _is_regular(session) else _permission_button
    pattern = _REGULAR_BUTTON if choose is _regular_button else _PERMISSION_BUTTON
    buttons = [view for view in session.snapshot().views if pattern.match(view.resource_id)]
    if label is not None:
        button = next((view for view in buttons if view.text == label), None)
    else:
        button = choose(buttons, accept=accept) if buttons else None
    if button is None:
        raise InvalidElementState("The expected button cannot be detected on the alert")
    session.phone.display.tap(*button.bounds.center)


def _is_regular(session: Session) -> bool:
    views = session.snapshot().views
    if any(_REGULAR.match(view.resource_id) for view in views):
        return True
    if any(_PERMISSION.match(view.resource_id) for view in views):
        return False
    raise NoAlert


def _regular_button(buttons: list[View], *, accept: bool) -> View | None:
    by_number = {int(view.resource_id.rsplit("button", 1)[1]): view for view in buttons}
    lowest = min(by_number)
    return by_number.get(lowest if accept or len(by_number) == 1 else lowest + 1)


def _permission_button(buttons: list[View], *, accept: bool) -> View:
    if len(buttons) == 1:
        return buttons[0]
    wanted = _ALLOW if accept else _DENY
    matching = (view for view in buttons if wanted.match(view.resource_id))
    return next(matching, buttons[1] if accept else buttons[0])
