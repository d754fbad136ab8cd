"""`dumpsys display`, `input`, `SurfaceFlinger` and `gfxinfo`, as far as tools read them.

Source: AOSP DisplayManagerService, LogicalDisplay, InputReader (TouchInputMapper), SurfaceFlinger,
GraphicsStats; what is parsed: appium-adb, appium-android-driver and appium-uiautomator2-driver.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.registry import dump
from devices.virtual.android.services.window.dumps import windows_of

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone
    from devices.virtual.os.processes import Process

PHYSICAL_DISPLAY: Final = 4619827259835644672
"""Number of the panel. Source: Android emulator, `dumpsys SurfaceFlinger --display-id`."""
_FPS: Final = 60


@dump("display")
def dump_display(phone: Phone, args: tuple[str, ...]) -> str:
    """The panel and the logical display on it."""
    del args
    display, panel = phone.display, phone.display.physical
    now, state = display.bounds, "ON" if display.screen_on else "OFF"
    size, dpi = f"{panel.width_px} x {panel.height_px}", panel.density_dpi
    logical = (
        f'DisplayInfo{{"Built-in Screen", displayId 0, FLAG_SECURE, real {now.width} x'
        f" {now.height}, largest app {max(now.width, now.height)} x {max(now.width, now.height)},"
        f" smallest app {min(now.width, now.height)} x {min(now.width, now.height)}, mode 1,"
        f" rotation {display.rotation}, density {display.density} ({float(dpi)} x {float(dpi)})"
        f" dpi, state {state}, type BUILT_IN}}"
    )
    return (
        "DISPLAY MANAGER (dumpsys display)\n"
        "  mOnlyCode=false\n  mSafeMode=false\n  mPendingTraversal=false\n"
        f"  mGlobalDisplayState={state}\n  mViewports=[DisplayViewport{{valid=true, displayId=0,"
        f" orientation={display.rotation}, deviceWidth={now.width},"
        f" deviceHeight={now.height}}}]\n\n"
        "Display Adapters: size=1\n  LocalDisplayAdapter\n\nDisplay Devices: size=1\n"
        f'  DisplayDeviceInfo{{"Built-in Screen": uniqueId="local:{PHYSICAL_DISPLAY}", {size},'
        f" modeId 1, supportedModes [{{id=1, width={panel.width_px}, height={panel.height_px},"
        f" fps={float(_FPS)}}}], density {dpi}, {float(dpi)} x {float(dpi)} dpi, state {state}}}\n"
        "\nLogical Displays: size=1\n  Display 0:\n    mDisplayId=0\n"
        f"    mBaseDisplayInfo={logical}\n    mOverrideDisplayInfo={logical}\n"
        f"    mCurrentOrientation={display.rotation}"
    )


@dump("input")
def dump_input(phone: Phone, args: tuple[str, ...]) -> str:
    """The touch screen, and which way up it is."""
    del args
    display = phone.display
    now = display.bounds
    focused = next((w for w in windows_of(phone) if w.focused), None)
    title = f"{focused.id:x} {focused.title}" if focused else "<none>"
    return (
        "INPUT MANAGER (dumpsys input)\n\nInput Reader State:\n"
        "  Device 2: virtio_input_multi_touch\n"
        "    Touch Input Mapper (mode - DIRECT):\n"
        f"      Viewport: displayId=0, orientation={display.rotation},"
        f" logicalFrame=[0, 0, {now.width}, {now.height}]\n"
        f"      SurfaceWidth: {now.width}px\n      SurfaceHeight: {now.height}px\n"
        f"      SurfaceOrientation: {display.rotation}\n\n"
        "Input Dispatcher State:\n  DispatchEnabled: true\n  DispatchFrozen: false\n"
        f"  FocusedWindows:\n    displayId=0, name='{title}'"
    )


@dump("SurfaceFlinger")
def dump_surfaces(phone: Phone, args: tuple[str, ...]) -> str:
    """The names of the layers, the panel's number, or a summary."""
    if "--display-id" in args:
        return (
            f"Display {PHYSICAL_DISPLAY} (HWC display 0): port=0 pnpId=GGL"
            ' displayName="EMU_display_0"'
        )
    names = [f"{w.title}#{w.id}" for w in reversed(windows_of(phone)) if w.visible]
    if "--list" in args:
        return "\n".join(names)
    if "--latency" in args:
        return str(1_000_000_000 // _FPS)
    now = phone.display.bounds
    return (
        "Build configuration: [sf PRESENT_TIME_OFFSET=0]\n"
        f"Display {PHYSICAL_DISPLAY}\n  {now.width}x{now.height}, {_FPS}Hz\n"
        f"Visible layers (count = {len(names)})\n" + "\n".join(f"+ Layer ({n})" for n in names)
    )


@dump("gfxinfo")
def dump_graphics(phone: Phone, args: tuple[str, ...]) -> str:
    """Frames that each app drew, all of them in time."""
    wanted = [word for word in args if not word.startswith("-")]
    running = [p for p in phone.processes.all() if "." in p.name]
    if wanted:
        running = [p for p in running if p.name in wanted or str(p.pid) in wanted]
        if not running:
            return f"No process found for: {wanted[0]}"
    up_ms = int(phone.clock.uptime().total_seconds() * 1000)
    heading = f"Applications Graphics Acceleration Info:\nUptime: {up_ms} Realtime: {up_ms}"
    return "\n".join([heading, *map(_frames, running)])


def _frames(process: Process) -> str:
    return (
        f"\n** Graphics info for pid {process.pid} [{process.name}] **\n\n"
        "Stats since: 0ns\nTotal frames rendered: 60\nJanky frames: 0 (0.00%)\n"
        "50th percentile: 5ms\n90th percentile: 7ms\n95th percentile: 8ms\n99th percentile: 12ms\n"
        "Number Missed Vsync: 0\nNumber High input latency: 0\nNumber Slow UI thread: 0\n"
        "Number Slow bitmap uploads: 0\nNumber Slow issue draw commands: 0\n"
        "Number Frame deadline missed: 0"
    )
