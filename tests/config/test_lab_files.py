"""Lab files: what is behind them, and what they leave to the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.errors import ConfigError
from config.lab import AttachedLab, VirtualLab, follow, read

if TYPE_CHECKING:
    from pathlib import Path


def test_a_lab_is_read_by_its_kind(tmp_path: Path) -> None:
    """Of the shipped labs one is virtual and one attached, and neither has the other's keys."""
    assert isinstance(read("virtual"), VirtualLab)
    assert isinstance(read("attached"), AttachedLab)
    (tmp_path / "odd.yaml").write_text("name: odd\nkind: virtual\nphones: all\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"odd\.yaml:3:1: unknown key 'phones'"):
        read("odd", tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: odd\nkind: atached\n", r"odd\.yaml:2:7: kind: found 'atached'.*'attached'"),
        ("name: other\nkind: virtual\n", r"odd\.yaml:1:7: name: found 'other'"),
    ],
)
def test_a_wrong_lab_file_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    """A misspelt kind and another name than the file's are answered with line and column."""
    (tmp_path / "odd.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        read("odd", tmp_path)


def test_a_reference_is_followed_to_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable, else its default; without either the complaint names what to export."""
    path = tmp_path / "lab.yaml"
    path.write_text("adb:\n  port: env:FLEET_TEST_PORT\n", encoding="utf-8")
    monkeypatch.setenv("FLEET_TEST_PORT", "4000")
    assert follow("env:FLEET_TEST_PORT=1", path, ("adb", "port")) == "4000"
    monkeypatch.delenv("FLEET_TEST_PORT")
    assert follow("env:FLEET_TEST_PORT=1", path, ("adb", "port")) == "1"
    assert follow("5037", path, ("adb", "port")) == "5037"
    with pytest.raises(ConfigError, match=r"lab\.yaml:2:9: .*export FLEET_TEST_PORT"):
        follow("env:FLEET_TEST_PORT", path, ("adb", "port"))
