"""A virtual iPhone: every part of the system, put together."""

from __future__ import annotations

import secrets
from functools import partial
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.apps.installed import Installed
from devices.virtual.ios.apps.making import make
from devices.virtual.ios.apps.running import Apps
from devices.virtual.ios.belongings import take_pictures
from devices.virtual.ios.biometrics.consent import Consent
from devices.virtual.ios.biometrics.service import Biometrics
from devices.virtual.ios.display import IosDisplay
from devices.virtual.ios.notifications.store import Notifications
from devices.virtual.ios.passcode import Passcode
from devices.virtual.ios.permissions.asking import Asker
from devices.virtual.ios.permissions.choosing import Chooser
from devices.virtual.ios.permissions.store import Permissions
from devices.virtual.ios.push import Apns
from devices.virtual.ios.settings.settings_app import SETTINGS, SettingsApp
from devices.virtual.ios.springboard.alerts import Alerts
from devices.virtual.ios.springboard.home import HomeScreen
from devices.virtual.ios.springboard.lock_screen import LockScreen
from devices.virtual.ios.springboard.overlays import Overlays
from devices.virtual.ios.usbmux.cabled_phone import CabledPhone
from devices.virtual.ios.usbmux.darwin import DarwinNotifications
from devices.virtual.ios.usbmux.identity import Identity
from devices.virtual.ios.usbmux.media import Media
from devices.virtual.os.battery import Battery, Charge
from devices.virtual.os.clock import Clock
from devices.virtual.os.log import Log
from devices.virtual.os.panel import status_icons
from devices.virtual.os.radios import Radios
from devices.virtual.os.settings import Settings

if TYPE_CHECKING:
    from devices.virtual.ios.profile import IosProfile
    from devices.virtual.ios.wda.elements.element import Element
    from devices.virtual.os.context import Server

_NS: Final = 1_000_000_000
_RADIOS: Final = {
    "global": {"wifi_on": "1", "mobile_data": "1", "airplane_mode_on": "0", "bluetooth_on": "1"}
}


class IPhone:
    """One phone, below its screen and above it.

    Attributes:
        name: what the lab calls it, and its owner.
        udid: as the cable and the driver know it.
        apps: those that run; ``installed`` those that are there.
        media: the files that the cable shows.
        handset: what the services behind the cable reach of it.
        darwin: notifications between the phone's processes.
        alerts: what SpringBoard asks and says.
        passcode: what opens the phone beside a finger or a face.
        biometrics: the sensor for those.
        pasteboard: its text.
        appearance: light or dark.
        permissions: what apps may do; ``asker`` asks the user, and ``chooser`` has them choose.
        place: latitude and longitude that were simulated; None while nothing is.
        snapshots: what WebDriverAgent saw last of each application, and when.
    """

    def __init__(self, profile: IosProfile, name: str, server: Server) -> None:
        self.profile, self.name = profile, name
        self.udid = _udid()
        self.identity = Identity(self.udid)
        self.clock = Clock(profile.time_zone)
        self.log = Log(self.clock)
        self.media = Media(lambda: int(self.clock.now().timestamp() * _NS))
        take_pictures(self.media)
        self.darwin = DarwinNotifications()
        self.handset = CabledPhone(self)
        self.radios = Radios(Settings(_RADIOS))
        self.battery = Battery(Charge(usb=True))
        self.pasteboard = ""
        self.appearance = "light"
        self.place: tuple[float, float] | None = None
        self.snapshots: dict[str, tuple[tuple[int, int], Element]] = {}
        self.display = IosDisplay(profile, self.clock)
        self.display.status_icons = lambda: status_icons(self.radios, self.battery)
        self.display.on_copy = self._copy
        self.display.on_paste = lambda: self.pasteboard
        self._start_apps(server)
        self._start_services()
        self._start_lock()

    # -- the hand's and the agent's side

    @property
    def locked(self) -> bool:
        """Whether the lock screen is up."""
        return self.display.locked

    def enrol(self, passcode: str) -> None:
        """Know its user's finger or face, with this passcode; with an empty one, have neither.

        Raises:
            ValueError: it is anything but digits.
        """
        self.passcode.set(passcode)
        self.biometrics.enrol(known=bool(passcode))

    def hold_to_sensor(self, *, match: bool) -> None:
        """Have the sensor see its user, or another."""
        self.biometrics.touch(match=match)

    def lock(self) -> None:
        """Darken the screen, as the side button does."""
        self.display.sleep()

    def unlock(self) -> None:
        """Wake the phone and open it, as far as no passcode is in the way."""
        self.press("home")
        self.press("home")

    def press(self, button: str) -> None:
        """Press a button: home, power, or one that changes nothing that is modelled.

        Home wakes a dark phone; pressed again it opens the lock screen, or leads home. Phones
        without the button take its event all the same. Source: WebDriverAgent,
        XCUIDevice+FBHelpers.m, fb_unlockScreen.
        """
        display = self.display
        if button == "power":
            (display.sleep if display.screen_on else display.wake)()
        elif button == "home" and not display.screen_on:
            display.wake()
        elif button == "home" and display.locked:
            display.on_unlock()
        elif button == "home":
            self.overlays.home()

    def open_settings_page(self, name: str) -> None:
        """Show a page of Settings, by its name in `devices.virtual.ios.settings.pages`."""
        process = self.apps.launch(SETTINGS).process
        if isinstance(process, SettingsApp):
            process.show(name)

    # -- inside

    def _start_apps(self, server: Server) -> None:
        self.alerts = Alerts(self.profile, self.display)
        self.installed = Installed(self.profile, self.clock)
        self.apps = Apps(
            installed=self.installed,
            display=self.display,
            clock=self.clock,
            log=self.log,
            radios=self.radios,
            server=server,
            make=partial(make, self),
        )
        self.apps.open_settings = self._open_settings_of

    def _start_services(self) -> None:
        self.home = HomeScreen(self.display, self.installed, self.apps)
        self.notifications = Notifications(self.installed, lambda: self.display.locked)
        self.permissions = Permissions(
            self.profile,
            installed=self.installed,
            apps=self.apps,
            notifications=self.notifications,
            clock=self.clock,
        )
        self.chooser = Chooser(self)
        self.asker = Asker(self, self.chooser)
        self.push = Apns(self.clock, self.installed, self.apps, lambda: self.radios.connected)
        self.radios.on_change(self.push.flush)

    def _start_lock(self) -> None:
        self.passcode = Passcode()
        consent = Consent(self.permissions, self.asker)
        self.biometrics = Biometrics(self.profile, self.display, self.alerts, consent)
        self.lock_screen = LockScreen(
            self.profile,
            self.display,
            self.clock,
            passcode=self.passcode,
            biometrics=self.biometrics,
        )
        self.overlays = Overlays(self)
        self.display.on_unlock = self.lock_screen.ask
        self.display.on_power = self._power_changed
        self.apps.on_front.append(lambda: self.biometrics.keep_for(self.apps.front))

    def _open_settings_of(self, bundle_id: str) -> None:
        process = self.apps.launch(SETTINGS).process
        if isinstance(process, SettingsApp):
            process.show_app(bundle_id)

    def _power_changed(self) -> None:
        self.apps.cover(covered=self.locked)
        self.lock_screen.power_changed()
        self.overlays.power_changed()

    def _copy(self, text: str) -> None:
        self.pasteboard = text


def _udid() -> str:
    """An identifier of today's form, which no other phone of any lab has."""
    digits = secrets.token_hex(12).upper()
    return f"{digits[:8]}-{digits[8:]}"
