"""An iPhone, whatever it is made of: its session, its cable, its verbs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from config.deadlines import DEADLINES
from config.secrets import Secret
from devices.appium.session import Session
from devices.errors import CommandFailed, DeviceError
from devices.hand import NoHand
from devices.ios import usbmuxd as cables
from devices.ios.apps import IosApps
from devices.ios.biometrics import IosBiometrics
from devices.ios.installer import Installer
from devices.ios.lock import IosLock
from devices.ios.lockdown import Cable
from devices.ios.network import IosNetwork
from devices.ios.notifications import IosNotifications
from devices.ios.passcode import IosPasscode
from devices.ios.permissions import IosPermissions
from devices.ios.photos import IosPhotos
from devices.ios.place import IosPlace
from devices.ios.simulator import SimulatorHand
from devices.ios.springboard import Springboard
from devices.ios.syslog import Syslog
from devices.ios.time import IosTime
from devices.ios.wda_client import WdaClient
from devices.pin import new_pin

if TYPE_CHECKING:
    from pathlib import Path

    from config.app import IosApp
    from devices.facts import DeviceFacts
    from devices.hand import Hand


class IosDevice:
    """One phone with WebDriverAgent, driven through an Appium server. See `devices.device.Device`.

    Args:
        facts: what it is.
        appium_url: base URL of the Appium server.
        app: the app under test.
        wda_url: where its WebDriverAgent answers.
        usbmuxd: the socket that has it on a cable; without one, none has.
        hand: what a person's hand does to it; without one, nobody's is there.
        pin: the passcode that it gets for biometrics; without one, one of its own.
    """

    def __init__(
        self,
        facts: DeviceFacts,
        appium_url: str,
        app: IosApp,
        *,
        wda_url: str,
        usbmuxd: Path | None = None,
        hand: Hand | None = None,
        pin: Secret | None = None,
    ) -> None:
        self._facts = facts
        self._appium_url = appium_url
        self._app = app
        self._wda_url = wda_url
        self._usbmuxd = usbmuxd
        self._hand = hand or NoHand(facts)
        self._pin = pin or Secret(new_pin())

    @property
    def facts(self) -> DeviceFacts:
        """What it is."""
        return self._facts

    @cached_property
    def session(self) -> Session:
        """Its Appium session.

        Raises:
            SessionFailed: Appium could not open one.
            DeviceError: its cable does not say what is installed.
        """
        opened = Session.open(self._facts, self._appium_url, self.capabilities())
        try:
            opened.look_at(self._app.bundle_id)
        except DeviceError:
            opened.quit()
            raise
        if self._usbmuxd is not None:
            self._syslog.start()
        return opened

    @property
    def has_session(self) -> bool:
        """Whether a session was opened and not closed yet."""
        return "session" in self.__dict__

    @cached_property
    def wda(self) -> WdaClient:
        """Its agent, asked past any session."""
        return WdaClient(self._facts, self._wda_url)

    @cached_property
    def _passcode(self) -> IosPasscode:
        return IosPasscode(self._facts, lambda: self.session, self._pin)

    @cached_property
    def _cable(self) -> Cable:
        return Cable(self._facts.name, self._facts.serial, self._usbmuxd)

    @cached_property
    def _syslog(self) -> Syslog:
        return Syslog(self._cable)

    @cached_property
    def _springboard(self) -> Springboard:
        return Springboard(self._facts, lambda: self.session)

    @cached_property
    def network(self) -> IosNetwork:
        """Its network verbs."""
        return IosNetwork(self._facts, self._springboard, self._hand)

    @cached_property
    def apps(self) -> IosApps:
        """Its app verbs."""
        return IosApps(self._facts, lambda: self.session, Installer(self._cable))

    @cached_property
    def time(self) -> IosTime:
        """Its time."""
        return IosTime(self._facts, self.lock, self._cable, self._hand)

    @cached_property
    def permissions(self) -> IosPermissions:
        """What apps may do."""
        return IosPermissions(self._facts, lambda: self.session, self.apps, self._springboard)

    @cached_property
    def place(self) -> IosPlace:
        """Where it is."""
        return IosPlace(self._facts, lambda: self.session)

    @cached_property
    def photos(self) -> IosPhotos:
        """Pictures of ours on it."""
        return IosPhotos(self._facts, lambda: self.session)

    @cached_property
    def lock(self) -> IosLock:
        """Its lock screen."""
        return IosLock(self._facts, lambda: self.session, self._passcode)

    @cached_property
    def biometrics(self) -> IosBiometrics:
        """Its sensor for a face or a finger."""
        hand, look = self._hand, self._passcode.look
        if self._facts.kind == "simulator":
            hand = SimulatorHand(self._facts, lambda: self.session, self._springboard)
            look = hand.look
        return IosBiometrics(
            self._facts,
            hand,
            look,
            springboard=self._springboard,
            lock=self.lock,
            passcode=self._passcode,
        )

    @cached_property
    def notifications(self) -> IosNotifications:
        """Its notification verbs."""
        return IosNotifications(self._facts, self._springboard, self.apps, self.lock)

    def is_attached(self) -> bool:
        """Whether it is on its cable, or its agent is ready where there is no cable.

        Raises:
            CommandFailed: nobody answers.
        """
        if self._usbmuxd is None:
            return self.wda.is_ready()
        try:
            return self._facts.serial in cables.listed(self._usbmuxd, within_s=DEADLINES.health_s)
        except OSError as error:
            tried = "asking usbmuxd for the phones on its cables"
            raise CommandFailed(self._facts.name, tried, str(error)) from error

    def uncover(self) -> None:
        """See `devices.device.Device`. A question of the system's is refused, never allowed."""
        self.lock.unlock()
        self._springboard.uncover()

    def log(self) -> str:
        """What the phone has logged while a session was open; only a cable tells.

        Where the phone lets nobody hear it, why.
        """
        return self._syslog.read()

    def close(self) -> None:
        """End its session, if one was opened; never raises."""
        session = self.__dict__.pop("session", None)
        if session is not None:
            session.quit()
            self._syslog.stop()

    def capabilities(self) -> dict[str, Any]:
        """Those of a new session.

        The app under test is named where it is installed: the driver opens none for another. With
        ``autoLaunch`` off the agent is told of no app all the same, and finds what is in front.
        Source: XCUITest driver, lib/driver.ts and lib/commands/wda/startup.ts.
        """
        app = {"appium:bundleId": self._app.bundle_id} if self._has_app() else {}
        return app | {
            "platformName": "iOS",
            "appium:automationName": "XCUITest",
            "appium:udid": self._facts.serial,
            "appium:platformVersion": self._facts.version,
            "appium:webDriverAgentUrl": self._wda_url,
            "appium:autoLaunch": False,
            "appium:noReset": True,
            "appium:skipLogCapture": True,  # we listen ourselves
            "appium:newCommandTimeout": 600,
        }

    def _has_app(self) -> bool:
        return self._usbmuxd is not None and self.apps.version(self._app.bundle_id) is not None
