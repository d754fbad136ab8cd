"""`am broadcast`, and what Appium's settings app answers."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING

import pytest

from devices.virtual.builds import ActivitySpec, AppSpec, make_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.devices.virtual.android.phones import PhoneShell

_PACKAGE = "io.appium.settings"
_RECEIVERS = (
    "WiFiConnectionSettingReceiver", "BluetoothConnectionSettingReceiver",
    "AnimationSettingReceiver", "LocaleSettingReceiver", "LocalesReader", "ClipboardReceiver",
    "LocationInfoReceiver", "UnpairBluetoothDevicesReceiver", "SmsReader", "MediaScannerReceiver",
)  # fmt: skip
_HELPER = AppSpec(
    _PACKAGE,
    "Appium Settings",
    activities=(ActivitySpec(".Settings", launcher=True),),
    services=(".ForegroundService", ".LocationService", ".AppiumIME"),
    receivers={f".receivers.{name}": "" for name in _RECEIVERS},
)


def _install(shell: PhoneShell, folder: Path) -> None:
    assert shell.install(make_app(folder / "helper.apk", _HELPER)).out == "Success\n"
    shell(f"am start -n {_PACKAGE}/.Settings")


def _send(shell: PhoneShell, receiver: str, *words: str) -> str:
    name = f"-n {_PACKAGE}/.receivers.{receiver}"
    out = shell(f"am broadcast {name} {' '.join(words)}").out
    return out.partition("Broadcast completed: ")[2].rstrip("\n")


@pytest.mark.parametrize(
    ("api_level", "heading"),
    [
        (26, "Security exception: "),
        (29, "Security exception: "),
        (30, "\nException occurred while executing 'broadcast':\njava.lang.SecurityException: "),
        (36, "\nException occurred while executing 'broadcast':\njava.lang.SecurityException: "),
    ],
)
def test_a_protected_broadcast_is_refused(
    shell_of: Callable[..., PhoneShell], api_level: int, heading: str
) -> None:
    """The shell may not say that flight mode changed, and nothing switches."""
    ran = shell_of(api_level)("am broadcast -a android.intent.action.AIRPLANE_MODE --ez state true")
    assert ran.err.startswith(
        heading + "Permission Denial: not allowed to send broadcast"
        " android.intent.action.AIRPLANE_MODE from pid="
    )
    assert "uid=2000" in ran.err
    assert ran.status == 255


def test_a_broadcast_that_nobody_takes_ends_with_zero(shell: PhoneShell) -> None:
    """Without a receiver the result is 0 and carries nothing."""
    ran = shell("am broadcast -a com.example.NOTHING --es k v")
    assert ran.out == (
        "Broadcasting: Intent { act=com.example.NOTHING flg=0x400000 (has extras) }\n"
        "Broadcast completed: result=0\n"
    )
    assert "completed" not in shell("am broadcast --async -a com.example.NOTHING").out


def test_switches_are_switched(shell: PhoneShell, tmp_path: Path) -> None:
    """Wi-Fi and animations follow their receivers; a word that is neither is refused."""
    _install(shell, tmp_path)
    assert _send(shell, "WiFiConnectionSettingReceiver", "--es setstatus disable") == "result=-1"
    assert shell("settings get global wifi_on").out == "0\n"
    assert _send(shell, "WiFiConnectionSettingReceiver", "--es setstatus perhaps") == "result=0"
    assert _send(shell, "AnimationSettingReceiver", "--es setstatus disable") == "result=-1"
    assert shell("settings get global animator_duration_scale").out == "0.0\n"


@pytest.mark.parametrize(("api_level", "code"), [(28, "-1"), (33, "0")])
def test_bluetooth_is_not_an_apps_to_switch_from_android_13_on(
    shell_of: Callable[..., PhoneShell], tmp_path: Path, api_level: int, code: str
) -> None:
    """The app's call has no effect any more, and the result says so."""
    shell = shell_of(api_level)
    _install(shell, tmp_path)
    sent = _send(shell, "BluetoothConnectionSettingReceiver", "--es setstatus disable")
    assert sent == f"result={code}"
    assert shell.phone.radios.bluetooth is (code == "0")


def test_the_locale_is_set_and_listed(shell: PhoneShell, tmp_path: Path) -> None:
    """The property carries the new tag; the list is JSON in base64."""
    _install(shell, tmp_path)
    words = "--es lang zh --es country CN --es script Hans"
    assert _send(shell, "LocaleSettingReceiver", words).startswith("result=-1")
    assert shell("getprop persist.sys.locale").out == "zh-Hans-CN\n"
    data = re.fullmatch(r'result=-1, data="(.+)"', _send(shell, "LocalesReader"))
    assert data is not None
    items = json.loads(base64.b64decode(data[1]))["items"]
    assert {"language": "de", "country": "DE"} in items


@pytest.mark.parametrize("api_level", [28, 29])
def test_the_clipboard_is_the_keyboards_from_android_10_on(
    shell_of: Callable[..., PhoneShell], tmp_path: Path, api_level: int
) -> None:
    """Only the keyboard in use sees it; before, any app does."""
    shell = shell_of(api_level)
    _install(shell, tmp_path)
    shell.phone.clipboard = "grüße"
    encoded = base64.b64encode("grüße".encode()).decode()
    seen = _send(shell, "ClipboardReceiver")
    assert (encoded in seen) is (api_level < 29)
    shell.phone.settings.put("secure", "default_input_method", f"{_PACKAGE}/.AppiumIME")
    assert encoded in _send(shell, "ClipboardReceiver")


def test_the_location_is_what_the_service_was_told(shell: PhoneShell, tmp_path: Path) -> None:
    """Before anything was told there is none; then it has five decimals each."""
    _install(shell, tmp_path)
    assert _send(shell, "LocationInfoReceiver") == 'result=0, data=""'
    shell(
        "am start-foreground-service -e longitude 13.4 -e latitude 52.5 -e altitude 10"
        f" {_PACKAGE}/.LocationService"
    )
    expected = 'result=-1, data="52.50000 13.40000 10.00000"'
    assert _send(shell, "LocationInfoReceiver") == expected


def test_messages_are_listed_newest_first(shell: PhoneShell, tmp_path: Path) -> None:
    """The list is JSON, as long as is asked for, with the whole count beside it."""
    _install(shell, tmp_path)
    shell.phone.telephony.receive("123", "one")
    shell.phone.telephony.receive("123", "two/half")
    sent = _send(shell, "SmsReader", "--es max 1")
    assert r"two\/half" in sent
    listed = json.loads(sent.removeprefix('result=-1, data="').removesuffix('"'))
    assert listed["total"] == 2
    assert [item["body"] for item in listed["items"]] == ["two/half"]


def test_notifications_need_a_listener(shell: PhoneShell, tmp_path: Path) -> None:
    """Without access the answer says so; with it, it is JSON."""
    _install(shell, tmp_path)
    ask = f"am broadcast -a {_PACKAGE}.notifications"
    assert "has no access to the system notifications" in shell(ask).out
    shell.phone.settings.put("secure", "enabled_notification_listeners", f"{_PACKAGE}/.NLService")
    assert 'result=-1, data="{"statusBarNotifications":[' in shell(ask).out
