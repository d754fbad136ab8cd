"""Where an iPhone is: told by the driver, proved by what the phone is told to be.

Source: XCUITest driver, "mobile: setSimulatedLocation".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from config.deadlines import DEADLINES
from devices import wait
from devices.errors import EffectMissing, VerbRefused
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.appium.session import Session
    from devices.facts import DeviceFacts

_FIRST: Final = (16, 4)
"""Release from which XCTest moves a phone. Source: Apple, XCUIDevice.location."""
_NEAR: Final = 0.01  # degrees, about a kilometre


class IosPlace:
    """Tells a phone where it is.

    Args:
        facts: of the device.
        session: opens its session, or gives the one that is open.
    """

    def __init__(self, facts: DeviceFacts, session: Callable[[], Session]) -> None:
        self.facts = facts
        self._session = session

    @verb("place.set")
    def set(self, latitude: float, longitude: float) -> None:
        """See `devices.device.Place`.

        Raises:
            VerbRefused: its release lets nobody move it.
        """
        self._refuse_before()
        self._session().execute(
            "mobile: setSimulatedLocation", latitude=latitude, longitude=longitude
        )

        def there(place: dict[str, Any]) -> bool:
            if place["latitude"] is None or place["longitude"] is None:
                return False
            off = place["latitude"] - latitude, place["longitude"] - longitude
            return bool(max(map(abs, off)) < _NEAR)

        place = wait.until(self._seen, DEADLINES.effect_s, holds=there)
        if not there(place):
            tried = f"being at {latitude}, {longitude}"
            raise EffectMissing(self.facts.name, tried, f"the phone's location is {place}")

    @verb("place.forget")
    def forget(self) -> None:
        """See `devices.device.Place`."""
        self._session().execute("mobile: resetSimulatedLocation")
        place = self._seen()
        if place["latitude"] is not None:
            seen = f"the phone's location is {place}"
            raise EffectMissing(self.facts.name, "being where it is in truth", seen)

    def _refuse_before(self) -> None:
        major, _, minor = self.facts.version.partition(".")
        if (int(major), int(minor.partition(".")[0] or 0)) < _FIRST:
            why = f"iOS {self.facts.version} lets no test say where it is"
            instead = f"an iPhone with iOS {'.'.join(map(str, _FIRST))} or later"
            raise VerbRefused(self.facts.name, "place.set", why, f"instead: {instead}")

    def _seen(self) -> dict[str, Any]:
        return dict(self._session().execute("mobile: getSimulatedLocation"))
