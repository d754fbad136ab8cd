"""Where a run writes: one folder a run, so that two runs at once share nothing."""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Self

from reports.errors import WriteFailed

if TYPE_CHECKING:
    from pathlib import Path


_TIME: Final = "%Y%m%d-%H%M%S"


def new_run_id(started: datetime) -> str:
    """An id that sorts by time and that no other run has."""
    return f"{started.astimezone(UTC):{_TIME}}-{uuid.uuid4().hex[:6]}"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The folder of one run, below the folder of all runs."""

    path: Path

    @classmethod
    def create(cls, root: Path, run_id: str) -> Self:
        """Make the folder of a new run and let ``latest`` beside it point there.

        Raises:
            WriteFailed: it is there already, or cannot be made.
        """
        folder = cls(root / run_id)
        try:
            folder.path.mkdir(parents=True)
            for part in (folder.build, folder.evidence, folder.allure_results, folder.logs):
                part.mkdir()
            _point(root / "latest", run_id)
        except OSError as error:
            raise WriteFailed.of(folder.path, error) from error
        return folder

    @property
    def build(self) -> Path:
        """Folder that keeps the build the run is of, so that it can be run again."""
        return self.path / "build"

    @property
    def journal(self) -> Path:
        """The journal."""
        return self.path / "journal.jsonl"

    @property
    def evidence(self) -> Path:
        """Folder of the evidence folders."""
        return self.path / "evidence"

    @property
    def allure_results(self) -> Path:
        """Folder that allure-pytest writes to."""
        return self.path / "allure-results"

    @property
    def report(self) -> Path:
        """The report to open."""
        return self.path / "report.html"

    @property
    def junit(self) -> Path:
        """JUnit XML."""
        return self.path / "junit.xml"

    @property
    def logs(self) -> Path:
        """Folder of the servers' logs."""
        return self.path / "logs"


def _point(link: Path, target: str) -> None:
    """Let the link point to the target; there is no moment without one."""
    aside = link.with_name(f".latest-{uuid.uuid4().hex}")
    try:
        aside.symlink_to(target)
        aside.replace(link)
    finally:
        with contextlib.suppress(OSError):  # it is gone when all went well
            aside.unlink()
