"""Notification Centre and the lock screen's list: what they hold, and what a finger does there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.ios.iphones import APP, SETTINGS
from tests.devices.virtual.ios.notified import SHORT_LOOK, notified

if TYPE_CHECKING:
    from pathlib import Path

    from tests.devices.virtual.ios.notified import Notified

CELL = "NotificationCell"
BUTTON = "swipe-action-button-identifier"


def _pull(desk: Notified) -> None:
    desk.sweep(0.5, 0.01, 0.5, 0.6)


def _push_away(desk: Notified) -> None:
    desk.sweep(0.5, 0.99, 0.5, 0.6)


def _labels(desk: Notified, name: str = CELL) -> list[str]:
    return [each.label or "" for each in desk.named(name)]


@pytest.mark.parametrize(
    ("profile", "identifier", "header"),
    [("ios-15", CELL, False), ("ios-17", CELL, False), ("ios-18", "ListCell", True)],
)
def test_the_top_edge_brings_a_button_for_each_notification(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str, identifier: str, *, header: bool
) -> None:
    """The newest comes first; from 18 on the first cell is the list's header."""
    desk = notified(tmp_path, monkeypatch, profile)
    desk.push("one", "two")
    _pull(desk)
    cells = desk.named(identifier)
    assert {each.kind for each in cells} == {"Button"}
    words = [each.label for each in cells][1 if header else 0 :]
    assert [label.rpartition(", ")[2] for label in words if label] == ["two", "one"]


def test_a_sweep_from_the_foot_pushes_it_away_and_leaves_the_app_in_front(desk: Notified) -> None:
    """Another sweep leads home."""
    desk.phone.apps.launch(SETTINGS)
    _pull(desk)
    assert desk.phone.overlays.centre.shown
    _push_away(desk)
    assert not desk.phone.overlays.centre.shown
    assert desk.phone.apps.front == SETTINGS
    _push_away(desk)
    assert desk.phone.apps.front != SETTINGS


def test_on_a_phone_with_a_home_button_the_foot_pushes_it_away_and_so_does_the_button(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The app below stays in front."""
    desk = notified(tmp_path, monkeypatch, "ios-15")
    desk.phone.apps.launch(SETTINGS)
    _pull(desk)
    assert desk.phone.overlays.centre.shown
    _push_away(desk)
    assert not desk.phone.overlays.centre.shown
    _pull(desk)
    assert desk.phone.overlays.centre.shown
    desk.phone.press("home")
    assert not desk.phone.overlays.centre.shown
    assert desk.phone.apps.front == SETTINGS


def test_an_app_that_is_launched_comes_to_the_front_behind_it(desk: Notified) -> None:
    """What is touched is Notification Centre until it is pushed away; home takes it away too."""
    _pull(desk)
    desk.phone.apps.launch(SETTINGS)
    assert desk.phone.apps.front == SETTINGS
    assert desk.phone.overlays.centre.shown
    _push_away(desk)
    assert desk.phone.display.active().package == SETTINGS
    _pull(desk)
    desk.phone.apps.to_home()
    assert not desk.phone.overlays.centre.shown


@pytest.mark.parametrize("locked", [False, True])
def test_its_clock_tells_that_it_is_there(desk: Notified, *, locked: bool) -> None:
    """The lock screen has the same: an Other with the time and the date."""
    assert not desk.named("lockscreen-date-view")
    if locked:
        desk.phone.display.lock()
    else:
        _pull(desk)
    (clock,) = desk.named("lockscreen-date-view")
    assert clock.kind == "Other"
    assert [each.kind for each in clock.children] == ["StaticText", "StaticText"]


def test_a_tap_opens_the_app_even_where_it_is_in_front_below(desk: Notified) -> None:
    """It is told what was tapped, and Notification Centre has gone."""
    desk.push("one")
    desk.phone.apps.launch(APP)
    _pull(desk)
    desk.tap(CELL)
    assert desk.opened == [{"about": "one"}]
    assert not desk.phone.overlays.centre.shown
    assert desk.phone.apps.front == APP


def test_a_sweep_to_the_left_uncovers_clear(desk: Notified) -> None:
    """Clear takes this one notification away."""
    desk.push("one", "two")
    _pull(desk)
    desk.sweep_over(CELL, right=-200)
    assert _labels(desk, BUTTON) == ["View", "Clear"]
    desk.phone.display.tap(*desk.named(BUTTON)[-1].hit_point)
    assert [label.rpartition(", ")[2] for label in _labels(desk)] == ["one"]
    assert not desk.named(BUTTON)


def test_the_other_way_uncovers_open_and_first_covers_again(desk: Notified) -> None:
    """One sweep back, then another."""
    desk.push("one")
    _pull(desk)
    desk.sweep_over(CELL, right=-200)
    desk.sweep_over(SHORT_LOOK, right=200)
    assert _labels(desk, BUTTON) == []
    desk.sweep_over(CELL, right=200)
    assert _labels(desk, BUTTON) == ["Open"]
    desk.tap(BUTTON)
    assert desk.opened == [{"about": "one"}]


def test_view_and_a_long_touch_show_all_of_it(desk: Notified) -> None:
    """With its actions below."""
    desk.push("one")
    _pull(desk)
    desk.sweep_over(CELL, right=-200)
    desk.tap(BUTTON)
    assert desk.named("Answer")
    desk.phone.press("home")
    assert not desk.named("Answer")
    x, y = desk.named(SHORT_LOOK)[0].hit_point
    desk.phone.display.tap(x, y, hold_ms=900)
    assert desk.named("Answer")


def test_without_notifications_it_says_so(desk: Notified) -> None:
    """There is no cell."""
    _pull(desk)
    assert desk.named("No Older Notifications")
    assert not desk.named(CELL)


def test_the_lock_screen_lists_what_came_and_a_tap_there_opens_the_app(desk: Notified) -> None:
    """A phone without a passcode opens for it."""
    desk.phone.lock()
    desk.push("one")
    assert [label.rpartition(", ")[2] for label in _labels(desk)] == ["one"]
    desk.tap(SHORT_LOOK)
    assert not desk.phone.locked
    assert desk.phone.apps.front == APP
    assert desk.opened == [{"about": "one"}]


def test_behind_a_passcode_a_tap_asks_for_it_first(desk: Notified) -> None:
    """Entered, the app opens with what was tapped."""
    desk.phone.enrol("1234")
    desk.phone.lock()
    desk.push("one")
    desk.tap(SHORT_LOOK)
    assert desk.phone.locked
    assert desk.opened == []
    for digit in "1234":
        desk.tap(digit)
    assert desk.phone.apps.front == APP
    assert desk.opened == [{"about": "one"}]
