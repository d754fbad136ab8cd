"""Network verbs prove their effect by what carries the traffic, and ask the ledger first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

import pytest

from devices.android.network import AndroidNetwork
from devices.errors import EffectMissing, VerbRefused
from devices.facts import Connectivity, DeviceFacts

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.android.adb import Adb
    from devices.appium.session import Session

pytestmark = pytest.mark.usefixtures("impatience")

EMULATOR = DeviceFacts("cell", "emulator", "android", "14", 34, "emulator", "emulator-5600")
CABLE = replace(EMULATOR, kind="real", attach="cable", serial="X1", transport="usb")
OVER_THE_AIR = replace(CABLE, serial="192.0.2.7:5555", transport="tcp")
VIRTUAL = replace(EMULATOR, kind="virtual")


@dataclass
class Phone:
    """Stands for adb, session and hand at once, before a phone that may not do what it is told.

    Attributes:
        obeys: whether commands change anything.
        late: how many looks at the networks show the old ones.
        prefers: what carries the traffic while both radios are on.
    """

    facts: DeviceFacts = EMULATOR
    obeys: bool = True
    late: int = 0
    prefers: str = "WIFI"
    wifi: bool = True
    data: bool = True
    airplane: bool = False
    reach: bool = True
    carried: str = "WIFI"
    asked: list[str] = field(default_factory=list)
    driven: list[dict[str, bool]] = field(default_factory=list)

    def shell(self, command: str) -> str:
        self.asked.append(command)
        for part in command.split("; "):
            words = part.split()
            on = words[-1] in {"enable", "enabled"}
            if "wifi" in words:
                self.switch(wifi=on)
            elif "data" in words:
                self.switch(data=on)
        settings = f"wifi_on={self.wifi:d}\nmobile_data={self.data:d}\n"
        return f"{settings}airplane_mode_on={self.airplane:d}\n{self._networks()}"

    def execute(self, script: str, **arguments: bool) -> None:
        assert script == "mobile: setConnectivity"
        self.driven.append(arguments)
        self.airplane = arguments.pop("airplaneMode", self.airplane)
        self.switch(**arguments)

    def signal(self, *, on: bool) -> None:
        self.reach = on

    def switch(self, **radios: bool) -> None:
        if self.obeys:
            for name, on in radios.items():
                setattr(self, name, on)

    def _networks(self) -> str:
        self.late -= 1
        if self.late < 0:
            on = {"WIFI": self.wifi, "CELLULAR": self.data}
            there = [name for name, is_on in on.items() if is_on and self.reach]
            self.carried = self.prefers if self.prefers in there else "".join(there)
        if not self.carried:
            return "Active default network: none\n"
        agent = f"  NetworkAgentInfo{{network{{7}}  nc{{[ Transports: {self.carried} Capabilities:"
        return f"Active default network: 7\n{agent}"


def verbs(phone: Phone) -> AndroidNetwork:
    """The verbs on that phone."""
    session = cast("Session", phone)
    return AndroidNetwork(phone.facts, cast("Adb", phone), lambda: session, phone)  # type: ignore[arg-type] # of a hand it has what is used


@pytest.mark.parametrize(
    ("facts", "commands"),
    [
        (EMULATOR, "svc wifi disable; svc data disable; "),
        (CABLE, "cmd -w wifi set-wifi-enabled disabled; cmd phone data disable; "),
    ],
)
def test_going_offline_is_one_trip(facts: DeviceFacts, commands: str) -> None:
    """Both radios are switched off and the look at the effect comes back in the same answer."""
    phone = Phone(facts)
    verbs(phone).go_offline()
    assert len(phone.asked) == 1
    assert phone.asked[0].startswith(commands)
    assert verbs(phone).state() == Connectivity(
        wifi=False, data=False, airplane=False, carried=False
    )


def test_a_phone_before_android_11_is_switched_by_the_driver() -> None:
    """There a phone's shell may not switch Wi-Fi; an emulator's may."""
    phone = Phone(replace(CABLE, api_level=29))
    verbs(phone).go_offline()
    assert phone.driven == [{"wifi": False, "data": False}]
    emulator = Phone(replace(EMULATOR, api_level=26))
    verbs(emulator).go_offline()
    assert emulator.driven == []


@pytest.mark.parametrize(
    ("verb", "seen"),
    [
        (lambda network: network.go_offline(), "WIFI carries the traffic"),
        (lambda network: network.use_only("data"), "Wi-Fi is on, mobile data on"),
    ],
)
def test_a_phone_that_does_nothing_is_found_out(
    verb: Callable[[AndroidNetwork], None], seen: str
) -> None:
    """A command that succeeded without effect is the lab's trouble, not the product's."""
    with pytest.raises(EffectMissing, match=seen):
        verb(verbs(Phone(obeys=False)))


def test_an_effect_that_comes_late_is_waited_for() -> None:
    """A radio takes its time; the traffic, not the setting, says when it is done."""
    phone = Phone(late=3)
    verbs(phone).go_offline()
    assert not phone.carried


def test_the_one_radio_left_has_to_carry_the_traffic() -> None:
    """A network of any kind is not enough: it is the one that was asked for."""
    phone = Phone()
    verbs(phone).use_only("data")
    assert (phone.wifi, phone.data, phone.carried) == (False, True, "CELLULAR")
    other = Phone(late=99, carried="WIFI")
    with pytest.raises(EffectMissing, match=r"leaving only data on.*WIFI carries"):
        verbs(other).use_only("data")


def test_a_phone_that_is_online_is_let_be() -> None:
    """Coming online is asked before and after every test: one look, and nothing is switched."""
    phone = Phone()
    verbs(phone).go_online()
    assert len(phone.asked) == 1
    assert "enable" not in phone.asked[0]


def test_coming_online_undoes_whatever_was_done() -> None:
    """Radios, airplane mode and a lost signal: afterwards something carries the traffic."""
    phone = Phone(VIRTUAL, wifi=False, data=False, airplane=True, reach=False)
    verbs(phone).go_online()
    assert verbs(phone).state() == Connectivity(wifi=True, data=True, airplane=False, carried=True)


def test_a_lost_signal_leaves_the_settings() -> None:
    """The radios are on and reach nothing; afterwards they do again."""
    phone = Phone(VIRTUAL)
    verbs(phone).lose_signal()
    assert verbs(phone).state() == Connectivity(wifi=True, data=True, airplane=False, carried=False)
    verbs(phone).regain_signal()
    assert verbs(phone).state().carried


def test_what_the_ledger_refuses_does_not_touch_the_phone() -> None:
    """Over the air the verb would cut its own transport; a hand is at virtual phones alone."""
    phone = Phone(OVER_THE_AIR)
    for verb in (verbs(phone).go_offline, lambda: verbs(phone).use_only("wifi")):
        with pytest.raises(VerbRefused, match=r"cut its own transport; instead: attach it by USB"):
            verb()
    with pytest.raises(VerbRefused, match=r"nobody's hand.*network\.offline"):
        verbs(Phone(CABLE)).lose_signal()
    assert phone.asked == []
    verbs(Phone(replace(OVER_THE_AIR, kind="virtual"))).go_offline()
