"""The fingerprint sensor of an Android emulator, proved by what its service counts.

The finger is the emulator's: its console says which one lies on the sensor, and the phone knows
the one that lay there during the enrolment. Source: Android emulator, goldfish fingerprint HAL.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

from config.deadlines import DEADLINES
from devices import wait
from devices.android.enrolment import Enrolment
from devices.android.fingerprints import LOOK, NO_SERVICE, Counts, counts_of
from devices.android.keyguard import BY_HAND
from devices.errors import CommandFailed, EffectMissing
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.android.adb import Adb
    from devices.android.console import Console
    from devices.android.keyguard import Keyguard
    from devices.android.lock import AndroidLock
    from devices.appium.session import Session
    from devices.facts import DeviceFacts, Lockout

_OURS: Final = 1
_STRANGE: Final = 9
_SHUT_FOR_S: Final = 30
"""Source: AOSP LockoutFrameworkImpl and FingerprintService, FAIL_LOCKOUT_TIMEOUT_MS."""


class AndroidBiometrics:
    """Fingers on the sensor.

    Args:
        facts: of the device.
        adb: of the device.
        session: opens its session, or gives the one that is open.
        console: of the emulator.
        keyguard: its lock screen, whose PIN goes with a finger.
        lock: its verbs.
    """

    bears: Final = 5  # Source: as above, MAX_FAILED_ATTEMPTS_LOCKOUT_TIMED
    shut_for: Final = timedelta(seconds=_SHUT_FOR_S)
    kind: Final = "fingerprint"

    def __init__(
        self,
        facts: DeviceFacts,
        adb: Adb,
        session: Callable[[], Session],
        *,
        console: Console,
        keyguard: Keyguard,
        lock: AndroidLock,
    ) -> None:
        self.facts = facts
        self._adb = adb
        self._session = session
        self._console = console
        self._keyguard = keyguard
        self._lock = lock
        self._clean: Counts | None = None  # the last look with no failures behind it
        self._shut_at_s: float | None = None  # uptime of the last lockout

    @verb("biometrics.enrol")
    def enrol(self) -> None:
        """See `devices.device.Biometrics`."""
        if self.enrolled and self._keyguard.is_ours():
            return
        self._keyguard.set_pin()
        touch = self._put_on_and_off
        enrolment = Enrolment(self._adb, self._session(), self._keyguard.type_pin, touch)
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
        self._keyguard.clear_pin()
        if wait.until(lambda: self.enrolled, DEADLINES.effect_s, holds=lambda left: not left):
            raise EffectMissing(self.facts.name, "forgetting fingers", "it has one still", BY_HAND)
        self._clean = self._shut_at_s = None

    @property
    def enrolled(self) -> bool:
        """See `devices.device.Biometrics`."""
        said = self._adb.shell(LOOK)
        return NO_SERVICE not in said and self._read(said).fingers > 0

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
        if self._shut_at_s is None or now.uptime_s - self._shut_at_s >= _SHUT_FOR_S:
            return "none"
        return "timed"

    @verb("biometrics.enrol")
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

    def _touch(self, finger: int, kind: Literal["accept", "reject"]) -> Counts:
        """Touch the sensor until it has counted once; gives the look that shows it."""
        before = self._look()
        seen = wait.until(
            lambda: self._held(finger, before),
            DEADLINES.effect_s,
            holds=lambda now: now.touches > before.touches,
        )
        if getattr(seen, kind) != getattr(before, kind) + 1:
            raise EffectMissing(
                self.facts.name,
                "putting a finger on the sensor",
                f"dumpsys fingerprint does not count one {kind} more",
                "see whether an app, or the lock screen, was asking for a finger",
            )
        if seen.lockout > before.lockout:
            self._shut_at_s = seen.uptime_s
        return seen

    def _held(self, finger: int, before: Counts) -> Counts:
        """Let a finger lie there until it is counted, or for a while; what is counted then.

        A sensor that an app has asked for a moment ago may not listen yet. The look after the
        finger was lifted is the one that counts, so that no touch is taken for lost and repeated.
        """
        self._console.say(f"finger touch {finger}")
        try:
            seen = wait.until(
                self._look, DEADLINES.touch_s, holds=lambda now: now.touches > before.touches
            )
        finally:
            self._console.say("finger remove")
        return seen if seen.touches > before.touches else self._look()

    def _put_on_and_off(self) -> None:
        """One touch of the wizard's, which tells by itself what has become of it."""
        self._console.say(f"finger touch {_OURS}", "finger remove")

    def _look(self) -> Counts:
        """What the service counts now.

        Raises:
            CommandFailed: there is no such service, or it tells nothing of fingers.
        """
        return self._read(self._adb.shell(LOOK))

    def _read(self, said: str) -> Counts:
        counts = counts_of(said)
        if counts is None:
            seen = "it tells of no fingers: the phone may have no sensor"
            raise CommandFailed(self.facts.name, "dumpsys fingerprint", seen)
        return counts
