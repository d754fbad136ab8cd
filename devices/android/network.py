"""Network verbs on Android: by the commands of the phone's shell, proved by its own dumps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from devices import wait
from devices.android import dumps
from devices.errors import EffectMissing
from devices.facts import Connectivity
from devices.ledger import verdict_of
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.android.adb import Adb
    from devices.android.dumps import Networks
    from devices.appium.session import Session
    from devices.facts import DeviceFacts, Radio
    from devices.hand import Hand

_TRANSPORTS: Final = {"wifi": "WIFI", "data": "CELLULAR"}


@dataclass(frozen=True, slots=True)
class _Way:
    """Commands that switch a radio; ``{}`` is ``enable`` or ``disable``."""

    wifi: str
    data: str


# The commands that the driver sends for the same, without its six questions around them: 2 ms where
# `mobile: setConnectivity` takes 30. Source: appium-adb, lib/tools/device-settings.ts.
_OF_EMULATORS: Final = _Way("svc wifi {}", "svc data {}")
_OF_PHONES: Final = _Way("cmd -w wifi set-wifi-enabled {}d", "cmd phone data {}")
_FIRST_WITH_WIFI_COMMAND: Final = 30
"""API level from which a phone's shell may switch Wi-Fi; before, the driver's settings app does."""


class AndroidNetwork:
    """Switches radios, and proves it by the settings and by what carries the traffic then.

    Args:
        facts: of the device.
        adb: of the device.
        session: opens its session, or gives the one that is open.
        hand: what a person's hand does to it.
    """

    def __init__(
        self, facts: DeviceFacts, adb: Adb, session: Callable[[], Session], hand: Hand
    ) -> None:
        self.facts = facts
        self._adb = adb
        self._session = session
        self._hand = hand

    @verb("network.offline")
    def go_offline(self) -> None:
        """See `devices.device.Network`."""
        said = self._switch(wifi=False, data=False)
        self._prove("switching Wi-Fi and mobile data off", said, _is_offline)

    @verb("network.online")
    def go_online(self) -> None:
        """See `devices.device.Network`."""
        now = self._look()
        if _is_online(now):
            return
        if now.airplane:
            # The one command that differs by release and may need root: the driver knows how.
            self._session().execute("mobile: setConnectivity", airplaneMode=False)
        said = self._switch(wifi=True, data=True)
        if not (said.transports or verdict_of("network.signal", self.facts).refused):
            self._hand.signal(on=True)
        self._prove("switching Wi-Fi and mobile data on", said, _is_online)

    @verb("network.use_only")
    def use_only(self, radio: Radio) -> None:
        """See `devices.device.Network`."""
        said = self._switch(wifi=radio == "wifi", data=radio == "data")

        def holds(now: Networks) -> bool:
            switched = (now.wifi, now.data) == (radio == "wifi", radio == "data")
            return switched and _TRANSPORTS[radio] in now.transports

        self._prove(f"leaving only {radio} on", said, holds)

    @verb("network.signal")
    def lose_signal(self) -> None:
        """See `devices.device.Network`."""
        self._hand.signal(on=False)
        self._prove("cutting the signal", self._look(), lambda now: not now.transports)

    @verb("network.signal")
    def regain_signal(self) -> None:
        """See `devices.device.Network`."""
        self._hand.signal(on=True)
        self._prove("restoring the signal", self._look(), lambda now: bool(now.transports))

    def state(self) -> Connectivity:
        """See `devices.device.Network`."""
        now = self._look()
        return Connectivity(now.wifi, now.data, now.airplane, carried=bool(now.transports))

    def _switch(self, *, wifi: bool, data: bool) -> Networks:
        """Switch both radios; gives what the phone tells right after."""
        way = _OF_EMULATORS if self.facts.attach == "emulator" else _OF_PHONES
        if way is _OF_PHONES and self.facts.api_level < _FIRST_WITH_WIFI_COMMAND:
            self._session().execute("mobile: setConnectivity", wifi=wifi, data=data)
            return self._look()
        words = {True: "enable", False: "disable"}
        commands = (way.wifi.format(words[wifi]), way.data.format(words[data]))
        return dumps.networks(self._adb.shell("; ".join((*commands, dumps.NETWORKS))))

    def _look(self) -> Networks:
        return dumps.networks(self._adb.shell(dumps.NETWORKS))

    def _prove(self, tried: str, said: Networks, holds: Callable[[Networks], bool]) -> None:
        """Wait until what the phone tells of its networks is what was asked for."""
        if holds(said):
            return
        seen = wait.until(self._look, DEADLINES.effect_s, holds=holds)
        if not holds(seen):
            raise EffectMissing(
                self.facts.name,
                tried,
                f"Wi-Fi is {_word(on=seen.wifi)}, mobile data {_word(on=seen.data)}, airplane mode "
                f"{_word(on=seen.airplane)}; {_carrier(seen)} carries the traffic",
                "see whether the device has a Wi-Fi network and a SIM with data",
            )


def _is_offline(now: Networks) -> bool:
    return not (now.wifi or now.data or now.transports)


def _is_online(now: Networks) -> bool:
    """A phone in reach of its networks; which of the two carries is its own choice."""
    return now.wifi and now.data and not now.airplane and bool(now.transports)


def _word(*, on: bool) -> str:
    return "on" if on else "off"


def _carrier(seen: Networks) -> str:
    return " and ".join(sorted(seen.transports)) or "nothing"
