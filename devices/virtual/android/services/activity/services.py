"""`am start-service` and its like. Source: AOSP ActivityManagerShellCommand, ActiveServices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.activity import settings_app
from devices.virtual.android.services.activity.am import ALL_USERS, SUB_COMMANDS, text_of
from devices.virtual.android.services.arguments import ERROR
from devices.virtual.android.services.intent_arguments import parse_intent

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone
    from devices.virtual.android.services.arguments import Arguments
    from devices.virtual.android.shell.call import Call
    from devices.virtual.os.components import Component, Declared

# Below it an app may start services while nobody sees it.
# Source: developer.android.com, "Background execution limits", Android 8.0.
_LIMITED_FROM: Final = 26


async def _start(call: Call, arguments: Arguments) -> int:
    return await _start_service(call, arguments, foreground=False)


async def _start_foreground(call: Call, arguments: Arguments) -> int:
    return await _start_service(call, arguments, foreground=True)


async def _start_service(call: Call, arguments: Arguments, *, foreground: bool) -> int:
    intent, options = parse_intent(arguments)
    if options.user == ALL_USERS:
        return await call.fail("Error: Can't start activity with user 'all'", ERROR)
    await call.print(f"Starting service: {text_of(call.phone, intent)}")
    found = call.phone.activities.resolver.service(intent)
    if found is None:
        return await call.fail("Error: Not found; no service started.", ERROR)
    component, declared = found
    if refusal := _refusal(call.phone, component, declared, foreground=foreground):
        return await call.fail(f"Error: {refusal}", ERROR)
    call.phone.activities.start_service(component, foreground=foreground)
    settings_app.service_started(call.phone, component, intent)
    return 0


def _refusal(phone: Phone, component: Component, declared: Declared, *, foreground: bool) -> str:
    package = phone.packages.get(component.package)
    if package is None or not declared.exported:
        uid = package.uid if package else 0
        return f"Requires permission not exported from uid {uid}"
    running = component in phone.activities.services
    limited = package.manifest.target_sdk >= _LIMITED_FROM and not package.system
    seen = phone.activities.in_foreground(package.name) or package.name in phone.idle_exempt
    if limited and not (seen or foreground or running):
        return "app is in background uid null"
    return ""


async def _stop(call: Call, arguments: Arguments) -> int:
    intent, options = parse_intent(arguments)
    if options.user == ALL_USERS:
        return await call.fail("Error: Can't stop activity with user 'all'", ERROR)
    await call.print(f"Stopping service: {text_of(call.phone, intent)}")
    found = call.phone.activities.resolver.service(intent)
    if found is None or not call.phone.activities.stop_service(found[0]):
        return await call.fail("Service not stopped: was not running.", ERROR)
    # Success is told on standard error and with a failure's status, as AOSP does.
    return await call.fail("Service stopped", ERROR)


SUB_COMMANDS.update(
    {
        "startservice": _start,
        "start-service": _start,
        "startforegroundservice": _start_foreground,
        "startfgservice": _start_foreground,
        "start-foreground-service": _start_foreground,
        "start-fg-service": _start_foreground,
        "stopservice": _stop,
        "stop-service": _stop,
    }
)
