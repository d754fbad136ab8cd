"""Biometric verbs of an iPhone: what a hand holds to the sensor, proved by what iOS shows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

import pytest

from devices.errors import EffectMissing, VerbRefused
from devices.facts import DeviceFacts
from devices.ios.biometrics import IosBiometrics
from devices.ios.simulator import SimulatorHand

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.locators import Locator
    from config.platforms import SensorKind
    from devices.appium.session import Session
    from devices.hand import Hand
    from devices.ios.lock import IosLock
    from devices.ios.passcode import IosPasscode
    from devices.ios.springboard import Springboard

pytestmark = pytest.mark.usefixtures("impatience")

FACTS = DeviceFacts("cell", "virtual", "ios", "17.6", 17, "cable", "UDID", transport="usb")
PASSCODE = "246810"


@dataclass
class Phone:
    """Stands for hand, Settings, SpringBoard, lock screen and passcode of one phone.

    Attributes:
        kind: its sensor.
        shows: what SpringBoard has of a question: ``scanning``, ``alert`` or nothing.
        deaf: whether the sensor sees nothing of what is held to it.
        looks: how often Settings were asked.
        held: what was held to the sensor, whether it matched.
        fails: whether a finger's question says that it was not the user's.
        counted: faces that did not match while one was looked for.
        opened: how often the passcode opened the lock screen.
    """

    kind: SensorKind = "face_id"
    knows: bool = False
    shows: str = ""
    deaf: bool = False
    looks: int = 0
    held: list[bool] = field(default_factory=list)
    fails: bool = False
    counted: int = 0
    opened: int = 0
    is_set: bool = False
    passcode: str = ""

    # -- the hand

    def enrol(self, passcode: str) -> None:
        self.passcode = passcode
        self.knows = bool(passcode) and not self.deaf

    def touch(self, *, match: bool) -> None:
        self.held.append(match)
        if self.deaf:
            return
        self.fails = not match
        if match:
            self.shows = ""
        elif self.shows == "scanning":
            self.shows, self.counted = "alert", self.counted + 1

    # -- Settings, SpringBoard, lock screen and passcode

    def look(self) -> tuple[SensorKind, bool]:
        self.looks += 1
        return self.kind, self.knows

    def find(self, locator: Locator) -> list[str]:
        again = "Try Face ID Again" in locator.selector
        if again:
            return ["again"] if self.shows == "alert" and self.kind == "face_id" else []
        if "BEGINSWITH" in locator.selector and "Face" not in locator.selector:
            return ["alert"] if self.kind == "touch_id" and self.shows else []
        if locator.selector == "label == 'Try Again'":
            return ["failed"] if self.kind == "touch_id" and self.fails else []
        wanted = "scanning" if locator.selector == "authentication_ui" else "alert"
        return [wanted] if self.shows == wanted else []

    def tap(self, found: str) -> None:
        assert found == "again"
        self.shows = "scanning"

    def lock(self) -> None:
        self.opened -= 1

    def unlock(self) -> None:
        self.opened += 2

    def reveal(self) -> str:
        return PASSCODE


def verbs(phone: Phone, facts: DeviceFacts = FACTS) -> IosBiometrics:
    """The verbs on it."""
    return IosBiometrics(
        facts,
        cast("Hand", phone),
        phone.look,
        springboard=cast("Springboard", phone),
        lock=cast("IosLock", phone),
        passcode=cast("IosPasscode", phone),
    )


def test_it_is_taught_once_and_forgets_once() -> None:
    """Settings are the proof, each time; what was proved before is not done again."""
    phone = Phone()
    sensor = verbs(phone)
    sensor.enrol()
    sensor.enrol()
    assert (phone.knows, phone.passcode, phone.is_set, phone.looks) == (True, PASSCODE, True, 1)
    sensor.forget()
    sensor.forget()
    assert (phone.knows, phone.passcode, phone.is_set, phone.looks) == (False, "", False, 2)
    assert not sensor.enrolled


def test_a_hand_that_taught_nothing_is_told_of() -> None:
    """That the hand has answered proves nothing."""
    with pytest.raises(EffectMissing, match="it knows nobody"):
        verbs(Phone(deaf=True)).enrol()


def test_the_sensor_is_known_without_another_look() -> None:
    """Settings would take the place of an app that is asking."""
    phone = Phone("touch_id")
    sensor = verbs(phone)
    sensor.enrol()
    assert (sensor.kind, phone.looks) == ("touch_id", 1)


def test_a_face_that_does_not_match_is_looked_for_again() -> None:
    """Each failure is one alert; the alert's button comes before the next."""
    phone = Phone(shows="scanning")
    verbs(phone).mismatch(times=2)
    assert (phone.held, phone.shows, phone.counted) == ([False, False], "alert", 2)


