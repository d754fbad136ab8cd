"""Where an Android phone is: told by the driver, proved by what the phone's location says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from config.deadlines import DEADLINES
from devices import wait
from devices.errors import EffectMissing
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.appium.session import Session
    from devices.facts import DeviceFacts

_NEAR: Final = 0.01  # degrees, about a kilometre


class AndroidPlace:
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

        Source: appium-android-driver, README, "mobile: setGeolocation": the console of an
        emulator, the mock provider of the driver's helper on any other phone.
        """
        session = self._session()
        session.execute("mobile: setGeolocation", latitude=latitude, longitude=longitude)

        def seen() -> dict[str, Any]:
            return dict(session.execute("mobile: getGeolocation"))

        def there(place: dict[str, Any]) -> bool:
            off = place["latitude"] - latitude, place["longitude"] - longitude
            return bool(max(map(abs, off)) < _NEAR)

        place = wait.until(seen, DEADLINES.effect_s, holds=there)
        if not there(place):
            tried = f"being at {latitude}, {longitude}"
            raise EffectMissing(self.facts.name, tried, f"the phone's location is {place}")

    @verb("place.forget")
    def forget(self) -> None:
        """See `devices.device.Place`. An emulator is where it was told: there is no other place."""
        if self.facts.attach != "emulator":
            self._session().execute("mobile: resetGeolocation")
