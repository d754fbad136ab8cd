"""A pytest plug-in for tests: tells which secrets a run uses, so that they can be looked for."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fixtures import context

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.hookimpl(wrapper=True)
def pytest_sessionstart(session: pytest.Session) -> Generator[None]:
    """Write the run's secrets to the file that ``FLEET_TEST_SECRETS`` names."""
    yield
    run = session.config.stash.get(context.CONTEXT, None)
    if run is not None:
        Path(os.environ["FLEET_TEST_SECRETS"]).write_text(json.dumps(run.secrets), encoding="utf-8")
