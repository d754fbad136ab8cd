"""The battery and its charger, as the battery service knows them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# Values of BatteryManager.BATTERY_STATUS_* and BATTERY_HEALTH_*.
# Source: AOSP android.os.BatteryManager.
STATUS: Final = {"unknown": 1, "charging": 2, "discharging": 3, "not-charging": 4, "full": 5}
HEALTH: Final = {"unknown": 1, "good": 2, "overheat": 3, "dead": 4, "overvoltage": 5, "failure": 6}


@dataclass(frozen=True, slots=True)
class Charge:
    """What the hardware tells.

    Attributes:
        status: one of the values of `STATUS`.
        health: one of the values of `HEALTH`.
        level: percent of a full charge.
        counter: charge in microampere-hours.
        voltage: in millivolts.
        temperature: in tenths of a degree Celsius.
    """

    ac: bool = False
    usb: bool = False
    wireless: bool = False
    dock: bool = False
    status: int = STATUS["charging"]
    health: int = HEALTH["good"]
    present: bool = True
    level: int = 100
    counter: int = 10000
    voltage: int = 5000
    temperature: int = 250
    invalid_charger: int = 0

    @property
    def plugged(self) -> bool:
        """Whether any charger feeds the phone."""
        return self.ac or self.usb or self.wireless or self.dock


@dataclass(slots=True)
class Battery:
    """The charge that the system goes by, which a command may set apart from the hardware.

    Attributes:
        hardware: what the emulated hardware tells.
        shown: what the system goes by.
        updates_stopped: whether a command has set `shown`, until it is reset.
    """

    hardware: Charge
    shown: Charge = field(init=False)
    updates_stopped: bool = False
    _callbacks: list[Callable[[], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.shown = self.hardware

    def feed(self, **facts: bool | int) -> None:
        """Change the hardware: a charger is plugged in, the charge falls."""
        self.hardware = replace(self.hardware, **facts)  # type: ignore[arg-type] # the caller's names
        if not self.updates_stopped:
            self._show(self.hardware)

    def override(self, **facts: bool | int) -> None:
        """Have the system see other values than the hardware's until `reset`."""
        self.updates_stopped = True
        self._show(replace(self.shown, **facts))  # type: ignore[arg-type] # the caller's names

    def reset(self) -> None:
        """Go by the hardware again."""
        self.updates_stopped = False
        self._show(self.hardware)

    def on_change(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back after each change of what is shown; returns the call that ends it."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    def _show(self, charge: Charge) -> None:
        self.shown = charge
        for callback in tuple(self._callbacks):
            callback()
