"""App verbs on iOS: proved by what the phone says of the app afterwards.

Apps come and go over the cable; starting and ending them is the driver's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from config.deadlines import DEADLINES
from devices import wait
from devices.errors import AppDied, CommandFailed, EffectMissing
from devices.facts import InstallRefusal
from devices.ios.installer import InstallerError
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from devices.appium.session import Session
    from devices.facts import AppState, DeviceFacts, InstallReason
    from devices.ios.installer import Installer

# Source: XCUIApplication.State, as "mobile: queryAppState" tells it.
_NOT_RUNNING: Final = frozenset({0, 1})
_BEHIND: Final = frozenset({2, 3})
_FRONT: Final = 4
_VERSION: Final = ("CFBundleShortVersionString", "CFBundleVersion")
_NAMES: Final = ("CFBundleDisplayName", "CFBundleName")
# Source: MobileInstallation's error, as ideviceinstaller prints it.
_REASONS: Final[Mapping[str, InstallReason]] = {
    "DeviceOSVersionTooLow": "release_too_old",
}
_LOOK: Final = "see the device's log"


class IosApps:
    """Installs, removes, starts and stops apps.

    Args:
        facts: of the device.
        session: opens its session, or gives the one that is open.
        installer: of the device.
    """

    def __init__(
        self, facts: DeviceFacts, session: Callable[[], Session], installer: Installer
    ) -> None:
        self.facts = facts
        self._session = session
        self._installer = installer
        self._builds: dict[str, Path] = {}
        self._never_started: set[str] = set()
        self._labels: dict[str, str] = {}

    def is_untouched(self, package: str) -> bool:
        """Whether it was installed anew here, and not started since: nobody was asked anything."""
        return package in self._never_started

    @verb("apps.install")
    def install(self, build: Path, package: str) -> None:
        """See `devices.device.Apps`."""
        self._install(build, package)

    @verb("apps.try_install")
    def try_install(self, build: Path, package: str) -> InstallRefusal | None:
        """See `devices.device.Apps`. By the cable alone, so on any release."""
        try:
            self._put(build, package)
        except InstallerError as error:
            return InstallRefusal(_REASONS.get(error.code, "other"), str(error))
        return None

    @verb("apps.remove")
    def remove(self, package: str) -> None:
        """See `devices.device.Apps`."""
        tried = f"removing {package}"
        try:
            self._installer.remove(package)
        except InstallerError as error:
            raise CommandFailed(self.facts.name, tried, str(error)) from error
        self._never_started.discard(package)
        self._labels.pop(package, None)
        if self.version(package) is not None:
            raise self._missing(tried, "it is installed still")

    def version(self, package: str) -> tuple[str, str] | None:
        """See `devices.device.Apps`."""
        told = self.told_of(package, *_VERSION)
        return None if told is None else (str(told[_VERSION[0]]), str(told[_VERSION[1]]))

    def name(self, package: str) -> str:
        """What stands below the app's icon; empty when it is not installed."""
        if package not in self._labels:
            told = self.told_of(package, *_NAMES) or {}
            self._labels[package] = next((str(told[key]) for key in _NAMES if told.get(key)), "")
        return self._labels[package]

    def told_of(self, package: str, *attributes: str) -> Mapping[str, Any] | None:
        """What the phone lists of an app of the user's, None when it is not installed.

        Args:
            package: its bundle identifier.
            attributes: keys of its Info.plist; those that it has not are left out.
        """
        return self._installer.lookup(package, *attributes)

    def state(self, package: str) -> AppState:
        """See `devices.device.Apps`."""
        state = self._state(package)
        if state == _FRONT:
            return "front"
        if state in _BEHIND:
            return "background"
        return "absent" if self.version(package) is None else "stopped"

    @verb("apps.start")
    def start(self, package: str) -> None:
        """See `devices.device.Apps`."""
        self._never_started.discard(package)
        self._session().execute("mobile: launchApp", bundleId=package)
        seen = self._until(package, frozenset({_FRONT}))
        tried = f"starting {package}"
        if seen in _NOT_RUNNING:
            raise AppDied(self.facts.name, tried, "it runs no more right after its start", _LOOK)
        if seen != _FRONT:
            raise self._missing(tried, f"it is not in front: its state is {seen}")

    @verb("apps.stop")
    def stop(self, package: str) -> None:
        """See `devices.device.Apps`."""
        self._end(package, f"stopping {package}")

    @verb("apps.stop", "apps.start")
    def relaunch(self, package: str) -> None:
        """See `devices.device.Apps`."""
        self.stop(package)
        self.start(package)

    @verb("apps.background")
    def to_background(self, package: str) -> None:
        """See `devices.device.Apps`."""
        self._session().press("home")
        seen = self._until(package, _BEHIND)
        if seen not in _BEHIND:
            where = "in front still" if seen == _FRONT else "not running"
            raise self._missing(f"leaving {package} in the background", f"it is {where}")

    @verb("apps.kill")
    def kill(self, package: str) -> None:
        """See `devices.device.Apps`.

        XCTest ends the process, which is not what sweeping it away is: the system does not take
        it for its user's wish.
        """
        if self._state(package) == _FRONT:
            seen = "it is in front"
            raise CommandFailed(self.facts.name, f"killing {package} in the background", seen)
        self._end(package, f"killing {package} in the background")

    @verb("apps.clear")
    def clear(self, package: str) -> None:
        """See `devices.device.Apps`. Nothing but removing it takes an app's data away.

        Raises:
            CommandFailed: nobody has installed a build of it here, that could be installed again.
        """
        build = self._builds.get(package)
        if build is None:
            seen = "no build of it is known to install again"
            raise CommandFailed(self.facts.name, f"clearing {package}", seen, "install one first")
        self.remove(package)
        self._install(build, package)

    def _install(self, build: Path, package: str) -> None:
        try:
            self._put(build, package)
        except InstallerError as error:
            raise CommandFailed(self.facts.name, f"installing {build.name}", str(error)) from error

    def _put(self, build: Path, package: str) -> None:
        is_new = self.version(package) is None
        self._labels.pop(package, None)
        self._installer.install(build, package)
        if self.version(package) is None:
            raise self._missing(f"installing {build.name}", f"the phone does not list {package}")
        self._builds[package] = build
        if is_new:
            self._never_started.add(package)

    def _end(self, package: str, tried: str) -> None:
        self._session().execute("mobile: terminateApp", bundleId=package)
        seen = self._until(package, _NOT_RUNNING)
        if seen not in _NOT_RUNNING:
            raise self._missing(tried, f"it runs still: its state is {seen}")

    def _until(self, package: str, wanted: frozenset[int]) -> int:
        """The state that was seen last: one of those, or another one at the deadline."""
        return wait.until(
            lambda: self._state(package), DEADLINES.effect_s, holds=lambda state: state in wanted
        )

    def _state(self, package: str) -> int:
        return int(self._session().execute("mobile: queryAppState", bundleId=package))

    def _missing(self, tried: str, seen: str) -> EffectMissing:
        return EffectMissing(self.facts.name, tried, seen, _LOOK)
