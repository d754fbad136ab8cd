"""`am broadcast`, with the receivers of Appium's settings app.

Source: appium/io.appium.settings, receivers/*.java; protected broadcasts: AOSP
frameworks/base core/res/AndroidManifest.xml.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.activity import SUB_COMMANDS, Intent

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.shell.call import Call
    from devices.virtual.phone import Phone

    Receiver = Callable[[Phone, Intent], str]

_SETTINGS_APP: Final = "io.appium.settings"
_PROTECTED: Final = frozenset(
    {"android.intent.action.AIRPLANE_MODE", "android.intent.action.BOOT_COMPLETED"}
)
_BAD: Final = 255


def _wifi(phone: Phone, intent: Intent) -> str:
    phone.radios.set_wifi(on=intent.extras.get("setstatus") == "enable")
    return "result=-1"


def _data(phone: Phone, intent: Intent) -> str:
    phone.radios.set_data(on=intent.extras.get("setstatus") == "enable")
    return "result=-1"


def _bluetooth(phone: Phone, intent: Intent) -> str:
    phone.radios.set_bluetooth(on=intent.extras.get("setstatus") == "enable")
    return "result=-1"


def _clipboard(phone: Phone, intent: Intent) -> str:
    del intent
    return f'result=-1, data="{base64.b64encode(phone.clipboard.encode()).decode()}"'


_RECEIVERS: Final[dict[str, Receiver]] = {
    f"{_SETTINGS_APP}.wifi": _wifi,
    f"{_SETTINGS_APP}.data_connection": _data,
    f"{_SETTINGS_APP}.bluetooth": _bluetooth,
    f"{_SETTINGS_APP}.clipboard.get": _clipboard,
}


async def broadcast(call: Call) -> int:
    """Send an intent to its receivers; one that nobody takes ends with result 0."""
    intent = Intent.parse(call.args)
    if intent.action in _PROTECTED:
        return await call.fail(
            "\nException occurred while executing 'broadcast':\njava.lang.SecurityException:"
            f" Permission Denial: not allowed to send broadcast {intent.action}"
            " from pid=4000, uid=2000",
            _BAD,
        )
    await call.print(f"Broadcasting: {intent}")
    receiver = _RECEIVERS.get(intent.action)
    result = "result=0"
    if receiver is not None and call.phone.packages.get(_SETTINGS_APP) is not None:
        result = receiver(call.phone, intent)
    await call.print(f"Broadcast completed: {result}")
    return 0


SUB_COMMANDS["broadcast"] = broadcast
