"""App verbs on Android: by the commands of the phone's shell, proved by what its services say.

The driver ends and starts an app by the same two commands, but asks nine times around them: 75 ms
where one trip takes 2 (measured on virtual phones). Installing stays the driver's, which brings the
file to the phone and knows how each release takes it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from devices import wait
from devices.android import dumps
from devices.android.package_permissions import decided
from devices.android.processes import listed, prove_ended
from devices.android.trip import ask
from devices.errors import AppDied, CommandFailed, EffectMissing
from devices.facts import InstallReason, InstallRefusal
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from devices.android.adb import Adb
    from devices.appium.session import Session
    from devices.facts import AppState, DeviceFacts

# As a launcher does: FLAG_ACTIVITY_NEW_TASK, FLAG_ACTIVITY_RESET_TASK_IF_NEEDED. Without -W, which
# waits for a first frame: of an activity that finishes before it has one (a splash screen) until
# the system gives up. The proof waits for what counts.
_START: Final = (
    "am start-activity -a android.intent.action.MAIN -c android.intent.category.LAUNCHER"
    " -f 0x10200000 -n $(cmd package resolve-activity --brief {package} | tail -n 1)"
)
_REFUSED: Final = re.compile(r"^(?:Error|Exception|Security exception)", re.MULTILINE)
_OFFERED: Final = "/data/local/tmp/fleet.apk"
# Source: AOSP Pm.java and PackageManagerShellCommand, runInstall.
_INSTALL_REFUSED: Final = re.compile(
    r"^Failure \[(?P<words>(?P<code>[A-Z_0-9]+).*)\]", re.MULTILINE
)
_REASONS: Final[dict[str, InstallReason]] = {"INSTALL_FAILED_OLDER_SDK": "release_too_old"}
_LOOK: Final = "see the device's log"


class AndroidApps:
    """Installs, removes, starts and stops apps.

    Args:
        facts: of the device.
        adb: of the device.
        session: opens its session, or gives the one that is open.
    """

    def __init__(self, facts: DeviceFacts, adb: Adb, session: Callable[[], Session]) -> None:
        self.facts = facts
        self._adb = adb
        self._session = session

    @verb("apps.install")
    def install(self, build: Path, package: str) -> None:
        """See `devices.device.Apps`."""
        self._session().execute("mobile: installApp", appPath=str(build))
        self._prove_installed(build, package)

    @verb("apps.try_install")
    def try_install(self, build: Path, package: str) -> InstallRefusal | None:
        """See `devices.device.Apps`. By adb alone: drivers take no phone before Android 8."""
        self._adb.push(build, _OFFERED)
        said = self._adb.shell(f"pm install -r {_OFFERED} 2>&1; rm {_OFFERED}")
        if refused := _INSTALL_REFUSED.search(said):
            return InstallRefusal(_REASONS.get(refused["code"], "other"), refused["words"])
        if "Success" not in said.split():
            raise CommandFailed(self.facts.name, f"offering {build.name}", said.strip()[:200])
        self._prove_installed(build, package)
        return None

    @verb("apps.remove")
    def remove(self, package: str) -> None:
        """See `devices.device.Apps`."""
        listed = f"pm list packages {package}"
        said = self._adb.shell(f"pm uninstall {package}; {listed}")
        if _is_listed(said, package):
            raise self._missing(f"removing {package}", f"it is installed still: {said.strip()}")

    def version(self, package: str) -> tuple[str, str] | None:
        """See `devices.device.Apps`."""
        return dumps.version(self._adb.shell(f"dumpsys package {package}"))

    def state(self, package: str) -> AppState:
        """See `devices.device.Apps`."""
        parts = (f"pm list packages {package}", dumps.PROCESSES, dumps.ACTIVITIES)
        installed, processes, activities = self._ask(*parts)
        if not _is_listed(installed, package):
            return "absent"
        if not dumps.processes_of(processes, package):
            return "stopped"
        return "front" if dumps.in_front(activities, package) else "background"

    @verb("apps.start")
    def start(self, package: str) -> None:
        """See `devices.device.Apps`."""
        said, activities = self._ask(_START.format(package=package), dumps.ACTIVITIES)
        self._prove_front(package, said, activities)

    @verb("apps.stop")
    def stop(self, package: str) -> None:
        """See `devices.device.Apps`."""
        _, processes = self._ask(f"am force-stop {package}", dumps.PROCESSES)
        self._prove_ended(package, dumps.processes_of(processes, package))

    @verb("apps.stop", "apps.start")
    def relaunch(self, package: str) -> None:
        """See `devices.device.Apps`."""
        before, _, said, after, activities = self._ask(
            dumps.PROCESSES,
            f"am force-stop {package}",
            _START.format(package=package),
            dumps.PROCESSES,
            dumps.ACTIVITIES,
        )
        ended = dumps.processes_of(before, package)
        self._prove_ended(package, ended & dumps.processes_of(after, package))
        self._prove_front(package, said, activities)

    @verb("apps.background")
    def to_background(self, package: str) -> None:
        """See `devices.device.Apps`."""
        looks = (dumps.PROCESSES, dumps.ACTIVITIES)
        _, *said = self._ask("input keyevent HOME", *looks)

        def state() -> tuple[bool, bool]:
            processes, activities = said or self._ask(*looks)
            said.clear()
            return bool(dumps.processes_of(processes, package)), dumps.in_front(activities, package)

        running, front = wait.until(state, DEADLINES.effect_s, holds=lambda s: s == (True, False))
        tried = f"leaving {package} in the background"
        if front:
            raise self._missing(tried, "it is in front still")
        if not running:
            raise self._missing(tried, "it does not run")

    @verb("apps.kill")
    def kill(self, package: str) -> None:
        """See `devices.device.Apps`.

        The system passes over an app that it counts as in use, which one that has just left the
        front still is: it is told again with each look. Source: AOSP ActivityManagerService,
        killBackgroundProcesses.
        """

        def left() -> set[int]:
            _, listing = self._ask(f"am kill {package}", dumps.PROCESSES)
            return dumps.processes_of(listing, package)

        prove_ended(self.facts.name, f"killing {package} in the background", left)

    @verb("apps.clear")
    def clear(self, package: str) -> None:
        """See `devices.device.Apps`.

        An app's data is its own: no shell of a real phone sees it. What can be seen beside the
        package manager's word is that no process is left that could hold data, and that what a
        user had chosen about permissions is forgotten; it goes with the data.
        """
        said, processes, dump = self._ask(
            f"pm clear {package}", dumps.PROCESSES, f"dumpsys package {package}"
        )
        tried = f"clearing {package}"
        if said.strip() != "Success":
            raise CommandFailed(self.facts.name, tried, f"pm clear: {said.strip() or 'nothing'}")
        if any(state.asked for state in decided(dump).values()):
            raise self._missing(tried, "choices about its permissions are remembered still")
        self._prove_ended(package, dumps.processes_of(processes, package))

    def _ask(self, *commands: str) -> list[str]:
        """What each command prints, all in one trip."""
        return ask(self._adb, *commands)

    def _prove_installed(self, build: Path, package: str) -> None:
        if self.version(package) is None:
            raise EffectMissing(
                self.facts.name,
                f"installing {build.name}",
                f"dumpsys package does not know {package}",
                "the device's log tells why the package manager refused it",
            )

    def _prove_ended(self, package: str, ended: set[int]) -> None:
        """Nothing is left of these processes; they may have been gone at the first look."""
        if ended:
            prove_ended(
                self.facts.name,
                f"stopping {package}",
                lambda: ended & listed(self._adb, package),
            )

    def _prove_front(self, package: str, said: str, activities: str) -> None:
        """Wait until the app is in front: it is resumed some time after it was started."""
        tried = f"starting {package}"
        if _REFUSED.search(said):
            raise CommandFailed(self.facts.name, tried, " ".join(said.split())[:200])

        def resumed() -> bool:
            return dumps.in_front(self._adb.shell(dumps.ACTIVITIES), package)

        if dumps.in_front(activities, package) or wait.until(resumed, DEADLINES.effect_s):
            return
        if dumps.has_died(self._adb.shell(dumps.DEATHS), package, DEADLINES.effect_s):
            raise AppDied(self.facts.name, tried, "it died while it was starting", _LOOK)
        raise self._missing(tried, "no activity of it is resumed")

    def _missing(self, tried: str, seen: str) -> EffectMissing:
        return EffectMissing(self.facts.name, tried, seen, _LOOK)


def _is_listed(said: str, package: str) -> bool:
    return f"package:{package}" in (line.strip() for line in said.splitlines())
