"""Locators of iOS' own screens that fall back on what is sure, tried on virtual iPhones' trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.locators import read
from devices.virtual.ios.settings.settings_app import SettingsApp
from devices.virtual.ios.wda.elements.snapshot import snapshot
from devices.virtual.ios.wda.queries import class_chain, predicate, xpath
from tests.devices.virtual.ios.iphones import APP, SETTINGS
from tests.devices.virtual.ios.notified import SPRINGBOARD, Notified, notified

if TYPE_CHECKING:
    from pathlib import Path

    from config.locators import Locator
    from devices.virtual.ios.wda.elements.element import Element


@pytest.fixture(params=["ios-15", "ios-17", "ios-18", "ios-26"])
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Notified:
    """A phone with an app that may notify."""
    return notified(tmp_path, monkeypatch, request.param)


def _settings(desk: Notified, page: str = "", argument: str = "") -> None:
    process = desk.phone.apps.launch(SETTINGS).process
    assert isinstance(process, SettingsApp)
    if page:
        process.open(page, argument)


def _found(desk: Notified, locator: Locator, application: str = SETTINGS) -> list[Element]:
    root = snapshot(desk.phone, application)
    if locator.strategy == "predicate":
        holds = predicate.parse(locator.selector)
        return [each for each in root.walk() if holds(each)]
    find = xpath.find if locator.strategy == "xpath" else class_chain.find
    return find(root, locator.selector)


def _locators(page: str, element: str) -> tuple[Locator, ...]:
    return read(f"system/{page}").elements[element].on("ios")


@pytest.mark.parametrize("page", ["app_info", "permission_list"])
def test_an_apps_page_is_known_without_its_heading(desk: Notified, page: str) -> None:
    """Its bar tells it as well, and none of the pages that lead there, or on."""
    heading, bar = _locators(page, "screen")
    _settings(desk)
    assert not _found(desk, bar)
    for before, argument in (("notifications", ""), ("app_notifications", APP)):
        _settings(desk, before, argument)
        assert not _found(desk, bar)
    _settings(desk, "app", APP)
    assert [each.name for each in _found(desk, bar)] == ["LeadConnector"]
    assert len(_found(desk, heading)) == 1


def test_the_switch_of_all_notifications_is_one(desk: Notified) -> None:
    """However it is nested, the one that bears the words is told."""
    _settings(desk, "app_notifications", APP)
    (locator,) = _locators("app_notifications", "allowed")
    assert [each.value for each in _found(desk, locator)] == ["1"]


def test_the_way_back_bears_the_name_of_where_it_leads(desk: Notified) -> None:
    """It is the first button of the bar, whatever identifies it."""
    _settings(desk, "app", APP)
    _settings(desk, "app_notifications", APP)
    (locator,) = _locators("app_notifications", "app")
    assert [each.label for each in _found(desk, locator)] == ["LeadConnector"]


def test_each_notification_counts_once(desk: Notified) -> None:
    """Cells hold what banners are; the heading of later releases is none."""
    desk.push("one", "two")
    desk.sweep(0.5, 0.01, 0.5, 0.6)
    cells = _found(desk, _locators("notification_list", "row")[0], SPRINGBOARD)
    assert [(each.label or "").rpartition(", ")[2] for each in cells] == ["two", "one"]
    first = _locators("notification_list", "row_text")[0].filled({"number": "2"})
    assert [each.label for each in _found(desk, first, SPRINGBOARD)] == [cells[1].label]
    words = {"title": "News", "text": "one"}
    saying = _locators("notification_list", "saying")[0].filled(words)
    assert _found(desk, saying, SPRINGBOARD)[0].label == cells[1].label
