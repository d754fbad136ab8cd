"""The Settings app: its root, its pages of the radios, and where it stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.ios.wda.elements.snapshot import snapshot
from tests.devices.virtual.ios.glass import find, flip, switch, tap, words
from tests.devices.virtual.ios.iphones import APP, SETTINGS, build, iphone

if TYPE_CHECKING:
    from pathlib import Path

    from devices.virtual.ios.phone import IPhone

ALL = ("ios-15", "ios-16", "ios-17", "ios-18", "ios-26", "ios-27")
HYPHEN = "\u2011"


def _open(profile: str) -> IPhone:
    phone = iphone(profile)
    phone.apps.launch(SETTINGS)
    return phone


@pytest.mark.parametrize(
    ("profile", "privacy", "wifi"),
    [
        ("ios-15", "Privacy", f"Wi{HYPHEN}Fi"),
        ("ios-16", "Privacy & Security", f"Wi{HYPHEN}Fi"),
        ("ios-26", "Privacy & Security", f"Wi{HYPHEN}Fi"),
        ("ios-27", "Privacy & Security", "Wi-Fi"),
    ],
)
def test_the_root_has_the_releases_own_titles(profile: str, privacy: str, wifi: str) -> None:
    """Privacy was renamed with 16, and Wi-Fi has another hyphen on 27."""
    assert {privacy, wifi, "Airplane Mode", "Cellular", "Notifications"} <= set(
        words(_open(profile))
    )


@pytest.mark.parametrize(
    ("profile", "title"),
    [("ios-15", "Touch ID & Passcode"), ("ios-17", "Face ID & Passcode")],
)
def test_the_passcode_page_is_named_after_the_sensor(profile: str, title: str) -> None:
    """A phone with a finger reader says Touch ID, the others Face ID."""
    assert title in words(_open(profile))


@pytest.mark.parametrize("profile", ALL)
def test_an_installed_app_is_in_the_root_up_to_17_and_below_apps_from_18(
    profile: str, tmp_path: Path
) -> None:
    """From 18 the rows of apps are on a page of their own."""
    phone = iphone(profile)
    phone.installed.install(build(tmp_path))
    phone.apps.launch(SETTINGS)
    if profile in {"ios-15", "ios-16", "ios-17"}:
        assert "LeadConnector" in words(phone)
        return
    assert "LeadConnector" not in words(phone)
    tap(phone, "com.apple.settings.apps")
    tap(phone, APP)
    assert find(phone, "BackButton").label == "Apps"


@pytest.mark.parametrize("profile", ALL)
def test_airplane_mode_is_switched_in_the_root(profile: str) -> None:
    """The switch of the root page turns Airplane Mode on and off."""
    phone = _open(profile)
    flip(phone, "Airplane Mode")
    assert phone.radios.airplane
    assert switch(phone, "Airplane Mode").checked
    flip(phone, "Airplane Mode")
    assert not phone.radios.airplane


@pytest.mark.parametrize("profile", ["ios-17", "ios-26", "ios-27"])
def test_a_tap_on_the_middle_of_a_wide_switch_does_nothing(profile: str) -> None:
    """The element with the identifier spans the row; only its right end switches."""
    phone = _open(profile)
    tree = snapshot(phone, SETTINGS)
    wide = next(e for e in tree.below() if e.kind == "Switch" and e.label == "Airplane Mode")
    inner = next(each for each in wide.below() if each.kind == "Switch")
    scale = phone.display.scale
    for element in (wide, inner):
        assert element.value == "0"
    assert inner.name is None
    phone.display.tap(*wide.node.visible.center)
    assert not phone.radios.airplane
    right = wide.frame.x + wide.frame.width - 39
    phone.display.tap(round(right * scale), wide.node.visible.center[1])
    assert phone.radios.airplane


@pytest.mark.parametrize("profile", ["ios-15", "ios-16"])
def test_a_switch_itself_has_the_identifier_before_17(profile: str) -> None:
    """Up to 16 the switch with the name is what is tapped."""
    phone = _open(profile)
    tree = snapshot(phone, SETTINGS)
    named = next(e for e in tree.below() if e.kind == "Switch" and e.label == "Airplane Mode")
    phone.display.tap(*named.node.visible.center)
    assert phone.radios.airplane


@pytest.mark.parametrize("profile", ALL)
def test_wifi_is_switched_on_its_page(profile: str) -> None:
    """The Wi-Fi page has one switch, named as the page; the root tells its state."""
    phone = _open(profile)
    title = "Wi-Fi" if profile == "ios-27" else f"Wi{HYPHEN}Fi"
    tap(phone, title)
    flip(phone, title)
    assert not phone.radios.wifi
    tap(phone, "BackButton")
    assert "Off" in words(phone)


@pytest.mark.parametrize("profile", ["ios-16", "ios-26"])
def test_mobile_data_is_switched_on_its_page(profile: str) -> None:
    """Cellular leads to the switch of mobile data."""
    phone = _open(profile)
    tap(phone, "Cellular")
    flip(phone, "Cellular Data")
    assert not phone.radios.data


def test_a_page_shows_what_changed_elsewhere() -> None:
    """A radio that is switched elsewhere is seen at once."""
    phone = _open("ios-17")
    phone.radios.set_airplane(on=True)
    assert switch(phone, "Airplane Mode").checked


def test_settings_stays_where_it_was() -> None:
    """Left and opened again, Settings shows the same page; ended, it begins anew."""
    phone = _open("ios-17")
    tap(phone, "Cellular")
    phone.apps.to_home()
    phone.apps.launch(SETTINGS)
    assert "Cellular Data" in words(phone)
    phone.apps.terminate(SETTINGS)
    phone.apps.launch(SETTINGS)
    assert "Airplane Mode" in words(phone)


def test_a_removed_app_takes_its_page_along(tmp_path: Path) -> None:
    """The page of an app that has gone meanwhile is not shown again."""
    phone = iphone()
    phone.installed.install(build(tmp_path))
    phone.apps.open_settings(APP)
    phone.apps.to_home()
    phone.installed.remove(APP)
    phone.apps.launch(SETTINGS)
    assert "LeadConnector" not in words(phone)
    assert "Airplane Mode" in words(phone)


@pytest.mark.parametrize(("profile", "kind"), [("ios-17", "Table"), ("ios-18", "CollectionView")])
def test_rows_are_cells_of_the_releases_own_list(profile: str, kind: str) -> None:
    """Rows are cells; from 18 the one with the identifier is a button in the cell."""
    tree = snapshot(_open(profile), SETTINGS)
    assert any(each.kind == kind for each in tree.below())
    named = next(e for e in tree.below() if e.label and e.label.startswith("Privacy"))
    assert named.kind == ("Cell" if kind == "Table" else "Button")
    assert named.name == ("Privacy" if kind == "Table" else "com.apple.settings.privacy")
