"""Lint holds seeded defects against the catalogue and the suites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.pool.defects import DEFECTS, Defect
from fleet import lint_defects, lint_suites

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def said() -> list[str]:
    """The complaints, a line each."""
    return list(map(str, lint_defects.defect_complaints()))


def test_a_tested_promise_that_no_defect_breaks_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing shows that its tests bite: the complaint stands where the first of them names it."""
    (tmp_path / "push").mkdir()
    (tmp_path / "push" / "test_push.py").write_text(
        '@pytest.mark.promise("OFF-01", "SET-01")\ndef test_one(): ...\n', encoding="utf-8"
    )
    monkeypatch.setattr(lint_suites, "_SUITES", tmp_path)
    (line,) = said()
    assert "test_push.py:1:32: no seeded defect breaks SET-01" in line


def test_a_defect_of_an_unknown_promise_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It could never be caught."""
    odd = Defect("odd", "OFF-99", "something odd")
    monkeypatch.setattr(lint_defects, "DEFECTS", {**DEFECTS, "odd": odd})
    (line,) = said()
    assert "odd breaks no promise there is, 'OFF-99'" in line


def test_the_shipped_suites_have_a_defect_for_each_promise() -> None:
    """What ships is right."""
    assert said() == []
