"""`device_config`: flags by namespace. Source: AOSP DeviceConfigService."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.registry import call_service, help_or_unknown, service
from devices.virtual.android.shell.call import Call, command

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone

_BAD: Final = 255
_USAGE: Final = """Device Config (device_config) commands:
  help
      Print this help text.
  get NAMESPACE KEY
      Retrieve the current value of KEY from the given NAMESPACE.
  put NAMESPACE KEY VALUE [default]
      Change the contents of KEY to VALUE for the given NAMESPACE.
      {default} to set as the default value.
  delete NAMESPACE KEY
      Delete the entry for KEY for the given NAMESPACE.
  list [NAMESPACE]
      Print all keys and values defined, optionally for the given NAMESPACE.
  reset RESET_MODE [NAMESPACE]
      Reset all flag values, optionally for a NAMESPACE, according to RESET_MODE.
      RESET_MODE is one of {untrusted_defaults, untrusted_clear, trusted_defaults}
      NAMESPACE limits which flags are reset if provided, otherwise all flags are reset"""
# How many words each verb takes after itself: at least and at most.
_WORDS: Final = {"get": (2, 2), "put": (3, 4), "delete": (2, 2), "list": (0, 1), "reset": (1, 2)}


@command("device_config")
async def device_config_command(call: Call) -> int:
    """The command of the shell; the service does the work."""
    return await call_service(call, "device_config", *call.args)


@service("device_config")
async def device_config(call: Call) -> int:
    """``get``, ``put``, ``delete``, ``list`` and ``reset``."""
    if not call.args or call.args[0] in {"help", "-h"}:
        return await help_or_unknown(call, _USAGE)
    verb, words = call.args[0].lower(), call.args[1:]
    if verb not in _WORDS:
        return await call.fail(f"Invalid command: {call.args[0]}", _BAD)
    least, most = _WORDS[verb]
    if len(words) > most:
        return await call.fail("Too many arguments", _BAD)
    if len(words) < least:
        return await call.fail("Bad arguments", _BAD)
    for line in _answer(call.phone, verb, words):
        await call.print(line)
    return 0


def _answer(phone: Phone, verb: str, words: tuple[str, ...]) -> list[str]:
    flags = phone.flags
    key = "/".join(words[:2])
    if verb == "get":
        return [flags.get(key, "null")]
    if verb == "put":
        flags[key] = words[2]
    elif verb == "delete":
        found = flags.pop(key, None) is not None
        said = "Successfully deleted" if found else "Failed to delete"
        return [f"{said} {words[1]} from {words[0]}"]
    elif verb == "list":
        space = f"{words[0]}/" if words else ""
        return [
            f"{k.removeprefix(space)}={v}" for k, v in sorted(flags.items()) if k.startswith(space)
        ]
    else:
        space = f"{words[1]}/" if words[1:] else ""
        for name in [name for name in flags if name.startswith(space)]:
            del flags[name]
    return []
