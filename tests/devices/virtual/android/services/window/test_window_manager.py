"""`wm`, `dumpsys window`, `display` and `input`: size, rotation, focus and windows, by release."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from devices.virtual.ui.node import Role
from tests.devices.virtual.android.services.activity.apps import FRONT_DOOR, SHOP, install_shop

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.devices.virtual.android.phones import PhoneShell

_LEVELS = (26, 28, 29, 30, 34, 37)


@pytest.mark.parametrize("api_level", _LEVELS)
def test_focus_is_told_where_the_release_tells_it(
    shell_of: Callable[..., PhoneShell], tmp_path: Path, api_level: int
) -> None:
    """In `windows` up to Android 9, in `displays` from 10 on; wrapped in a token up to 10."""
    shell = shell_of(api_level)
    install_shop(shell, tmp_path)
    shell(FRONT_DOOR)
    part, other = ("windows", "displays") if api_level < 29 else ("displays", "windows")
    dump = shell(f"dumpsys window {part}").out
    assert re.search(
        rf"^  mCurrentFocus=Window{{\w+ u0 {SHOP}/{SHOP}.MainActivity}}$", dump, re.MULTILINE
    )
    app = rf"ActivityRecord{{\w+ u0 {SHOP}/.MainActivity t\d+}}"
    token = rf"AppWindowToken{{\w+ token=Token{{\w+ {app}}}}}" if api_level < 30 else app
    assert re.search(rf"^  mFocusedApp={token}$", dump, re.MULTILINE)
    assert "mCurrentFocus" not in shell(f"dumpsys window {other}").out


@pytest.mark.parametrize("api_level", _LEVELS)
def test_the_bars_have_frames_and_visibility(
    shell_of: Callable[..., PhoneShell], api_level: int
) -> None:
    """Both bars are windows whose frame and visibility a reader finds."""
    shell = shell_of(api_level)
    screen = shell.phone.profile.screen
    blocks = shell("dumpsys window windows").out.split("  Window #")
    for title, frame in (
        ("StatusBar", f"[0,0][{screen.width_px},{screen.status_bar_px}]"),
        (
            "NavigationBar",
            (
                f"[0,{screen.height_px - screen.navigation_bar_px}]"
                f"[{screen.width_px},{screen.height_px}]"
            ),
        ),
    ):
        block = next(b for b in blocks if re.match(rf"\d+ Window{{\w+ u0 {title}0?}}:\n", b))
        assert re.search(rf"\bm?[Ff]rame={re.escape(frame)}", block)
        assert "mViewVisibility=0x0" in block


@pytest.mark.parametrize(("api_level", "title"), [(29, "StatusBar"), (30, "NotificationShade")])
def test_the_keyguard_has_the_focus(
    shell_of: Callable[..., PhoneShell], api_level: int, title: str
) -> None:
    """A locked phone's focus is the window that shows the keyguard, and the policy says locked."""
    shell = shell_of(api_level)
    shell("input keyevent POWER")
    dump = shell("dumpsys window").out
    assert re.search(rf"mCurrentFocus=Window{{\w+ u0 {title}}}", dump)
    assert re.search(r"KeyguardStateMonitor\s+mIsShowing=true", dump)
    assert "mInputRestricted=true" in dump
    shell("input keyevent WAKEUP; wm dismiss-keyguard")
    assert "mIsShowing=false" in shell("dumpsys window policy").out


def test_a_covered_window_is_not_visible(shell: PhoneShell, tmp_path: Path) -> None:
    """What lies under a full window is listed below it and not on the screen."""
    install_shop(shell, tmp_path)
    shell(FRONT_DOOR)
    dump = shell("dumpsys window windows").out
    launcher = dump.index("NexusLauncherActivity")
    assert launcher > dump.index(f"{SHOP}.MainActivity")
    assert "isVisible=false" in dump[launcher:]
    names = shell("dumpsys SurfaceFlinger --list").out
    assert SHOP in names
    assert "NexusLauncher" not in names


