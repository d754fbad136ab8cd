"""Network verbs prove their effect past the driver, and refuse to cut their own transport."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

import pytest

from config.deadlines import DEADLINES
from devices.android import network as network_module
from devices.android.network import AndroidNetwork
from devices.device import DeviceFacts
from devices.errors import EffectMissing, VerbRefused

if TYPE_CHECKING:
    from devices.android.adb import Adb
    from devices.appium.session import Session

PHONE = DeviceFacts("cell", "virtual", "android", "14", 34, "emulator", "emulator-5600")


@dataclass
class Phone:
    """Stands for session and adb at once: a driver that may lie, and a dump that does not."""

    facts: DeviceFacts = PHONE
    obeys: bool = True
    connected: bool = True
    sent: list[dict[str, Any]] = field(default_factory=list)

    def execute(self, script: str, **arguments: Any) -> Any:  # noqa: ANN401 - JSON
        assert script == "mobile: setConnectivity"
        self.sent.append(arguments)
        if self.obeys:
            self.connected = arguments["wifi"] or arguments["data"]

    def shell(self, command: str) -> str:
        assert command == "dumpsys connectivity"
        return f"Active default network: {100 if self.connected else 'none'}\n"


def verbs(phone: Phone) -> AndroidNetwork:
    """The verbs on that phone."""
    return AndroidNetwork(cast("Session", phone), cast("Adb", phone))


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Effects that do not come are given up at once."""
    monkeypatch.setattr(network_module, "DEADLINES", replace(DEADLINES, effect_s=0.05))


def test_going_offline_is_done_when_the_phone_has_no_network() -> None:
    """Both radios are switched off, and the phone itself says that nothing is connected."""
    phone = Phone()
    verbs(phone).go_offline()
    assert phone.sent == [{"wifi": False, "data": False}]
    verbs(phone).go_online()
    assert phone.connected


def test_a_driver_that_does_nothing_is_found_out() -> None:
    """A command that succeeded without effect is the lab's trouble, not the product's."""
    with pytest.raises(EffectMissing, match="still shows the default network '100'"):
        verbs(Phone(obeys=False)).go_offline()


def test_a_real_phone_over_wifi_is_not_cut_off() -> None:
    """On a real phone attached over TCP the verb would cut its own transport, and refuses."""
    phone = Phone(facts=replace(PHONE, kind="real", serial="192.0.2.7:5555"))
    for verb in (verbs(phone).go_offline, lambda: verbs(phone).use_only("data")):
        with pytest.raises(VerbRefused, match="would cut its own transport"):
            verb()
    assert phone.sent == []
