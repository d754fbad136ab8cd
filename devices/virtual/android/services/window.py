"""`dumpsys window`, `wm` and `screencap`.

Source: AOSP WindowManagerService, DisplayPolicy and WindowState; what is parsed: appium-adb,
lib/tools, and appium-android-driver, lib/commands/system-bars.ts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.android.services.dumps import activity_record
from devices.virtual.android.services.registry import dump
from devices.virtual.android.shell.call import Call, command
from devices.virtual.os.display import Window, WindowKind

if TYPE_CHECKING:
    from devices.virtual.phone import Phone


@dump("window")
def dump_window(phone: Phone, args: tuple[str, ...]) -> str:
    """The part that is asked for: ``displays``, ``windows`` or everything."""
    what = args[0] if args else "all"
    if what in {"displays", "d"}:
        return _displays(phone)
    if what in {"windows", "w"}:
        return _windows(phone)
    return "\n".join([_policy(phone), _displays(phone), _windows(phone)])


def _flag(*, value: bool) -> str:
    return str(value).lower()


def _policy(phone: Phone) -> str:
    display = phone.display
    locked, awake = _flag(value=display.locked), _flag(value=display.screen_on)
    screen = "SCREEN_STATE_ON" if display.screen_on else "SCREEN_STATE_OFF"
    return (
        "WINDOW MANAGER POLICY STATE (dumpsys window policy)\n"
        f"  mSystemReady=true mSystemBooted=true\n  mAwake={awake}\n"
        f"  mScreenOnEarly={awake} mScreenOnFully={awake}\n"
        "  KeyguardServiceDelegate\n"
        f"    showing={locked}\n    inputRestricted={locked}\n    screenState={screen}\n"
        "  KeyguardStateMonitor\n"
        f"    mIsShowing={locked}\n    mSimSecure=false\n    mInputRestricted={locked}"
    )


def _displays(phone: Phone) -> str:
    bounds, display = phone.display.bounds, phone.display
    lines = [
        "WINDOW MANAGER DISPLAY CONTENTS (dumpsys window displays)",
        "  Display: mDisplayId=0 (organized)",
        (
            f"    init={bounds.width}x{bounds.height} {display.density}dpi"
            f" cur={bounds.width}x{bounds.height} app={bounds.width}x{bounds.height}"
        ),
        *_focus(phone),
    ]
    return "\n".join(lines)


def _focus(phone: Phone) -> list[str]:
    windows = phone.display.windows()
    focused = phone.activities.focused
    window = _name(windows[-1]) if windows else "null"
    app = activity_record(focused) if focused else "null"
    return [f"  mCurrentFocus={window}", f"  mFocusedApp={app}"]


def _name(window: Window) -> str:
    if window.kind is WindowKind.KEYGUARD:
        return f"Window{{{window.id:x} u0 NotificationShade}}"
    return f"Window{{{window.id:x} u0 {window.package}/{window.activity}}}"


def _windows(phone: Phone) -> str:
    bounds, bars = phone.display.bounds, phone.display.system_bars()
    lines = ["WINDOW MANAGER WINDOWS (dumpsys window windows)"]
    whole = f"[0,0][{bounds.width},{bounds.height}]"
    top = f"[0,0][{bounds.width},{bars.status_bar}]"
    bottom = f"[0,{bounds.height - bars.navigation_bar}][{bounds.width},{bounds.height}]"
    names = [
        ("Window{5b1 u0 StatusBar}", "STATUS_BAR", top),
        ("Window{7c2 u0 NavigationBar0}", "NAVIGATION_BAR", bottom),
        *((_name(w), "BASE_APPLICATION", whole) for w in reversed(phone.display.windows())),
    ]
    for number, (name, kind, frame) in enumerate(names):
        lines += [
            f"  Window #{number} {name}:",
            "    mDisplayId=0 mSession=Session{3fa 611:u0a10120}",
            f"    mAttrs={{(0,0)(fillxfill) ty={kind}}}",
            (
                f"    Frames: parent=[0,0][{bounds.width},{bounds.height}]"
                f" display=[0,0][{bounds.width},{bounds.height}] frame={frame}"
            ),
            "    isOnScreen=true",
            "    mViewVisibility=0x0 mHaveFrame=true mObscured=false",
            "    isVisible=true",
        ]
    return "\n".join([*lines, *_focus(phone)])


@command("wm")
async def wm(call: Call) -> int:
    """Size and density of the display, and the keyguard."""
    screen = call.phone.profile.screen
    match call.args:
        case ("size",):
            await call.print(f"Physical size: {screen.width_px}x{screen.height_px}")
        case ("density",):
            await call.print(f"Physical density: {screen.density_dpi}")
        case ("dismiss-keyguard",):
            call.phone.display.dismiss_keyguard()
        case _:
            return await call.fail(f"Unknown command: {' '.join(call.args[:1])}", 255)
    return 0


@command("screencap")
async def screencap(call: Call) -> int:
    """A picture of the display as PNG, to standard output."""
    await call.stdout.write(call.phone.display.screenshot_png())
    return 0
