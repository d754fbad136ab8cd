"""`input` and `ime`: keys, text, touches and keyboards, by release."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from devices.virtual.android.services.input.key_codes import key_code
from devices.virtual.builds import ActivitySpec, AppSpec, make_app
from devices.virtual.os.components import Declared, IntentFilter
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.devices.virtual.android.phones import PhoneShell

_LATIN = "com.google.android.inputmethod.latin/com.android.inputmethod.latin.LatinIME"


def _form(shell: PhoneShell) -> list[str]:
    """Shows an input that has the focus; what it holds is the last of the list."""
    typed = [""]

    def build() -> Node:
        return Node(Role.INPUT, id="name", text=typed[-1], on_text=typed.append, focused=True)

    window = Window("x", "x.Form", WindowKind.APP, build, on_back=lambda: None)
    shell.phone.display.show(window)
    shell.phone.display.tap(*_field(shell).bounds.center)
    return typed


def _field(shell: PhoneShell) -> Node:
    return next(n for n in shell.phone.display.root().walk() if n.id == "name")


@pytest.mark.parametrize("api_level", [26, 29, 31, 37])
@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("input text abc", "abc"),
        ("input text a%sb", "a b"),
        ("input text 100%", "100%"),
        ("input text ''a\\&b''", "a&b"),
        ("input text abc; input keyevent DEL", "ab"),
        ("input keyevent KEYCODE_A 30", "ab"),
        ("input text é", ""),
    ],
)
def test_text_goes_into_the_focused_field(
    shell_of: Callable[..., PhoneShell], api_level: int, script: str, text: str
) -> None:
    """%s is a blank; a character without a key fails, and nothing is typed."""
    shell = shell_of(api_level)
    typed = _form(shell)
    ran = shell(script)
    assert typed[-1] == text
    assert ("NullPointerException" in ran.err) is ("é" in script)


@pytest.mark.parametrize(
    ("api_level", "script", "words", "status"),
    [
        (26, "input fly", "Error: Unknown command: fly\nUsage: input", 0),
        (26, "input tap 1", "Error: Invalid arguments for command: tap\nUsage: input", 0),
        (29, "input tap 1 b", "Error: Invalid arguments for command: tap", 0),
        (29, "input tap 1", 'Error: Argument expected after "1"', 0),
        (34, "input tap 1 b",
         "IllegalArgumentException: Error: Invalid arguments for command: tap", 255),
        (34, "input tap 1", 'IllegalArgumentException: Argument expected after "1"', 255),
        (34, "input motionevent FLY 1 1", "IllegalArgumentException: Unknown action: FLY", 255),
        (34, "input keycombination 113 nothing", "Unknown keycode: nothing", 255),
        (34, "input keycombination 113", "requires at least 2 keycodes", 255),
        (28, "input motionevent DOWN 1 1", "Error: Unknown command: motionevent", 0),
        (30, "input keycombination 113 29", "Error: Unknown command: keycombination", 0),
    ],
)  # fmt: skip
def test_usage_errors_are_those_of_the_release(
    shell_of: Callable[..., PhoneShell], api_level: int, script: str, words: str, status: int
) -> None:
    """A program of its own up to Android 11, which never fails; then a service's exceptions."""
    ran = shell_of(api_level)(script)
    assert words in ran.err
    assert ran.status == status


def test_an_unknown_command_of_the_service_is_told(shell: PhoneShell) -> None:
    """From Android 12 on it is told on standard output, and the status is 0."""
    ran = shell("input fly")
    assert (ran.out, ran.err, ran.status) == ("Unknown command: fly\n", "", 0)


