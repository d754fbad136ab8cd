"""SpringBoard's alerts: one at a time, over everything."""

from __future__ import annotations

import pytest

from devices.virtual.ios.springboard.alerts import Alert, Button
from devices.virtual.ios.wda.elements.snapshot import snapshot
from tests.devices.virtual.ios.glass import find, tap, words
from tests.devices.virtual.ios.iphones import SETTINGS, iphone

SPRINGBOARD = "com.apple.springboard"
PAIR = (Button("Don\u2019t Allow"), Button("Allow"))


def test_an_alert_is_an_alert_of_springboard_with_its_words_and_buttons() -> None:
    """An alert is an Alert in SpringBoard's tree, labelled with its title."""
    phone = iphone()
    phone.apps.launch(SETTINGS)
    phone.alerts.show(Alert("Title", "Message", PAIR))
    root = snapshot(phone, SPRINGBOARD)
    alert = next(each for each in root.below() if each.kind == "Alert")
    assert (alert.name, alert.label, alert.value) == ("Title", "Title", None)
    below = [(each.kind, each.label) for each in alert.below() if each.kind != "Other"]
    assert below == [
        ("StaticText", "Title"),
        ("StaticText", "Message"),
        ("Button", "Don\u2019t Allow"),
        ("Button", "Allow"),
    ]


@pytest.mark.parametrize("profile", ["ios-15", "ios-17"])
def test_an_alert_is_270_points_wide_in_the_middle(profile: str) -> None:
    """Up to iOS 18 an alert is 270 points wide and stands in the middle."""
    phone = iphone(profile)
    phone.alerts.show(Alert("Title", buttons=PAIR))
    scale = phone.display.scale
    card = next(n for n in phone.display.root().walk() if n.kind == "Alert")
    assert card.bounds.width == 270 * scale
    assert abs(card.bounds.left - (phone.display.bounds.right - card.bounds.right)) <= 1


def test_two_short_buttons_stand_beside_each_other_and_three_below() -> None:
    """Two short buttons stand beside each other, three below each other."""
    phone = iphone()
    shown = phone.alerts.show(Alert("Two", buttons=PAIR))
    left, right = find(phone, "Don\u2019t Allow").bounds, find(phone, "Allow").bounds
    assert (left.top, left.right) == (right.top, right.left - phone.display.scale)
    shown.dismiss()
    phone.alerts.show(Alert("Three", buttons=(Button("One"), *PAIR)))
    tops = [find(phone, name).bounds.top for name in ("One", "Don\u2019t Allow", "Allow")]
    assert tops == sorted(set(tops))


def test_a_long_button_makes_two_stand_below_each_other() -> None:
    """Two buttons of which one is long stand below each other."""
    phone = iphone()
    names = ("Keep Only While Using", "Change to Always Allow")
    phone.alerts.show(Alert("Upgrade", buttons=tuple(map(Button, names))))
    first, second = (find(phone, name).bounds for name in names)
    assert first.bottom <= second.top


def test_a_second_alert_waits_for_the_first() -> None:
    """A second alert is not seen before the first was answered."""
    phone = iphone()
    told: list[str] = []
    phone.alerts.show(Alert("First", buttons=(Button("One", lambda: told.append("one")),)))
    phone.alerts.show(Alert("Second", buttons=(Button("Two", lambda: told.append("two")),)))
    assert "Second" not in words(phone)
    tap(phone, "One")
    assert told == ["one"]
    assert "First" not in words(phone)
    tap(phone, "Two")
    assert told == ["one", "two"]
    assert phone.alerts.current is None


def test_an_alert_that_waits_can_be_taken_away() -> None:
    """An alert that is taken away while it waits never shows."""
    phone = iphone()
    first = phone.alerts.show(Alert("First", buttons=PAIR))
    phone.alerts.show(Alert("Second", buttons=PAIR)).dismiss()
    first.dismiss()
    assert phone.alerts.current is None
    assert "Second" not in words(phone)


def test_an_alert_stays_when_the_app_below_is_left() -> None:
    """Going home, or to another app, leaves the alert where it is."""
    phone = iphone()
    phone.apps.launch(SETTINGS)
    phone.alerts.show(Alert("Title", buttons=PAIR))
    phone.apps.to_home()
    phone.apps.launch("com.apple.MobileSMS")
    assert phone.display.active().package == SPRINGBOARD
    tap(phone, "Allow")
    assert phone.display.active().package == "com.apple.MobileSMS"


def test_the_lock_screen_covers_an_alert() -> None:
    """The lock screen lies over an alert, which is there again afterwards."""
    phone = iphone()
    phone.alerts.show(Alert("Title", buttons=PAIR))
    phone.lock()
    phone.display.wake()
    assert phone.display.active().activity != "alert"
    phone.unlock()
    assert phone.display.active().activity == "alert"


def test_a_button_may_leave_the_alert_up() -> None:
    """A button that does not close leaves the alert, which shows its new words."""
    phone = iphone()
    shown = phone.alerts.show(Alert("Old", buttons=PAIR))
    again = Button("Again", lambda: shown.replace(Alert("New", buttons=PAIR)), closes=False)
    shown.replace(Alert("Old", buttons=(again,)))
    tap(phone, "Again")
    assert "New" in words(phone)
    assert "Old" not in words(phone)
