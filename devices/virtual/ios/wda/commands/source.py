"""The page source: as XML, as JSON, as a description, and of what is accessible.

Source: WebDriverAgent 16.12.9, Commands/FBDebugCommands.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda.elements import source
from devices.virtual.ios.wda.elements.snapshot import snapshot
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.foundation import described
from devices.virtual.ios.wda.routing import Call, Route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.ios.wda.elements.element import Element

_FORMATS: Final = ("xml", "json", "description")


def _looked_at(call: Call) -> Element:
    return snapshot(call.phone, call.active())


def _without(query: Mapping[str, str]) -> list[str]:
    return query["excluded_attributes"].split(",") if "excluded_attributes" in query else []


def _source(call: Call) -> object:
    kind = call.query.get("format", "xml")
    if kind.lower() not in _FORMATS:
        known = described(_FORMATS)
        message = f"Unknown source format '{kind}'. Only {known} source formats are supported."
        raise WdaError(Fault.INVALID_ARGUMENT, message)
    application, without = _looked_at(call), _without(call.query)
    if kind.lower() == "json":
        return source.json_tree(application, without)
    if kind.lower() == "description":
        return source.description(application)
    settings = call.agent.settings
    also = [name for name, setting in source.ON_DEMAND.items() if settings.on(setting)]
    return source.xml(application, scope=call.query.get("scope", ""), without=without, also=also)


def _accessible_source(call: Call) -> object:
    return source.accessible_tree(_looked_at(call))


ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/source", _source, bare=True),
    Route("GET", "/wda/accessibleSource", _accessible_source, bare=True),
)
