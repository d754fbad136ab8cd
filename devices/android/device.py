"""An Android phone, whatever it is made of: its session, its adb, its verbs."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from config.secrets import Secret
from config.state import state_folder
from devices.android.adb import Adb
from devices.android.apps import AndroidApps
from devices.android.biometrics import AndroidBiometrics
from devices.android.console import Console
from devices.android.keyguard import Keyguard
from devices.android.lock import AndroidLock
from devices.android.network import AndroidNetwork
from devices.android.notifications import AndroidNotifications
from devices.android.permissions import AndroidPermissions
from devices.android.photos import AndroidPhotos
from devices.android.pin import KeptPin
from devices.android.place import AndroidPlace
from devices.android.session_settings import SessionSettings
from devices.android.time import AndroidTime
from devices.appium.session import Session
from devices.errors import DeviceError
from devices.hand import NoHand
from devices.host.ports import LOOPBACK, free_port
from devices.pin import new_pin

if TYPE_CHECKING:
    from config.app import AndroidApp
    from devices.facts import DeviceFacts
    from devices.hand import Hand


class AndroidDevice:
    """One phone on an adb server, driven through an Appium server. See `devices.device.Device`.

    Args:
        facts: what it is.
        appium_url: base URL of the Appium server.
        adb_port: port of the adb server that lists it.
        app: the app under test; bare ids in locators are its own.
        adb_host: where that adb server answers.
        hand: what a person's hand does to it; without one, nobody's is there.
        pin: the screen lock that it gets for biometrics; without one, one of its own.
    """

    def __init__(
        self,
        facts: DeviceFacts,
        appium_url: str,
        adb_port: int,
        app: AndroidApp,
        adb_host: str = LOOPBACK,
        *,
        hand: Hand | None = None,
        pin: Secret | None = None,
    ) -> None:
        self._facts = facts
        self._appium_url = appium_url
        self._adb_port = adb_port
        self._adb_host = adb_host
        self._app = app
        self._hand = hand or NoHand(facts)
        self._pin = pin or Secret(new_pin())

    @property
    def facts(self) -> DeviceFacts:
        """What it is."""
        return self._facts

    @cached_property
    def session(self) -> Session:
        """Its Appium session. Until it ends `SessionSettings` hold.

        Raises:
            SessionFailed: Appium could not open one.
            CommandFailed: the phone does not let them be set; the session has ended.
        """
        opened = Session.open(self._facts, self._appium_url, self.capabilities)
        try:
            self._settings.begin()
        except DeviceError:
            opened.quit()
            raise
        return opened

    @property
    def has_session(self) -> bool:
        """Whether a session was opened and not closed yet."""
        return "session" in self.__dict__

    @cached_property
    def adb(self) -> Adb:
        """Its adb."""
        return Adb(self._facts, self._adb_port, self._adb_host)

    @cached_property
    def _settings(self) -> SessionSettings:
        return SessionSettings(self._facts, self.adb)

    @cached_property
    def network(self) -> AndroidNetwork:
        """Its network verbs."""
        return AndroidNetwork(self._facts, self.adb, lambda: self.session, self._hand)

    @cached_property
    def apps(self) -> AndroidApps:
        """Its app verbs."""
        return AndroidApps(self._facts, self.adb, lambda: self.session)

    @cached_property
    def time(self) -> AndroidTime:
        """Its time."""
        return AndroidTime(self._facts, self.adb, self._hand)

    @cached_property
    def permissions(self) -> AndroidPermissions:
        """Its permission verbs."""
        return AndroidPermissions(self._facts, self.adb)

    @cached_property
    def place(self) -> AndroidPlace:
        """Where it is."""
        return AndroidPlace(self._facts, lambda: self.session)

    @cached_property
    def photos(self) -> AndroidPhotos:
        """Pictures of ours on it."""
        return AndroidPhotos(self._facts, self.adb, lambda: self.session)

    @cached_property
    def _keyguard(self) -> Keyguard:
        file = state_folder("pins") / f"{self._adb_host}-{self._facts.serial}"
        pin = KeptPin(file, self._pin)
        return Keyguard(self._facts, self.adb, lambda: self.session, pin)

    @cached_property
    def lock(self) -> AndroidLock:
        """Its lock screen."""
        return AndroidLock(self._facts, self.adb, self._keyguard)

    @cached_property
    def biometrics(self) -> AndroidBiometrics:
        """Its fingerprint sensor."""
        return AndroidBiometrics(
            self._facts,
            self.adb,
            lambda: self.session,
            console=Console(self._facts, self._adb_host),
            keyguard=self._keyguard,
            lock=self.lock,
        )

    @cached_property
    def notifications(self) -> AndroidNotifications:
        """Its notification verbs."""
        return AndroidNotifications(self._facts, self.adb, lambda: self.session)

    def is_attached(self) -> bool:
        """Whether its adb server lists it as ready.

        Raises:
            CommandFailed: the server does not answer.
        """
        return self.adb.is_attached()

    def uncover(self) -> None:
        """See `devices.device.Device`.

        Source: AOSP frameworks/base, WindowManagerShellCommand, StatusBarShellCommand, and
        PhoneWindowManager, whose HOME closes system dialogs.

        Raises:
            EffectMissing: its keyguard asks for another secret than ours, which nobody types.
        """
        self.lock.unlock()
        self.adb.shell("cmd statusbar collapse; input keyevent HOME")

    def log(self) -> str:
        """The buffered system log.

        Raises:
            DeviceLost: the device is gone.
            CommandFailed: logcat failed.
        """
        return self.adb.shell("logcat -d -v threadtime")

    def close(self) -> None:
        """End the session, if one was opened; never raises."""
        session = self.__dict__.pop("session", None)
        if session is not None:
            session.quit()
            with suppress(DeviceError):  # a phone that is gone is left as it is
                self._settings.end()

    @property
    def capabilities(self) -> dict[str, Any]:
        """Those of a new session: full set-up, and the adb server is left to its owner."""
        elsewhere = {"appium:remoteAdbHost": self._adb_host} if self._adb_host != LOOPBACK else {}
        return elsewhere | {
            "platformName": "Android",
            "appium:automationName": "UiAutomator2",
            "appium:udid": self._facts.serial,
            "appium:adbPort": self._adb_port,
            "appium:suppressKillServer": True,
            "appium:appPackage": self._app.package,
            "appium:appActivity": self._app.activity,
            "appium:autoLaunch": False,
            "appium:noReset": True,
            "appium:newCommandTimeout": 600,
            # The driver's own choice, from 8200 up, is another session's choice as well.
            "appium:systemPort": free_port(),
        }
