"""`dumpsys window`, in the layout of each release.

Source: AOSP WindowManagerService, DisplayContent, DisplayPolicy, KeyguardServiceDelegate and
WindowState; what is parsed: appium-adb, lib/tools, and appium-android-driver, system-bars.ts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.activity.dumps import activity_record
from devices.virtual.android.services.java import boolean
from devices.virtual.android.services.registry import dump
from devices.virtual.os.window_list import TYPES, ListedWindow, listed_windows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from devices.virtual.android.phone import Phone
    from devices.virtual.ui.node import Rect

_NEVER = "null"


@dump("window")
def dump_window(phone: Phone, args: tuple[str, ...]) -> str:
    """The part that is asked for, or everything."""
    plain = [word for word in args if not word.startswith("-")]
    name = plain[0] if plain else "all"
    part = _PARTS.get(name)
    if part is not None:
        return part(phone)
    found = [each for each in windows_of(phone) if name in each.title]
    if found:
        return _listing(phone, found)
    return f"Bad window command, or no windows match: {name}\nUse -h for help."


def windows_of(phone: Phone) -> list[ListedWindow]:
    """Every window, the top one first, with the titles of this release."""
    rules = _rules(phone)
    method = phone.settings.get("secure", "default_input_method") or ""
    return listed_windows(
        phone.display,
        shade=rules["shade"],
        navigation_bar=rules["navigation_bar"],
        input_method=method.partition("/")[0],
        panel=rules["panel"],
    )


def _rules(phone: Phone) -> Mapping[str, Any]:
    return phone.profile.rows["window_dumps"]


def _policy(phone: Phone) -> str:
    display = phone.display
    locked, awake = boolean(display.locked), boolean(display.screen_on)
    secure = boolean(phone.credentials.secure)
    screen = "SCREEN_STATE_ON" if display.screen_on else "SCREEN_STATE_OFF"
    interactive = "INTERACTIVE_STATE_AWAKE" if display.screen_on else "INTERACTIVE_STATE_SLEEP"
    return (
        "WINDOW MANAGER POLICY STATE (dumpsys window policy)\n"
        f"    mSafeMode=false mSystemReady=true mSystemBooted=true\n    mAwake={awake}\n"
        f"    mScreenOnEarly={awake} mScreenOnFully={awake}\n"
        f"    mRotation={display.rotation} mUserRotation={display.user_rotation}\n"
        "    KeyguardServiceDelegate\n"
        f"      showing={locked}\n      showingAndNotOccluded={locked}\n"
        f"      inputRestricted={locked}\n      occluded=false\n      secure={secure}\n"
        "      dreaming=false\n      systemIsReady=true\n      deviceHasKeyguard=true\n"
        f"      enabled=true\n      currentUser=-10000\n      screenState={screen}\n"
        f"      interactiveState={interactive}\n"
        "      KeyguardStateMonitor\n"
        f"        mIsShowing={locked}\n        mSimSecure=false\n"
        f"        mInputRestricted={locked}\n        mCurrentUserId=0"
    )


def _displays(phone: Phone) -> str:
    display, panel = phone.display, phone.display.physical
    now, bars = display.bounds, display.system_bars()
    cur = f"{now.width}x{now.height}"
    base = _base(phone)
    lines = [
        "WINDOW MANAGER DISPLAY CONTENTS (dumpsys window displays)",
        "  Display: mDisplayId=0",
        (
            f"    init={panel.width_px}x{panel.height_px} {panel.density_dpi}dpi{base}"
            f" cur={cur} app={cur} rng={_range(now)}"
        ),
        "    deferred=false mLayoutNeeded=false mTouchExcludeRegion=SkRegion()",
        f"    mRotation={display.rotation} mUserRotation={display.user_rotation}",
        f"    mStable=[0,{bars.status_bar}][{now.width},{now.height - bars.navigation_bar}]",
    ]
    if _rules(phone)["focus"] == "displays":
        lines += _focus(phone)
    return "\n".join(lines)


def _base(phone: Phone) -> str:
    """What replaces the panel's size and density, where anything does."""
    display = phone.display
    if display.size_override is None and display.density_override is None:
        return ""
    panel = display.physical
    wide, high = display.size_override or (panel.width_px, panel.height_px)
    return f" base={wide}x{high} {display.density}dpi"


