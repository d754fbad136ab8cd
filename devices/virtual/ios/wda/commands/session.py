"""Commands about the session, the agent and its settings.

Source: WebDriverAgent 16.12.9, Commands/FBSessionCommands.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.apps.running_app import AppState
from devices.virtual.ios.wda import addresses, windows
from devices.virtual.ios.wda.capabilities import asked_for
from devices.virtual.ios.wda.elements.snapshot import snapshot
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.routing import Route
from devices.virtual.ios.wda.runner import BUNDLE_ID, VERSION
from devices.virtual.ios.wda.session import launch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.ios.profile import IosProfile
    from devices.virtual.ios.wda.agent import Agent
    from devices.virtual.ios.wda.routing import Call

_ADDRESS: Final = "192.168.1.20"  # the phone's own in its Wi-Fi
_BUILT: Final = "Sep 19 2026 00:00:00"
_TESTMANAGERD: Final = 28
_AS_SETTINGS: Final = (
    "shouldUseCompactResponses",
    "elementResponseAttributes",
    "maxTypingFrequency",
    "waitForIdleTimeout",
    "accessibilityDeadline",
)
"""Capabilities that are settings by another road."""


def _create(call: Call) -> dict[str, Any]:
    agent = call.agent
    agent.kill()
    asked = asked_for(call.arguments)
    agent.settings.reset()
    agent.settings.update({name: asked[name] for name in _AS_SETTINGS if name in asked})
    agent.terminates = bool(asked.get("shouldTerminateApp", True))
    bundle_id, url = asked.get("bundleId"), asked.get("initialUrl")
    if bundle_id is not None:
        _begin(agent, str(bundle_id), asked)
    elif url is not None:
        _open(agent, str(url), None)
    agent.open(bundle_id, asked.get("defaultAlertAction"))
    return _information(call)


def _begin(agent: Agent, bundle_id: str, asked: Mapping[str, Any]) -> None:
    """Have the application under test in front, as far as the capabilities want it."""
    apps, url = agent.phone.apps, asked.get("initialUrl")
    runs = windows.state(agent.phone, bundle_id) >= AppState.BACKGROUND
    if runs and not asked.get("forceAppLaunch", True):
        if windows.state(agent.phone, bundle_id) < AppState.FOREGROUND:
            _open(agent, str(url), bundle_id) if url is not None else launch(agent, bundle_id)
        return
    apps.terminate(bundle_id)
    if url is not None:
        _open(agent, str(url), bundle_id)
        return
    try:
        launch(agent, bundle_id, asked.get("arguments") or (), asked.get("environment") or {})
    except WdaError as error:
        raise WdaError(Fault.SESSION_NOT_CREATED, error.message) from error
    if windows.state(agent.phone, bundle_id) < AppState.SUSPENDED:
        raise WdaError(
            Fault.SESSION_NOT_CREATED,
            f"Cannot launch {bundle_id} application. Make sure the correct bundle identifier has"
            " been provided in capabilities and check the device log for possible crash report"
            " occurrences",
        )


def _open(agent: Agent, url: str, bundle_id: str | None) -> None:
    try:
        if bundle_id is None:
            addresses.open_by_default(agent.phone, url)
        else:
            addresses.open_by(agent.phone, url, bundle_id)
    except addresses.CannotOpenError as error:
        raise WdaError(
            Fault.SESSION_NOT_CREATED,
            f"Cannot open the URL {url} with the {bundle_id or 'default'} application."
            f" Original error: {error}",
        ) from error


def _information(call: Call) -> dict[str, Any]:
    profile = call.phone.profile
    told = {"device": _device(profile), "sdkVersion": profile.version}
    return {"sessionId": call.agent.session_id, "capabilities": told}


def _device(profile: IosProfile) -> str:
    return "ipad" if profile.form == "tablet" else "iphone"


def _delete(call: Call) -> None:
    call.agent.kill()


def _status(call: Call) -> dict[str, Any]:
    profile = call.phone.profile
    return {
        "ready": True,
        "message": "WebDriverAgent is ready to accept commands",
        "state": "success",
        "os": {
            "name": "iPadOS" if profile.form == "tablet" else "iOS",
            "version": profile.version,
            "sdkVersion": profile.version,
            "testmanagerdVersion": _TESTMANAGERD,
        },
        "ios": {"ip": _ADDRESS if call.phone.radios.carries_wifi else None},
        "build": {"time": _BUILT, "productBundleIdentifier": BUNDLE_ID, "version": VERSION},
        "device": _device(profile),
    }


def _health(call: Call) -> None:
    application = snapshot(call.phone, call.active())
    if not application.children:
        raise WdaError(Fault.UNKNOWN_ERROR, "Health check failed")
    call.phone.press("home")


def _timeouts(call: Call) -> None:
    """Nothing: the agent knows no timeouts."""
    del call


def _settings(call: Call) -> dict[str, Any]:
    return dict(call.session.settings.all())


def _set(call: Call) -> dict[str, Any]:
    settings = call.arguments.get("settings", {})
    if not isinstance(settings, dict):
        raise WdaError(Fault.INVALID_ARGUMENT, "settings must be a dictionary")
    call.session.settings.update(settings)
    return _settings(call)


ROUTES: Final[tuple[Route, ...]] = (
    Route("POST", "/session", _create, only_bare=True),
    Route("GET", "", _information),
    Route("DELETE", "", _delete, standalone=True),
    Route("GET", "/status", _status, only_bare=True, standalone=True),
    Route("GET", "/wda/healthcheck", _health, only_bare=True),
    Route("POST", "/timeouts", _timeouts),
    Route("GET", "/appium/settings", _settings),
    Route("POST", "/appium/settings", _set),
)
