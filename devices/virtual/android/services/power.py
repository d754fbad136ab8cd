"""`dumpsys power`, `battery` and `deviceidle`.

Source: AOSP PowerManagerService, BatteryService and DeviceIdleController.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.android.services.registry import dump

if TYPE_CHECKING:
    from devices.virtual.phone import Phone


@dump("power")
def dump_power(phone: Phone, args: tuple[str, ...]) -> str:
    """Whether the phone is awake."""
    del args
    awake = phone.display.screen_on
    state = "Awake" if awake else "Dozing"
    return (
        "POWER MANAGER (dumpsys power)\n\nPower Manager State:\n"
        f"  mWakefulness={state}\n  mWakefulnessChanging=false\n  mIsPowered=true\n"
        f"  mStayOn=false\n  mBootCompleted=true\n  mSystemReady=true\n"
        f"Display Power: state={'ON' if awake else 'OFF'}"
    )


@dump("battery")
def dump_battery(phone: Phone, args: tuple[str, ...]) -> str:
    """A full battery on a charger."""
    del phone, args
    return (
        "Current Battery Service state:\n  AC powered: true\n  USB powered: false\n"
        "  Wireless powered: false\n  status: 2\n  health: 2\n  present: true\n  level: 100\n"
        "  scale: 100\n  voltage: 5000\n  temperature: 250\n  technology: Li-ion"
    )


@dump("deviceidle")
def dump_deviceidle(phone: Phone, args: tuple[str, ...]) -> str:
    """The packages exempt from idle mode: ``whitelist [+|-|=]PACKAGE``."""
    if not args or args[0] != "whitelist":
        return "  mState=ACTIVE\n  mLightState=ACTIVE"
    if len(args) == 1:
        return "\n".join(f"user,{name}" for name in sorted(phone.idle_exempt))
    return "\n".join(_whitelist(phone, word[0], word[1:]) for word in args[1:])


def _whitelist(phone: Phone, sign: str, package: str) -> str:
    if sign == "=":
        return str(package in phone.idle_exempt).lower()
    if sign == "+":
        if phone.packages.get(package) is None:
            return f"Unknown package: {package}"
        phone.idle_exempt.add(package)
        return f"Added: {package}"
    if sign == "-" and package in phone.idle_exempt:
        phone.idle_exempt.discard(package)
        return f"Removed: {package}"
    return (
        f"Unknown package: {package}"
        if sign == "-"
        else "Package must be prefixed with +, -, or =: "
    )
