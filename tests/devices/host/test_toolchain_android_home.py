"""The SDK folder: ours from the wheels, the user's when it is whole."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from devices.host import android_home
from devices.host.android_home import AAPT2, ADB, install_android_home, newest_aapt2, user_sdk
from devices.host.tool_error import ToolchainError

if TYPE_CHECKING:
    from pathlib import Path

_DEADLINE_S = 20.0


def _sdk(folder: Path, *files: str) -> Path:
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).touch()
    return folder


def test_ours_is_complete_and_runs(tmp_path: Path) -> None:
    """The folder holds adb and aapt2, both leave to run, and both do."""
    home = install_android_home(tmp_path)
    for place in (ADB, AAPT2):
        program = home / place
        assert not program.is_symlink()
        assert os.access(program, os.X_OK)
        subprocess.run([program, "version"], check=True, capture_output=True, timeout=_DEADLINE_S)
    assert user_sdk({"ANDROID_HOME": str(home)}) == home


def test_a_machine_that_cannot_run_the_programs_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the wrong machine the error names the program and what it is for; no entry is left."""
    foreign = tmp_path / "foreign"
    foreign.write_bytes(b"\x7fELF for another machine")
    monkeypatch.setattr(android_home, "_wheel_file", lambda _package, _place: foreign)
    with pytest.raises(ToolchainError, match="does not run") as caught:
        install_android_home(tmp_path / "cache")
    assert "Linux x86-64" in caught.value.advice
    assert [path for path in (tmp_path / "cache").iterdir() if path.is_dir()] == []


@pytest.mark.parametrize(
    "files", [(), (ADB,), ("build-tools/36.0.0/aapt2",), (ADB, "build-tools/36.0.0/aapt")]
)
def test_half_an_sdk_is_not_taken(tmp_path: Path, files: tuple[str, ...]) -> None:
    """Appium looks for tools in one SDK only: one that lacks some is no use."""
    assert user_sdk({"ANDROID_HOME": str(_sdk(tmp_path, *files))}) is None


def test_the_older_variable_counts_too(tmp_path: Path) -> None:
    """ANDROID_SDK_ROOT names an SDK when ANDROID_HOME names none that is whole."""
    sdk = _sdk(tmp_path / "sdk", ADB, "build-tools/36.0.0/aapt2")
    environ = {"ANDROID_HOME": str(tmp_path / "empty"), "ANDROID_SDK_ROOT": str(sdk)}
    assert user_sdk(environ) == sdk


def test_the_newest_build_tools_are_taken(tmp_path: Path) -> None:
    """Versions are compared as numbers, and a release goes before its candidates."""
    sdk = _sdk(tmp_path, *(f"build-tools/{v}/aapt2" for v in ("9.0.0", "36.0.0", "36.0.0-rc1")))
    assert newest_aapt2(sdk) == sdk / "build-tools/36.0.0/aapt2"
