"""Network verbs on iOS: by Control Centre, as a user has it, and proved by how its buttons look.

Nothing tells from outside what carries an app's traffic. Source: appium-xcuitest-driver,
docs/troubleshooting: "No direct API to toggle Wi-Fi or cellular data on real devices".
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from devices import wait
from devices.errors import EffectMissing
from devices.facts import Connectivity
from devices.ios import screens
from devices.ledger import verdict_of
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appium.webdriver.webelement import WebElement

    from devices.facts import DeviceFacts, Radio
    from devices.hand import Hand
    from devices.ios.springboard import Springboard

# What an alert says that comes with a switch, such as that there is no SIM.
_READ: Final = "OK"
_IN_ORDER: Final = ("airplane", "wifi", "data")


@dataclass(frozen=True, slots=True)
class Buttons:
    """How the buttons of the radios look; None for one that the phone has not."""

    wifi: bool | None
    data: bool | None
    airplane: bool | None


class IosNetwork:
    """Switches radios, and proves it by Control Centre.

    Args:
        facts: of the device.
        springboard: of the device.
        hand: what a person's hand does to it.
    """

    def __init__(self, facts: DeviceFacts, springboard: Springboard, hand: Hand) -> None:
        self.facts = facts
        self._springboard = springboard
        self._hand = hand
        self._centre = screens.row_for(screens.read().control_centre, facts.api_level)

    @verb("network.offline")
    def go_offline(self) -> None:
        """See `devices.device.Network`."""
        self._switch(Buttons(wifi=False, data=False, airplane=None))

    @verb("network.online")
    def go_online(self) -> None:
        """See `devices.device.Network`. A simulator is online when its host is."""
        if self.facts.ground.kind == "simulator":
            return
        self._switch(Buttons(wifi=True, data=True, airplane=False))
        if not verdict_of("network.signal", self.facts).refused:
            self._hand.signal(on=True)

    @verb("network.use_only")
    def use_only(self, radio: Radio) -> None:
        """See `devices.device.Network`."""
        self._switch(Buttons(wifi=radio == "wifi", data=radio == "data", airplane=False))

    @verb("network.signal")
    def lose_signal(self) -> None:
        """See `devices.device.Network`. That it has gone is the hand's word."""
        self._hand.signal(on=False)

    @verb("network.signal")
    def regain_signal(self) -> None:
        """See `devices.device.Network`. That it is back is the hand's word."""
        self._hand.signal(on=True)

    def state(self) -> Connectivity:
        """See `devices.device.Network`. What is switched on is taken to carry the traffic."""
        with self._opened():
            now = self._look()
        wifi, data, airplane = bool(now.wifi), bool(now.data), bool(now.airplane)
        return Connectivity(wifi, data, airplane, carried=wifi or (data and not airplane))

    def _switch(self, wanted: Buttons) -> None:
        """Tap what is otherwise; airplane mode first, which takes the others along."""
        with self._opened():
            if not wait.until(lambda: self._switched(wanted), DEADLINES.effect_s):
                raise EffectMissing(
                    self.facts.name,
                    f"switching to {_words(wanted)}",
                    f"Control Centre has {_words(self._look())}",
                    "see whether the device has a Wi-Fi network and a SIM with data",
                )

    def _switched(self, wanted: Buttons) -> bool:
        """Whether all is as wanted; what is not is tapped and given a moment.

        An alert may come with it, at any time, and takes what is tapped below it.
        """
        tapped = [name for name in _IN_ORDER if self._tapped(name, wanted)]
        if tapped:
            wait.until(lambda: self._fits(wanted), DEADLINES.settle_s)
            self._springboard.answer(_READ)
        return self._fits(wanted)

    def _tapped(self, name: str, wanted: Buttons) -> bool:
        """Whether a radio's button was otherwise, and so was tapped."""
        found = self._otherwise(name, wanted)
        for button in found[:1]:
            self._springboard.tap(button)
        return bool(found)

    def _fits(self, wanted: Buttons) -> bool:
        """Whether all is as wanted: Wi-Fi is seen to be, since every device has it."""
        if wanted.wifi is not None and self._look_at("wifi") is not wanted.wifi:
            return False
        return not any(self._otherwise(name, wanted) for name in ("airplane", "data"))

    def _otherwise(self, name: str, wanted: Buttons) -> list[WebElement]:
        """A radio's button where it is there and not as wanted."""
        on: bool | None = getattr(wanted, name)
        if on is None:
            return []
        button = getattr(self._centre, name)
        return self._springboard.find(button.off if on else button.on)

    def _look(self) -> Buttons:
        return Buttons(**{name: self._look_at(name) for name in _IN_ORDER})

    def _look_at(self, name: str) -> bool | None:
        button = getattr(self._centre, name)
        if self._springboard.find(button.on):
            return True
        return False if self._springboard.find(button.off) else None

    @contextmanager
    def _opened(self) -> Iterator[None]:
        """Control Centre over whatever is in front, for a while.

        Raises:
            EffectMissing: it did not open, or does not close.
        """
        board, centre = self._springboard, self._centre
        board.drag(centre.pull_from_foot if board.has_home_button else centre.pull)
        if not wait.until(self._is_open, DEADLINES.effect_s):
            raise self._missing("opening Control Centre", "its buttons are not there")
        try:
            yield
        finally:
            board.tap_at(centre.beside)
            if not wait.until(self._closed, DEADLINES.effect_s):
                raise self._missing("closing Control Centre", "its buttons are there")

    def _is_open(self) -> bool:
        return bool(self._springboard.find(self._centre.opened))

    def _closed(self) -> bool:
        """Whether it is; where an alert has taken the tap, that is answered and done again."""
        if not self._is_open():
            return True
        if self._springboard.answer(_READ):
            self._springboard.tap_at(self._centre.beside)
        return False

    def _missing(self, tried: str, seen: str) -> EffectMissing:
        return EffectMissing(self.facts.name, tried, seen, "see the picture of the screen")


def _words(buttons: Buttons) -> str:
    radios = (("Wi-Fi", buttons.wifi), ("mobile data", buttons.data))
    words = {True: "on", False: "off", None: "as it is"}
    said = [f"{radio} {words[on]}" for radio, on in (*radios, ("airplane mode", buttons.airplane))]
    return ", ".join(said)
