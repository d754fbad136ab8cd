"""One Allure result: how an attempt of ours is told in Allure's schema.

The schema is that of allure_commons' ``model2``; times are milliseconds since 1970.
"""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reports.allure.live import ATTEMPT, CELL, TEST
from reports.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from reports.records import AttemptRecord, PlannedTest, PromiseRecord, Result

OUTCOME: Final = "outcome"
PROMISE: Final = "promise"
ASSUMED: Final = "assumed clause"
"""The tag of a test that is about what its promises assume beyond their origin."""
NO_ATTEMPT: Final = 0
STATUS: Final = {
    Outcome.PASS: "passed",
    Outcome.FAIL: "failed",
    Outcome.ERROR: "broken",
    Outcome.INFRA: "broken",
    Outcome.LOST: "broken",
    Outcome.NOT_RUN: "skipped",
    Outcome.REFUSED: "skipped",
}
_SEVERITY: Final = {"blocker": "blocker", "major": "critical", "minor": "minor"}
_OURS: Final = frozenset(
    {
        "cell",
        OUTCOME,
        PROMISE,
        "severity",
        "parentSuite",
        "suite",
        "subSuite",
        "host",
        "thread",
        "package",
    }
)
"""Labels that are written anew: those of allure-pytest name this host and its processes."""


class About(NamedTuple):
    """What the plan knows of a test.

    Attributes:
        level: the gravest level of its promises.
        promises: each with its level, origin and title, in a line.
        assumed: whether it is about an assumed clause of them.
    """

    level: str = ""
    promises: tuple[str, ...] = ()
    assumed: bool = False

    @classmethod
    def of(cls, planned: PlannedTest, promises: Iterable[PromiseRecord]) -> About:
        """That of a planned test."""
        lines = {p.id: f"{p.id} {p.title} ({p.level}, {p.origin})" for p in promises}
        told = tuple(lines.get(id_, id_) for id_ in planned.promises)
        return cls(planned.level, told, planned.assumed)


class Key(NamedTuple):
    """What an attempt and its result have in common."""

    test: str
    cell: str
    attempt: int

    def __str__(self) -> str:
        return f"{self.test} on {self.cell}, attempt {self.attempt}"

    @classmethod
    def of(cls, attempt: AttemptRecord) -> Key:
        """That of an attempt in the journal."""
        return cls(attempt.test, attempt.cell, attempt.attempt)


def key_of(entry: dict[str, Any]) -> Key | None:
    """That of a result; None for one that no attempt was named for."""
    labels = {label["name"]: label["value"] for label in entry.get("labels", [])}
    try:
        return Key(labels[TEST], labels[CELL], int(labels[ATTEMPT]))
    except KeyError:
        return None


def of_attempt(attempt: AttemptRecord) -> dict[str, Any]:
    """A result for an attempt whose worker wrote none; `amend` makes it whole."""
    start_ms = round(attempt.started.timestamp() * 1000)
    return {
        "uuid": str(uuid.uuid4()),
        "start": start_ms,
        "stop": start_ms + round(attempt.seconds * 1000),
        "labels": _labels({TEST: attempt.test, CELL: attempt.cell, ATTEMPT: str(attempt.attempt)}),
    }


def of_result(result: Result, started: datetime, about: About) -> dict[str, Any]:
    """A whole result for a planned test that has no attempt: refused, or never run.

    It goes by the number `NO_ATTEMPT`, so that a later completion takes it away again.
    """
    start_ms = round(started.timestamp() * 1000)
    planned = result.planned
    return {
        "uuid": str(uuid.uuid4()),
        "start": start_ms,
        "stop": start_ms,
        **_identity(planned.test, planned.cell),
        **_told(result.outcome, result.message, trace=""),
        "name": _name(planned.test),
        "parameters": [_cell(planned.cell)],
        "labels": _labels({TEST: planned.test, CELL: planned.cell, ATTEMPT: str(NO_ATTEMPT)})
        + _labels_of(
            planned.test,
            planned.cell,
            result.outcome,
            promises=planned.promises,
            about=about,
            device="",
        ),
    }


def amend(entry: dict[str, Any], attempt: AttemptRecord, about: About) -> dict[str, Any]:
    """The result with what the journal knows of its attempt.

    The device is an excluded parameter: it shows, and a swap of phones leaves the history whole.
    """
    kept = [
        label
        for label in entry.get("labels", [])
        if label["name"] not in _OURS
        and not (label["name"] == "tag" and label["value"] in {*attempt.promises, ASSUMED})
    ]
    parameters = [p for p in entry.get("parameters", []) if p["name"] not in {"cell", "device"}]
    device = f"{attempt.device} ({attempt.serial})" if attempt.serial else attempt.device
    trace = entry.get("statusDetails", {}).get("trace", "")
    own = _labels_of(
        attempt.test,
        attempt.cell,
        attempt.outcome,
        promises=attempt.promises,
        about=about,
        device=attempt.device,
    )
    return {
        **entry,
        **_identity(attempt.test, attempt.cell),
        **_told(attempt.outcome, attempt.message, trace),
        "name": _title(entry.get("name", ""), attempt.test),
        "parameters": [
            _cell(attempt.cell),
            {"name": "device", "value": device, "excluded": True},
            *parameters,
        ],
        "labels": [*kept, *own],
    }


def _identity(test: str, cell: str) -> dict[str, Any]:
    """Ids by test and cell alone, so that history follows the cell and no retry hides another."""
    path, _, name = test.partition("::")
    return {
        "fullName": test,
        "testCaseId": _digest(test),
        "historyId": _digest(f"{test}\0{cell}"),
        "titlePath": [*path.split("/"), *name.split("::")[:-1]],
    }


def _told(outcome: Outcome, message: str, trace: str) -> dict[str, Any]:
    told: dict[str, Any] = {"status": STATUS[outcome], "stage": "finished"}
    details = {"trace": trace} if trace else {}
    if outcome is not Outcome.PASS:
        details["message"] = f"{outcome}: {message or outcome.meaning}"
    return {**told, "statusDetails": details}


def _labels_of(
    test: str,
    cell: str,
    outcome: Outcome,
    *,
    promises: Sequence[str],
    about: About,
    device: str,
) -> list[dict[str, str]]:
    path = test.partition("::")[0]
    labels = {
        "cell": cell,
        OUTCOME: str(outcome),
        "suite": path.removeprefix("suites/").removesuffix(".py"),
        "severity": _SEVERITY.get(about.level, "normal"),
        "host": cell,
        "thread": device or cell,
    }
    tags = [*promises, *([ASSUMED] if about.assumed else [])]
    return [
        *_labels(labels),
        *({"name": PROMISE, "value": line} for line in about.promises or promises),
        *({"name": "tag", "value": tag} for tag in tags),
    ]


def _labels(values: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in values.items()]


def _cell(cell: str) -> dict[str, Any]:
    return {"name": "cell", "value": cell}


def _name(test: str) -> str:
    return test.rpartition("::")[2]


def _title(given: str, test: str) -> str:
    """A title that the test gave itself stands; pytest's name, with the cell in it, does not."""
    function = _name(test).partition("[")[0]
    return _name(test) if not given or given.startswith(function) else given


def _digest(text: str) -> str:
    """An id, of the length that Allure's own have; no secret depends on it."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
