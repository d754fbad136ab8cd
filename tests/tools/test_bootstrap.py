"""tools/bootstrap.py: what the first command says to a Python that will not do."""

from __future__ import annotations

import ast
import os
from typing import TYPE_CHECKING

import pytest

from config.paths import CHECKOUT
from tools import bootstrap

if TYPE_CHECKING:
    from pathlib import Path


def _program(folder: Path, name: str, body: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def test_an_old_python_can_read_the_file() -> None:
    """The first file is of a grammar that Python 3.6 reads, so that it can say that it is old."""
    ast.parse((CHECKOUT / "tools/bootstrap.py").read_text(), feature_version=(3, 6))


def test_an_old_python_is_named_with_its_version() -> None:
    """The complaint says what is needed, what this is, where it is and what to type."""
    said = bootstrap.complaint((3, 8, 18), "/usr/bin/python3", can_make_venv=True)
    assert "Python 3.11 or newer is needed, this is 3.8 (/usr/bin/python3)" in said
    assert "make PYTHON=" in said


def test_a_python_without_venv_is_told_where_it_is() -> None:
    """A Debian Python without its venv package is no puzzle."""
    said = bootstrap.complaint((3, 12, 1), "/usr/bin/python3", can_make_venv=False)
    assert "python3.12-venv" in said


def test_a_good_python_is_not_complained_of() -> None:
    """The oldest Python that will do is taken as it is."""
    assert not bootstrap.complaint((3, 11, 0), "/usr/bin/python3", can_make_venv=True)


def test_a_newer_python_on_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that answers is taken; a shim that exists and does not run is passed over."""
    _program(tmp_path, "python3.14", "exit 127")
    good = _program(tmp_path, "python3.12", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.better_python() == str(good)


def test_no_newer_python_is_no_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With old ones only there is none to go on with."""
    _program(tmp_path, "python3", "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.better_python() == ""


def test_an_old_python_ends_with_its_complaint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Set-up on an old Python alone ends with code 1 and begins nothing."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.version_info", (3, 8, 18, "final", 0))
    assert bootstrap.main() == 1
    assert "this is 3.8" in capsys.readouterr().err


def test_an_old_python_hands_over_to_a_newer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An old `python3` beside a newer Python is no obstacle, and is said."""
    good = _program(tmp_path, "python3.12", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.version_info", (3, 8, 18, "final", 0))

    def execv(program: str, arguments: list[str]) -> None:
        raise InterruptedError(program, *arguments)

    monkeypatch.setattr(os, "execv", execv)
    with pytest.raises(InterruptedError, match=r"bootstrap\.py"):
        bootstrap.main()
    assert f"Using {good}" in capsys.readouterr().err
