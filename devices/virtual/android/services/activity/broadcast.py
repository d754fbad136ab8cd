"""`am broadcast`: an ordered broadcast, whose last result is printed.

Source: AOSP ActivityManagerShellCommand.runSendBroadcast, BroadcastController.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from devices.virtual.android.services.activity import settings_app
from devices.virtual.android.services.activity.am import SHELL_PID, SUB_COMMANDS, text_of
from devices.virtual.android.services.activity.settings_app import Result
from devices.virtual.android.services.intent_arguments import parse_intent
from devices.virtual.android.services.java import denied
from devices.virtual.os.intents import FLAG_FROM_SHELL

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone
    from devices.virtual.android.services.arguments import Arguments
    from devices.virtual.android.shell.call import Call
    from devices.virtual.os.intents import Intent


async def broadcast(call: Call, arguments: Arguments) -> int:
    """Send an intent to its receivers; one that nobody takes ends with result 0."""
    intent, options = parse_intent(arguments)
    intent = replace(intent, flags=intent.flags | FLAG_FROM_SHELL)
    await call.print(f"Broadcasting: {text_of(call.phone, intent)}")
    if intent.action in call.phone.profile.rows["protected_broadcasts"]["actions"]:
        raise denied(
            f"Permission Denial: not allowed to send broadcast {intent.action}"
            f" from pid={SHELL_PID}, uid=2000"
        )
    result = _delivered(call.phone, intent)
    if "--async" not in options.switches:
        data = "" if result.data is None else f', data="{result.data}"'
        await call.print(f"Broadcast completed: result={result.code}{data}")
    return 0


def _delivered(phone: Phone, intent: Intent) -> Result:
    """The result after every receiver; each may replace that of the one before."""
    result = Result(settings_app.CANCELED)
    for receiver in (None, *phone.activities.resolver.receivers(intent)):
        if receiver is not None:
            phone.activities.wake_app(receiver.package)
        result = settings_app.receive(phone, intent, receiver) or result
    return result


SUB_COMMANDS["broadcast"] = broadcast
