"""Where a notification shows: as its app's settings and the phone's lock have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.ios.notifications.settings import Authorization
from tests.devices.virtual.ios.iphones import APP, build
from tests.devices.virtual.ios.notified import notified

if TYPE_CHECKING:
    from pathlib import Path

    from tests.devices.virtual.ios.notified import Notified


def _places(desk: Notified) -> set[str]:
    """Where the one notification is: of an open phone, or of a locked one."""
    store = desk.phone.notifications
    found = {"banner"} if desk.banner else set()
    found |= {"centre"} if store.centre() else set()
    return found | ({"lock screen"} if store.lock_screen() else set())


def test_an_open_phone_shows_a_banner_and_keeps_it_in_notification_centre(desk: Notified) -> None:
    """An open phone shows a banner and keeps it in Notification Centre."""
    desk.push("one")
    assert _places(desk) == {"banner", "centre"}


def test_a_locked_phone_shows_it_on_the_lock_screen_and_lights_up(desk: Notified) -> None:
    """There is no banner; the screen goes on, and stays locked."""
    desk.phone.lock()
    desk.push("one")
    assert _places(desk) == {"lock screen", "centre"}
    assert desk.phone.display.screen_on
    assert desk.phone.locked


def test_what_is_passive_goes_to_the_lists_alone(desk: Notified) -> None:
    """Its app has it interrupt nobody: no banner shows, and a dark screen stays dark."""
    desk.push("hint one")
    assert _places(desk) == {"centre"}
    desk.phone.lock()
    desk.push("hint two")
    assert _places(desk) == {"lock screen", "centre"}
    assert not desk.phone.display.screen_on


@pytest.mark.parametrize(
    ("off", "open_", "locked"),
    [
        ("banners", {"centre"}, {"lock screen", "centre"}),
        ("notification_centre", {"banner"}, {"lock screen"}),
        ("lock_screen", {"banner", "centre"}, {"centre"}),
    ],
)
def test_each_alert_style_decides_over_its_own_place(
    desk: Notified, off: str, open_: set[str], locked: set[str]
) -> None:
    """PUSH-09: a style that is switched off takes one place away, and no other."""
    setattr(desk.phone.notifications.settings(APP), off, False)
    desk.push("one")
    assert _places(desk) == open_
    desk.phone.notifications.remove_all(APP)
    desk.phone.lock()
    desk.push("two")
    assert _places(desk) == locked


@pytest.mark.parametrize(
    ("style", "place"), [("notification_centre", "centre"), ("lock_screen", "lock screen")]
)
def test_a_style_that_is_switched_on_later_shows_what_comes_then(
    desk: Notified, style: str, place: str
) -> None:
    """What came before stays away."""
    settings = desk.phone.notifications.settings(APP)
    setattr(settings, style, False)
    desk.phone.lock()
    desk.push("one")
    setattr(settings, style, True)
    assert place not in _places(desk)
    desk.push("two")
    assert place in _places(desk)


def test_unlocking_moves_the_lock_screen_s_notifications_to_notification_centre(
    desk: Notified,
) -> None:
    """When the phone is locked again, the lock screen begins with nothing."""
    desk.phone.lock()
    desk.push("one")
    desk.phone.unlock()
    desk.phone.lock()
    assert _places(desk) == {"centre"}


def test_what_only_the_lock_screen_may_show_is_gone_once_the_phone_was_unlocked(
    desk: Notified,
) -> None:
    """Nothing else keeps it."""
    desk.phone.notifications.settings(APP).notification_centre = False
    desk.phone.lock()
    desk.push("one")
    desk.phone.unlock()
    assert _places(desk) == set()


@pytest.mark.parametrize("answer", [None, False])
def test_an_app_that_may_not_notify_shows_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, answer: bool | None
) -> None:
    """Whether it was never allowed or was forbidden; what was not shown does not come later."""
    desk = notified(tmp_path, monkeypatch, allowed=False)
    if answer is not None:
        desk.phone.notifications.authorize(APP, granted=answer)
    desk.push("one")
    assert "one" in desk.seen
    assert _places(desk) == set()
    desk.phone.notifications.authorize(APP, granted=True)
    assert _places(desk) == set()
    desk.push("two")
    assert _places(desk) == {"banner", "centre"}


def test_forbidding_an_app_takes_away_what_it_shows(desk: Notified) -> None:
    """The banner goes too."""
    desk.push("one")
    desk.phone.notifications.authorize(APP, granted=False)
    assert _places(desk) == set()


def test_the_same_tag_replaces_and_another_does_not(desk: Notified) -> None:
    """The newer one comes first."""
    desk.push("one", "two", "one")
    assert [each.body for each in desk.phone.notifications.centre()] == ["one", "two"]


def test_removing_an_app_takes_its_notifications_and_settings_and_an_update_does_not(
    desk: Notified, tmp_path: Path
) -> None:
    """Installed anew, an app asks anew."""
    store = desk.phone.notifications
    desk.push("one")
    desk.phone.installed.install(build(tmp_path))
    assert store.settings(APP).allowed
    assert store.centre()
    desk.phone.installed.remove(APP)
    assert store.settings(APP).authorization is Authorization.NOT_DETERMINED
    assert not store.centre()
