"""App verbs of an iPhone prove their effect by what the phone says of the app afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from devices.errors import AppDied, CommandFailed, EffectMissing, VerbRefused
from devices.facts import DeviceFacts, InstallRefusal
from devices.ios.apps import IosApps
from devices.ios.installer import InstallerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.appium.session import Session
    from devices.ios.installer import Installer

pytestmark = pytest.mark.usefixtures("impatience")

FACTS = DeviceFacts("cell", "virtual", "ios", "17.6", 17, "cable", "UDID", transport="usb")
BY_AIR = DeviceFacts("cell", "real", "ios", "17.6", 17, "cable", "UDID", transport="tcp")
APP = "com.x"
BUILD = Path("one.ipa")
TOLD = {"CFBundleShortVersionString": "1.2", "CFBundleVersion": "34", "CFBundleName": "One"}
NOT_RUNNING, BEHIND, FRONT = 1, 3, 4


@dataclass
class Phone:
    """Stands for the driver and the cable at once.

    Attributes:
        obeys: whether what is asked changes anything.
        dies: whether an app ends as soon as it is started.
        refusal: what the phone says to a build.
    """

    obeys: bool = True
    dies: bool = False
    refusal: InstallerError | None = None
    installed: bool = False
    state: int = NOT_RUNNING
    done: list[str] = field(default_factory=list)

    def execute(self, script: str, **arguments: str) -> object:
        assert arguments == {"bundleId": APP}
        if script == "mobile: queryAppState":
            return self.state
        self.done.append(script)
        if self.obeys:
            started = NOT_RUNNING if self.dies else FRONT
            self.state = started if script == "mobile: launchApp" else NOT_RUNNING
        return None

    def press(self, key: str) -> None:
        assert key == "home"
        if self.obeys and self.state == FRONT:
            self.state = BEHIND

    def lookup(self, bundle_id: str, *attributes: str) -> Mapping[str, Any] | None:
        assert bundle_id == APP
        return {k: v for k, v in TOLD.items() if k in attributes} if self.installed else None

    def install(self, build: Path, bundle_id: str) -> None:
        assert (build, bundle_id) == (BUILD, APP)
        self.done.append("install")
        if self.refusal:
            raise self.refusal
        self.installed = self.obeys

    def remove(self, bundle_id: str) -> None:
        assert bundle_id == APP
        self.done.append("remove")
        if self.obeys:
            self.installed, self.state = False, NOT_RUNNING


def verbs(phone: Phone, facts: DeviceFacts = FACTS) -> IosApps:
    """The verbs on it."""
    return IosApps(facts, lambda: cast("Session", phone), cast("Installer", phone))


@pytest.mark.parametrize(
    ("installed", "state", "said"),
    [
        (False, NOT_RUNNING, "absent"),
        (True, NOT_RUNNING, "stopped"),
        (True, 2, "background"),
        (True, BEHIND, "background"),
        (True, FRONT, "front"),
    ],
)
def test_state_is_the_agents_and_absence_the_cables(
    *, installed: bool, state: int, said: str
) -> None:
    """The agent does not tell an app that is not there from one that does not run."""
    assert verbs(Phone(installed=installed, state=state)).state(APP) == said


def test_name_and_version_are_those_of_the_info_plist() -> None:
    """Of what is not installed there is neither."""
    assert verbs(Phone(installed=True)).version(APP) == ("1.2", "34")
    assert verbs(Phone(installed=True)).name(APP) == "One"
    assert verbs(Phone()).version(APP) is None
    assert verbs(Phone()).name(APP) == ""


def test_an_app_is_cleared_by_removing_and_installing_it() -> None:
    """Nothing else takes its data; the build is the one that was installed before."""
    phone = Phone()
    apps = verbs(phone)
    apps.install(BUILD, APP)
    apps.clear(APP)
    assert phone.done == ["install", "remove", "install"]
    with pytest.raises(CommandFailed, match=r"no build of it is known.*install one first"):
        verbs(Phone(installed=True)).clear(APP)


def test_an_app_is_untouched_until_it_is_started() -> None:
    """Nobody was asked anything of one that was installed anew; an update leaves answers."""
    apps = verbs(Phone())
    apps.install(BUILD, APP)
    assert apps.is_untouched(APP)
    apps.start(APP)
    assert not apps.is_untouched(APP)
    apps.install(BUILD, APP)
    assert not apps.is_untouched(APP)
    apps.clear(APP)
    assert apps.is_untouched(APP)


@pytest.mark.parametrize(
    ("code", "reason"),
    [("DeviceOSVersionTooLow", "release_too_old"), ("ApplicationVerificationFailed", "other")],
)
def test_a_refused_build_is_an_answer(code: str, reason: str) -> None:
    """What the phone says is told in its own words; to install it all the same is an error."""
    apps = verbs(Phone(refusal=InstallerError(code, "Have 14.8; need 15.0")))
    words = f"{code}: Have 14.8; need 15.0"
    assert apps.try_install(BUILD, APP) == InstallRefusal(cast("Any", reason), words)
    with pytest.raises(CommandFailed, match=f"installing one.ipa: {code}"):
        apps.install(BUILD, APP)


def test_leaving_an_app_keeps_it_and_killing_it_needs_that() -> None:
    """Home leaves it running; it is killed behind the home screen alone."""
    phone = Phone(installed=True, state=FRONT)
    apps = verbs(phone)
    with pytest.raises(CommandFailed, match="it is in front"):
        apps.kill(APP)
    apps.to_background(APP)
    assert phone.state == BEHIND
    apps.kill(APP)
    assert phone.state == NOT_RUNNING


def test_an_app_that_dies_while_it_starts_is_told_of_as_that() -> None:
    """It is the app's doing, and no device's."""
    with pytest.raises(AppDied, match="it runs no more right after its start"):
        verbs(Phone(installed=True, dies=True)).start(APP)


@pytest.mark.parametrize(
    ("verb", "seen"),
    [
        (lambda apps: apps.install(BUILD, APP), "the phone does not list com.x"),
        (lambda apps: apps.remove(APP), "it is installed still"),
        (lambda apps: apps.stop(APP), "it runs still: its state is 4"),
        (lambda apps: apps.to_background(APP), "it is in front still"),
    ],
)
def test_a_phone_that_does_nothing_is_found_out(verb: Callable[[IosApps], None], seen: str) -> None:
    """What was asked for is not there at the deadline: INFRA, not a verdict."""
    installed = "list" not in seen
    phone = Phone(obeys=False, installed=installed, state=FRONT)
    with pytest.raises(EffectMissing, match=seen):
        verb(verbs(phone))


def test_without_a_cable_no_app_comes_or_goes() -> None:
    """The ledger says so before anything is tried; apps start and end all the same."""
    phone = Phone(installed=True)
    apps = verbs(phone, BY_AIR)
    with pytest.raises(VerbRefused, match=r"apps\.install: .*instead: attach it by USB"):
        apps.install(BUILD, APP)
    apps.start(APP)
    assert phone.done == ["mobile: launchApp"]
