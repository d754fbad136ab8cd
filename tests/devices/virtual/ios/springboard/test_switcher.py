"""The app switcher: what brings it, and what its cards do."""

from __future__ import annotations

import pytest

from devices.virtual.ios.apps.running import SPRINGBOARD
from devices.virtual.ios.apps.running_app import AppState
from tests.devices.virtual.ios.iphones import APP, SETTINGS, iphone
from tests.devices.virtual.ios.notified import Notified

MESSAGES = "com.apple.MobileSMS"
CARDS = "AppSwitcherContentView"


def _card(bundle_id: str) -> str:
    return f"card:{bundle_id}:sceneID:{bundle_id}-default"


def _rest_at_the_foot(desk: Notified, rest_ms: float) -> None:
    """Sweep up from the foot, and lift the finger after it has rested."""
    wide, high = desk.phone.display.bounds.width, desk.phone.display.bounds.height
    touch = desk.phone.display.touch
    touch.down(0, wide / 2, high - 9, 0)
    touch.move(0, wide / 2, high / 2, 300)
    touch.up(0, wide / 2, high / 2, 300 + rest_ms)


@pytest.fixture
def used() -> Notified:
    """A phone on which Settings were used, then Messages."""
    desk = Notified(iphone())
    desk.phone.apps.launch(SETTINGS)
    desk.phone.apps.launch(MESSAGES)
    return desk


def test_a_sweep_from_the_foot_that_rests_brings_it_and_a_quick_one_leads_home(
    used: Notified,
) -> None:
    """The app used last has the first card."""
    _rest_at_the_foot(used, 20)
    assert used.phone.apps.front == SPRINGBOARD
    assert not used.named(CARDS)
    _rest_at_the_foot(used, 400)
    names = [each.name for each in used.elements() if (each.name or "").startswith("card:")]
    assert names == [_card(MESSAGES), _card(SETTINGS)]


def test_a_card_that_is_swept_up_ends_its_app(used: Notified) -> None:
    """The others stay."""
    used.phone.overlays.switcher.open()
    used.sweep_over(_card(MESSAGES), down=-300)
    assert used.phone.apps.state(MESSAGES) is AppState.NOT_RUNNING
    assert used.phone.apps.state(SETTINGS) is AppState.BACKGROUND
    assert used.named(_card(SETTINGS))
    assert not used.named(_card(MESSAGES))


def test_a_tap_on_a_card_brings_its_app_to_the_front(used: Notified) -> None:
    """The switcher has gone."""
    used.phone.apps.to_home()
    used.phone.overlays.switcher.open()
    used.tap(_card(MESSAGES))
    assert used.phone.display.active().package == MESSAGES
    assert used.phone.apps.front == MESSAGES


def test_an_app_that_got_a_message_without_running_has_no_card(desk: Notified) -> None:
    """It has not run."""
    desk.phone.apps.terminate(APP)
    desk.push("one")
    desk.phone.overlays.switcher.open()
    assert not [each for each in desk.elements() if (each.name or "").startswith("card:")]
