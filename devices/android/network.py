"""Network verbs on Android: by the driver, proved by looking at the device past the driver."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from config.deadlines import DEADLINES
from devices import wait
from devices.device import Connectivity
from devices.errors import EffectMissing, VerbRefused

if TYPE_CHECKING:
    from devices.android.adb import Adb
    from devices.appium.session import Session

# ConnectivityService.dump: the network that apps use by default, or "none".
_DEFAULT_NETWORK: Final = re.compile(r"^Active default network: (\S+)", re.MULTILINE)


class AndroidNetwork:
    """Switches radios with ``mobile: setConnectivity`` and proves it with ``dumpsys``."""

    def __init__(self, session: Session, adb: Adb) -> None:
        self._session = session
        self._adb = adb

    def go_offline(self) -> None:
        """See `devices.device.Network`."""
        self._refuse_to_cut_transport()
        self._session.execute("mobile: setConnectivity", wifi=False, data=False)
        self._prove("switching Wi-Fi and mobile data off", connected=False)

    def go_online(self) -> None:
        """See `devices.device.Network`."""
        self._session.execute("mobile: setConnectivity", airplaneMode=False, wifi=True, data=True)
        self._prove("switching Wi-Fi and mobile data on", connected=True)

    def use_only(self, radio: Literal["wifi", "data"]) -> None:
        """See `devices.device.Network`."""
        if radio == "data":
            self._refuse_to_cut_transport()
        self._session.execute("mobile: setConnectivity", wifi=radio == "wifi", data=radio == "data")
        self._prove(f"leaving only {radio} on", connected=True)

    def state(self) -> Connectivity:
        """See `devices.device.Network`."""
        said = self._session.execute("mobile: getConnectivity")
        return Connectivity(
            wifi=bool(said["wifi"]), data=bool(said["data"]), airplane=bool(said["airplaneMode"])
        )

    def _refuse_to_cut_transport(self) -> None:
        """A real phone reached over the air would cut the branch it sits on."""
        facts = self._session.facts
        if facts.kind != "virtual" and ":" in facts.serial:
            raise VerbRefused(
                facts.name,
                "switching Wi-Fi off",
                "this phone is attached over Wi-Fi, so the verb would cut its own transport",
                "attach it by cable",
            )

    def _prove(self, tried: str, *, connected: bool) -> None:
        seen = wait.until(
            self._default_network,
            DEADLINES.effect_s,
            holds=lambda network: (network != "none") is connected,
        )
        if (seen != "none") is not connected:
            raise EffectMissing(
                self._session.facts.name,
                tried,
                f"dumpsys connectivity still shows the default network {seen!r}",
                "see whether the device has Wi-Fi or SIM at all",
            )

    def _default_network(self) -> str:
        found = _DEFAULT_NETWORK.search(self._adb.shell("dumpsys connectivity"))
        return found.group(1) if found else "none"
