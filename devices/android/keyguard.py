"""The lock screen of an Android phone: what the window manager says of it, and our PIN on it.

Source of the lines read: AOSP KeyguardServiceDelegate.dump, below `dumpsys window policy`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from config.locators import Locator
from devices import wait
from devices.errors import CommandFailed, EffectMissing

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.android.adb import Adb
    from devices.android.pin import KeptPin
    from devices.appium.session import Session
    from devices.facts import DeviceFacts

BY_HAND: Final = "a credential that no run has set has to be taken away by hand"
_POLICY: Final = "dumpsys window policy | grep -E '^ +(showing|secure)=' || true"
_LINE: Final = re.compile(r"^ +(?P<name>showing|secure)=(?P<value>true|false)", re.MULTILINE)
_ASK_TO_OPEN: Final = "input keyevent WAKEUP; wm dismiss-keyguard"
# Source: AOSP packages/SystemUI, res-keyguard/layout/keyguard_pin_view.xml.
_PIN_FIELD: Final = Locator(id="com.android.systemui:id/pinEntry")
# The credential is checked before the word: Android 8.0 accepts one and does not know the word.
# Source: AOSP LockSettingsShellCommand.
_ACCEPTED: Final = ("verified successfully", "Unknown command: verify")


@dataclass(frozen=True, slots=True)
class KeyguardState:
    """The lock screen now.

    Attributes:
        up: whether it is in front.
        secure: whether a credential opens it.
    """

    up: bool
    secure: bool


class Keyguard:
    """The lock screen of one phone. Nothing is ever typed into one that is not ours.

    Args:
        facts: of the phone.
        adb: of the phone.
        session: opens its session, or gives the one that is open.
        pin: what we set.
    """

    def __init__(
        self, facts: DeviceFacts, adb: Adb, session: Callable[[], Session], pin: KeptPin
    ) -> None:
        self._facts = facts
        self._adb = adb
        self._session = session
        self._pin = pin

    def look(self) -> KeyguardState:
        """How it stands.

        Raises:
            CommandFailed: the phone does not tell.
        """
        return self._read(self._adb.shell(_POLICY))

    def is_ours(self) -> bool:
        """Whether it asks for the PIN that a run has set: the phone itself is asked."""
        pin = self._pin.kept
        if pin is None:
            return False
        said = self._adb.shell(f"locksettings verify --old {pin.reveal()}; {_POLICY}", secret=pin)
        return self._read(said).secure and any(words in said for words in _ACCEPTED)

    def set_pin(self) -> None:
        """Have a PIN of ours: the one that is set already, or a new one where there is none.

        Raises:
            EffectMissing: it asks for another credential, or for none still.
        """
        if self.look().secure:
            if not self.is_ours():
                raise self._missing("setting a PIN", "it asks for another credential")
            return
        pin = self._pin.keep()
        said = self._adb.shell(f"locksettings set-pin {pin.reveal()}; {_POLICY}", secret=pin)
        if not self._read(said).secure:
            seen = said.strip().replace(pin.reveal(), str(pin))
            raise self._missing("setting a PIN", seen)

    def clear_pin(self) -> None:
        """Have no credential; ours is dropped once the phone has said so.

        Raises:
            EffectMissing: it has one still.
        """
        if pin := self._pin.kept:
            self._adb.shell(f"locksettings clear --old {pin.reveal()}; {_ASK_TO_OPEN}", secret=pin)
        if wait.until(lambda: self.look().secure, DEADLINES.effect_s, holds=lambda on: not on):
            raise self._missing("taking the screen lock away", "it has one still")
        self._pin.drop()

    def leave(self) -> KeyguardState:
        """Open it, by our PIN where it asks for that; how it stands then."""
        seen = self._ask()
        if seen.up and seen.secure:
            return self._open_by_pin() if self.is_ours() else seen
        return wait.until(self.look, DEADLINES.effect_s, holds=lambda now: not now.up)

    def type_pin(self) -> None:
        """Type our PIN, and Enter, into whatever has the focus.

        Raises:
            EffectMissing: there is none.
        """
        pin = self._pin.kept
        if pin is None:
            raise self._missing("typing the PIN", "no run has set one")
        self._adb.shell(f"input text {pin.reveal()}; input keyevent ENTER", secret=pin)

    def _ask(self) -> KeyguardState:
        return self._read(self._adb.shell(f"{_ASK_TO_OPEN}; {_POLICY}"))

    def _open_by_pin(self) -> KeyguardState:
        """Type it once the field is there; once more where digits came before the field did."""
        seen = self._typed()
        if seen.up:
            self._ask()
            seen = self._typed()
        return seen

    def _typed(self) -> KeyguardState:
        wait.until(lambda: self._session().find_all(_PIN_FIELD), DEADLINES.notice_s)
        self.type_pin()
        return wait.until(self.look, DEADLINES.notice_s, holds=lambda now: not now.up)

    def _read(self, said: str) -> KeyguardState:
        values = {found["name"]: found["value"] == "true" for found in _LINE.finditer(said)}
        if values.keys() != {"showing", "secure"}:
            seen = "it does not tell of its lock screen"
            raise CommandFailed(self._facts.name, "dumpsys window policy", seen)
        return KeyguardState(values["showing"], values["secure"])

    def _missing(self, tried: str, seen: str) -> EffectMissing:
        return EffectMissing(self._facts.name, tried, seen, BY_HAND)
