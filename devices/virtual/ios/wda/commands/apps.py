"""Commands about applications.

Source: WebDriverAgent 16.12.9, Commands/FBSessionCommands.m, FBCustomCommands.m.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.apps.running import SPRINGBOARD, SPRINGBOARD_PID, AppNotInstalledError
from devices.virtual.ios.wda import addresses, windows
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.routing import Route
from devices.virtual.ios.wda.session import launch

if TYPE_CHECKING:
    from devices.virtual.ios.wda.routing import Call

_AWAY_S: Final = 3.0
_EXTENSION_PID: Final = 200


def _bundle_id(call: Call) -> str:
    given = call.arguments.get("bundleId")
    if given is None:
        raise WdaError(Fault.UNKNOWN_ERROR, "bundleIdentifier must not be nil")
    return str(given)


def _launch(call: Call) -> None:
    arguments = call.arguments.get("arguments") or ()
    environment = call.arguments.get("environment") or {}
    call.session.launch(_bundle_id(call), arguments, environment)


def _activate(call: Call) -> None:
    launch(call.agent, _bundle_id(call))


def _terminate(call: Call) -> bool:
    return call.session.terminate(_bundle_id(call))


def _state(call: Call) -> int:
    return int(windows.state(call.phone, _bundle_id(call)))


def _list(call: Call) -> list[dict[str, Any]]:
    return [
        {"pid": _pid(call, bundle_id), "bundleId": bundle_id}
        for bundle_id in windows.shown(call.phone)
    ]


def _active(call: Call) -> dict[str, Any]:
    bundle_id = call.active()
    running = call.phone.apps.get(bundle_id)
    told = {
        "args": list(running.arguments) if running else [],
        "env": dict(running.environment) if running else {},
    }
    return {
        "pid": _pid(call, bundle_id),
        "bundleId": bundle_id,
        "name": "",
        "processArguments": told,
    }


def _pid(call: Call, bundle_id: str) -> int:
    if bundle_id == SPRINGBOARD:
        return SPRINGBOARD_PID
    running = call.phone.apps.get(bundle_id)
    return running.pid if running else _EXTENSION_PID


def _launch_unattached(call: Call) -> None:
    try:
        call.phone.apps.launch(_bundle_id(call))
    except AppNotInstalledError as error:
        message = "LSApplicationWorkspace failed to launch app"
        raise WdaError(Fault.UNKNOWN_ERROR, message) from error


def _home(call: Call) -> None:
    call.phone.apps.to_home()


async def _deactivate(call: Call) -> None:
    """Go home, and come back after a time of the phone's clock."""
    active, seconds = call.active(), float(call.arguments.get("duration", _AWAY_S))
    call.phone.apps.to_home()
    await call.phone.clock.sleep(timedelta(seconds=max(seconds, 0)))
    launch(call.agent, active)


def _open(call: Call) -> None:
    url, by = call.arguments.get("url"), call.arguments.get("bundleId")
    if url is None:
        raise WdaError(Fault.INVALID_ARGUMENT, "URL is required")
    try:
        if by is None:
            addresses.open_by_default(call.phone, str(url))
        else:
            addresses.open_by(call.phone, str(url), str(by))
    except addresses.CannotOpenError as error:
        raise WdaError(Fault.UNKNOWN_ERROR, str(error)) from error


def _reset_permission(call: Call) -> None:
    resource = call.arguments.get("resource")
    if resource is None:
        raise WdaError(
            Fault.INVALID_ARGUMENT,
            "The 'resource' argument must be set to a valid resource identifier (numeric value)."
            " See https://developer.apple.com/documentation/xctest/xcuiprotectedresource"
            "?language=objc",
        )
    call.phone.permissions.reset(call.active(), int(resource))


ROUTES: Final[tuple[Route, ...]] = (
    Route("POST", "/wda/apps/launch", _launch),
    Route("POST", "/wda/apps/activate", _activate),
    Route("POST", "/wda/apps/terminate", _terminate),
    Route("POST", "/wda/apps/state", _state),
    Route("GET", "/wda/apps/list", _list),
    Route("POST", "/wda/apps/launchUnattached", _launch_unattached, only_bare=True),
    Route("GET", "/wda/activeAppInfo", _active, bare=True),
    Route("POST", "/wda/homescreen", _home, only_bare=True),
    Route("POST", "/wda/deactivateApp", _deactivate),
    Route("POST", "/url", _open),
    Route("POST", "/wda/resetAppAuth", _reset_permission),
)
