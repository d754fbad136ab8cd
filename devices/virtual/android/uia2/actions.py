"""W3C actions: what the fingers and keys of a chain do to the screen.

Nothing waits: how long a finger was down tells a tap from a long press, and that is all it does.
Source: appium-uiautomator2-server, utils/w3c/ActionsTokenizer and W3CKeyCode.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.android.uia2.body import element_id, optional, required
from devices.virtual.android.uia2.errors import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.android.uia2.session import Session

_LONG_PRESS_MS: Final = 400
"""Source: AOSP ViewConfiguration.DEFAULT_LONG_PRESS_TIMEOUT."""
_TOUCH_SLOP_DP: Final = 8
"""How far a finger may stray before a tap becomes a drag. Source: AOSP ViewConfiguration."""
_SPECIAL_KEYS: Final = {0xE003: 67, 0xE006: 66, 0xE007: 66, 0xE00C: 111, 0xE011: 122}
_PRIVATE_KEYS: Final = range(0xE000, 0xE05E)


@dataclass(slots=True)
class _Finger:
    """Where a pointer is, and since when and where it has been down."""

    x: float | None = None
    y: float | None = None
    down_at: tuple[float, float] | None = None
    held_ms: float = 0

    def position(self, source: Mapping[str, Any]) -> tuple[float, float]:
        if self.x is None or self.y is None:
            raise InvalidArgument(
                f"The first item of the action '{source.get('id')}' "
                "must only use absolute coordinates"
            )
        return self.x, self.y


def perform(session: Session, body: Mapping[str, Any]) -> None:
    """Perform a chain of actions, one input source after the other.

    Raises:
        InvalidArgument: the chain is malformed.
    """
    for source in required(body, "actions", list):
        if not isinstance(source, dict):
            raise InvalidArgument(f"An input source must be an object, not {source!r}")
        kind = required(source, "type", str)
        items = required(source, "actions", list)
        if kind == "pointer":
            _pointer(session, source, items)
        elif kind == "key":
            _keys(session, source, items)
        elif kind != "none":
            raise InvalidArgument(f"Input source type '{kind}' is not supported")


def _pointer(session: Session, source: Mapping[str, Any], items: list[Any]) -> None:
    finger = _Finger()
    for item in items:
        step = required(item, "type", str)
        if step in {"pause", "pointerMove"}:
            duration = optional(item, "duration", float) or 0
            if duration < 0:
                raise InvalidArgument(f"duration key cannot be negative for action item '{step}'")
            finger.held_ms += duration
        if step == "pointerMove":
            finger.x, finger.y = _target(session, finger, source, item)
        elif step == "pointerDown":
            finger.down_at, finger.held_ms = finger.position(source), 0
        elif step == "pointerUp":
            _lift(session, finger, source)
        elif step not in {"pause", "pointerCancel"}:
            raise InvalidArgument(
                f"Unexpected action item type '{step}' in action with id '{source.get('id')}'"
            )


def _target(
    session: Session, finger: _Finger, source: Mapping[str, Any], item: Mapping[str, Any]
) -> tuple[float, float]:
    origin = item.get("origin", "viewport")
    if origin in (None, "viewport"):
        return required(item, "x", float), required(item, "y", float)
    x, y = optional(item, "x", float) or 0, optional(item, "y", float) or 0
    if origin == "pointer":
        at = finger.position(source)
        return at[0] + x, at[1] + y
    element = origin if isinstance(origin, str) else element_id(item)
    if element is None:
        raise InvalidArgument(f"An unknown element '{origin}' is set for action item 'pointerMove'")
    bounds = session.view(element).bounds
    if not bounds.width or not bounds.height:
        raise InvalidArgument(f"The element with id '{element}' has zero width/height")
    return bounds.left + bounds.width / 2 + x, bounds.top + bounds.height / 2 + y


def _lift(session: Session, finger: _Finger, source: Mapping[str, Any]) -> None:
    if finger.down_at is None:
        raise InvalidArgument(
            f"pointerUp without pointerDown in action with id '{source.get('id')}'"
        )
    display = session.phone.display
    (x1, y1), (x2, y2) = finger.down_at, finger.position(source)
    finger.down_at = None
    if max(abs(x2 - x1), abs(y2 - y1)) > _TOUCH_SLOP_DP * display.scale:
        display.swipe(int(x1), int(y1), int(x2), int(y2))
    elif finger.held_ms >= _LONG_PRESS_MS:
        display.long_press(int(x1), int(y1))
    else:
        display.tap(int(x1), int(y1))


def _keys(session: Session, source: Mapping[str, Any], items: list[Any]) -> None:
    for item in items:
        step = required(item, "type", str)
        if step not in {"keyDown", "keyUp", "pause"}:
            raise InvalidArgument(
                f"Unexpected action item type '{step}' in action with id '{source.get('id')}'"
            )
        if step == "pause":
            continue
        value = required(item, "value", str)
        if not value:
            raise InvalidArgument(f"value key cannot be empty for action item '{step}'")
        code = ord(value[0])
        if step == "keyUp" or (code not in _SPECIAL_KEYS and code in _PRIVATE_KEYS):
            continue  # the release of a key, or a modifier: nothing is typed
        if code in _SPECIAL_KEYS:
            session.phone.display.key(_SPECIAL_KEYS[code])
        else:
            session.phone.display.type_text(value[0])
