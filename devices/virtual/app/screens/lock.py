"""Biometric login: the offer of it, the screen of a locked app, and the switch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.app import layouts, theme
from devices.virtual.app.screens.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.platforms import SensorKind
    from devices.virtual.ui.node import Node

_YOURS: Final[Mapping[SensorKind, str]] = {
    "fingerprint": "your fingerprint",
    "touch_id": "Touch ID",
    "face_id": "Face ID",
}
_ANY: Final[Mapping[SensorKind, str]] = {**_YOURS, "fingerprint": "a fingerprint"}


class Locked(Screen):
    """The app is locked; the system's question stands over this screen."""

    id = "lock"
    bare = True

    @property
    def title(self) -> str:
        """None is shown: the screen has no app bar."""
        return ""

    def body(self) -> Node:
        """Brand, Unlock and Use password."""
        lock = self.app.lock
        return layouts.brand_page(
            "lock",
            theme.text(self.app.account.brand, id="lock_brand", size=26, bold=True),
            f"Locked. Unlock it with {_YOURS[self.app.context.biometrics.sensor]}.",
            theme.button("lock_unlock", "Unlock", lock.ask),
            theme.button("lock_use_password", "Use password", lock.use_password, plain=True),
        )


class Offer(Screen):
    """Follows a sign-in by password where the phone knows its user's finger or face."""

    id = "biometric_offer"
    bare = True

    @property
    def title(self) -> str:
        """None is shown: the screen has no app bar."""
        return ""

    def body(self) -> Node:
        """Enable and Not now."""
        sensor = self.app.context.biometrics.sensor
        return layouts.brand_page(
            "lock",
            theme.text(f"Unlock with {_YOURS[sensor]}?", id="biometric_title", size=26, bold=True),
            f"{self.app.account.brand} then opens with {_ANY[sensor]} in place of the password.",
            theme.button("biometric_enable", "Enable", self._enable),
            theme.button("biometric_not_now", "Not now", self._decline, plain=True),
        )

    def _enable(self) -> None:
        self.app.lock.turn_on()
        self.app.start()

    def _decline(self) -> None:
        if self.app.carries("declined-turned-on"):
            self.app.lock.turn_on()
        self.app.start()


class BiometricLogin(Screen):
    """Whether the app opens with a finger or a face; it is kept on the phone."""

    id = "biometric_settings"

    @property
    def title(self) -> str:
        """Its name."""
        return "Biometric Login"

    def body(self) -> Node:
        """A switch, and what it does."""
        on = self.app.lock.on
        sensor = self.app.context.biometrics.sensor
        line = f"When it is on, the app locks and opens with {_YOURS[sensor]}."
        return layouts.explained_switch(
            "biometric_enabled", self.title, lambda: self._flip(on=on), line, on=on
        )

    def _flip(self, *, on: bool) -> None:
        lock = self.app.lock
        if on:
            lock.turn_off()
        elif lock.enrolled:
            lock.turn_on()
        else:
            sensor = self.app.context.biometrics.sensor
            self.app.say(f"Set up {_ANY[sensor]} on this phone first.")
        self.app.context.invalidate()
