"""The capabilities of a new session. Source: appium-uiautomator2-server, utils/w3c/W3CCapsUtils."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2.errors import InvalidArgument, SessionNotCreated, UiaError
from devices.virtual.android.uia2.fields import Fields

if TYPE_CHECKING:
    from collections.abc import Mapping

_PREFIX: Final = "appium:"
_STANDARD: Final = frozenset(
    {
        "browsername",
        "browserversion",
        "platformname",
        "acceptinsecurecerts",
        "pageloadstrategy",
        "proxy",
        "setwindowrect",
        "timeouts",
        "unhandledpromptbehavior",
    }
)


def asked_for(body: Mapping[str, object]) -> dict[str, object]:
    """The capabilities of the request, as they were sent.

    Raises:
        InvalidArgument: they are missing or no object.
    """
    fields = Fields("SessionModel", body)
    if fields.nested("capabilities", "Map") is None:
        raise InvalidArgument("'capabilities' are mandatory for session creation")
    given = fields.raw("capabilities")
    assert isinstance(given, dict)
    return given


def merged(capabilities: Mapping[str, object]) -> dict[str, object]:
    """One table: what must match, and the first alternative that does not contradict it.

    Raises:
        InvalidArgument: none fits, or a standard capability carries the vendor's prefix.
    """
    always = _stripped(_table(capabilities.get("alwaysMatch")))
    first = capabilities.get("firstMatch")
    if first is not None and not isinstance(first, list):
        raise _not_castable(first, "java.util.List")
    for alternative in first or [{}]:
        names = _stripped(_table(alternative))
        if not names.keys() & always.keys():
            return {**always, **names}
    raise InvalidArgument(f"Could not find matching capabilities from {dict(capabilities)}")


def refused(error: UiaError) -> SessionNotCreated:
    """What the server answers when a session cannot be made."""
    return SessionNotCreated(
        f"io.appium.uiautomator2.common.exceptions.{error.java}: {error.message}"
    )


def _table(value: object) -> dict[str, object]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _not_castable(value, "java.util.Map")
    return value


def _not_castable(value: object, wanted: str) -> InvalidArgument:
    return InvalidArgument(
        f"java.lang.ClassCastException: {type(value).__name__} cannot be cast to {wanted}"
    )


def _stripped(names: Mapping[str, object]) -> dict[str, object]:
    bad = [
        name.removeprefix(_PREFIX)
        for name in names
        if name.startswith(_PREFIX) and name.removeprefix(_PREFIX).lower() in _STANDARD
    ]
    if bad:
        raise InvalidArgument(
            f"The capabilities [{', '.join(bad)}] are standard capabilities and should not have "
            f"the '{_PREFIX}' prefix"
        )
    return {name.removeprefix(_PREFIX): value for name, value in names.items()}
