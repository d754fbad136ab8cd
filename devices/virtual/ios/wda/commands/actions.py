"""W3C actions: what fingers and keys of a request do.

Source: WebDriverAgent 16.12.9, Utilities/FBW3CActionsSynthesizer.m, FBBaseActionsSynthesizer.m,
Categories/XCUIApplication+FBTouchAction.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.foundation import described, ns_error, plain
from devices.virtual.ios.wda.input import touching, typing
from devices.virtual.ios.wda.input.action_items import ActionError, text
from devices.virtual.ios.wda.input.key_actions import typed
from devices.virtual.ios.wda.input.pointer_actions import paths
from devices.virtual.ios.wda.routing import Call, Route

if TYPE_CHECKING:
    from collections.abc import Mapping

_TYPES: Final = ("pointer", "key")
_HIDDEN: Final = "not visible"
"""In a message that is told by an error of its own."""


def _perform(call: Call) -> None:
    call.session.active()
    try:
        sources = _sources(call.arguments.get("actions"))
        fingers = [
            path
            for source in sources
            if source["type"] == "pointer"
            for path in paths(call, source)
        ]
        words = [word for source in sources if source["type"] == "key" for word in typed(source)]
    except ActionError as error:
        if _HIDDEN in str(error):
            raise WdaError(Fault.ELEMENT_NOT_VISIBLE, str(error)) from error
        raise WdaError(Fault.UNKNOWN_ERROR, ns_error(str(error))) from error
    touching.perform(call.phone.display, fingers)
    for word in words:
        typing.type_text(call.phone.display, word)


def _sources(actions: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 - whatever a client sends
    """The sources of input that do anything.

    Raises:
        ActionError: one is malformed.
    """
    if not actions:
        raise ActionError("Actions list cannot be empty")
    found: dict[str, Mapping[str, Any]] = {}
    for source in actions:
        name = text(source, "id")
        if not name:
            shown = described(source)
            raise ActionError(f"The mandatory action id field is missing or empty for '{shown}'")
        if name in found:
            raise ActionError(f"Action id '{name}' is not unique for '{described(source)}'")
        if source.get("actions") is None:
            raise ActionError(
                "It is mandatory to have at least one item defined for each action."
                f" Action with id '{name}' contains none"
            )
        if source["actions"]:
            found[name] = source
    for name, source in found.items():
        if source.get("type") not in _TYPES:
            given = plain(source.get("type"))
            raise ActionError(
                f"Only actions of '{described(_TYPES)}' types are supported. '{given}' is given"
                f" instead for action with id '{name}'"
            )
    return list(found.values())


ROUTES: Final[tuple[Route, ...]] = (Route("POST", "/actions", _perform),)
