"""The interface of a device: verbs that mean the same on every platform."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta
    from pathlib import Path

    from config.platforms import SensorKind
    from devices.appium.session import Session
    from devices.facts import (
        AppState,
        Connectivity,
        DeviceFacts,
        InstallRefusal,
        Lockout,
        Notification,
        PermissionState,
        Radio,
    )


class Network(Protocol):
    """Network verbs. Each proves its effect before it returns.

    Raises:
        EffectMissing: the device did not come to the state asked for.
        VerbRefused: the ledger says that it is not possible on this device.
        CommandFailed: the command itself failed.
    """

    def go_offline(self) -> None:
        """Switch Wi-Fi and mobile data off."""

    def go_online(self) -> None:
        """Switch Wi-Fi and mobile data on, airplane mode off, in reach of their networks.

        A device that is online already is let be.
        """

    def use_only(self, radio: Radio) -> None:
        """Leave one of the two radios on and switch the other off."""

    def lose_signal(self) -> None:
        """Leave the settings as they are and let no radio reach anything."""

    def regain_signal(self) -> None:
        """Let the radios that are on reach their networks again."""

    def state(self) -> Connectivity:
        """Which radios are on now, and whether they carry traffic."""


class Apps(Protocol):
    """App verbs; an app is named by its package. Each proves its effect before it returns.

    Raises:
        EffectMissing: the app did not come to the state asked for.
        VerbRefused: the ledger says that it is not possible on this device.
        CommandFailed: the command itself failed.
    """

    def install(self, build: Path, package: str) -> None:
        """Install a build, keeping the data of an older one."""

    def try_install(self, build: Path, package: str) -> InstallRefusal | None:
        """Have the system install a build; says why it refuses to, None where it has done so.

        Needs no session, and so does it on releases that no driver takes.
        """

    def remove(self, package: str) -> None:
        """Remove the app with its data; one that is not installed is removed already."""

    def version(self, package: str) -> tuple[str, str] | None:
        """Version name and build number installed, None when it is not."""

    def state(self, package: str) -> AppState:
        """Whether it is installed, runs, and is in front."""

    def start(self, package: str) -> None:
        """Bring the app to the front, starting it where it does not run."""

    def stop(self, package: str) -> None:
        """End the app's process; its data stays."""

    def relaunch(self, package: str) -> None:
        """End the app's process and start the app again."""

    def to_background(self, package: str) -> None:
        """Go to the launcher and leave the app running behind it."""

    def kill(self, package: str) -> None:
        """End the process of an app in the background, as the system does when it needs memory.

        Unlike a stopped app it is started for what comes for it, and its task stays.
        """

    def clear(self, package: str) -> None:
        """End the app's process and delete its data: the state after a fresh install."""


class Time(Protocol):
    """The device's time, which goes forward alone: it never goes back, also not after a test.

    Raises:
        EffectMissing: the device's clock did not follow.
        VerbRefused: the ledger says that it is not possible on this device.
        CommandFailed: the command itself failed.
    """

    def now(self) -> datetime:
        """The time that the device shows, in its zone: what tests reckon from."""

    def pass_(self, step: timedelta) -> None:
        """Let time pass, for the device and for the CRM in the sub-accounts that it shows.

        A virtual phone's clock is moved; what is due meanwhile happens. Elsewhere real time goes
        by, within `DEADLINES.passing_s`; a longer step is refused there.
        """


class Permissions(Protocol):
    """What an app may do; permissions have their full names, as ``android.permission.CAMERA``.

    Raises:
        EffectMissing: the system does not say what it was told.
        VerbRefused: the ledger says that it is not possible on this device.
        CommandFailed: the command itself failed.
    """

    def of(self, package: str) -> Mapping[str, PermissionState]:
        """Every permission that a user decides on and the app has declared."""

    def grant(self, package: str, *names: str) -> None:
        """Give permissions without asking; those that this release does not know are left out."""

    def revoke(self, package: str, *names: str) -> None:
        """Take permissions away, which ends the app's process where it had one of them."""

    def reset(self, package: str, *names: str) -> None:
        """Have nobody chosen about permissions, as before the app first asked; may end the app."""


class Place(Protocol):
    """Where the device takes itself to be.

    Raises:
        EffectMissing: its location is another one still.
        VerbRefused: the ledger says that it is not possible on this device.
        CommandFailed: the command itself failed.
    """

    def set(self, latitude: float, longitude: float) -> None:
        """Be at a place, in degrees."""

    def forget(self) -> None:
        """Be where it is in truth, where there is such a place."""


