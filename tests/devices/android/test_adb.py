"""What a command of the shell carries in secret is in no error about it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from config.secrets import Secret
from devices.android.adb import Adb
from devices.errors import CommandFailed
from devices.facts import DeviceFacts

if TYPE_CHECKING:
    from collections.abc import Callable

FACTS = DeviceFacts("cell", "virtual", "android", "14", 34, "emulator", "emulator-5600")
PIN = Secret("246813579246")


def _failing(*_: object, **__: object) -> SimpleNamespace:
    return SimpleNamespace(returncode=255, output=f"Old password '{PIN.reveal()}' didn't match\n")


def _silent(*_: object, **__: object) -> SimpleNamespace:
    raise TimeoutError("timed out")


@pytest.mark.parametrize(
    ("answer", "seen"), [(_failing, r"Old password '\*\*\*\*'"), (_silent, "timed out")]
)
def test_a_secret_stays_one_in_errors(
    monkeypatch: pytest.MonkeyPatch, answer: Callable[..., SimpleNamespace], seen: str
) -> None:
    """Neither the command nor what the phone said shows it."""
    adb = Adb(FACTS, 1)
    monkeypatch.setattr(adb._device, "shell2", answer)
    with pytest.raises(CommandFailed, match=rf"adb shell input text \*\*\*\*: .*{seen}") as failed:
        adb.shell(f"input text {PIN.reveal()}", secret=PIN)
    assert PIN.reveal() not in str(failed.value)
