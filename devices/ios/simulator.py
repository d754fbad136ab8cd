"""The hand of a simulator: its driver's own commands, which a server on its Mac carries out.

Source: XCUITest driver, lib/commands/biometric.ts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.hand import NoHand

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.platforms import SensorKind
    from devices.appium.session import Session
    from devices.facts import DeviceFacts
    from devices.ios.springboard import Springboard

_TYPES: Final = {"touch_id": "touchId", "face_id": "faceId"}


class SimulatorHand(NoHand):
    """Holds faces and fingers to a simulator's sensor; there is no passcode on one.

    Args:
        facts: of the device.
        session: opens its session, or gives the one that is open.
        springboard: of the device.
    """

    def __init__(
        self, facts: DeviceFacts, session: Callable[[], Session], springboard: Springboard
    ) -> None:
        super().__init__(facts)
        self._session, self._springboard = session, springboard

    def look(self) -> tuple[SensorKind, bool]:
        """Which sensor it has, by whether it has a home button, and whether that knows anybody."""
        known = bool(self._session().execute("mobile: isBiometricEnrolled"))
        return "touch_id" if self._springboard.has_home_button else "face_id", known

    def enrol(self, passcode: str) -> None:
        """See `devices.hand.Hand`."""
        self._session().execute("mobile: enrollBiometric", isEnabled=bool(passcode))

    def touch(self, *, match: bool) -> None:
        """See `devices.hand.Hand`."""
        kind = _TYPES[self.look()[0]]
        self._session().execute("mobile: sendBiometricMatch", type=kind, match=match)
