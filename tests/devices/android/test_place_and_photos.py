"""A phone is told where it is, and given pictures; both are proved past the command."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

import pytest

from config.deadlines import DEADLINES
from devices.android import place as place_module
from devices.android.photos import AndroidPhotos
from devices.android.place import AndroidPlace
from devices.errors import EffectMissing
from devices.facts import DeviceFacts

if TYPE_CHECKING:
    from devices.android.adb import Adb
    from devices.appium.session import Session

CABLE = DeviceFacts("cell", "real", "android", "14", 34, "cable", "X1", transport="usb")
EMULATOR = replace(CABLE, kind="emulator", attach="emulator", transport="local")


@dataclass
class Phone:
    """Stands for session and adb, before a phone that may not do what it is told.

    Attributes:
        late: how many looks still tell of the place before.
    """

    obeys: bool = True
    late: int = 0
    told: list[str] = field(default_factory=list)
    place: dict[str, float] = field(default_factory=lambda: {"latitude": 0.0, "longitude": 0.0})
    files: set[str] = field(default_factory=set)

    def execute(self, script: str, **arguments: Any) -> Any:  # noqa: ANN401 - JSON
        command = script.removeprefix("mobile: ")
        self.told.append(command)
        match command:
            case "getGeolocation":
                self.late -= 1
                return self.place if self.late < 0 else {"latitude": 0, "longitude": 0}
            case "setGeolocation" if self.obeys:
                self.place = arguments
            case "pushFile" if self.obeys:
                self.files.add(arguments["remotePath"])
            case "deleteFile" if self.obeys:
                self.files.remove(arguments["remotePath"])
        return None

    def shell(self, command: str) -> str:
        assert command.startswith("ls /sdcard/DCIM/Fleet ")
        return "\n".join(path.rpartition("/")[2] for path in self.files)


def place_of(phone: Phone, facts: DeviceFacts = CABLE) -> AndroidPlace:
    """The verbs on that phone."""
    return AndroidPlace(facts, lambda: cast("Session", phone))


def photos_of(phone: Phone) -> AndroidPhotos:
    """The verbs on that phone."""
    return AndroidPhotos(CABLE, cast("Adb", phone), lambda: cast("Session", phone))


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Effects that do not come are given up soon."""
    monkeypatch.setattr(place_module, "DEADLINES", replace(DEADLINES, effect_s=0.1))


def test_a_place_is_waited_for() -> None:
    """A fix comes some time after it was given."""
    phone = Phone(late=2)
    place_of(phone).set(41.88, -87.63)
    assert phone.told == ["setGeolocation", *["getGeolocation"] * 3]


def test_a_phone_that_is_elsewhere_is_told() -> None:
    """The error names both places."""
    with pytest.raises(EffectMissing, match=r"being at 41\.88, -87\.63: .*'latitude': 0"):
        place_of(Phone(obeys=False)).set(41.88, -87.63)


def test_only_a_phone_that_is_somewhere_in_truth_forgets() -> None:
    """A driver refuses to on an emulator."""
    phone, emulator = Phone(), Phone()
    place_of(phone).forget()
    place_of(emulator, EMULATOR).forget()
    assert (phone.told, emulator.told) == (["resetGeolocation"], [])


def test_pictures_come_and_go() -> None:
    """Each under its name, and none is left."""
    phone = Phone()
    photos_of(phone).add("a.jpg", "b.jpg")
    assert phone.files == {"/sdcard/DCIM/Fleet/a.jpg", "/sdcard/DCIM/Fleet/b.jpg"}
    photos_of(phone).remove("a.jpg", "b.jpg")
    assert phone.files == set()


def test_pictures_that_do_not_come_or_go_are_told() -> None:
    """By what is in the folder."""
    with pytest.raises(EffectMissing, match=r"lacks a\.jpg"):
        photos_of(Phone(obeys=False)).add("a.jpg")
    with pytest.raises(EffectMissing, match=r"holds a\.jpg still"):
        photos_of(Phone(obeys=False, files={"/sdcard/DCIM/Fleet/a.jpg"})).remove("a.jpg")
