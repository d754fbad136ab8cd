"""What running suites costs beyond what the tests themselves ask for: from a run's own journal.

Prints figures; asserts nothing about them, since a machine's speed is not the code's.
"""

from __future__ import annotations

import ast
import json
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from appium import webdriver
from appium.options.common import AppiumOptions
from appium.webdriver.common.appiumby import AppiumBy
from rich.console import Console
from rich.table import Table

from config import app
from config.paths import CHECKOUT
from devices.android.device import AndroidDevice
from devices.facts import DeviceFacts
from devices.pool.builds import reference_build
from devices.pool.plan import Cell
from reports.figures import figures
from reports.journal import JournalData, read_journal
from tests.labs import running

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from reports.records import AttemptRecord

_MATRIX: Final = "smoke"
_DEADLINE_S: Final = 600
_CELL: Final = Cell(
    "android-14-emulator", "android-14", "virtual", "android", "14", 34, "emulator", required=True
)


def test_what_a_test_costs_beyond_its_own_commands(tmp_path: Path) -> None:
    """One run of the smoke matrix, taken apart; then the finds of some tests by a bare client."""
    folder = _run(tmp_path / "run")
    data = read_journal(folder / "journal.jsonl")
    table = Table("what", "number", "p50", "p95", title=f"fleet run {_MATRIX}")
    _row(table, "a test, all of it", [a.seconds for a in data.attempts])
    _row(table, "  its commands: driver, adb, CRM", [_commands_s(a) for a in data.attempts])
    _row(table, "  waiting for what it expects", [_waits_s(a) for a in data.attempts])
    between = list(_between(data))
    _row(table, "beyond its commands and waits", [a.overhead_s for a in data.attempts])
    _row(table, "  until the next test begins", [gap for _, gap in between])
    _row(table, "both together (≤ 100 ms p95)", [a.overhead_s + gap for a, gap in between])
    for name, seconds in sorted(_arrivals(data).items()):
        _row(table, name, seconds)
    console = Console(width=100)
    console.print(table)
    for line in figures(data, data.end.at if data.end else data.plan.run.started):
        console.print(line)
    some = _run(tmp_path / "some", "--evidence", "all", "-k", "banner")  # evidence costs as well
    finds = list(_finds(some))
    ours = statistics.median(seconds for _, seconds in finds)
    bare = statistics.median(_bare([selector for selector, _ in finds], tmp_path))
    console.print(
        f"a find in a run {_ms(ours)}, the same by a bare client alone on the host {_ms(bare)}: "
        f"{ours / bare:.1f} times"
    )


def _run(output: Path, *options: str) -> Path:
    """Run the matrix; returns the run's folder."""
    arguments = ["run", _MATRIX, "--", "--output", str(output), *options]
    done = subprocess.run(
        [sys.executable, "-m", "fleet", *arguments],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=_DEADLINE_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return (output / "latest").resolve()


def _commands_s(attempt: AttemptRecord) -> float:
    return sum(spent.seconds for kind, spent in attempt.spent.items() if kind != "waiting")


def _waits_s(attempt: AttemptRecord) -> float:
    return attempt.spent["waiting"].seconds if "waiting" in attempt.spent else 0.0


def _between(data: JournalData) -> Iterator[tuple[AttemptRecord, float]]:
    """Each attempt with the seconds from its last phase to the next attempt on its phone."""
    before: dict[str, AttemptRecord] = {}
    for attempt in sorted(data.attempts, key=lambda attempt: attempt.started):
        if last := before.get(attempt.cell):
            gap = (attempt.started - last.started).total_seconds() - last.seconds
            yield last, max(0.0, gap)
        before[attempt.cell] = attempt


def _arrivals(data: JournalData) -> dict[str, list[float]]:
    """Seconds by start state and way; a session that was opened on the way is none of it."""
    found: dict[str, list[float]] = defaultdict(list)
    for attempt in data.attempts:
        if attempt.state is not None:
            found[f"{attempt.state.name}: {attempt.state.way}"].append(attempt.state.seconds)
    return found


def _finds(folder: Path) -> Iterator[tuple[tuple[str, str], float]]:
    """Strategy, selector and seconds of each find of a run."""
    for path in folder.glob("evidence/*/commands.json"):
        for command in json.loads(path.read_text("utf-8")):
            if command["name"] == "findElements":
                looked_for = ast.literal_eval(command["detail"])
                yield (looked_for["using"], looked_for["value"]), command["seconds"]


def _bare(selectors: Sequence[tuple[str, str]], tmp_path: Path) -> list[float]:
    """Seconds of each find by a client without anything of ours, on the app's first screen."""
    build = reference_build(_CELL, tmp_path)
    with running((_CELL,), tmp_path) as ends:
        assert ends.appium_url
        serial = ends.phones[0].serial
        facts = DeviceFacts(_CELL.id, "virtual", "android", "14", 34, _CELL.attach, serial)
        device = AndroidDevice(facts, ends.appium_url, ends.adb_server_port, app.read().android)
        options = AppiumOptions().load_capabilities(device.capabilities)
        driver = webdriver.Remote(ends.appium_url, options=options)
        driver.install_app(str(build.path))
        driver.activate_app(build.package)
        driver.find_element(AppiumBy.ACCESSIBILITY_ID, "Email")
        seconds = [_timed(driver, using, value) for using, value in selectors]
        driver.quit()
    return seconds


def _timed(driver: webdriver.Remote, using: str, value: str) -> float:
    began = time.perf_counter()
    driver.find_elements(using, value)
    return time.perf_counter() - began


def _row(table: Table, what: str, seconds: list[float]) -> None:
    p95 = statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    table.add_row(what, str(len(seconds)), _ms(statistics.median(seconds)), _ms(p95))


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
