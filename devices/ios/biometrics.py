"""Face ID and Touch ID: what a hand holds to the sensor, and what iOS shows of it.

A simulator's hand is its driver. Whatever is presented, SpringBoard shows what an app is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from devices import wait
from devices.errors import EffectMissing
from devices.ios import screens
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.platforms import SensorKind
    from devices.facts import DeviceFacts, Lockout
    from devices.hand import Hand
    from devices.ios.lock import IosLock
    from devices.ios.passcode import IosPasscode
    from devices.ios.springboard import Springboard

_LOOK: Final = "see whether an app was asking for it"


class IosBiometrics:
    """A face before the camera, or a finger on the button.

    Args:
        facts: of the device.
        hand: what holds it there.
        look: tells which sensor it has, and whether that knows anybody.
        springboard: of the device.
        lock: its verbs.
        passcode: ours, which goes with a face or a finger.
    """

    bears: Final = 5  # Source: Apple Support, "If Face ID isn't working"
    shut_for: Final = None

    def __init__(
        self,
        facts: DeviceFacts,
        hand: Hand,
        look: Callable[[], tuple[SensorKind, bool]],
        *,
        springboard: Springboard,
        lock: IosLock,
        passcode: IosPasscode,
    ) -> None:
        self.facts = facts
        self._hand, self._look = hand, look
        self._springboard = springboard
        self._lock = lock
        self._passcode = passcode
        self._screens = screens.row_for(screens.read().question, facts.api_level)
        self._knows: bool | None = None  # as far as these verbs have seen
        self._kind: SensorKind | None = None
        self._failures = 0

    @property
    def kind(self) -> SensorKind:
        """See `devices.device.Biometrics`. It is learnt with the first look."""
        if self._kind is None:
            self._kind, _ = self._look()
        return self._kind

    @verb("biometrics.enrol")
    def enrol(self) -> None:
        """See `devices.device.Biometrics`."""
        self._teach(self._passcode.reveal())

    @verb("biometrics.forget")
    def forget(self) -> None:
        """See `devices.device.Biometrics`."""
        self._teach("")

    @property
    def enrolled(self) -> bool:
        """See `devices.device.Biometrics`."""
        return self._see()

    @verb("biometrics.match")
    def match(self) -> None:
        """See `devices.device.Biometrics`.

        A question has to be there. What comes of it proves nothing: an app may ask again at once,
        and that looks the same.
        """
        self._await_question("the user's own")
        self._look_again()
        self._hand.touch(match=True)
        self._failures = 0

    @verb("biometrics.mismatch")
    def mismatch(self, times: int = 1) -> None:
        """See `devices.device.Biometrics`. A face is looked for again by the alert's button."""
        for _ in range(times):
            self._await_question("another's")
            self._look_again()
            self._hand.touch(match=False)
            self._failures += 1
            if not wait.until(self._shows_failure, DEADLINES.effect_s):
                seen = "the question stands as before"
                raise EffectMissing(self.facts.name, "presenting another's", seen, _LOOK)

    @verb("biometrics.lockout")
    def lockout(self) -> Lockout:
        """See `devices.device.Biometrics`. Nothing tells of it: failures of ours are counted."""
        return "permanent" if self._failures >= self.bears else "none"

    @verb("biometrics.enrol")
    def clear_lockout(self) -> None:
        """See `devices.device.Biometrics`. The passcode on the lock screen ends failures."""
        if self._failures:
            self._lock.lock()
            self._lock.unlock()
        self._failures = 0

    def _teach(self, passcode: str) -> None:
        wanted = bool(passcode)
        if self._knows is wanted:
            return
        self._hand.enrol(passcode)
        self._passcode.is_set = wanted
        if self.enrolled is not wanted:
            seen = f"it knows {'nobody' if wanted else 'somebody still'}"
            raise EffectMissing(self.facts.name, "teaching it a face or a finger", seen)
        self._knows, self._failures = wanted, 0

    def _see(self) -> bool:
        self._kind, known = self._look()
        return known

    def _await_question(self, whose: str) -> None:
        if not wait.until(self._question, DEADLINES.effect_s):
            tried, seen = f"presenting {whose}", "nothing asks for a face or a finger"
            raise EffectMissing(self.facts.name, tried, seen, _LOOK)

    def _look_again(self) -> None:
        for button in self._springboard.find(self._screens.again)[:1]:
            self._springboard.tap(button)
            wait.until(lambda: self._springboard.find(self._screens.scanning), DEADLINES.effect_s)

    def _question(self) -> bool:
        return any(
            self._springboard.find(each) for each in (self._screens.scanning, self._screens.alert)
        )

    def _shows_failure(self) -> bool:
        """Whether a face is looked for no more, or a finger is asked for again, or no more."""
        find, words = self._springboard.find, self._screens
        if find(words.scanning):
            return False
        return not find(words.touch) or bool(find(words.failed))
