"""What suites need of a phone is known without running them, by marks and by fixtures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config import ledger
from fixtures.marks import VERBS
from fleet.lint_suites import closure, fixtures_of, needed

if TYPE_CHECKING:
    from pathlib import Path

_FIXTURES = """
import pytest

@pytest.fixture
def locked(finger): ...

@pytest.fixture(scope="session")
def fallen_back(locked, app): ...

def helper(network): ...
"""


def test_a_fixture_brings_what_it_takes_itself(tmp_path: Path) -> None:
    """Through any number of others; what is no fixture brings nothing, nor a file that is not."""
    path = tmp_path / "conftest.py"
    path.write_text(_FIXTURES, encoding="utf-8")
    known = fixtures_of((path, tmp_path / "absent.py"))
    assert known == {"locked": ("finger",), "fallen_back": ("locked", "app")}
    assert closure(("fallen_back",), known) == {"fallen_back", "locked", "finger", "app"}


def test_suites_need_what_their_fixtures_ask_for() -> None:
    """The permission tests name no verb of permissions, and are known to need them."""
    verbs = needed(("permissions",))
    assert {"permissions.state", "permissions.grant", "place.set", "photos.add"} <= set(verbs)
    assert verbs["place.set"].startswith("suites/permissions/test_location.py::")


def test_fixtures_ask_for_verbs_that_there_are() -> None:
    """Each name of the table is one of the ledger's."""
    asked = {verb for verbs in VERBS.values() for verb in verbs}
    assert asked <= set(ledger.read().verbs)
