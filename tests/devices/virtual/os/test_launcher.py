"""The home screen: icons, and the menu that holding one opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.builds import ActivitySpec, AppSpec, make_app
from tests.devices.virtual.os.system_apps.handset import RELEASES, SHOP, Handset, handset

if TYPE_CHECKING:
    from pathlib import Path

_HELD_MS = 800


def _hold(phone: Handset, words: str) -> None:
    x, y = phone.text(words).visible.center
    phone.run(f"input swipe {x} {y} {x} {y} {_HELD_MS}")


@pytest.mark.parametrize("level", sorted(RELEASES))
def test_holding_an_icon_leads_to_the_page_of_its_app(tmp_path: Path, level: int) -> None:
    """The menu has App info, on screen as a whole, which opens the page that Settings have."""
    phone = handset(tmp_path, level)
    _hold(phone, "Shop")
    entry = phone.text("App info")
    assert entry.visible == entry.bounds
    phone.tap(entry)
    assert phone.focus == "com.android.settings/.applications.InstalledAppDetails"
    assert phone.find("com.android.settings:id/entity_header_title").text == "Shop"
    phone.run("input keyevent 3")
    assert "App info" not in phone.texts


@pytest.mark.parametrize("key", ["3", "4"])
def test_the_menu_closes_without_a_choice(tmp_path: Path, key: str) -> None:
    """Home and Back close it and leave the home screen as it is; so does a tap beside it."""
    phone = handset(tmp_path, 34)
    _hold(phone, "Shop")
    phone.run(f"input keyevent {key}")
    assert "App info" not in phone.texts
    _hold(phone, "Shop")
    phone.run("input tap 500 1900")
    assert "App info" not in phone.texts
    assert "nexuslauncher" in phone.focus


def test_the_menu_stands_beside_its_icon(tmp_path: Path) -> None:
    """It covers neither the icon nor its name, and touches it."""
    phone = handset(tmp_path, 34)
    icon = phone.text("Shop").visible
    _hold(phone, "Shop")
    menu = phone.find("com.google.android.apps.nexuslauncher:id/popup_container").visible
    assert menu.top >= icon.bottom
    assert menu.top - icon.bottom < icon.height * 2


def test_an_icon_bears_the_name_of_the_activity_that_it_starts(tmp_path: Path) -> None:
    """Where that has one of its own; the app keeps its name everywhere else."""
    phone = handset(tmp_path, 34)
    spec = AppSpec("com.two", "Two", activities=(ActivitySpec(launcher=True, label="Second"),))
    phone.shell.install(make_app(tmp_path / "two.apk", spec))
    assert {"Shop", "Second"} <= set(phone.texts)
    assert "Two" not in phone.texts
    phone.run("am start -W -a android.settings.APPLICATION_DETAILS_SETTINGS -d package:com.two")
    assert "Two" in phone.texts
    assert SHOP not in phone.texts
