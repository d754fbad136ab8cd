"""`dumpsys deviceidle` and `cmd deviceidle`. Source: AOSP DeviceIdleController."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.java import boolean
from devices.virtual.android.services.registry import dump, service
from devices.virtual.os.idle import MODES

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.phone import Phone
    from devices.virtual.android.shell.call import Call

_BAD: Final = 255
_USAGE: Final = """Device idle controller (deviceidle) commands:
  help
    Print this help text.
  step [light|deep]
    Immediately step to next state, without waiting for alarm.
  force-idle [light|deep]
    Force directly into idle mode, regardless of other device state.
  force-inactive
    Force to be inactive, ready to freely step idle states.
  unforce
    Resume normal functioning after force-idle or force-inactive.
  get [light|deep|force|screen|charging|network]
    Retrieve the current given state.
  disable [light|deep|all]
    Completely disable device idle mode.
  enable [light|deep|all]
    Re-enable device idle mode after it had previously been disabled.
  enabled [light|deep|all]
    Print 1 if device idle mode is currently enabled, else 0.
  whitelist
    Print currently whitelisted apps.
  whitelist [package ...]
    Add (prefix with +) or remove (prefix with -) packages.
  sys-whitelist [package ...|reset]
    Prefix the package with '-' to remove it from the system whitelist or '+' to put it back in the system whitelist.
  except-idle-whitelist [package ...|reset]
    Prefix the package with '+' to add it to whitelist or '=' to check if it is already whitelisted
    [reset] will reset the whitelist to it's original state
  tempwhitelist
    Print packages that are temporarily whitelisted.
  tempwhitelist [-u USER] [-d DURATION] [-r] [package]
    Temporarily place package in whitelist for DURATION milliseconds.
    If no DURATION is specified, 10 seconds is used
    If [-r] option is used, then the package is removed from temp whitelist and any [-d] is ignored
  motion
    Simulate a motion event to bring the device out of deep doze"""  # noqa: E501 - Android's own


@dump("deviceidle")
def dump_deviceidle(phone: Phone, args: tuple[str, ...]) -> str:
    """The state; any word but ``-a`` makes it the command of `cmd deviceidle`."""
    _settle(phone)
    if args and args[0] != "-a":
        return _run(phone, args)[0]
    idle = phone.idle
    lines = ["  Whitelist system apps:", *(f"    {name}" for name in idle.system_exempt)]
    if idle.exempt:
        lines += ["  Whitelist user apps:", *(f"    {name}" for name in sorted(idle.exempt))]
    enabled = {mode: boolean(idle.enabled[mode]) for mode in MODES}
    return "\n".join(
        [
            *lines,
            f"  mLightEnabled={enabled['light']}  mDeepEnabled={enabled['deep']}",
            f"  mForceIdle={boolean(idle.forced)}",
            f"  mScreenOn={boolean(phone.display.screen_on)}",
            f"  mCharging={boolean(phone.battery.shown.plugged)}",
            f"  mState={idle.states['deep']} mLightState={idle.states['light']}",
        ]
    )


@service("deviceidle")
async def deviceidle(call: Call) -> int:
    """The same words as those of the dump."""
    _settle(call.phone)
    text, status = _run(call.phone, call.args or ("help",))
    if text:
        await call.print(text)
    return status


def _settle(phone: Phone) -> None:
    phone.idle.settle(screen_on=phone.display.screen_on, charging=phone.battery.shown.plugged)


def _run(phone: Phone, args: tuple[str, ...]) -> tuple[str, int]:
    verb = _VERBS.get(args[0])
    if verb is not None:
        return verb(phone, args[1:])
    if args[0] in {"help", "-h"}:
        return _USAGE, _BAD
    return f"Unknown command: {args[0]}", _BAD


def _mode(args: tuple[str, ...]) -> str:
    return args[0] if args else "deep"


def _step(phone: Phone, args: tuple[str, ...]) -> tuple[str, int]:
    mode = _mode(args)
    if mode not in MODES:
        return f"Unknown idle mode: {mode}", 0
    phone.idle.forced = False
    _settle(phone)
    return f"Stepped to {mode}: {phone.idle.step(mode)}", 0


def _force_idle(phone: Phone, args: tuple[str, ...]) -> tuple[str, int]:
    mode = _mode(args)
    if mode not in MODES:
        return f"Unknown idle mode: {mode}", 0
    if not phone.idle.force(mode):
        # Source: both modes say the same of the deep one, but for their name.
        return f"Unable to go {mode} idle; not enabled", _BAD
    return f"Now forced in to {mode} idle mode", 0


def _force_inactive(phone: Phone, args: tuple[str, ...]) -> tuple[str, int]:
    del args
    idle = phone.idle
    idle.unforce()
    idle.settle(screen_on=False, charging=False)
    idle.forced = True
    return f"Light state: {idle.states['light']}, deep state: {idle.states['deep']}", 0


def _unforce(phone: Phone, args: tuple[str, ...]) -> tuple[str, int]:
    del args
    phone.idle.unforce()
    _settle(phone)
    states = phone.idle.states
    return f"Light state: {states['light']}, deep state: {states['deep']}", 0


def _get(phone: Phone, args: tuple[str, ...]) -> tuple[str, int]:
    if not args:
        return "Argument required", 0
    known = {
        **phone.idle.states,
        "force": boolean(phone.idle.forced),
        "quick": "false",
        "screen": boolean(phone.display.screen_on),
        "charging": boolean(phone.battery.shown.plugged),
        "network": boolean(phone.radios.connected),
    }
    return known.get(args[0], f"Unknown get option: {args[0]}"), 0


def _switch(phone: Phone, args: tuple[str, ...], *, on: bool) -> tuple[str, int]:
    which = args[0] if args else "all"
    modes = MODES if which == "all" else tuple(mode for mode in MODES if mode == which)
    if not modes:
        return f"Unknown idle mode: {which}", 0
    said = []
    for mode in modes:
        if phone.idle.enabled[mode] != on or not on:
            phone.idle.enabled[mode] = on
            said.append(_SWITCHED[mode, on])
        if not on:
            phone.idle.states[mode] = "ACTIVE"
    if not on:
        phone.idle.forced = False
    return "\n".join(said), 0


# The light mode's word for on is Android's own.
_SWITCHED: Final = {
    ("deep", True): "Deep idle mode enabled",
    ("light", True): "Light idle mode enable",
    ("deep", False): "Deep idle mode disabled",
    ("light", False): "Light idle mode disabled",
}


def _enabled(phone: Phone, args: tuple[str, ...]) -> tuple[str, int]:
    which = args[0] if args else "all"
    modes = MODES if which == "all" else tuple(mode for mode in MODES if mode == which)
    if not modes:
        return f"Unknown idle mode: {which}", 0
    return str(int(all(phone.idle.enabled[mode] for mode in modes))), 0


def _whitelist(phone: Phone, args: tuple[str, ...]) -> tuple[str, int]:
    idle = phone.idle
    if not args:
        listed = [("system", name) for name in idle.system_exempt]
        listed += [("user", name) for name in sorted(idle.exempt)]
        return "\n".join(f"{kind},{name},{_uid(phone, name)}" for kind, name in listed), 0
    said = []
    for word in args:
        sign, package = word[:1], word[1:]
        if sign not in {"+", "-", "="}:
            said.append(f"Package must be prefixed with +, -, or =: {word}")
            return "\n".join(said), _BAD
        said.append(_change(phone, sign, package))
    return "\n".join(line for line in said if line), 0


def _change(phone: Phone, sign: str, package: str) -> str:
    exempt = phone.idle.exempt
    if sign == "=":
        return boolean(package in exempt or package in phone.idle.system_exempt)
    if sign == "+":
        if phone.packages.get(package) is None:
            return f"Unknown package: {package}"
        exempt.add(package)
        return f"Added: {package}"
    if package not in exempt:
        return ""
    exempt.discard(package)
    return f"Removed: {package}"


def _uid(phone: Phone, name: str) -> int:
    package = phone.packages.get(name)
    return 0 if package is None else package.uid


def _tempwhitelist(phone: Phone, args: tuple[str, ...]) -> tuple[str, int]:
    words = list(args)
    while words and words[0].startswith("-"):
        option = words.pop(0)
        if option in {"-u", "-d"}:
            if not words:
                return f"{option} requires an argument", _BAD
            words.pop(0)
    if words and phone.packages.get(words[0]) is None:
        return f"Failed: {words[0]}", _BAD
    return "", 0


def _motion(phone: Phone, args: tuple[str, ...]) -> tuple[str, int]:
    """Source: AOSP, motion ends the deep mode only."""
    del args
    phone.idle.states["deep"] = "ACTIVE"
    states = phone.idle.states
    return f"Light state: {states['light']}, deep state: {states['deep']}", 0


_VERBS: Final[dict[str, Callable[[Phone, tuple[str, ...]], tuple[str, int]]]] = {
    "step": _step,
    "force-idle": _force_idle,
    "force-inactive": _force_inactive,
    "unforce": _unforce,
    "get": _get,
    "enable": lambda phone, args: _switch(phone, args, on=True),
    "disable": lambda phone, args: _switch(phone, args, on=False),
    "enabled": _enabled,
    "whitelist": _whitelist,
    "tempwhitelist": _tempwhitelist,
    "motion": _motion,
}
