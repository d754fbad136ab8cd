"""No words break a service."""

from __future__ import annotations

import shlex
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.devices.virtual.android.phones import PhoneShell, phone_of

_COMMANDS: Final = (
    "cmd", "dumpsys", "service", "settings", "content", "svc", "locksettings", "device_config",
    "media", "logcat -d", "log", "screencap -h", "bugreportz -v", "uiautomator",
    "cmd battery", "dumpsys battery", "cmd deviceidle", "dumpsys deviceidle", "cmd power",
    "cmd notification", "cmd notification post", "dumpsys notification", "cmd statusbar",
    "cmd wifi", "cmd phone", "cmd connectivity", "cmd bluetooth_manager", "cmd location",
    "cmd uimode", "cmd alarm", "cmd time_zone_detector", "cmd netpolicy", "cmd overlay",
    "cmd media_session", "cmd vibrator_manager", "cmd lock_settings", "cmd settings",
    "service call", "content query", "content insert", "content call", "dumpsys meminfo",
)  # fmt: skip
_WORDS: Final = st.sampled_from(
    ("set", "get", "put", "list", "reset", "delete", "help", "-h", "--user", "0", "-1", "true",
     "level", "step", "whitelist", "+com.x", "=", "-", "--", "--uri", "content://settings/global",
     "content://[", "--where", "a='b", "a = b AND c = 'd'", "--bind", "a:s:b", "global", "night",
     "volume", "--stream", "--set", "--old", "set-pin", "1234", "call", "alarm", "3", "s16",
     "-t", "-S", "inbox", "-c", "activity", "post", "allow_listener", "data", "enable",
     "set-timezone", "../etc", "stayon", "99999999999999999999", "\x00", "é\n", "{}", "%s")
) | st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=8
)  # fmt: skip

_PHONES: Final = {
    name: PhoneShell(phone_of(name, "emulator")) for name in ("android-8.0", "android-14")
}


@given(
    name=st.sampled_from(sorted(_PHONES)),
    command=st.sampled_from(_COMMANDS),
    words=st.lists(_WORDS, max_size=5),
)
@settings(max_examples=400, deadline=None, derandomize=True)
def test_any_words_are_answered(name: str, command: str, words: list[str]) -> None:
    """Each command line ends with a status, and the phone goes on."""
    shell = _PHONES[name]
    plain = [word.replace("\x00", "") for word in words]
    ran = shell(f"{command} {shlex.join(plain)}")
    assert ran.status in range(256)
    assert "Traceback" not in ran.err
    assert shell("settings get global adb_enabled").status == 0
