"""The fingerprint service: the fingers it knows, and who is told of those that touch the reader.

Source: AOSP FingerprintService, AuthenticationClient, EnrollClient; Android emulator, the
goldfish fingerprint HAL, whose finger is known by the id that touched during its enrolment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol

from devices.virtual.os.biometrics.lockout import Lockout, LockoutMode
from devices.virtual.os.biometrics.outcome import (
    FAILED,
    SUCCEEDED,
    Availability,
    ErrorCode,
    Outcome,
    error,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.biometrics.outcome import Told
    from devices.virtual.os.clock import Clock

MOST_FINGERS: Final = 5
"""Source: AOSP config_fingerprintMaxTemplatesPerUser."""
TOUCHES: Final = 3
"""How often an emulator's reader is touched to enrol a finger. Source: appium-boilerplate."""


@dataclass(slots=True)
class Fingers:
    """The enrolled fingers: their names by id, in the order in which they came."""

    names: dict[int, str] = field(default_factory=dict)

    def add(self, finger: int) -> None:
        """Keep a finger under the next free name; one that is known keeps its own."""
        taken = set(self.names.values())
        free = (f"Finger {n}" for n in range(1, len(taken) + 2))
        self.names.setdefault(finger, next(name for name in free if name not in taken))

    def clear(self) -> None:
        """Forget all."""
        self.names.clear()


class Client(Protocol):
    """Who has the reader: the one that is told of touches."""

    def touched(self, finger: int) -> None:
        """A finger lies on the reader."""

    def preempted(self) -> None:
        """Another client has the reader from now on."""


class Reader:
    """The reader of one phone.

    Attributes:
        fingers: those it knows, which a restart does not change.
        lockout: its failures.
        counts: accepted, rejected and locked-out touches, as the service's dump tells them.
        idle: has the touches while no client is there: the keyguard.
    """

    def __init__(self, fingers: Fingers, clock: Clock, words: Mapping[str, Any]) -> None:
        self.fingers = fingers
        self.lockout = Lockout(clock)
        self.counts = {"accept": 0, "reject": 0, "acquire": 0, "lockout": 0, "permanentLockout": 0}
        self.idle: Callable[[int], None] = lambda _: None
        self._clock = clock
        self._words = words
        self._client: Client | None = None

    @property
    def availability(self) -> Availability:
        """Whether an app can ask for a finger; a lockout does not count."""
        return Availability.SUCCESS if self.fingers.names else Availability.NONE_ENROLLED

    def touch(self, finger: int) -> None:
        """A finger is put on the reader."""
        if self._client is not None:
            self._client.touched(finger)
        else:
            self.idle(finger)

    def take(self, client: Client) -> None:
        """Have the touches from now on; whoever had them is told."""
        before, self._client = self._client, client
        if before is not None and before is not client:
            before.preempted()

    def reclaim(self) -> None:
        """Have the touches for the lock screen, which comes up; whoever had them is told."""
        before, self._client = self._client, None
        if before is not None:
            before.preempted()

    def release(self, client: Client) -> None:
        """Let the reader go, unless another client has it."""
        if self._client is client:
            self._client = None

    def refusal(self) -> Outcome | None:
        """Why no authentication can begin now; None where one can."""
        if self.availability is Availability.NONE_ENROLLED:
            return error(ErrorCode.NO_BIOMETRICS, self._words["none_enrolled"])
        return self._shut()

    def match(self, finger: int) -> list[Outcome]:
        """What comes of a finger: a match, or a failure and the lockout that it brings."""
        self.counts["acquire"] += 1
        if finger in self.fingers.names:
            self.counts["accept"] += 1
            self.lockout.clear()
            return [SUCCEEDED]
        self.counts["reject"] += 1
        self.lockout.fail()
        shut = self._shut()
        if shut is None:
            return [FAILED]
        permanent = self.lockout.mode is LockoutMode.PERMANENT
        self.counts["permanentLockout" if permanent else "lockout"] += 1
        return [FAILED, shut]

    def _shut(self) -> Outcome | None:
        mode = self.lockout.mode
        if mode is LockoutMode.PERMANENT:
            return error(ErrorCode.LOCKOUT_PERMANENT, self._words["lockout_permanent"])
        if mode is LockoutMode.TIMED:
            return error(ErrorCode.LOCKOUT, self._words["lockout"])
        return None

    # -- clients

    def scan(self, on_outcome: Told) -> Scan:
        """Ask for a finger without any window, as FingerprintManager does.

        Where that cannot begin, `on_outcome` is told why before this returns.
        """
        scan = Scan(self, on_outcome, self._words["canceled"])
        refusal = self.refusal()
        if refusal is not None:
            scan.end(refusal)
            return scan
        timeout = error(ErrorCode.TIMEOUT, self._words["timeout"])
        limit = timedelta(seconds=self._words["timeout_s"])
        scan.watch(self._clock.schedule(limit, lambda: scan.end(timeout)))
        self.take(scan)
        return scan

    def enrol(self, on_progress: Callable[[int], None]) -> Callable[[], None]:
        """Learn a finger: calls back with the touches that are left; returns the call that ends it.

        The finger is the one whose touch is the last.
        """
        enrolment = Enrolment(self, on_progress)
        self.take(enrolment)
        return lambda: self.release(enrolment)


class Scan:
    """One authentication: it ends with a match or an error, once."""

    def __init__(self, reader: Reader, on_outcome: Told, canceled: str) -> None:
        self._reader = reader
        self._on_outcome = on_outcome
        self._canceled = error(ErrorCode.CANCELED, canceled)
        self._stop_watch: Callable[[], None] = lambda: None
        self._over = False

    def watch(self, stop: Callable[[], None]) -> None:
        """What is to be called when it ends, so that its time-out does not come."""
        self._stop_watch = stop

    def touched(self, finger: int) -> None:
        """See `Client`."""
        for outcome in self._reader.match(finger):
            self.end(outcome) if outcome.final else self._on_outcome(outcome)

    def preempted(self) -> None:
        """See `Client`."""
        self.end(self._canceled)

    def cancel(self) -> None:
        """The app takes its question back."""
        self.end(self._canceled)

    def drop(self) -> None:
        """The app is gone: nobody is told."""
        self._over = True
        self._stop_watch()
        self._reader.release(self)

    def end(self, outcome: Outcome) -> None:
        """Tell the last callback and let the reader go."""
        if not self._over:
            self.drop()
            self._on_outcome(outcome)


class Enrolment:
    """A finger that is being learned."""

    def __init__(self, reader: Reader, on_progress: Callable[[int], None]) -> None:
        self._reader = reader
        self._on_progress = on_progress
        self._left = TOUCHES

    def touched(self, finger: int) -> None:
        """See `Client`."""
        self._left -= 1
        if not self._left:
            self._reader.fingers.add(finger)
            self._reader.release(self)
        self._on_progress(self._left)

    def preempted(self) -> None:
        """See `Client`; the page that enrols asks anew when it comes back."""
