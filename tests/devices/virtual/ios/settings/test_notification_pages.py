"""Settings' pages about notifications: PUSH-08's switch, and PUSH-09's styles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.ios.notifications.settings import BannerStyle
from devices.virtual.ios.settings.settings_app import SettingsApp
from tests.devices.virtual.ios.iphones import APP, SETTINGS
from tests.devices.virtual.ios.notified import notified

if TYPE_CHECKING:
    from pathlib import Path

    from devices.virtual.ios.notifications.settings import AppNotificationSettings
    from tests.devices.virtual.ios.notified import Notified

ALLOW = "ALLOW_NOTIFICATIONS_ID"
STYLES = ["Lock Screen", "Notification Center", "Banners"]


def _open(desk: Notified, page: str = "app_notifications", argument: str = APP) -> None:
    process = desk.phone.apps.launch(SETTINGS).process
    assert isinstance(process, SettingsApp)
    process.open(page, argument)


def _chosen(desk: Notified) -> AppNotificationSettings:
    return desk.phone.notifications.settings(APP)


def _values(desk: Notified, *names: str) -> list[object]:
    return [desk.named(name, SETTINGS)[0].value for name in names]


def _flip(desk: Notified, identifier: str) -> None:
    """Touch a switch as a person does: at the right end of its row."""
    row = desk.named(identifier, SETTINGS)[0]
    knob = next(each for each in (row, *row.below()) if each.kind == "Switch" and not each.children)
    desk.phone.display.tap(*knob.hit_point)


@pytest.mark.parametrize("profile", ["ios-15", "ios-17", "ios-18", "ios-26"])
def test_the_switch_forbids_and_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str
) -> None:
    """With it off there is nothing else to choose; switched on, everything is as it was."""
    desk = notified(tmp_path, monkeypatch, profile)
    _open(desk)
    _flip(desk, ALLOW)
    assert not _chosen(desk).allowed
    assert not desk.named("Banners", SETTINGS)
    _flip(desk, ALLOW)
    assert _chosen(desk).allowed
    assert _values(desk, *STYLES) == ["1", "1", "1"]


def test_forbidding_does_not_end_the_app(desk: Notified) -> None:
    """That is for what the app may read, not for what it may show."""
    _open(desk)
    _flip(desk, ALLOW)
    assert desk.phone.apps.get(APP)


@pytest.mark.parametrize(
    ("style", "kept"),
    [
        ("Lock Screen", "lock_screen"),
        ("Notification Center", "notification_centre"),
        ("Banners", "banners"),
    ],
)
def test_each_style_is_touched_alone(desk: Notified, style: str, kept: str) -> None:
    """A second touch brings it back."""
    _open(desk)
    desk.tap(style, SETTINGS)
    assert _values(desk, style) == [None]
    assert not getattr(_chosen(desk), kept)
    others = [other for other in STYLES if other != style]
    assert _values(desk, *others) == ["1", "1"]
    desk.tap(style, SETTINGS)
    assert getattr(_chosen(desk), kept)


def test_the_banner_style_is_there_while_there_are_banners(desk: Notified) -> None:
    """It leads to a page of two."""
    _open(desk)
    desk.tap("BANNER_STYLE_ID", SETTINGS)
    desk.tap("Persistent", SETTINGS)
    assert _chosen(desk).banner_style is BannerStyle.PERSISTENT
    desk.tap("BackButton", SETTINGS)
    assert desk.named("Persistent", SETTINGS)
    desk.tap("Banners", SETTINGS)
    assert not desk.named("BANNER_STYLE_ID", SETTINGS)


@pytest.mark.parametrize("sign", ["sounds", "badges"])
def test_sounds_and_badges_are_switches(desk: Notified, sign: str) -> None:
    """They change nothing else."""
    _open(desk)
    _flip(desk, {"sounds": "SOUNDS_ID", "badges": "BADGES"}[sign])
    assert not getattr(_chosen(desk), sign)


def test_the_list_has_the_apps_that_have_asked_and_leads_to_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An app that was never answered is not there; the page of one bears its name."""
    desk = notified(tmp_path, monkeypatch, allowed=False)
    _open(desk, "notifications", "")
    assert not desk.named(APP, SETTINGS)
    desk.phone.notifications.authorize(APP, granted=False)
    _open(desk, "notifications", "")
    desk.tap(APP, SETTINGS)
    assert [each.name for each in desk.elements(SETTINGS) if each.kind == "NavigationBar"] == [
        "LeadConnector"
    ]
    assert _values(desk, ALLOW)[0] in {"0", None}
