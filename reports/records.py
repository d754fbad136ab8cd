"""The facts of a run that travel: from workers to the controller, into the journal and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - pydantic reads the annotations when a journal is read
from enum import StrEnum
from typing import Final

from reports.outcomes import Outcome  # noqa: TC001 - the same

FIRST_SESSION: Final = "first"


class Phase(StrEnum):
    """Where in a test its outcome was decided."""

    SETUP = "setup"
    CALL = "call"
    TEARDOWN = "teardown"


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """The build that a run is about.

    Attributes:
        platform: "android" or "ios".
        file_name: of the build's file, without its folder.
        label: the name that the build gives itself.
        sha256: of the file, in hexadecimal.
        reference: whether it is a build of the reference app, and so no product at all.
    """

    platform: str
    file_name: str
    package: str
    label: str
    version_name: str
    build_number: str
    sha256: str
    reference: bool

    @property
    def name(self) -> str:
        """What a verdict calls it: never by a product's name when it is the reference app."""
        name = "reference app" if self.reference else self.label
        return f"{name} {self.version_name}"

    @property
    def fingerprint(self) -> str:
        """What tells it from another build of the same version."""
        return f"{self.platform} {self.build_number}, sha256 {self.sha256[:12]}"

    @property
    def title(self) -> str:
        """Name and fingerprint."""
        return f"{self.name} ({self.fingerprint})"


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What identifies a run.

    Attributes:
        started: when its plan was known, with time zone.
        builds: one a platform.
        began: when its process began; None in a journal that does not tell.
        workers: processes that ran tests at once.
        estimated_s: how long it was thought to take from beginning to report; None if unknown.
    """

    run_id: str
    started: datetime
    fleet_version: str
    matrix: str
    builds: tuple[BuildRecord, ...]
    began: datetime | None = None
    workers: int = 0
    estimated_s: float | None = None


@dataclass(frozen=True, slots=True)
class CellRecord:
    """One column of the matrix: which kind of phone is asked for.

    Attributes:
        kind: "virtual", "real", "emulator", "simulator" or "cloud".
        attach: how a virtual Android attaches; empty where that means nothing.
        device: model name.
    """

    id: str
    kind: str
    platform: str
    version: str
    attach: str
    device: str


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """A promise of the catalogue, as it stood when the run was planned.

    Attributes:
        level: "blocker", "major" or "minor".
        origin: where it comes from: "seed", "guide", "platform" or "assumed".
        title: a few words.
    """

    id: str
    level: str
    origin: str
    title: str


@dataclass(frozen=True, slots=True)
class PlannedTest:
    """One test on one cell, as the plan has it.

    Attributes:
        test: pytest's node id without the cell.
        cell: id of the cell.
        level: the gravest level of its promises; major at most for an assumed clause.
        refused: why the cell cannot show it; empty when it is to run.
        assumed: whether it is about what its promises assume beyond their origin.
    """

    test: str
    cell: str
    promises: tuple[str, ...]
    level: str
    refused: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """The first record of a journal: all that the run set out to do.

    Attributes:
        promises: those that the tests name, in the catalogue's order.
    """

    run: RunRecord
    cells: tuple[CellRecord, ...]
    tests: tuple[PlannedTest, ...]
    promises: tuple[PromiseRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class StartRecord:
    """An attempt has begun; without an `AttemptRecord` after it, the run was cut there."""

    test: str
    cell: str
    attempt: int
    device: str
    serial: str
    worker: str
    started: datetime


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session was opened on a phone.

    Attributes:
        reason: ``first``, or ``recovery:`` and what became of the one before.
        seconds: that opening it took.
    """

    cell: str
    at: datetime
    reason: str
    seconds: float

    @property
    def is_recovery(self) -> bool:
        """Whether the phone had a session before."""
        return self.reason != FIRST_SESSION


@dataclass(frozen=True, slots=True)
class StartState:
    """The state that a test began in, and how the phone came to it.

    Attributes:
        way: by which of the state's ways.
        seconds: that it took.
    """

    name: str
    way: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Spent:
    """Calls of one kind, and what they took together."""

    calls: int
    seconds: float


@dataclass(frozen=True, slots=True)
class AttemptRecord:
    """One finished attempt of one test on one cell.

    Attributes:
        attempt: counts from 1.
        device: name of the phone in the lab.
        phase: where the outcome was decided.
        message: why it is not PASS, for a reader; empty for PASS.
        evidence: name of its folder below the run's evidence folder, None when none was kept.
        state: its start state; None when it was not come to.
        spent: what each kind of call (``driver``, ``adb``, ``crm``, ``hand``) and ``waiting`` took
            of the seconds.
    """

    test: str
    cell: str
    attempt: int
    device: str
    serial: str
    outcome: Outcome
    phase: Phase
    message: str
    started: datetime
    seconds: float
    evidence: str | None = None
    promises: tuple[str, ...] = ()
    worker: str = ""
    state: StartState | None = None
    spent: dict[str, Spent] = field(default_factory=dict)

    @property
    def overhead_s(self) -> float:
        """What it took beyond its commands and waits."""
        return max(0.0, self.seconds - sum(spent.seconds for spent in self.spent.values()))


@dataclass(frozen=True, slots=True)
class HostEvent:
    """Something that happened below the tests: a server died and is back, a phone went away.

    Attributes:
        service: "adb", "appium", "lab", "worker", or a device's name.
    """

    at: datetime
    service: str
    text: str


@dataclass(frozen=True, slots=True)
class EndRecord:
    """The run came to its own end; a journal without one was cut.

    Attributes:
        cause: why it ended before everything ran; empty for a whole run.
    """

    at: datetime
    exit_code: int
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one planned test on its cell, all attempts taken together."""

    planned: PlannedTest
    outcome: Outcome
    message: str
    attempts: tuple[AttemptRecord, ...] = field(default=())

    @property
    def deciding(self) -> AttemptRecord | None:
        """The attempt that the outcome comes from; None when there was none."""
        of_outcome = [a for a in self.attempts if a.outcome is self.outcome]
        return of_outcome[-1] if of_outcome else None

    @property
    def seconds(self) -> float:
        """Of all attempts together."""
        return sum(attempt.seconds for attempt in self.attempts)
