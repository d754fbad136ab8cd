"""Control Centre: what opens and closes it, and the radios that it switches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.ios.iphones import SETTINGS, iphone
from tests.devices.virtual.ios.notified import Notified

if TYPE_CHECKING:
    from devices.virtual.os.radios import Radios

BUTTON_PULL = (0.5, 0.99, 0.5, 0.8)
CORNER_PULL = (0.9, 0.01, 0.9, 0.2)
PULLS = {"ios-15": BUTTON_PULL, "ios-17": CORNER_PULL, "ios-18": BUTTON_PULL, "ios-26": CORNER_PULL}
SWITCHES = ["airplane-mode-button", "cellular-data-button", "wifi-button", "bluetooth-button"]


def _open(profile: str) -> Notified:
    desk = Notified(iphone(profile))
    desk.phone.apps.launch(SETTINGS)
    desk.sweep(*PULLS[profile])
    return desk


def _on(radios: Radios) -> list[bool]:
    return [radios.airplane, radios.data, radios.wifi, radios.bluetooth]


@pytest.mark.parametrize("profile", ["ios-15", "ios-17"])
def test_it_has_a_switch_with_0_or_1_for_each_radio(profile: str) -> None:
    """A tap turns it, and the phone's radio with it."""
    desk = _open(profile)
    values = [desk.named(name)[0].value for name in SWITCHES]
    assert values == ["0", "1", "1", "1"]
    assert {desk.named(name)[0].kind for name in SWITCHES} == {"Switch"}
    for number, name in enumerate(SWITCHES[1:], 1):
        desk.tap(name)
        assert desk.named(name)[0].value == "0"
        assert not _on(desk.phone.radios)[number]


def test_airplane_mode_takes_the_radios_away_and_gives_them_back() -> None:
    """The switches follow."""
    desk = _open("ios-17")
    desk.tap(SWITCHES[0])
    assert [desk.named(name)[0].value for name in SWITCHES] == ["1", "0", "0", "0"]
    desk.tap(SWITCHES[0])
    assert [desk.named(name)[0].value for name in SWITCHES] == ["0", "1", "1", "1"]


@pytest.mark.parametrize("profile", ["ios-18", "ios-26"])
def test_from_18_on_wi_fi_is_an_image(profile: str) -> None:
    """Its name tells whether it is on."""
    desk = _open(profile)
    (wifi,) = desk.named("wifi")
    assert wifi.kind == "Image"
    desk.tap("wifi")
    assert not desk.phone.radios.wifi
    assert not desk.named("wifi")
    desk.tap("wifi.slash")
    assert desk.phone.radios.wifi


@pytest.mark.parametrize("profile", PULLS)
def test_a_tap_beside_the_switches_closes_it(profile: str) -> None:
    """The app that was in front is still."""
    desk = _open(profile)
    wide, high = desk.phone.display.bounds.width, desk.phone.display.bounds.height
    assert desk.phone.display.active().package != SETTINGS
    desk.phone.display.tap(int(wide * 0.9), int(high * 0.1))
    assert desk.phone.display.active().package == SETTINGS


@pytest.mark.parametrize("profile", PULLS)
def test_a_sweep_from_the_foot_closes_it(profile: str) -> None:
    """The app that was in front is still."""
    desk = _open(profile)
    desk.sweep(0.5, 0.99, 0.5, 0.6)
    assert desk.phone.display.active().package == SETTINGS


def test_the_lock_screen_has_it_too() -> None:
    """It lies over the lock screen."""
    desk = Notified(iphone())
    desk.phone.display.lock()
    desk.sweep(*CORNER_PULL)
    assert desk.named("wifi-button")
