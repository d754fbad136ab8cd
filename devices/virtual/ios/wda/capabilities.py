"""The capabilities of a new session.

Source: WebDriverAgent 16.12.9, Utilities/FBProtocolHelpers.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.foundation import described

if TYPE_CHECKING:
    from collections.abc import Mapping

    Capabilities = Mapping[str, Any]

_PREFIX: Final = "appium:"
_STANDARD: Final = (
    "browserName",
    "browserVersion",
    "platformName",
    "acceptInsecureCerts",
    "pageLoadStrategy",
    "proxy",
    "setWindowRect",
    "timeouts",
    "unhandledPromptBehavior",
)


def asked_for(arguments: Mapping[str, Any]) -> Capabilities:
    """What the body of POST /session asks for; null counts as nothing.

    Raises:
        WdaError: it asks for nothing, or for what contradicts itself.
    """
    asked = arguments.get("capabilities")
    if not isinstance(asked, dict):
        raise _refused("'capabilities' is mandatory to create a new session")
    always = _stripped(asked.get("alwaysMatch") or {})
    for first in asked.get("firstMatch") or [{}]:
        chosen = _stripped(first)
        if always.keys().isdisjoint(chosen):
            merged = {**always, **chosen}
            return {name: value for name, value in merged.items() if value is not None}
    raise _refused(f"Could not find matching capabilities from {described(asked)}")


def _stripped(capabilities: Mapping[str, Any]) -> dict[str, Any]:
    """Without the prefix, which the standard's own must not have."""
    wrong = [
        name.removeprefix(_PREFIX)
        for name in capabilities
        if name.startswith(_PREFIX) and name.removeprefix(_PREFIX) in _STANDARD
    ]
    if wrong:
        raise _refused(
            f"The capabilities {described(wrong)} are standard and should not have the"
            f" '{_PREFIX}' prefix"
        )
    return {name.removeprefix(_PREFIX): value for name, value in capabilities.items()}


def _refused(message: str) -> WdaError:
    return WdaError(Fault.SESSION_NOT_CREATED, message)
