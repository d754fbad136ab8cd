"""The screen's lock on Android: keys and commands of the shell, proved by the window manager.

Source of the lines read: AOSP KeyguardServiceDelegate.dump, below `dumpsys window policy`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from devices import wait
from devices.errors import EffectMissing
from devices.verbs import verb

if TYPE_CHECKING:
    from config.secrets import Secret
    from devices.android.adb import Adb
    from devices.device import DeviceFacts

POLICY: Final = "dumpsys window policy | grep -E '^ +(showing|secure)=' || true"
"""What to ask for `keyguard_of`; nothing is an answer too."""
_LINE: Final = re.compile(r"^ +(?P<name>showing|secure)=(?P<value>true|false)", re.MULTILINE)
# The power key locks at once, where a screen that goes dark by itself locks later.
_OFF_AND_ON: Final = "input keyevent WAKEUP; input keyevent POWER; input keyevent WAKEUP"
_ASK_TO_OPEN: Final = "input keyevent WAKEUP; wm dismiss-keyguard"
_HAVE_ONE: Final = "locksettings set-disabled false"  # only a phone without a credential needs it


@dataclass(frozen=True, slots=True)
class Keyguard:
    """The lock screen.

    Attributes:
        up: whether it is in front.
        secure: whether a credential opens it.
    """

    up: bool
    secure: bool


class AndroidLock:
    """Locks and opens the screen.

    Args:
        facts: of the device.
        adb: of the device.
        pin: the credential that it has once `AndroidBiometrics.enrol` was there.
    """

    def __init__(self, facts: DeviceFacts, adb: Adb, pin: Secret) -> None:
        self.facts = facts
        self._adb = adb
        self._pin = pin

    @verb("screen.lock")
    def lock(self) -> None:
        """See `devices.device.Lock`."""
        have_one = [] if self._look().secure else [_HAVE_ONE]
        self._adb.shell("; ".join((*have_one, _OFF_AND_ON)))
        seen = wait.until(self._look, DEADLINES.effect_s, holds=lambda keyguard: keyguard.up)
        if not seen.up:
            raise EffectMissing(
                self.facts.name,
                "locking the screen",
                "no lock screen is in front",
                "see whether its settings have a lock screen, and a policy that forbids it",
            )

    @verb("screen.unlock")
    def unlock(self) -> None:
        """See `devices.device.Lock`."""
        seen = keyguard_of(self._adb.shell(f"{_ASK_TO_OPEN}; {POLICY}"))
        if seen.up and seen.secure:
            pin = self._pin
            self._adb.shell(f"input text {pin.reveal()}; input keyevent ENTER", secret=pin)
        seen = wait.until(self._look, DEADLINES.effect_s, holds=lambda keyguard: not keyguard.up)
        if seen.up:
            raise EffectMissing(
                self.facts.name,
                "leaving the lock screen",
                f"it is in front still, {'with' if seen.secure else 'without'} a credential",
                "a credential that this run has not set has to be taken away by hand",
            )

    @property
    def is_locked(self) -> bool:
        """See `devices.device.Lock`."""
        return self._look().up

    def _look(self) -> Keyguard:
        return keyguard_of(self._adb.shell(POLICY))


def keyguard_of(said: str) -> Keyguard:
    """What `POLICY` has answered."""
    values = {found["name"]: found["value"] == "true" for found in _LINE.finditer(said)}
    return Keyguard(values.get("showing", False), values.get("secure", False))