def test_motion_events_make_a_gesture(shell: PhoneShell) -> None:
    """A finger put down and lifted by two commands is a tap."""
    tapped: list[bool] = []
    window = Window(
        "x", "x.Y", WindowKind.APP,
        lambda: Node(Role.BUTTON, text="go", id="name", on_tap=lambda: tapped.append(True)),
        on_back=lambda: None,
    )  # fmt: skip
    shell.phone.display.show(window)
    x, y = _field(shell).bounds.center
    shell(f"input motionevent DOWN {x} {y}")
    assert tapped == []
    shell(f"input motionevent UP {x} {y}; input motionevent CANCEL")
    assert tapped == [True]
    shell(f"input touchscreen tap {x} {y}; input -d 0 tap {x} {y}")
    assert tapped == [True] * 3


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("3", 3), ("HOME", 3), ("KEYCODE_HOME", 3), ("A", 29), ("KEYCODE_Z", 54), ("7", 7),
        ("KEYCODE_7", 14), ("APP_SWITCH", 187), ("F12", 142), ("VOLUME_MUTE", 164),
        ("WAKEUP", 224), ("COPY", 278), ("nothing", 0), ("-1", 0), ("99999", 0), ("", 0),
    ],
)  # fmt: skip
def test_keys_have_names_and_numbers(word: str, code: int) -> None:
    """A digit is a key's number, unless it has its prefix; anything else is no key."""
    assert key_code(word) == code


@pytest.mark.parametrize("api_level", [26, 30])
def test_unknown_keyboards_are_refused(shell_of: Callable[..., PhoneShell], api_level: int) -> None:
    """Old releases throw; new ones tell, and find one disabled that never was."""
    shell = shell_of(api_level)
    new = api_level > 28
    for verb in ("enable", "set"):
        ran = shell(f"ime {verb} a/.B")
        word = {"enable": "enabled", "set": "selected"}[verb]
        told = f"Unknown input method a/.B cannot be {word} for user #0\n"
        assert ran.err == told if new else "IllegalArgumentException: Unknown id: a/.B" in ran.err
        assert ran.status == 255
    assert (shell("ime disable a/.B").status == 0) is new
    assert shell("ime fly").out == "Unknown command: fly\n"


def test_a_keyboard_without_keys_hides_the_keyboard(shell: PhoneShell, tmp_path: Path) -> None:
    """With EmptyIME an input that is touched brings nothing up; uninstalled, Latin is back."""
    method = _install_keyboard(shell, tmp_path)
    assert f"{method}:\n" in shell("ime list -a").out
    assert shell(f"ime set {method}").status == 255
    assert shell(f"ime enable {method}").out == (
        f"Input method {method}: now enabled for user #0\n"
    )
    _form(shell)
    assert "mInputShown=true" in shell("dumpsys input_method").out
    assert shell(f"ime set {method}").out == f"Input method {method} selected for user #0\n"
    assert "mInputShown=false" in shell("dumpsys input_method").out
    shell.phone.display.tap(*_field(shell).bounds.center)
    assert "mInputShown=false" in shell("dumpsys input_method").out
    shell("pm uninstall io.appium.settings")
    assert f"mCurMethodId={_LATIN}" in shell("dumpsys input_method").out
    shell.phone.display.tap(*_field(shell).bounds.center)
    assert "mInputShown=true" in shell("dumpsys input_method").out


def test_resetting_chooses_the_systems_keyboard(shell: PhoneShell, tmp_path: Path) -> None:
    """Nothing but the system's keyboard is enabled or chosen afterwards."""
    method = _install_keyboard(shell, tmp_path)
    shell(f"ime enable {method}; ime set {method}")
    assert shell("settings get secure default_input_method").out == f"{method}\n"
    assert shell("ime reset; ime list -s").out == (
        f"Reset current and enabled IMEs for user #0\n{_LATIN}\n"
    )
    assert shell("settings get secure default_input_method").out == f"{_LATIN}\n"


def _install_keyboard(shell: PhoneShell, folder: Path) -> str:
    """Puts a helper on the phone whose service is a keyboard; gives the keyboard's id."""
    helper = AppSpec(
        "io.appium.settings",
        "Appium Settings",
        activities=(ActivitySpec(launcher=True),),
        services=(".EmptyIME",),
    )
    assert shell.install(make_app(folder / "helper.apk", helper)).out == "Success\n"
    package = shell.phone.packages.get("io.appium.settings")
    assert package is not None
    name = "io.appium.settings.EmptyIME"
    keyboard = Declared(name, filters=(IntentFilter(("android.view.InputMethod",)),))
    package.manifest = replace(package.manifest, components={name: keyboard})
    return "io.appium.settings/.EmptyIME"
