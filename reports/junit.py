"""JUnit XML for the tools that read it: one suite a cell, one case a planned test."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

from junitparser import (
    Error,
    Failure,
    JUnitXml,
    Properties,
    Property,
    Skipped,
    SystemOut,
    TestCase,
    TestSuite,
)

from reports.atomic import write_atomic
from reports.outcomes import Outcome
from reports.secrets import Scrubber

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reports.journal import JournalData
    from reports.records import CellRecord, Result

_ELEMENT: Final[dict[Outcome, type[Failure | Error | Skipped]]] = {
    Outcome.FAIL: Failure,
    Outcome.ERROR: Error,
    Outcome.INFRA: Error,
    Outcome.LOST: Error,
    Outcome.NOT_RUN: Skipped,
    Outcome.REFUSED: Skipped,
}
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped (section 2.2 of its specification)."""


def write_junit(data: JournalData, path: Path, scrubber: Scrubber | None = None) -> None:
    """Write the run as JUnit XML.

    FAIL is a failure; ERROR, INFRA and LOST are errors of that type; NOT_RUN and REFUSED are
    skipped with the reason. A test tried twice is one case, so that counts are those of the plan.

    Raises:
        WriteFailed: it cannot be written.
    """
    scrubber = scrubber or Scrubber()
    document = JUnitXml(f"fleet: {data.plan.run.matrix}")
    for cell in data.plan.cells:
        results = [result for result in data.results() if result.planned.cell == cell.id]
        document.add_testsuite(_suite(data, cell, results, scrubber))
    document.update_statistics()  # type: ignore[no-untyped-call] # junitparser leaves it unannotated
    buffer = io.BytesIO()
    document.write(buffer, pretty=True)
    write_atomic(path, buffer.getvalue())


def _suite(
    data: JournalData, cell: CellRecord, results: list[Result], scrubber: Scrubber
) -> TestSuite:
    suite = TestSuite(cell.id)
    suite.timestamp = data.plan.run.started.isoformat(timespec="seconds")
    for name in ("kind", "platform", "version", "attach", "device"):
        suite.add_property(name, _text(getattr(cell, name)))
    for build in data.plan.run.builds:
        if build.platform == cell.platform:
            suite.add_property("build", _text(build.title))
    origins = {promise.id: promise.origin for promise in data.plan.promises}
    suite.add_testcases([_case(result, origins, scrubber) for result in results])
    return suite


def _case(result: Result, origins: Mapping[str, str], scrubber: Scrubber) -> TestCase:
    test, cell = result.planned.test, result.planned.cell
    module, _, name = test.partition("::")
    dotted = module.removesuffix(".py").replace("/", ".")
    case = TestCase(_text(name), _text(f"{cell}.{dotted}"), round(result.seconds, 3))
    element = _ELEMENT.get(result.outcome)
    if element is not None:
        message = _text(scrubber.scrub(result.message)) or result.outcome.meaning
        case.result = element(message, str(result.outcome))
    properties = Properties()  # type: ignore[no-untyped-call] # junitparser leaves it unannotated
    for key, value in _facts(result, origins):
        properties.add_property(Property(key, _text(value)))
    case.append(properties)  # type: ignore[no-untyped-call] # junitparser leaves it unannotated
    if len(result.attempts) > 1:
        history = _text(scrubber.scrub(_history(result)))
        case.append(SystemOut(history))  # type: ignore[no-untyped-call] # junitparser leaves it unannotated
    return case


def _facts(result: Result, origins: Mapping[str, str]) -> list[tuple[str, str]]:
    planned = result.planned
    facts = [("promise", promise) for promise in planned.promises]
    facts += [("origin", origins[promise]) for promise in planned.promises if promise in origins]
    facts += [("clause", "assumed")] if planned.assumed else []
    facts += [("level", planned.level), ("outcome", str(result.outcome))]
    last = result.deciding
    if last is not None:
        facts += [("device", last.device), ("serial", last.serial)]
        facts += [("evidence", last.evidence)] if last.evidence else []
    return facts


def _history(result: Result) -> str:
    return "\n".join(
        f"attempt {a.attempt} on {a.device} ({a.serial}): {a.outcome} {a.message}".rstrip()
        for a in result.attempts
    )


def _text(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
