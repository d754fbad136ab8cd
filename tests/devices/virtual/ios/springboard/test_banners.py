"""Banners: how long one stays, and what a finger does to it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from devices.virtual.ios.notifications.settings import BannerStyle
from tests.devices.virtual.ios.iphones import APP, SETTINGS
from tests.devices.virtual.ios.notified import SHORT_LOOK, notified

if TYPE_CHECKING:
    from pathlib import Path

    from tests.devices.virtual.ios.notified import Notified

HALF_A_MINUTE = timedelta(seconds=30)


def _listed(desk: Notified) -> list[str]:
    return [each.body for each in desk.phone.notifications.centre()]


@pytest.mark.parametrize("profile", ["ios-15", "ios-16", "ios-17", "ios-18", "ios-26", "ios-27"])
def test_a_banner_is_springboard_s_and_found_by_its_identifier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str
) -> None:
    """It lies in an Other named Notification; its label is app, time and words."""
    desk = notified(tmp_path, monkeypatch, profile)
    desk.push("Is noon free?")
    (banner,) = desk.named(SHORT_LOOK)
    assert banner.label == "LEADCONNECTOR, now, News, Is noon free?"
    assert banner.parent is not None
    assert (banner.parent.kind, banner.parent.name) == ("Other", "Notification")
    assert banner.hittable


@pytest.mark.parametrize(("profile", "buttons"), [("ios-17", []), ("ios-18", ["now, News, one"])])
def test_the_words_of_a_banner_are_a_button_from_18_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str, buttons: list[str]
) -> None:
    """Before, the platter is one element."""
    desk = notified(tmp_path, monkeypatch, profile)
    desk.push("one")
    found = desk.named("ShortLook.Platter.Content.Seamless")
    assert [each.label for each in found if each.kind == "Button"] == buttons


def test_a_temporary_banner_goes_by_itself(desk: Notified) -> None:
    """Notification Centre keeps the notification."""
    desk.push("one")
    desk.phone.clock.advance(HALF_A_MINUTE)
    assert not desk.banner
    assert _listed(desk) == ["one"]


def test_a_persistent_banner_stays_until_it_is_swept_up(desk: Notified) -> None:
    """Notification Centre keeps the notification all the same."""
    desk.phone.notifications.settings(APP).banner_style = BannerStyle.PERSISTENT
    desk.push("one")
    desk.phone.clock.advance(HALF_A_MINUTE)
    assert desk.banner
    desk.sweep(0.5, 0.12, 0.5, 0.07)
    assert not desk.banner
    assert _listed(desk) == ["one"]


def test_a_banner_stands_over_the_app_in_front_and_leaves_the_rest_of_it_to_touch(
    desk: Notified,
) -> None:
    """The app stays in front and active."""
    desk.phone.apps.launch(SETTINGS)
    desk.push("one")
    assert desk.banner
    assert desk.phone.apps.front == SETTINGS
    assert desk.phone.display.active().package == SETTINGS


def test_the_app_in_front_gets_a_banner_of_its_own(desk: Notified) -> None:
    """Its delegate asks for it."""
    desk.phone.apps.launch(APP)
    desk.push("one")
    assert desk.banner


def test_a_tap_opens_the_app_and_tells_it_what_was_tapped(desk: Notified) -> None:
    """The app is told once it is in front; the notification is gone."""
    desk.push("one")
    desk.seen.clear()
    desk.tap(SHORT_LOOK)
    assert desk.phone.apps.front == APP
    assert desk.seen == ["resumed"]
    assert desk.opened == [{"about": "one"}]
    assert not desk.banner
    assert _listed(desk) == []


def test_a_tap_starts_an_app_that_was_ended(desk: Notified) -> None:
    """Its new process is told what was tapped."""
    desk.phone.apps.terminate(APP)
    desk.push("one")
    desk.tap(SHORT_LOOK)
    assert desk.phone.apps.front == APP
    assert desk.opened == [{"about": "one"}]


def test_a_sweep_down_shows_all_of_it_with_its_actions(desk: Notified) -> None:
    """An action opens the app and tells it which."""
    desk.push("one")
    desk.sweep_over(SHORT_LOOK, down=120)
    assert not desk.banner
    (answer,) = desk.named("Answer")
    assert answer.kind == "Button"
    desk.tap("Answer")
    assert desk.opened == [{"answered": "one"}]
    assert desk.phone.apps.front == APP


def test_a_touch_beside_what_is_shown_in_full_closes_it(desk: Notified) -> None:
    """The notification is kept."""
    desk.push("one")
    desk.sweep_over(SHORT_LOOK, down=120)
    wide, high = desk.phone.display.bounds.center
    desk.phone.display.tap(wide, high)
    assert not desk.named("Answer")
    assert _listed(desk) == ["one"]


def test_one_banner_follows_another(desk: Notified) -> None:
    """The newer one is seen, as another element."""
    desk.push("one")
    (first,) = desk.named(SHORT_LOOK)
    desk.push("two")
    (second,) = desk.named(SHORT_LOOK)
    assert desk.banner.endswith("two")
    assert first.uid != second.uid


def test_a_banner_goes_with_its_notification(desk: Notified) -> None:
    """The app has taken it away: the thread was opened meanwhile."""
    desk.push("one")
    desk.phone.notifications.remove_all(APP)
    assert not desk.banner


def test_an_open_notification_centre_gets_the_notification_and_no_banner(desk: Notified) -> None:
    """It joins the list."""
    desk.sweep(0.5, 0.01, 0.5, 0.6)
    desk.push("one")
    assert desk.phone.display.floating.window is None
    assert len(desk.named(SHORT_LOOK)) == 1
