"""What the verbs' tests share."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from config.deadlines import DEADLINES


@pytest.fixture
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Effects that do not come are given up soon."""
    soon = replace(DEADLINES, effect_s=0.2, find_s=0.2, notice_s=0.05, settle_s=0.02)
    for name, module in list(sys.modules.items()):
        if name.startswith("devices.ios.") and hasattr(module, "DEADLINES"):
            monkeypatch.setattr(module, "DEADLINES", soon)
