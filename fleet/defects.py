"""``fleet defects``: do the suites notice a broken app, and only where it is broken?

For each seeded defect a build that carries it is run against all tests of the promise that it
breaks, and against the sample: one test of each other promise, by `fixtures.selection.sample_of`.
The same tests are run against a build without a defect: one that fails there too proves nothing.
"""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from config import matrix, requirements
from devices.pool.defects import DEFECTS
from fleet.defects_verdict import Finding, judge, unsound
from fleet.runs import Made, make_run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from devices.pool.defects import Defect

MATRIX: Final = "defects"
INTERRUPTED: Final = 2
_SOUND: Final = "without-a-defect"
_ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Hunt:
    """What is to be found out, and where.

    Attributes:
        defects: the defects to seed, one a run.
        matrix: name or file of the matrix to run.
        jobs: runs at a time.
        folder: for the folders of the runs.
    """

    defects: tuple[Defect, ...]
    matrix: str
    jobs: int
    folder: Path


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What was found out.

    Attributes:
        sound: the run of a build without a defect.
        findings: one a defect, in the order asked for.
    """

    sound: Made
    findings: tuple[Finding, ...]


def shown_on(name: str) -> tuple[Defect, ...]:
    """The defects that show on the platforms of a matrix, by its name or file.

    Raises:
        ConfigError: there is no such matrix, or it is wrong.
    """
    cells = matrix.read(matrix.find(name)).cells
    asked = {cell.platform for cell in cells if cell.platform is not None}
    known = requirements.read()
    return tuple(
        defect
        for defect in DEFECTS.values()
        if asked.intersection(defect.platforms) & {*known[defect.breaks].platforms}
    )


def jobs_for(runs: int) -> int:
    """How many of so many runs to make at once: a test that fails mostly waits for its deadline."""
    return min(runs, 2 * (os.cpu_count() or 1))


def hunt(wish: Hunt, tell: Callable[[Finding], None]) -> Outcomes | None:
    """Make all runs and judge them; None when a signal asked for the end.

    Args:
        wish: what is to be found out.
        tell: is told each finding as soon as it stands.
    """
    try:
        return asyncio.run(_hunt(wish, tell))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return None


async def _hunt(wish: Hunt, tell: Callable[[Finding], None]) -> Outcomes:
    task = asyncio.current_task()
    assert task is not None
    for number in _ENDING:
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    limit = asyncio.Semaphore(wish.jobs)
    async with asyncio.TaskGroup() as group:
        sound = group.create_task(_run(wish, limit, None))
        found = [
            group.create_task(_find(wish, limit, defect, sound, tell)) for defect in wish.defects
        ]
    return Outcomes(sound.result(), tuple(task.result() for task in found))


async def _find(
    wish: Hunt,
    limit: asyncio.Semaphore,
    defect: Defect,
    sound: asyncio.Task[Made],
    tell: Callable[[Finding], None],
) -> Finding:
    made = await _run(wish, limit, defect)
    finding = judge(defect, made, unsound(await sound))
    tell(finding)
    return finding


async def _run(wish: Hunt, limit: asyncio.Semaphore, defect: Defect | None) -> Made:
    """One run; without a defect, of the tests that any of the others makes."""
    breaks = (defect.breaks,) if defect else sorted({each.breaks for each in wish.defects})
    arguments = [wish.matrix, *(f"--promise={id_}" for id_ in breaks), "--sample"]
    if defect is not None:
        arguments.append(f"--defect={defect.name}")
    # One phone is driven by the run's own process: a worker would cost its start.
    arguments += ["--", "--no-report", "-n", "0"]
    async with limit:
        folder = wish.folder / (defect.name if defect else _SOUND)
        return await make_run(tuple(arguments), folder)
