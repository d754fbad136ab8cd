"""The screen's lock on Android: keys and commands of the shell, proved by the window manager."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from devices import wait
from devices.android.keyguard import BY_HAND
from devices.errors import EffectMissing, VerbRefused
from devices.verbs import verb

if TYPE_CHECKING:
    from devices.android.adb import Adb
    from devices.android.keyguard import Keyguard
    from devices.facts import DeviceFacts

# The power key locks at once, where a screen that goes dark by itself locks later.
_OFF_AND_ON: Final = "input keyevent WAKEUP; input keyevent POWER; input keyevent WAKEUP"
_SET_DISABLED: Final = "locksettings set-disabled {}"
# Asked only where there is no credential, which every word of the command wants to be told first.
_HAVE_ONE: Final = f"locksettings get-disabled; {_SET_DISABLED.format('false')}"


class AndroidLock:
    """Locks and opens the screen.

    Args:
        facts: of the device.
        adb: of the device.
        keyguard: its lock screen.
    """

    def __init__(self, facts: DeviceFacts, adb: Adb, keyguard: Keyguard) -> None:
        self.facts = facts
        self._adb = adb
        self._keyguard = keyguard
        self._had_none = False

    @verb("screen.lock")
    def lock(self) -> None:
        """See `devices.device.Lock`.

        Raises:
            VerbRefused: somebody's own credential would have to open it again.
        """
        if not self._keyguard.look().secure:
            said = self._adb.shell(_HAVE_ONE)
            self._had_none = self._had_none or said.startswith("true")
        elif not self._keyguard.is_ours():
            why = "only its owner's credential would open it again"
            raise VerbRefused(self.facts.name, "screen.lock", why, BY_HAND)
        self._adb.shell(_OFF_AND_ON)
        seen = wait.until(self._keyguard.look, DEADLINES.effect_s, holds=lambda now: now.up)
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
        seen = self._keyguard.leave()
        if seen.up:
            raise EffectMissing(
                self.facts.name,
                "leaving the lock screen",
                f"it is in front still, {'with' if seen.secure else 'without'} a credential",
                BY_HAND if seen.secure else "",
            )
        if self._had_none:
            self._adb.shell(_SET_DISABLED.format("true"))
            self._had_none = False

    @property
    def is_locked(self) -> bool:
        """See `devices.device.Lock`."""
        return self._keyguard.look().up