def _range(bounds: Rect) -> str:
    small, large = sorted((bounds.width, bounds.height))
    return f"{small}x{small}-{large}x{large}"


def _focus(phone: Phone) -> list[str]:
    focused = next((each for each in windows_of(phone) if each.focused), None)
    window = _name(focused) if focused else _NEVER
    activity = phone.activities.focused
    app = activity_record(activity) if activity else _NEVER
    if activity and _rules(phone)["app_token"]:
        token = activity.token
        app = f"AppWindowToken{{{token} token=Token{{{token} {app}}}}}"
    return [f"  mCurrentFocus={window}", f"  mFocusedApp={app}"]


def _name(listed: ListedWindow) -> str:
    return f"Window{{{listed.id:x} u0 {listed.title}}}"


def _windows(phone: Phone) -> str:
    return _listing(phone, windows_of(phone))


def _visible_windows(phone: Phone) -> str:
    return _listing(phone, [listed for listed in windows_of(phone) if listed.visible])


def _listing(phone: Phone, shown: list[ListedWindow]) -> str:
    lines = ["WINDOW MANAGER WINDOWS (dumpsys window windows)"]
    for number, listed in enumerate(shown):
        lines += _block(phone, number, listed)
    if _rules(phone)["focus"] == "windows":
        lines += ["", *_focus(phone)]
    return "\n".join(lines)


def _block(phone: Phone, number: int, listed: ListedWindow) -> list[str]:
    rules, seen = _rules(phone), boolean(listed.visible)
    owner = phone.packages.get(listed.package)
    uid = owner.uid if owner else 1000
    kind = listed.type if rules["types"] == "names" else str(TYPES[listed.type])
    frame, screen = _rect(listed.bounds), _rect(phone.display.bounds)
    return [
        f"  Window #{number} {_name(listed)}:",
        f"    mDisplayId=0 mSession=Session{{3fa 611:u0a{uid}}} mClient=android.os.BinderProxy@3fa",
        f"    mOwnerUid={uid} showForAllUsers=false package={listed.package} appop=NONE",
        f"    mAttrs={{(0,0)(fillxfill) sim={{adjust=resize}} ty={kind} fmt=TRANSLUCENT}}",
        f"    Requested w={listed.bounds.width} h={listed.bounds.height} mLayoutSeq=100",
        "    " + rules["frames"].format(frame=frame, screen=screen),
        f"    mViewVisibility={'0x0' if listed.visible else '0x8'} mHaveFrame=true mObscured=false",
        f"    mHasSurface={seen} isReadyForDisplay()={seen} mWindowRemovalAllowed=false",
        f"    isOnScreen={seen}",
        f"    isVisible={seen}",
    ]


def _rect(bounds: Rect) -> str:
    return f"[{bounds.left},{bounds.top}][{bounds.right},{bounds.bottom}]"


def _all(phone: Phone) -> str:
    return "\n\n".join([_policy(phone), _displays(phone), _windows(phone)])


def _tokens(phone: Phone) -> str:
    tokens = [f"  WindowToken{{{listed.id:x}}}" for listed in windows_of(phone)]
    return "\n".join(["WINDOW MANAGER TOKENS (dumpsys window tokens)", "  All tokens:", *tokens])


def _last_anr(phone: Phone) -> str:
    del phone
    return "WINDOW MANAGER LAST ANR (dumpsys window lastanr)\n  <no ANR has occurred>"


_PARTS: Final[dict[str, Callable[[Phone], str]]] = {
    "all": _all,
    "a": _all,
    "displays": _displays,
    "d": _displays,
    "lastanr": _last_anr,
    "l": _last_anr,
    "policy": _policy,
    "p": _policy,
    "tokens": _tokens,
    "t": _tokens,
    "visible": _visible_windows,
    "visible-apps": _visible_windows,
    "windows": _windows,
    "w": _windows,
}
