"""What can go wrong while a run is written down.

ReportError
├── WriteFailed        a file of the run cannot be written: the host's trouble (INFRA)
├── JournalUnreadable  a journal has no plan, or a whole line of it is not a record
├── CountsDiffer       journal and Allure results do not tell of the same attempts
└── RenderFailed       the Allure report cannot be made, or would not be safe to open
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.outcomes import Outcome

if TYPE_CHECKING:
    from pathlib import Path


class ReportError(Exception):
    """Anything wrong with writing down or rendering a run."""


class WriteFailed(ReportError):  # noqa: N818 - says what happened
    """A file of the run cannot be written; nothing half written is left of it."""

    outcome: Final = Outcome.INFRA

    def __init__(self, path: Path, cause: str, errno: int | None = None) -> None:
        super().__init__(path, cause, errno)
        self.path = path
        self.cause = cause
        self.errno = errno

    @classmethod
    def of(cls, path: Path, error: OSError) -> WriteFailed:
        """The same with the cause taken from the operating system's error."""
        return cls(path, error.strerror or str(error), error.errno)

    def __str__(self) -> str:
        return (
            f"cannot write {self.path}: {self.cause}."
            " Free some space there, or point the run's output elsewhere."
        )


class JournalUnreadable(ReportError):  # noqa: N818 - says what happened
    """A journal holds something that is not a record of a run."""

    def __init__(self, path: Path, line: int, cause: str) -> None:
        super().__init__(path, line, cause)
        self.path = path
        self.line = line
        self.cause = cause

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: {self.cause}"


class CountsDiffer(ReportError):  # noqa: N818 - says what happened
    """Journal and Allure results do not tell of the same attempts.

    Attributes:
        differences: one line a test, naming test, cell and attempt and what is wrong with it.
    """

    def __init__(self, results_dir: Path, differences: tuple[str, ...]) -> None:
        super().__init__(results_dir, differences)
        self.results_dir = results_dir
        self.differences = differences

    def __str__(self) -> str:
        lines = "\n  ".join(self.differences)
        return f"the results in {self.results_dir} do not agree with the journal:\n  {lines}"


class RenderFailed(ReportError):  # noqa: N818 - says what happened
    """The Allure report was not made.

    Attributes:
        output: the end of what the renderer said, empty when it said nothing.
    """

    def __init__(self, results_dir: Path, cause: str, output: str = "") -> None:
        super().__init__(results_dir, cause, output)
        self.results_dir = results_dir
        self.cause = cause
        self.output = output

    def __str__(self) -> str:
        said = f"\n{self.output}" if self.output else ""
        return f"cannot render {self.results_dir} into a report: {self.cause}{said}"