@pytest.mark.parametrize("shows", ["scanning", "alert"])
def test_a_match_after_an_alert_is_looked_for_as_well(shows: str) -> None:
    """The person taps the button, too."""
    phone = Phone(shows=shows)
    verbs(phone).match()
    assert (phone.held, phone.shows) == ([True], "")


@pytest.mark.parametrize("present", [IosBiometrics.match, IosBiometrics.mismatch])
def test_without_a_question_nothing_is_presented(present: Callable[[IosBiometrics], None]) -> None:
    """The error says what to look for."""
    phone = Phone()
    with pytest.raises(EffectMissing, match="nothing asks for a face or a finger; see whether"):
        present(verbs(phone))
    assert phone.held == []


def test_a_failure_that_nothing_shows_is_told_of() -> None:
    """A face is looked for still; a finger's question says what it said before."""
    for phone in (
        Phone(shows="scanning", deaf=True),
        Phone("touch_id", shows="alert", deaf=True),
    ):
        with pytest.raises(EffectMissing, match="the question stands as before"):
            verbs(phone).mismatch()


def test_the_fifth_failure_shuts_it_until_the_passcode() -> None:
    """The lock screen's passcode ends failures, and is not entered without any."""
    phone = Phone("touch_id", shows="alert")
    sensor = verbs(phone)
    sensor.clear_lockout()
    assert phone.opened == 0
    sensor.mismatch(times=sensor.bears - 1)
    assert sensor.lockout() == "none"
    sensor.mismatch()
    assert (sensor.lockout(), sensor.shut_for) == ("permanent", None)
    sensor.clear_lockout()
    assert (phone.opened, sensor.lockout()) == (1, "none")


@pytest.mark.parametrize("column", ["real", "cloud"])
def test_nobody_holds_anything_to_a_phone_of_somebody_elses(column: str) -> None:
    """Refused before anything is done, with what to use instead."""
    phone = Phone(shows="alert")
    sensor = verbs(phone, replace(FACTS, column=column))
    for verb in (sensor.enrol, sensor.match, sensor.mismatch, sensor.lockout, sensor.forget):
        with pytest.raises(VerbRefused, match="instead: a virtual iPhone"):
            verb()
    assert (phone.held, phone.passcode) == ([], "")


@dataclass
class Driver:
    """Stands for a simulator's session, and the shape of its screen."""

    has_home_button: bool
    said: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def execute(self, script: str, **arguments: object) -> bool:
        self.said.append((script, arguments))
        return True


@pytest.mark.parametrize(
    ("has_home_button", "kind", "word"),
    [(True, "touch_id", "touchId"), (False, "face_id", "faceId")],
)
def test_a_simulators_hand_is_its_driver(*, has_home_button: bool, kind: str, word: str) -> None:
    """Faces and fingers have a word each; whoever has none of these hands refuses the rest."""
    driver = Driver(has_home_button)
    facts = replace(FACTS, kind="simulator", transport="local")
    session = lambda: cast("Session", driver)  # noqa: E731 - one line
    hand = SimulatorHand(facts, session, cast("Springboard", driver))
    assert hand.look() == (kind, True)
    hand.enrol(PASSCODE)
    hand.enrol("")
    hand.touch(match=False)
    looked: tuple[str, dict[str, object]] = ("mobile: isBiometricEnrolled", {})
    assert driver.said == [
        looked,
        ("mobile: enrollBiometric", {"isEnabled": True}),
        ("mobile: enrollBiometric", {"isEnabled": False}),
        looked,
        ("mobile: sendBiometricMatch", {"type": word, "match": False}),
    ]
    with pytest.raises(VerbRefused, match="nobody's hand"):
        hand.signal(on=False)
