"""Commands that press, lock, touch the sensor, speak to Siri, or wait for a notification.

Source: WebDriverAgent 16.12.9, Commands/FBCustomCommands.m, FBTouchIDCommands.m,
Categories/XCUIDevice+FBHelpers.m.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda import siri
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.foundation import described, ns_error, plain
from devices.virtual.ios.wda.routing import Route

if TYPE_CHECKING:
    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ios.wda.routing import Call

_CONSUMER: Final = 0x0C
_USAGES: Final = {0x30: "power", 0x40: "home", 0xE9: "volumeup", 0xEA: "volumedown"}
"""Keys of the consumer page of the USB HID usage tables, section 15, that an iPhone acts on."""
_WAIT_S: Final = 60.0


def _lock(call: Call) -> None:
    phone = call.phone
    if phone.locked:
        return
    if phone.profile.rows["wda_lock"]["by"] == "power":
        phone.press("power")
    else:
        phone.lock()
    _expect(phone, locked=True)


def _unlock(call: Call) -> None:
    """Press Home until the phone is open; a passcode stays in the way, and is noticed at once."""
    if call.phone.locked:
        call.phone.unlock()
    _expect(call.phone, locked=False)


def _expect(phone: IPhone, *, locked: bool) -> None:
    if phone.locked is not locked:
        state = "locked" if locked else "unlocked"
        message = f"Timed out while waiting until the screen gets {state}"
        raise WdaError(Fault.UNKNOWN_ERROR, ns_error(message))


def _locked(call: Call) -> bool:
    return call.phone.locked


def _press(call: Call) -> None:
    name, has = call.arguments.get("name"), _buttons(call.phone)
    if str(name).lower() not in has:
        message = (
            f"The button '{plain(name)}' is not supported. The device under test only supports the"
            f" following buttons: {described(sorted(has))}"
        )
        raise WdaError(Fault.UNKNOWN_ERROR, ns_error(message))
    call.phone.press(str(name).lower())


def _buttons(phone: IPhone) -> set[str]:
    """The buttons that the agent knows of this model."""
    row, model = phone.profile.rows["wda_buttons"], phone.profile.product_type
    return {*row["every"], *row["models"].get(model, ())}


def _hid_event(call: Call) -> None:
    """Press a key by its number; one that an iPhone has not got does nothing."""
    page, usage = (int(call.arguments.get(name) or 0) for name in ("page", "usage"))
    if page == _CONSUMER and usage in _USAGES:
        call.phone.press(_USAGES[usage])


def _touch(call: Call) -> None:
    """Lay a finger on Touch ID; Face ID hears nothing of that.

    Source: WebDriverAgent, XCUIDevice+FBHelpers.m, fb_fingerTouchShouldMatch, which posts
    ``com.apple.BiometricKit_Sim.fingerTouch`` alone.
    """
    if call.phone.profile.sensor == "touch_id":
        call.phone.biometrics.touch(match=bool(call.arguments.get("match")))


def _siri(call: Call) -> None:
    siri.ask(call.phone, str(call.arguments.get("text", "")))


async def _expect_notification(call: Call) -> None:
    """Wait for a notification of the phone's processes, by the phone's clock."""
    name = call.arguments.get("name")
    if name is None:
        message = "Notification name argument must be provided"
        raise WdaError(Fault.INVALID_ARGUMENT, message)
    kind, seconds = call.arguments.get("type", "plain"), call.arguments.get("timeout", _WAIT_S)
    if kind not in {"plain", "darwin"}:
        message = f"Notification type could only be 'plain' or 'darwin'. Got '{kind}' instead"
        raise WdaError(Fault.INVALID_ARGUMENT, message)
    came = await _came(call.phone, str(name) if kind == "darwin" else "", float(seconds))
    if not came:
        message = f"Did not receive any expected {name} notifications within {plain(seconds)}s"
        raise WdaError(Fault.TIMEOUT, message)


async def _came(phone: IPhone, name: str, seconds: float) -> bool:
    """Whether a notification was posted; the agent's own process posts none (an empty name)."""
    over = asyncio.Event()
    posted = False

    def told(_: str) -> None:
        nonlocal posted
        posted = True
        over.set()

    ends = (
        phone.darwin.observe(name, told) if name else _nothing,
        phone.clock.schedule(timedelta(seconds=seconds), over.set),
    )
    try:
        await over.wait()
    finally:
        for end in ends:
            end()
    return posted


def _nothing() -> None:
    """What ends an observation that was never begun."""


ROUTES: Final[tuple[Route, ...]] = (
    Route("POST", "/wda/lock", _lock, bare=True),
    Route("POST", "/wda/unlock", _unlock, bare=True),
    Route("GET", "/wda/locked", _locked, bare=True),
    Route("POST", "/wda/pressButton", _press),
    Route("POST", "/wda/performIoHidEvent", _hid_event),
    Route("POST", "/wda/touch_id", _touch),
    Route("POST", "/wda/siri/activate", _siri),
    Route("POST", "/wda/expectNotification", _expect_notification),
)
