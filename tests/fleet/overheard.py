"""A pytest plug-in for tests: tells where a run's servers and phones are, and who its users are."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fixtures import context

if TYPE_CHECKING:
    from collections.abc import Generator

FOLDER = "FLEET_TEST_OVERHEARD"


@pytest.hookimpl(wrapper=True)
def pytest_sessionstart(session: pytest.Session) -> Generator[None]:
    """Write what the run has brought up, and its folder."""
    yield
    run = session.config.stash.get(context.CONTEXT, None)
    if run is not None and not context.is_worker(session.config):
        about = {"folder": str(run.folder), "endpoints": asdict(run.endpoints)}
        _file("run.json").write_text(json.dumps(about, default=str), encoding="utf-8")


def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Write whose user a test had; it may run in a worker, so a line is added at once."""
    account = getattr(item, "funcargs", {}).get("account")
    if account is not None:
        with _file("users.txt").open("a", encoding="utf-8") as users:
            users.write(f"{account.user.email}\n")


def _file(name: str) -> Path:
    return Path(os.environ[FOLDER]) / name
