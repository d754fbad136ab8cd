"""Allure results made whole after the run: what only the journal knows is added to them.

The workers write what they lived to see. A test whose worker died has no result, and Allure would
show a report of green tests only; a test that was refused or never ran has none either.
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from reports.allure.entry import NO_ATTEMPT, About, Key, amend, key_of, of_attempt, of_result
from reports.allure.media import attachable, type_of
from reports.atomic import write_atomic
from reports.digest import coverage, short_verdict
from reports.errors import CountsDiffer, WriteFailed
from reports.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reports.journal import JournalData
    from reports.records import AttemptRecord
    from reports.secrets import Scrubber

_AGREEING: Final = {
    Outcome.PASS: {"passed"},
    Outcome.FAIL: {"failed", "broken"},
    Outcome.ERROR: {"failed", "broken", "skipped"},
    Outcome.INFRA: {"failed", "broken", "skipped"},
    Outcome.LOST: {"failed", "broken", "skipped"},
    Outcome.REFUSED: {"failed", "broken", "skipped"},
    Outcome.NOT_RUN: {"skipped"},
}
"""What allure-pytest, which knows no outcomes of ours, may have called each."""


def complete(results_dir: Path, data: JournalData, evidence_root: Path, scrubber: Scrubber) -> None:
    """Add outcomes, devices and what is missing, and check against the journal.

    All that can be written is written before a difference is raised, so that a report can be
    rendered all the same.

    Raises:
        CountsDiffer: a result and the journal contradict each other; it names the tests.
        WriteFailed: a result cannot be written.
    """
    found = _found(results_dir)
    differences = list(_differences(found, data))
    plan = data.plan
    about = {(test.test, test.cell): About.of(test, plan.promises) for test in plan.tests}
    for attempt in data.attempts:
        told = about.get((attempt.test, attempt.cell), About())
        written = found[Key.of(attempt)]
        if not written:
            entry = of_attempt(attempt)
            entry["attachments"] = _attachments(results_dir, evidence_root, attempt)
            written = {results_dir / f"{entry['uuid']}-result.json": entry}
        for path, entry in written.items():
            _write(path, scrubber.scrub_value(amend(entry, attempt, told)))
    for result in data.results():
        if not result.attempts:
            told = about[result.planned.test, result.planned.cell]
            entry = of_result(result, plan.run.started, told)
            _write(results_dir / f"{entry['uuid']}-result.json", scrubber.scrub_value(entry))
    _write_environment(results_dir, data, scrubber)
    if differences:
        raise CountsDiffer(results_dir, tuple(differences))


def _found(results_dir: Path) -> dict[Key | None, dict[Path, dict[str, Any]]]:
    found: dict[Key | None, dict[Path, dict[str, Any]]] = defaultdict(dict)
    for path in sorted(results_dir.glob("*-result.json")):
        entry = json.loads(path.read_bytes())
        key = key_of(entry)
        if key is not None and key.attempt == NO_ATTEMPT:  # of an earlier completion
            path.unlink()
        else:
            found[key][path] = entry
    return found


def _differences(
    found: dict[Key | None, dict[Path, dict[str, Any]]], data: JournalData
) -> Iterator[str]:
    attempts = {Key.of(attempt): attempt for attempt in data.attempts}
    numbers = Counter(Key.of(attempt) for attempt in data.attempts)
    for repeated in (key for key, number in numbers.items() if number > 1):
        yield f"{repeated}: {numbers[repeated]} times in the journal"
    for attempt in data.unplanned():
        yield f"{Key.of(attempt)}: not in the plan"
    for key, entries in found.items():
        statuses = [str(entry.get("status")) for entry in entries.values()]
        if key is None:
            names = ", ".join(str(entry.get("name")) for entry in entries.values())
            yield f"results that belong to no attempt: {names}"
        elif key not in attempts:
            yield f"{key}: has a result and is not in the journal"
        elif len(statuses) > 1:
            yield f"{key}: {len(statuses)} results"
        elif statuses[0] not in _AGREEING[attempts[key].outcome]:
            yield f"{key}: {attempts[key].outcome} in the journal, {statuses[0]} in its result"


def _attachments(
    results_dir: Path, evidence_root: Path, attempt: AttemptRecord
) -> list[dict[str, str]]:
    """Copy the evidence of an attempt whose worker could not attach it."""
    folder = evidence_root / attempt.evidence if attempt.evidence else None
    if folder is None or not folder.is_dir():
        return []
    attached = []
    for file in sorted(file for file in folder.iterdir() if attachable(file)):
        source = f"{uuid.uuid4()}-attachment{file.suffix.lower()}"
        try:
            shutil.copyfile(file, results_dir / source)
        except OSError as error:
            (results_dir / source).unlink(missing_ok=True)
            raise WriteFailed.of(results_dir / source, error) from error
        attached.append({"name": file.name, "source": source, "type": type_of(file.name)})
    return attached


def _write_environment(results_dir: Path, data: JournalData, scrubber: Scrubber) -> None:
    """What the report's first page says above the tests; it cuts a value after some 30 letters."""
    run = data.plan.run
    lines = {
        "Verdict": short_verdict(data),
        "Phones": coverage(data),
        "Build": ", ".join(dict.fromkeys(build.name for build in run.builds)),
        "Code": ", ".join(build.fingerprint for build in run.builds),
        "Matrix": run.matrix,
        "Run": run.run_id,
        "Fleet": run.fleet_version,
    }
    text = "".join(f"{name} = {' '.join(value.split())}\n" for name, value in lines.items())
    write_atomic(results_dir / "environment.properties", scrubber.scrub(text).encode())


def _write(path: Path, entry: dict[str, Any]) -> None:
    write_atomic(path, json.dumps(entry, ensure_ascii=False).encode())
