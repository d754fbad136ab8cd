"""A lock screen that stands for adb and session, for tests of what opens it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from config.secrets import Secret
from devices.android.keyguard import Keyguard
from devices.android.pin import KeptPin
from devices.facts import DeviceFacts

if TYPE_CHECKING:
    from pathlib import Path

    from config.locators import Locator
    from devices.android.adb import Adb
    from devices.appium.session import Session

FACTS = DeviceFacts("cell", "virtual", "android", "14", 34, "emulator", "emulator-5600")
PIN = Secret("246813579246")


@dataclass
class LockScreen:
    """A phone with or without a lock screen.

    Attributes:
        pin: its credential; empty for none.
        disabled: whether it shows no lock screen where it has no credential.
        obeys: whether anything it is told has an effect.
        tells: whether its window manager says how the lock screen stands.
        knows_verify: whether it has the word, which Android 8.0 has not.
        deaf: how many times digits come before the field does.
    """

    pin: str = ""
    disabled: bool = False
    obeys: bool = True
    tells: bool = True
    knows_verify: bool = True
    deaf: int = 0
    up: bool = False
    asked: list[str] = field(default_factory=list)
    secrets: list[Secret | None] = field(default_factory=list)

    def shell(self, command: str, *, secret: Secret | None = None) -> str:
        self.asked.append(command)
        self.secrets.append(secret)
        said = "".join(self._do(part) for part in command.split("; ")) if self.obeys else ""
        if "dumpsys window policy" in command and self.tells:
            up, secure = str(self.up).lower(), str(bool(self.pin)).lower()
            said += f"      showing={up}\n      secure={secure}\n"
        return said

    def find_all(self, locator: Locator) -> list[str]:
        assert locator.id == "com.android.systemui:id/pinEntry"
        return ["the field"]

    def typed(self) -> list[str]:
        """What was typed, one item an attempt."""
        return [found[1] for one in self.asked if (found := re.search(r"input text (\d+)", one))]

    def _do(self, command: str) -> str:
        words = command.split()
        if words[0] == "locksettings":
            return self._locksettings(words[1], words[2:])
        if command == "input keyevent POWER":
            self.up = bool(self.pin) or not self.disabled
        elif command == "wm dismiss-keyguard":
            self.up = self.up and bool(self.pin)
        elif words[:2] == ["input", "text"]:
            self.deaf -= 1
            self.up = self.up and (self.deaf >= 0 or words[2] != self.pin)
        return ""

    def _locksettings(self, word: str, rest: list[str]) -> str:
        old = rest.pop(1) if rest[:1] == ["--old"] else ""
        if self.pin and old != self.pin:
            return f"Old password '{old}' didn't match\n"
        if word == "get-disabled":
            return f"{str(self.disabled).lower()}\n"
        if word == "set-disabled":
            self.disabled = rest[-1] == "true"
        elif word == "set-pin":
            self.pin = rest[-1]
        elif word == "clear":
            self.pin = ""
        elif word == "verify":
            right = "Lock credential verified successfully\n"
            return right if self.knows_verify else "Unknown command: verify\n"
        return ""


def keyguard_of(phone: object, file: Path) -> Keyguard:
    """What the verbs see of it, with a PIN that is kept in a file."""
    session = cast("Session", phone)
    return Keyguard(FACTS, cast("Adb", phone), lambda: session, KeptPin(file, PIN))
