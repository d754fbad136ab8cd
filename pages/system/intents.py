"""Starting an activity of the system by the action that it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.appium.session import Session

# A task of its own that holds nothing else: Back leaves it, and no older page lies below.
# Source: AOSP android.content.Intent, FLAG_ACTIVITY_NEW_TASK and FLAG_ACTIVITY_CLEAR_TASK.
_FRESH: Final = "0x10008000"


def start(
    session: Session, action: str, *, uri: str = "", extras: Mapping[str, str] | None = None
) -> None:
    """Start the activity that answers an action, with extras that are strings.

    Raises:
        CommandFailed: none answers, or the driver failed.
    """
    wanted: dict[str, Any] = {"uri": uri} if uri else {}
    if extras:
        wanted["extras"] = [["s", name, value] for name, value in extras.items()]
    session.execute("mobile: startActivity", action=action, flags=_FRESH, wait=True, **wanted)