class Photos(Protocol):
    """Pictures of ours among the owner's own.

    Raises:
        EffectMissing: they are not there, or are there still.
        VerbRefused: the ledger says that it is not possible on this device.
        CommandFailed: the command itself failed.
    """

    def add(self, *names: str) -> None:
        """Put pictures on the device, under these names, where its apps find them."""

    def remove(self, *names: str) -> None:
        """Take them away again."""


class Lock(Protocol):
    """The screen's lock.

    Raises:
        EffectMissing: the screen did not come to the state asked for.
        VerbRefused: the ledger says that it is not possible on this device.
        CommandFailed: the command itself failed.
    """

    def lock(self) -> None:
        """Switch the screen off and on again, so that the lock screen stands before everything."""

    def unlock(self) -> None:
        """Leave the lock screen, with the credential that `Biometrics.enrol` has set, if any."""

    @property
    def is_locked(self) -> bool:
        """Whether the lock screen is in front."""


class Biometrics(Protocol):
    """The biometric sensor, and whose finger or face is before it.

    Raises:
        EffectMissing: the sensor did not come to the state asked for.
        VerbRefused: the ledger says that it is not possible on this device.
        CommandFailed: the command itself failed.
    """

    @property
    def bears(self) -> int:
        """How many failures in a row it bears: with the last of them it is shut."""

    @property
    def shut_for(self) -> timedelta | None:
        """For how long, the first time; None until the screen lock's credential is entered."""

    @property
    def kind(self) -> SensorKind:
        """Which sensor it is."""

    def enrol(self) -> None:
        """Have a screen lock and a finger or face that matches; a phone that has both is let be."""

    def forget(self) -> None:
        """Have neither."""

    @property
    def enrolled(self) -> bool:
        """Whether a finger or a face is enrolled."""

    def match(self) -> None:
        """Present the finger or the face that it knows."""

    def mismatch(self, times: int = 1) -> None:
        """Present one that it does not know, so many times."""

    def lockout(self) -> Lockout:
        """Whether too many failures have locked the sensor."""

    def clear_lockout(self) -> None:
        """Have no failures behind it, as after the screen lock's credential."""


class Notifications(Protocol):
    """What the system shows for apps. Nothing here opens or closes an app.

    Raises:
        EffectMissing: the system does not say what it was told.
        VerbRefused: the ledger says that it is not possible on this device.
        CommandFailed: the command itself failed.
    """

    def of(self, package: str) -> list[Notification]:
        """Those of an app that are there now, newest first."""

    def arrives(
        self, package: str, title: str, text: str = "", deadline_s: float = ...
    ) -> Notification | None:
        """The one with this title, and with this in its text, once it is there; None without."""

    def clear(self, package: str) -> None:
        """Take away all of an app's that can be cleared; other apps' stay."""

    def open_shade(self) -> None:
        """Show the list of notifications over whatever is in front."""

    def close_shade(self) -> None:
        """Hide it again."""


class Device(Protocol):
    """One device that a worker owns."""

    @property
    def facts(self) -> DeviceFacts:
        """What it is."""

    @property
    def session(self) -> Session:
        """Its Appium session, opened at first use and kept for the worker's life."""

    @property
    def has_session(self) -> bool:
        """Whether a session was opened and not closed yet."""

    @property
    def network(self) -> Network:
        """Its network verbs."""

    @property
    def apps(self) -> Apps:
        """Its app verbs."""

    @property
    def time(self) -> Time:
        """Its time."""

    @property
    def permissions(self) -> Permissions:
        """What apps may do."""

    @property
    def place(self) -> Place:
        """Where it is."""

    @property
    def photos(self) -> Photos:
        """Pictures of ours on it."""

    @property
    def lock(self) -> Lock:
        """Its lock screen."""

    @property
    def biometrics(self) -> Biometrics:
        """Its biometric sensor."""

    @property
    def notifications(self) -> Notifications:
        """What it shows of apps' notifications."""

    def is_attached(self) -> bool:
        """Whether it is there: its server lists it as ready.

        Raises:
            CommandFailed: the server does not answer.
        """

    def uncover(self) -> None:
        """Light the screen and leave whatever covers apps: keyguard, shade, prompts, keyboard.

        Raises:
            DeviceError: it is gone, or does not do as told.
        """

    def log(self) -> str:
        """The device's own log, oldest line first."""

    def close(self) -> None:
        """End its session; never raises."""
