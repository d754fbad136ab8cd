"""Finding elements, and the one that has the focus.

Source: WebDriverAgent 16.12.9, Commands/FBFindElementCommands.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.wda.elements.snapshot import snapshot
from devices.virtual.ios.wda.queries.finding import find, missing, told
from devices.virtual.ios.wda.routing import Call, Route

if TYPE_CHECKING:
    from devices.virtual.ios.wda.elements.element import Element


def _one(call: Call, root: Element) -> dict[str, Any]:
    found = find(call, root, first=True)
    if not found:
        raise missing(call)
    return told(call.session, found[0])


def _all(call: Call, root: Element) -> list[dict[str, Any]]:
    return [told(call.session, element) for element in find(call, root)]


def _application(call: Call) -> Element:
    return snapshot(call.phone, call.session.active())


def _within(call: Call) -> Element:
    return call.session.elements.get(call.places["uuid"])


def _active_element(call: Call) -> dict[str, Any]:
    focused = next((e for e in _application(call).below() if e.has_keyboard_focus), None)
    if focused is None:
        raise missing(call)
    return told(call.session, focused)


def _visible_cells(call: Call) -> list[dict[str, Any]]:
    cells = [e for e in _within(call).below() if e.kind == "Cell" and e.visible]
    return [told(call.session, cell) for cell in cells]


ROUTES: Final[tuple[Route, ...]] = (
    Route("POST", "/element", lambda call: _one(call, _application(call))),
    Route("POST", "/elements", lambda call: _all(call, _application(call))),
    Route("POST", "/element/:uuid/element", lambda call: _one(call, _within(call))),
    Route("POST", "/element/:uuid/elements", lambda call: _all(call, _within(call))),
    Route("GET", "/element/active", _active_element),
    Route("GET", "/wda/element/:uuid/getVisibleCells", _visible_cells),
)
