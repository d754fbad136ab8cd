"""The fingerprint sensor of an Android emulator, proved by what its service counts.

The finger is the emulator's: its console says which one lies on the sensor, and the phone knows
the one that lay there during the enrolment. Source: Android emulator, goldfish fingerprint HAL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from config.deadlines import DEADLINES
from devices import wait
from devices.android.enrolment import Enrolment
from devices.android.fingerprints import LOOK, Counts, counts_of
from devices.android.lock import POLICY, keyguard_of
from devices.errors import CommandFailed, EffectMissing
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.secrets import Secret
    from devices.android.adb import Adb
    from devices.android.console import Console
    from devices.android.lock import AndroidLock
    from devices.appium.session import Session
    from devices.device import DeviceFacts, Lockout

_OURS: Final = 1
_STRANGE: Final = 9
_TIMED_S: Final = 30
"""Source: AOSP LockoutFrameworkImpl and FingerprintService, FAIL_LOCKOUT_TIMEOUT_MS."""
_BY_HAND: Final = "a credential that this run has not set has to be taken away by hand"


class AndroidBiometrics:
    """Fingers on the sensor.

    Args:
        facts: of the device.
        adb: of the device.
        session: opens its session, or gives the one that is open.
        console: of the emulator.
        lock: its screen lock.
        pin: the credential to set.
    """

    def __init__(
        self,
        facts: DeviceFacts,
        adb: Adb,
        session: Callable[[], Session],
        *,
        console: Console,
        lock: AndroidLock,
        pin: Secret,
    ) -> None:
        self.facts = facts
        self._adb = adb
        self._session = session
        self._console = console
        self._lock = lock
        self._pin = pin
        self._clean: Counts | None = None  # the last look with no failures behind it
        self._shut_at_s: float | None = None  # uptime of the last lockout

    @verb("biometrics.enrol")
    def enrol(self) -> None:
        """See `devices.device.Biometrics`."""
        if self.enrolled and keyguard_of(self._adb.shell(POLICY)).secure:
            return
        self._set_pin()
        enrolment = Enrolment(self._adb, self._session(), self._pin, lambda: self._put(_OURS))
        if not enrolment.run(lambda: self.enrolled):
            raise EffectMissing(
                self.facts.name,
                "enrolling a finger",
                "dumpsys fingerprint counts none",
                "follow the wizard on its screen: a page may say what devices/android/enrolment.py "
                "does not know",
            )
        self._clean = self._look()  # the wizard has asked for the credential

    @verb("biometrics.forget")
    def forget(self) -> None:
        """See `devices.device.Biometrics`. The fingers go with the credential."""
        clear = f"locksettings clear --old {self._pin.reveal()}"
        self._adb.shell(f"{clear}; input keyevent WAKEUP; wm dismiss-keyguard", secret=self._pin)
        gone = wait.until(
            lambda: not (self.enrolled or keyguard_of(self._adb.shell(POLICY)).secure),
            DEADLINES.effect_s,
        )
        if not gone:
            seen = "it has a finger or a screen lock still"
            raise EffectMissing(self.facts.name, "forgetting fingers", seen, _BY_HAND)
        self._clean = self._shut_at_s = None

    @property
    def enrolled(self) -> bool:
        """See `devices.device.Biometrics`."""
        counts = counts_of(self._adb.shell(LOOK))
        return counts is not None and counts.fingers > 0

    @verb("biometrics.match")
    def match(self) -> None:
        """See `devices.device.Biometrics`."""
        self._clean = self._touch(_OURS, "accept")
        self._shut_at_s = None

    @verb("biometrics.mismatch")
    def mismatch(self, times: int = 1) -> None:
        """See `devices.device.Biometrics`."""
        for _ in range(times):
            self._touch(_STRANGE, "reject")

    @verb("biometrics.lockout")
    def lockout(self) -> Lockout:
        """See `devices.device.Biometrics`.

        No release tells whether its sensor is shut now. They count how often it was shut; when
        that was is known of lockouts that `mismatch` has brought about.
        """
        now = self._look()
        if self._clean is not None and now.permanent > self._clean.permanent:
            return "permanent"
        shut = self._shut_at_s is not None and now.uptime_s - self._shut_at_s < _TIMED_S
        return "timed" if shut else "none"

    @verb("biometrics.lockout")
    def clear_lockout(self) -> None:
        """See `devices.device.Biometrics`.

        Nothing is done where no touch has failed since. Else the screen is locked and opened with
        the credential, which ends failures on every release. Source: AOSP LockSettingsService,
        doVerifyCredential, and KeyguardUpdateMonitor, reportSuccessfulStrongAuthUnlockAttempt.
        """
        now = self._look()
        if self._clean is None or now.reject > self._clean.reject:
            self._lock.lock()
            self._lock.unlock()
        self._clean, self._shut_at_s = now, None

    def _set_pin(self) -> None:
        """Lock the screen with our PIN, in the place of an older one of ours."""
        pin = self._pin.reveal()
        commands = f"locksettings clear --old {pin}; locksettings set-pin {pin}"
        said = self._adb.shell(f"{commands}; {POLICY}", secret=self._pin)
        if not keyguard_of(said).secure or "didn't match" in said:
            seen = said.strip().replace(pin, str(self._pin))
            raise EffectMissing(self.facts.name, "setting a PIN", seen, _BY_HAND)

    def _touch(self, finger: int, kind: Literal["accept", "reject"]) -> Counts:
        """Touch the sensor once; gives the look that shows it counted."""
        before = self._look()
        self._put(finger)

        def is_counted(now: Counts) -> bool:
            return bool(getattr(now, kind) > getattr(before, kind))

        seen = wait.until(self._look, DEADLINES.effect_s, holds=is_counted)
        if not is_counted(seen):
            raise EffectMissing(
                self.facts.name,
                "putting a finger on the sensor",
                f"dumpsys fingerprint counts no {kind} more",
                "see whether an app, or the lock screen, was asking for a finger",
            )
        if seen.lockout > before.lockout:
            self._shut_at_s = seen.uptime_s
        return seen

    def _put(self, finger: int) -> None:
        self._console.say(f"finger touch {finger}", "finger remove")

    def _look(self) -> Counts:
        """What the service counts now.

        Raises:
            CommandFailed: there is no such service.
        """
        counts = counts_of(self._adb.shell(LOOK))
        if counts is None:
            seen = "it tells of no fingers: the phone may have no sensor"
            raise CommandFailed(self.facts.name, "dumpsys fingerprint", seen)
        return counts
