"""Network verbs of an iPhone go by Control Centre, leave what was in front, and ask the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

import pytest

from devices.errors import EffectMissing, VerbRefused
from devices.facts import Connectivity, DeviceFacts
from devices.ios import screens
from devices.ios.network import IosNetwork

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.locators import Locator
    from devices.ios.screens import Drag, Place
    from devices.ios.springboard import Springboard

pytestmark = pytest.mark.usefixtures("impatience")

FACTS = DeviceFacts("cell", "virtual", "ios", "17.6", 17, "cable", "UDID", transport="usb")
REAL = replace(FACTS, kind="real")
BY_AIR = replace(REAL, transport="tcp")
SIMULATOR = replace(FACTS, kind="simulator", transport="local")


@dataclass
class Board:
    """SpringBoard with Control Centre, and the hand beside it.

    Attributes:
        facts: what the phone is.
        on: how its buttons stand; a radio that is not there has none.
        opens, obeys: whether drags and taps change anything.
        has_home_button: where Control Centre is pulled in from.
        warns: whether an alert comes, once it was looked for; it takes what is tapped below it.
        pulled: where each drag began.
    """

    facts: DeviceFacts = FACTS
    on: dict[str, bool] = field(
        default_factory=lambda: {"wifi": True, "data": True, "airplane": False}
    )
    opens: bool = True
    obeys: bool = True
    has_home_button: bool = False
    is_open: bool = False
    reach: bool = True
    pulled: list[Place] = field(default_factory=list)
    warns: bool = False
    alert: bool = False

    def find(self, locator: Locator) -> list[str]:
        if not self.is_open:
            return []
        centre = screens.row_for(screens.read().control_centre, self.facts.api_level)
        if locator == centre.opened:
            return ["airplane"]
        shown = ((name, getattr(centre, name)) for name in self.on)
        return [n for n, b in shown if locator == (b.on if self.on[n] else b.off)]

    def tap(self, found: str) -> None:
        if self.obeys and not self.alert:
            self.on[found] = not self.on[found]

    def answer(self, *labels: str) -> bool:
        assert labels == ("OK",)
        answered, self.alert = self.alert, self.warns
        self.warns = False
        return answered

    def tap_at(self, place: Place) -> None:
        assert place == (0.9, 0.1)
        self.is_open = self.alert

    def drag(self, drag: Drag) -> None:
        self.pulled.append(drag.start)
        self.is_open = self.opens

    def signal(self, *, on: bool) -> None:
        self.reach = on


def verbs(board: Board) -> IosNetwork:
    """The verbs on it."""
    return IosNetwork(board.facts, cast("Springboard", board), board)  # type: ignore[arg-type] # of a hand it has what is used


@pytest.mark.parametrize("release", [15, 17, 18, 26, 27])
def test_radios_are_switched_and_read_on_every_release(release: int) -> None:
    """Whatever the buttons are called there; only what is otherwise is tapped."""
    board = Board(replace(FACTS, api_level=release))
    network = verbs(board)
    network.go_offline()
    assert board.on == {"wifi": False, "data": False, "airplane": False}
    network.use_only("data")
    assert board.on == {"wifi": False, "data": True, "airplane": False}
    assert network.state() == Connectivity(wifi=False, data=True, airplane=False)
    board.on["airplane"] = True
    assert not network.state().carried
    network.go_online()
    assert board.on == {"wifi": True, "data": True, "airplane": False}


def test_control_centre_covers_nothing_afterwards() -> None:
    """It goes after each verb, also after one that failed."""
    board = Board()
    verbs(board).go_offline()
    assert not board.is_open
    board = Board(obeys=False)
    with pytest.raises(EffectMissing, match=r"Wi-Fi on, mobile data on, airplane mode off"):
        verbs(board).go_offline()
    assert not board.is_open


@pytest.mark.parametrize("board", [Board(warns=True), Board(alert=True)])
def test_an_alert_is_answered_whenever_it_comes(board: Board) -> None:
    """Before a tap, which it takes, or after everything was switched."""
    verbs(board).go_offline()
    assert board.on == {"wifi": False, "data": False, "airplane": False}
    assert (board.alert, board.is_open) == (False, False)


@pytest.mark.parametrize(("button", "start"), [(False, (0.9, 0.01)), (True, (0.5, 0.99))])
def test_it_is_pulled_in_from_where_the_phone_has_it(
    *, button: bool, start: tuple[float, float]
) -> None:
    """From the upper right corner, or from the foot of a phone with a home button."""
    board = Board(has_home_button=button)
    verbs(board).state()
    assert board.pulled == [start]


def test_a_phone_without_mobile_data_is_online_by_wifi() -> None:
    """An iPad has no such button: what is not there cannot be otherwise."""
    board = Board(on={"wifi": False, "airplane": False})
    verbs(board).go_online()
    assert verbs(board).state() == Connectivity(wifi=True, data=False, airplane=False)


def test_wifi_that_looks_neither_on_nor_off_proves_nothing() -> None:
    """What cannot be seen to be off is not taken for it."""
    board = Board(on={"data": True, "airplane": False})
    with pytest.raises(EffectMissing, match="Control Centre has Wi-Fi as it is"):
        verbs(board).go_offline()


def test_a_control_centre_that_does_not_open_is_told_of() -> None:
    """Nothing was switched, and the error says what was looked for."""
    with pytest.raises(EffectMissing, match="opening Control Centre: its buttons are not there"):
        verbs(Board(opens=False)).go_offline()


def test_the_signal_is_the_hands() -> None:
    """Being online brings it back; a phone in a real hand has nobody who cuts it."""
    board = Board()
    verbs(board).lose_signal()
    assert not board.reach
    verbs(board).go_online()
    assert board.reach
    with pytest.raises(VerbRefused, match=r"network\.signal"):
        verbs(Board(REAL)).lose_signal()


@pytest.mark.parametrize(
    ("facts", "verb", "reason"),
    [
        (BY_AIR, lambda network: network.go_offline(), "cut its own transport"),
        (SIMULATOR, lambda network: network.go_offline(), "the network of its host"),
        (SIMULATOR, lambda network: network.use_only("wifi"), "the network of its host"),
    ],
)
def test_what_cannot_be_switched_is_refused(
    facts: DeviceFacts, verb: Callable[[IosNetwork], None], reason: str
) -> None:
    """A phone reached over the air, and a simulator; both are online where that is asked."""
    board = Board(facts)
    with pytest.raises(VerbRefused, match=reason):
        verb(verbs(board))
    assert not board.pulled
    verbs(board).go_online()
