"""The errors of writing a run down."""

from __future__ import annotations

import errno
import pickle
from pathlib import Path

import pytest

from reports.errors import (
    CountsDiffer,
    JournalUnreadable,
    RenderFailed,
    ReportError,
    WriteFailed,
)
from reports.outcomes import Outcome

ERRORS = [
    WriteFailed(Path("a"), "No space left on device", errno.ENOSPC),
    JournalUnreadable(Path("a"), 3, "not a record"),
    CountsDiffer(Path("a"), ("test_x on cell-a: 2 results",)),
    RenderFailed(Path("a"), "ended with 1", "boom"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_errors_travel(error: ReportError) -> None:
    """An error arrives in another process with its fields and the same message."""
    arrived = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(arrived) is type(error)
    assert vars(arrived) == vars(error)
    assert str(arrived) == str(error)


def test_a_full_disk_is_the_labs_trouble() -> None:
    """A file that cannot be written names itself and its cause and counts as infrastructure."""
    error = WriteFailed.of(Path("out/a.txt"), OSError(errno.ENOSPC, "No space left on device"))
    assert "out/a.txt" in str(error)
    assert "No space left on device" in str(error)
    assert error.outcome is Outcome.INFRA
