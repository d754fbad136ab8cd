"""App verbs prove their effect past the command: by processes, activities and packages."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from devices.android.apps import AndroidApps
from devices.errors import AppDied, CommandFailed, EffectMissing
from devices.facts import DeviceFacts, InstallRefusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.android.adb import Adb
    from devices.appium.session import Session

pytestmark = pytest.mark.usefixtures("impatience")

FACTS = DeviceFacts("cell", "real", "android", "14", 34, "cable", "X1", transport="usb")
APP = "com.x"


# As Android 8 to 10 write it: with blanks between the flags, where later ones have bars.
REMEMBERED = """\
      runtime permissions:
        x.CAMERA: granted=false, flags=[ USER_SET USER_SENSITIVE_WHEN_GRANTED ]
"""


@dataclass
class Phone:
    """Stands for adb and session, before a phone that may not do what it is told.

    Attributes:
        obeys: whether commands change anything.
        crashes: whether the app dies while it is starting.
        late: how many looks after a command still show what was before.
        says: what the package manager answers to a build.
        remembers: whether choices about permissions outlive the data.
    """

    obeys: bool = True
    crashes: bool = False
    late: int = 0
    remembers: bool = False
    says: str = "Success\n"
    installed: bool = True
    pid: int = 0
    front: bool = False
    trips: int = 0
    due: list[Callable[[], None]] = field(default_factory=list)

    def execute(self, script: str, **arguments: str) -> None:
        assert (script, arguments["appPath"]) == ("mobile: installApp", "/build.apk")
        self.installed = self.obeys or self.installed

    def shell(self, command: str) -> str:
        self.trips += 1
        self.late -= 1
        if self.late < 0:
            while self.due:
                self.due.pop(0)()
        return "".join(self._answer(part) for part in command.split("; "))

    def _answer(self, part: str) -> str:  # noqa: C901, PLR0911, PLR0912 - one a command
        words = part.removesuffix(" 2>&1").split()
        match words[:2]:
            case ["echo", *_]:
                return f"{part[6:-1]}\n"
            case ["am", "force-stop"]:
                return self._do(self._stop)
            case ["am", "kill"]:
                return "" if self.front else self._do(self._stop)
            case ["input", "keyevent"]:
                return self._do(self._home)
            case ["am", "start-activity"] if not self.installed:
                return "Error: Activity class {no} does not exist.\n"
            case ["am", "start-activity"]:
                return self._do(self._start, "Starting: Intent { cmp=com.x/.Main }\n")
            case ["pm", "clear"]:
                return self._do(self._stop, "Success\n") if self.installed else "Failed\n"
            case ["pm", "install"]:
                self._do(self._install)
                return self.says
            case ["rm", _]:
                return ""
            case ["pm", "uninstall"]:
                return self._do(self._remove, "Success\n")
            case ["pm", "list"]:
                return "package:com.xy\n" + "package:com.x\n" * self.installed
            case ["date", _]:
                return "1763870015\n"
            case ["logcat", _]:
                stamp = 1763870014.25 if self.crashes else 1763860014.25
                line = f"     {stamp}  107   107 E AndroidRuntime: Process: com.x, PID: 107\n"
                return f"--------- beginning of crash\n{line}"
            case ["ps", _]:
                return "  PID NAME\n    1 init\n" + f" {self.pid} com.x\n" * bool(self.pid)
            case ["dumpsys", "activity"]:
                shown = "com.x/.Main t2" if self.front else "com.home/.Home t1"
                return f"  topResumedActivity=ActivityRecord{{a u0 {shown}}}\n"
        assert words[:2] == ["dumpsys", "package"]
        dump = "    versionCode=7 minSdk=26\n    versionName=1.2\n" * self.installed
        return dump + REMEMBERED * self.remembers

    def _do(self, what: Callable[[], None], said: str = "") -> str:
        if self.obeys:
            self.due.append(what)
            if self.late <= 0:
                self.due.pop(0)()
        return said

    def _stop(self) -> None:
        self.pid, self.front = 0, False

    def _home(self) -> None:
        self.front = False

    def _start(self) -> None:
        self.pid, self.front = (0, False) if self.crashes else (self.pid + 100, True)

    def push(self, source: Path, target: str) -> None:
        assert (source.name, target) == ("build.apk", "/data/local/tmp/fleet.apk")

    def _install(self) -> None:
        self.installed |= "Success" in self.says

    def _remove(self) -> None:
        self._stop()
        self.installed = False


def verbs(phone: Phone) -> AndroidApps:
    """The verbs on that phone."""
    return AndroidApps(FACTS, cast("Adb", phone), lambda: cast("Session", phone))


def test_an_apps_state_is_told_from_absent_to_front() -> None:
    """Whether it is installed, runs and is in front, in one trip; a namesake is not it."""
    states = [
        verbs(phone).state(APP)
        for phone in (Phone(installed=False), Phone(), Phone(pid=7), Phone(pid=7, front=True))
    ]
    assert states == ["absent", "stopped", "background", "front"]


def test_a_relaunch_is_one_trip_and_another_process() -> None:
    """Ending, starting and the look at both effects go together."""
    phone = Phone(pid=7, front=True)
    verbs(phone).relaunch(APP)
    assert (phone.trips, phone.pid, phone.front) == (1, 100, True)


def test_a_relaunch_of_what_does_not_run_is_a_start() -> None:
    """There is no process to wait for."""
    phone = Phone()
    verbs(phone).relaunch(APP)
    assert phone.front


def test_an_app_is_left_in_the_background_and_killed_there() -> None:
    """Home leaves its process; the system then ends that, told again for as long as it waits."""
    phone = Phone(pid=7, front=True, late=1)
    verbs(phone).to_background(APP)
    assert (phone.pid, phone.front) == (7, False)
    phone.late = 3
    verbs(phone).kill(APP)
    assert phone.pid == 0


def test_an_app_that_does_not_run_is_not_in_the_background() -> None:
    """Whoever wants to come back to it has started none; killing it is no trouble."""
    with pytest.raises(EffectMissing, match=r"com\.x in the background: it does not run"):
        verbs(Phone()).to_background(APP)
    verbs(Phone()).kill(APP)


def test_an_app_that_dies_while_it_starts_is_told_apart_from_a_phone_that_does_not_obey() -> None:
    """The log tells of the one's death since it was started, and of the other's long before."""
    with pytest.raises(AppDied, match="it died while it was starting"):
        verbs(Phone(crashes=True)).start(APP)
    with pytest.raises(EffectMissing, match="no activity of it is resumed") as stuck:
        verbs(Phone(obeys=False)).start(APP)
    assert not isinstance(stuck.value, AppDied)


def test_effects_that_come_late_are_waited_for() -> None:
    """A process ends and an activity comes up some time after the command has returned."""
    phone = Phone(pid=7, front=True, late=3)
    verbs(phone).stop(APP)
    assert phone.pid == 0
    phone.late = 3
    verbs(phone).start(APP)
    assert phone.front


@pytest.mark.parametrize(
    ("verb", "phone", "seen"),
    [
        (lambda apps: apps.start(APP), Phone(obeys=False), "no activity of it is resumed"),
        (lambda apps: apps.stop(APP), Phone(obeys=False, pid=7), r"its processes \[7\] run still"),
        (
            lambda apps: apps.relaunch(APP),
            Phone(obeys=False, pid=7, front=True),
            r"\[7\] run still",
        ),
        (lambda apps: apps.clear(APP), Phone(obeys=False, pid=7), r"\[7\] run still"),
        (
            lambda apps: apps.to_background(APP),
            Phone(obeys=False, pid=7, front=True),
            "it is in front still",
        ),
        (lambda apps: apps.kill(APP), Phone(pid=7, front=True), r"processes \[7\] run still"),
        (lambda apps: apps.clear(APP), Phone(remembers=True), "choices about its permissions"),
        (lambda apps: apps.remove(APP), Phone(obeys=False), "it is installed still"),
        (
            lambda apps: apps.install(Path("/build.apk"), APP),
            Phone(obeys=False, installed=False),
            "does not know com.x",
        ),
    ],
)
def test_a_phone_that_does_nothing_is_found_out(
    verb: Callable[[AndroidApps], None], phone: Phone, seen: str
) -> None:
    """A command that succeeded without effect is the lab's trouble, not the product's."""
    with pytest.raises(EffectMissing, match=seen):
        verb(verbs(phone))


def test_what_the_phone_refuses_is_told_at_once() -> None:
    """Clearing or starting what is not installed fails, and no effect is waited for."""
    phone = Phone(installed=False)
    with pytest.raises(CommandFailed, match="pm clear: Failed"):
        verbs(phone).clear(APP)
    with pytest.raises(CommandFailed, match=r"starting com\.x: Error: Activity class"):
        verbs(phone).start(APP)
    with pytest.raises(CommandFailed, match="does not exist"):
        verbs(phone).relaunch(APP)
    assert phone.trips == 3


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ("Success\n", None),
        (
            "\tpkg: /x.apk\nFailure [INSTALL_FAILED_OLDER_SDK]\n",
            InstallRefusal("release_too_old", "INSTALL_FAILED_OLDER_SDK"),
        ),
        (
            "Failure [INSTALL_FAILED_OLDER_SDK: a [1]]\n",
            InstallRefusal("release_too_old", "INSTALL_FAILED_OLDER_SDK: a [1]"),
        ),
        (
            "Failure [INSTALL_FAILED_VERSION_DOWNGRADE]\n",
            InstallRefusal("other", "INSTALL_FAILED_VERSION_DOWNGRADE"),
        ),
    ],
)
def test_a_refused_build_is_told_with_the_reason(said: str, refusal: InstallRefusal | None) -> None:
    """A refusal is an answer, and what it took is there afterwards."""
    phone = Phone(installed=False, says=said)
    assert verbs(phone).try_install(Path("/build.apk"), APP) == refusal
    assert (verbs(phone).version(APP) is None) is (refusal is not None)


def test_a_package_manager_that_answers_neither_is_trouble() -> None:
    """A phone that is still starting refuses nothing."""
    with pytest.raises(CommandFailed, match=r"offering build\.apk: Error: Could not access"):
        verbs(Phone(says="Error: Could not access the Package Manager\n")).try_install(
            Path("/build.apk"), APP
        )
    with pytest.raises(EffectMissing, match="does not know com"):
        verbs(Phone(obeys=False, installed=False)).try_install(Path("/build.apk"), APP)


def test_removing_what_is_not_there_is_no_trouble() -> None:
    """The state that is asked for is there."""
    phone = Phone(installed=False)
    verbs(phone).remove(APP)
    assert verbs(phone).state(APP) == "absent"


def test_a_version_is_read_from_the_package_manager() -> None:
    """Name and code of what is installed; nothing of what is not."""
    assert verbs(Phone()).version(APP) == ("1.2", "7")
    assert verbs(Phone(installed=False)).version(APP) is None
