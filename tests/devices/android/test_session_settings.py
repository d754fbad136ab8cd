"""Settings are others while a session lasts, and as they were afterwards, killed runs or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

import pytest

from config.app import AndroidApp
from devices.android.device import AndroidDevice
from devices.android.session_settings import SessionSettings
from devices.appium.session import Session
from devices.errors import CommandFailed
from devices.facts import DeviceFacts

if TYPE_CHECKING:
    from devices.android.adb import Adb

FACTS: Final = DeviceFacts("cell", "real", "android", "14", 34, "cable", "X1", transport="usb")
HEADS_UP: Final = "heads_up_notifications_enabled"
STAY_ON: Final = "stay_on_while_plugged_in"


@dataclass
class Phone:
    """Stands for adb on a phone with global settings.

    Attributes:
        settings: those that are set.
        refuses: whether the shell may set none.
    """

    settings: dict[str, str] = field(default_factory=dict)
    refuses: bool = False

    def shell(self, command: str) -> str:
        return "".join(self._answer(part.removesuffix(" 2>&1")) for part in command.split("; "))

    def _answer(self, part: str) -> str:
        words = part.split(maxsplit=4)
        match words:
            case ["echo", *_]:
                return "-- fleet --\n"
            case ["settings", "get", "global", name]:
                return self.settings.get(name, "null") + "\n"
            case ["settings", "delete", "global", name]:
                self.settings.pop(name, None)
                return ""
            case ["settings", "put", "global", name, value]:
                if self.refuses:
                    raise CommandFailed("cell", part, "java.lang.SecurityException")
                self.settings[name] = value.strip("'")
                return ""
        raise AssertionError(part)


def _of(phone: Phone) -> SessionSettings:
    return SessionSettings(FACTS, cast("Adb", phone))


@pytest.mark.parametrize(
    "before", [{HEADS_UP: "1", STAY_ON: "0"}, {STAY_ON: "3"}, {HEADS_UP: "0"}, {}]
)
def test_a_session_leaves_settings_as_they_were(before: dict[str, str]) -> None:
    """Heads-up is off and the screen stays on; then each is what it was, or not set again."""
    phone = Phone(dict(before))
    _of(phone).begin()
    assert (phone.settings[HEADS_UP], phone.settings[STAY_ON]) == ("0", "7")
    _of(phone).end()
    assert phone.settings == before


def test_what_a_killed_run_has_left_is_put_back_by_the_next() -> None:
    """A session that never ended does not become what is restored."""
    before = {HEADS_UP: "1", STAY_ON: "0"}
    phone = Phone(dict(before))
    _of(phone).begin()
    _of(phone).begin()
    _of(phone).end()
    assert phone.settings == before


def test_an_end_without_a_beginning_changes_nothing() -> None:
    """A phone that was set by hand stays as it is."""
    phone = Phone({HEADS_UP: "0"})
    _of(phone).end()
    assert phone.settings == {HEADS_UP: "0"}


@pytest.mark.parametrize("kept", ["{", "7", '"x"'])
def test_what_cannot_be_read_is_told(kept: str) -> None:
    """Somebody else's setting of that name is not taken for ours."""
    with pytest.raises(CommandFailed, match="fleet_kept_settings"):
        _of(Phone({"fleet_kept_settings": kept})).begin()


def test_a_phone_that_refuses_ends_its_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """The session that was opened is quit and not kept."""
    quits: list[str] = []

    class Opened:
        def quit(self) -> None:
            quits.append("quit")

    device = AndroidDevice(FACTS, "http://127.0.0.1:1", 5555, AndroidApp(package="x", activity="y"))
    monkeypatch.setattr(Session, "open", lambda *_: Opened())
    monkeypatch.setattr(device, "adb", Phone(refuses=True))
    with pytest.raises(CommandFailed, match="SecurityException"):
        _ = device.session
    assert quits == ["quit"]
    assert not device.has_session
