"""`dumpsys power`, `cmd power` and the sleep of the screen. Source: AOSP PowerManagerService."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.java import boolean
from devices.virtual.android.services.registry import dump, help_or_unknown, service
from devices.virtual.android.shell.call import command

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone
    from devices.virtual.android.shell.call import Call

_USAGE: Final = """Power manager (power) commands:
  help
    Print this help text.

  set-adaptive-power-saver-enabled [true|false]
    enables or disables adaptive power saver.
  set-mode MODE
    sets the power mode of the device to MODE.
    1 turns low power mode on and 0 turns low power mode off.
  set-fixed-performance-mode-enabled [true|false]
    enables or disables fixed performance mode"""
# The plugs that may keep the screen on. Source: AOSP BatteryManager.BATTERY_PLUGGED_*.
_PLUGS: Final = {"ac": 1, "usb": 2, "wireless": 4, "dock": 8}


@dump("power")
def dump_power(phone: Phone, args: tuple[str, ...]) -> str:
    """Whether the phone is awake, and what keeps it so."""
    del args
    awake = phone.display.screen_on
    charge = phone.battery.shown
    plug = next((n for name, n in _PLUGS.items() if getattr(charge, name)), 0)
    stay_on = phone.settings.get("global", "stay_on_while_plugged_in") or "0"
    staying = stay_on.isascii() and stay_on.isdigit() and bool(int(stay_on[:9]) & plug)
    saver = phone.settings.get("global", "low_power") == "1"
    timeout = phone.settings.get("system", "screen_off_timeout") or "60000"
    return (
        "POWER MANAGER (dumpsys power)\n\nPower Manager State:\n"
        f"  mDirty=0x0\n  mWakefulness={'Awake' if awake else 'Dozing'}\n"
        "  mWakefulnessChanging=false\n"
        f"  mIsPowered={boolean(charge.plugged)}\n  mPlugType={plug}\n"
        f"  mBatteryLevel={charge.level}\n  mDockState=0\n"
        f"  mStayOn={boolean(staying)}\n  mProximityPositive=false\n  mBootCompleted=true\n"
        "  mSystemReady=true\n"
        f"  mDeviceIdleMode={boolean(phone.idle.states['deep'] == 'IDLE')}\n"
        f"  mLightDeviceIdleMode={boolean(phone.idle.states['light'] == 'IDLE')}\n"
        "  mHoldingWakeLockSuspendBlocker=false\n"
        f"  mHoldingDisplaySuspendBlocker={boolean(awake)}\n"
        f"\nSettings and Configuration:\n  mStayOnWhilePluggedInSetting={stay_on}\n"
        f"  mScreenOffTimeoutSetting={timeout}\n  mLowPowerModeEnabled={boolean(saver)}\n"
        f"\nWake Locks: size=0\n\nDisplay Power: state={'ON' if awake else 'OFF'}"
    )


@command("reboot")
async def reboot(call: Call) -> int:
    """Restart the phone; a word names what to come up in, and Android is what there is."""
    words = [word for word in call.args if word != "-p"]
    call.phone.reboot(words[0] if words else "")
    return 0


@service("power")
async def power(call: Call) -> int:
    """``set-mode 0|1``: the battery saver."""
    match call.args:
        case ("set-mode", ("0" | "1") as mode, *_):
            call.phone.settings.put("global", "low_power", mode)
            return 0
        case ("set-mode", *_):
            await call.print("Error: java.lang.NumberFormatException: null")
            return 255
        case (
            ("set-adaptive-power-saver-enabled" | "set-fixed-performance-mode-enabled"),
            ("true" | "false"),
            *_,
        ):
            return 0
    return await help_or_unknown(call, _USAGE)