def test_another_size_and_density_lay_everything_out_anew(
    shell: PhoneShell, tmp_path: Path
) -> None:
    """An override is told, changes the layout, and is taken back by reset."""
    install_shop(shell, tmp_path)
    shell(FRONT_DOOR)
    shell("wm size 720x1280; wm density 240")
    assert shell("wm size").out == "Physical size: 1080x2400\nOverride size: 720x1280\n"
    assert shell("wm density").out == "Physical density: 420\nOverride density: 240\n"
    assert "init=1080x2400 420dpi base=720x1280 240dpi cur=720x1280" in (
        shell("dumpsys window displays").out
    )
    assert shell.phone.display.root().bounds.right == 720
    label = next(n for n in shell.phone.display.root().walk() if n.role is Role.TEXT)
    small = label.bounds.height
    shell("wm size reset; wm density reset")
    assert shell("wm size; wm density").out == "Physical size: 1080x2400\nPhysical density: 420\n"
    label = next(n for n in shell.phone.display.root().walk() if n.role is Role.TEXT)
    assert label.bounds.height > small


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("wm size 100", "Error: bad size 100\n"),
        ("wm size 1xy",
         'Error: bad number java.lang.NumberFormatException: For input string: "y"\n'),
        ("wm density 71", "Error: density must be >= 72\n"),
        ("wm user-rotation around", "Error: argument needs to be either -d, free or lock.\n"),
        ("wm fixed-to-user-rotation maybe",
         "Error: expecting enabled, disabled or default, but we get maybe\n"),
    ],
)  # fmt: skip
def test_wm_refuses_in_androids_words(shell: PhoneShell, script: str, error: str) -> None:
    """A bad value is told on standard error with status 255."""
    ran = shell(script)
    assert (ran.err, ran.status) == (error, 255)


@pytest.mark.parametrize(
    ("api_level", "command", "known"),
    [
        (28, "overscan 0,0,0,0", True), (29, "overscan 0,0,0,0", True),
        (30, "overscan 0,0,0,0", False), (28, "set-user-rotation free", False),
        (30, "set-user-rotation free", True), (31, "set-user-rotation free", False),
        (31, "user-rotation free", True), (30, "user-rotation free", False),
    ],
)  # fmt: skip
def test_wm_knows_the_commands_of_its_release(
    shell_of: Callable[..., PhoneShell], api_level: int, command: str, *, known: bool
) -> None:
    """A command that came later, or went, is an unknown one."""
    ran = shell_of(api_level)(f"wm {command}")
    assert ran.status == (0 if known else 255)
    assert ran.out == ("" if known else f"Unknown command: {command.split(maxsplit=1)[0]}\n")


def test_overscan_moves_the_content_in(shell_of: Callable[..., PhoneShell]) -> None:
    """Android 10 leaves the edges free that it is told to."""
    shell = shell_of(29)
    shell("wm overscan 10,20,30,40")
    whole, inner = shell.phone.display.bounds, shell.phone.display.root().bounds
    assert (inner.left, inner.top) == (10, 20)
    assert (inner.right, inner.bottom) == (whole.right - 30, whole.bottom - 40)


def test_rotation_follows_the_command_and_the_settings(shell: PhoneShell) -> None:
    """Locked, the display turns as chosen; free, it is upright."""
    shell("wm user-rotation lock 1")
    assert shell("wm user-rotation").out == "lock 1\n"
    assert "SurfaceOrientation: 1" in shell("dumpsys input").out
    assert shell("settings get system user_rotation").out == "1\n"
    shell("settings put system user_rotation 3")
    assert shell.phone.display.rotation == 3
    shell("settings put system accelerometer_rotation 1")
    assert shell.phone.display.rotation == 0
    assert shell("wm user-rotation").out == "free\n"


def test_the_display_tells_what_a_stream_needs(shell: PhoneShell) -> None:
    """Width, height and rate are where the driver's patterns look for them."""
    dump = shell("dumpsys display").out
    found = [
        re.search(p, dump)
        for p in (r"\bdeviceWidth=(\d+)", r"\bdeviceHeight=(\d+)", r"\bfps=(\d+)")
    ]
    assert [match[1] for match in found if match] == ["1080", "2400", "60"]
    assert re.match(
        r"Display \d+ \(HWC display 0\)", shell("dumpsys SurfaceFlinger --display-id").out
    )
    assert shell("dumpsys gfxinfo no.such").out == "No process found for: no.such\n"
