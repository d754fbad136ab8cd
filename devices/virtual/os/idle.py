"""Doze: how the phone falls into idle mode, deep and light.

Source: AOSP DeviceIdleController.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

# Where one step leads to. A phone without motion goes the whole way.
_NEXT: Final = {
    "deep": {
        "INACTIVE": "IDLE_PENDING",
        "IDLE_PENDING": "SENSING",
        "SENSING": "LOCATING",
        "LOCATING": "IDLE",
        "IDLE": "IDLE_MAINTENANCE",
        "IDLE_MAINTENANCE": "IDLE",
    },
    "light": {
        "INACTIVE": "IDLE",
        "IDLE": "IDLE_MAINTENANCE",
        "IDLE_MAINTENANCE": "IDLE",
    },
}
MODES: Final = ("deep", "light")
_ACTIVE: Final = "ACTIVE"


@dataclass(slots=True)
class DeviceIdle:
    """The two state machines.

    Attributes:
        states: of each of `MODES`.
        enabled: of each of `MODES`.
        forced: whether a command holds the phone idle whatever the screen and charger do.
        exempt: packages of the user's exemption list.
        system_exempt: packages that the system image exempts.
    """

    states: dict[str, str] = field(default_factory=lambda: dict.fromkeys(MODES, _ACTIVE))
    enabled: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(MODES, True))
    forced: bool = False
    exempt: set[str] = field(default_factory=set)
    system_exempt: tuple[str, ...] = ()

    def settle(self, *, screen_on: bool, charging: bool) -> None:
        """Follow the screen and the charger: either keeps the phone active."""
        if self.forced:
            return
        for mode in MODES:
            if screen_on or charging:
                self.states[mode] = _ACTIVE
            elif self.enabled[mode] and self.states[mode] == _ACTIVE:
                self.states[mode] = "INACTIVE"

    def step(self, mode: str) -> str:
        """Go one state on; gives the new one. An active phone stays so."""
        self.states[mode] = _NEXT[mode].get(self.states[mode], self.states[mode])
        return self.states[mode]

    def force(self, mode: str) -> bool:
        """Fall idle at once; says whether that state was reached."""
        if not self.enabled[mode]:
            return False
        self.forced = True
        for other in MODES:
            if self.enabled[other] and self.states[other] == _ACTIVE:
                self.states[other] = "INACTIVE"
        while self.states[mode] != "IDLE":
            self.step(mode)
        return True

    def unforce(self) -> None:
        """Let the screen and the charger decide again."""
        self.forced = False
        self.states = dict.fromkeys(MODES, _ACTIVE)
