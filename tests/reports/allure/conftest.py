"""Results as workers leave them."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from reports.allure.entry import About, amend, of_attempt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reports.records import AttemptRecord

    Leave = Callable[..., None]


@pytest.fixture
def results_dir(tmp_path: Path) -> Path:
    """An empty folder of results."""
    folder = tmp_path / "allure-results"
    folder.mkdir()
    return folder


@pytest.fixture
def leave(results_dir: Path) -> Leave:
    """Write the result of an attempt as its worker would, with changes to it."""

    def write(attempt: AttemptRecord, **changes: Any) -> None:  # noqa: ANN401 - JSON
        name = f"{attempt.test.rpartition('::')[2]}[{attempt.cell}]"
        whole = amend({**of_attempt(attempt), "name": name}, attempt, About("major"))
        entry = {**whole, "uuid": str(uuid.uuid4()), "name": name, **changes}
        (results_dir / f"{entry['uuid']}-result.json").write_text(json.dumps(entry))

    return write
