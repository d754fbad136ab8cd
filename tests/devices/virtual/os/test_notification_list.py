"""Notifications as a user sees and touches them: shade, lock screen, and over what is in front."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from devices.virtual.os.credentials import CredentialKind
from devices.virtual.os.notification_choices import Channel
from devices.virtual.os.notification_records import Action, Content
from tests.devices.virtual.os.system_apps.handset import SHOP, Handset, handset

if TYPE_CHECKING:
    from pathlib import Path

    from devices.virtual.ui.node import Node

_ROW: Final = "com.android.systemui:id/expandableNotificationRow"
_LOCK: Final = "input keyevent SLEEP; input keyevent WAKEUP"
_OPEN: Final = "cmd statusbar expand-notifications"
_PIN: Final = "1234"


class _User:
    """Somebody with a phone in hand, and what was opened on it."""

    def __init__(self, phone: Handset) -> None:
        self.phone = phone
        self.opened: list[str] = []
        phone.phone.notifications.permitted = lambda _: True
        phone.phone.activities.start(phone.phone.activities.resolve(SHOP))

    def gets(self, number: int, *, importance: int = 4, flags: int = 0x10, action: str = "") -> str:
        """Something is posted; gives its text."""
        store, text = self.phone.phone.notifications, f"text {number}"
        store.create_channel(SHOP, Channel(f"c{importance}", "News", importance))
        actions = (Action(action, lambda: self.opened.append(f"{action} {number}")),)
        content = Content(
            f"title {number}",
            text,
            flags=flags,
            actions=actions if action else (),
            on_tap=lambda: self.opened.append(text),
        )
        store.post(SHOP, 10150, number, f"c{importance}", content)
        return text

    @property
    def listed(self) -> list[str]:
        """The texts in the list, the top one first."""
        return [n.text for n in self.phone.shown if n.id == "text"]

    @property
    def posted(self) -> list[str | None]:
        """The texts of all that is there."""
        return [r.content.text for r in self.phone.phone.notifications.active()]

    def row(self, text: str) -> Node:
        """The row in the list that has a text."""
        rows = (n for n in self.phone.shown if n.id == "expandableNotificationRow")
        return next(row for row in rows if text in [n.text for n in row.walk()])

    def sweep(self, row: Node, part: float, ms: int = 800) -> None:
        """Drag a row to the right, by a part of its width."""
        (x, y), wide = row.visible.center, row.visible.width
        start = x - int(wide * part / 2)
        self.phone.run(f"input swipe {start} {y} {start + int(wide * part)} {y} {ms}")

    def heads_up(self) -> list[str]:
        """What stands over what is in front says."""
        display = self.phone.phone.display
        window = display.floating.window
        return [n.text for n in display.tree(window).walk() if n.text] if window else []


@pytest.fixture(params=[26, 33])
def user(tmp_path: Path, request: pytest.FixtureRequest) -> _User:
    """A user of a phone of each family of releases."""
    return _User(handset(tmp_path, request.param))


@pytest.fixture
def one(tmp_path: Path) -> _User:
    """A user of one phone."""
    return _User(handset(tmp_path, 34))


def test_a_row_tells_app_title_text_and_time(user: _User) -> None:
    """The one on top is shown in full, app and buttons among it; others are short from 12 on."""
    user.gets(1, importance=3)
    user.gets(2, action="Reply")
    user.phone.run(_OPEN)
    top, below = (n for n in user.phone.shown if n.id == "expandableNotificationRow")
    full = [n.id for n in top.walk() if n.text or n.role == "button"]
    assert set(full) == {"app_name_text", "time", "title", "text", "action0"}
    names = [n.id for n in below.walk() if n.text]
    assert ("app_name_text" in names) is (user.phone.phone.profile.api_level < 31)
    assert {"title", "text", "time"} <= set(names)


def test_a_row_is_collapsed_and_expanded(user: _User) -> None:
    """Its buttons go and come; the choice is kept while others are posted."""
    user.gets(1, action="Reply")
    user.phone.run(_OPEN)
    user.phone.tap(user.phone.find("android:id/expand_button"))
    assert not user.phone.has("android:id/action0")
    user.gets(2, importance=3)
    assert not user.phone.has("android:id/action0")
    user.phone.tap(user.phone.find("android:id/expand_button"))
    assert user.phone.has("android:id/action0")


def test_a_tap_opens_what_it_is_about(user: _User) -> None:
    """The shade goes, and so does the notification; what is ongoing stays."""
    user.gets(1, flags=0x02)
    text = user.gets(2)
    user.phone.run(_OPEN)
    user.phone.tap(user.row(text))
    assert user.opened == [text]
    assert not user.phone.phone.shade.open
    assert user.posted == ["text 1"]


def test_a_button_does_its_own(one: _User) -> None:
    """A tap on it is none on the row, and leaves the notification there."""
    one.gets(1, action="Reply")
    one.phone.run(_OPEN)
    one.phone.tap(one.phone.find("android:id/action0"))
    assert one.opened == ["Reply 1"]
    assert one.posted == ["text 1"]
    assert not one.phone.phone.shade.open


@pytest.mark.parametrize(
    ("part", "ms", "goes"), [(0.7, 800, True), (0.3, 60, True), (0.3, 800, False)]
)
def test_a_row_is_swept_away(one: _User, *, part: float, ms: int, goes: bool) -> None:
    """Far or fast enough it goes, and nothing is opened; otherwise it comes back."""
    text = one.gets(1)
    one.phone.run(_OPEN)
    one.sweep(one.row(text), part, ms)
    assert one.posted == ([] if goes else [text])
    assert one.opened == []


@pytest.mark.parametrize(
    ("level", "flags", "goes"),
    [(33, 0x02, False), (34, 0x02, True), (34, 0x22, False), (37, 0x02, True)],
)
def test_what_is_ongoing_is_swept_away_since_14(
    tmp_path: Path, *, level: int, flags: int, goes: bool
) -> None:
    """But not what is never to be cleared; *Clear all* leaves both."""
    user = _User(handset(tmp_path, level))
    text = user.gets(1, flags=flags)
    user.phone.run(_OPEN)
    assert not user.phone.has("com.android.systemui:id/dismiss_text")
    user.sweep(user.row(text), 0.7)
    assert user.posted == ([] if goes else [text])


def test_a_long_list_scrolls_to_its_button(user: _User) -> None:
    """The list moves under the finger, and the button clears all."""
    for number in range(20):
        user.gets(number)
    user.phone.run(_OPEN)
    button = "com.android.systemui:id/dismiss_text"
    for _ in range(9):
        if user.phone.find(button).visible.height > 0:
            break
        user.phone.run("input swipe 540 1500 540 500 300")
    user.phone.tap(user.phone.find(button))
    assert user.posted == []
    assert not user.phone.phone.shade.open


def test_tiles_switch_radios(user: _User) -> None:
    """A tile shows how its radio stands, and turns it."""
    user.phone.run(_OPEN)
    tile = next(n for n in user.phone.shown if n.label == "Airplane mode")
    assert not tile.checked
    user.phone.tap(tile)
    assert user.phone.phone.radios.airplane
    assert next(n for n in user.phone.shown if n.label == "Airplane mode").checked


# -- over what is in front


def test_high_importance_shows_at_once_without_the_focus(user: _User) -> None:
    """It stands over the app, which stays the active window, and opens at a tap."""
    text = user.gets(1)
    assert text in user.heads_up()
    assert user.phone.phone.display.active().package == SHOP
    tree = user.phone.phone.display.root_at(540, 200)
    user.phone.tap(next(n for n in tree.walk() if n.text == text))
    assert user.opened == [text]
    assert user.heads_up() == []


def test_it_goes_by_itself_and_stays_listed(one: _User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some seconds later it is in the list alone, and what is below takes the touches again."""
    text = one.gets(1)
    clock, up = one.phone.phone.clock, one.phone.phone.clock.uptime()
    version = one.phone.phone.display.version
    monkeypatch.setattr(clock, "uptime", lambda: up.__class__(seconds=up.total_seconds() + 5.1))
    assert one.heads_up() == []
    assert one.phone.phone.display.version > version
    assert one.posted == [text]


def test_it_can_be_swept_away_and_goes_with_its_notification(one: _User) -> None:
    """Both ways nothing stands there any more."""
    one.gets(1)
    display = one.phone.phone.display
    row = next(n for n in display.root_at(540, 200).walk() if n.id == "expandableNotificationRow")
    one.sweep(row, 0.7)
    assert (one.posted, one.heads_up()) == ([], [])
    one.gets(2)
    one.phone.phone.notifications.cancel_all(SHOP)
    assert one.heads_up() == []


@pytest.mark.parametrize(
    "script",
    [
        "input keyevent SLEEP",
        _LOCK,
        _OPEN,
        "cmd notification set_dnd priority",
    ],
)
def test_it_does_not_show_where_it_may_not(one: _User, script: str) -> None:
    """Neither on a dark or locked screen, nor over the shade, nor where nobody may disturb."""
    one.phone.run(script)
    one.gets(1)
    assert one.heads_up() == []
    assert one.posted == ["text 1"]


def test_less_important_ones_are_listed_alone(one: _User) -> None:
    """A channel of usual importance does not come over what is in front."""
    one.gets(1, importance=3)
    assert one.heads_up() == []


def test_the_shade_takes_its_place(one: _User) -> None:
    """Pulled down, the shade lists it, and nothing stands over it."""
    text = one.gets(1)
    one.phone.run("input swipe 540 10 540 1500 300")
    assert one.heads_up() == []
    assert one.listed == [text]


# -- on the lock screen


def _lock(user: _User, *, secure: bool) -> None:
    if secure:
        user.phone.phone.credentials.set(CredentialKind.PIN, _PIN)
    user.phone.run(_LOCK)


def test_the_lock_screen_lists_them(user: _User) -> None:
    """What was there and what comes meanwhile, but for the least important; it still opens."""
    first = user.gets(1)
    _lock(user, secure=False)
    second = user.gets(2)
    user.gets(3, importance=1)
    assert sorted(user.listed) == [first, second]
    x, y = user.row(first).visible.center
    user.phone.run(f"input swipe {x} {y} {x} 100 300")
    assert not user.phone.phone.display.locked
    assert user.opened == []


def test_a_tap_opens_a_phone_without_a_secret(user: _User) -> None:
    """The lock goes, and what the notification is about is opened."""
    text = user.gets(1)
    _lock(user, secure=False)
    user.phone.tap(user.row(text))
    assert not user.phone.phone.display.locked
    assert (user.opened, user.posted) == ([text], [])


def test_a_tap_asks_for_the_secret_first(one: _User) -> None:
    """Nothing opens before it was entered; who goes back from there has not opened anything."""
    text = one.gets(1)
    _lock(one, secure=True)
    one.phone.tap(one.row(text))
    assert (one.opened, one.posted) == ([], [text])
    one.phone.run(f"input text {_PIN}; input keyevent ENTER")
    assert (one.opened, one.posted) == ([text], [])
    text = one.gets(2)
    one.phone.run(_LOCK)
    one.phone.tap(one.row(text))
    one.phone.run(f"input keyevent BACK; wm dismiss-keyguard; input text {_PIN}")
    one.phone.run("input keyevent ENTER")
    assert not one.phone.phone.display.locked
    assert one.opened == ["text 1"]


def test_a_user_may_hide_texts_or_all_on_the_lock_screen(one: _User) -> None:
    """Texts are hidden where a secret protects them; the list goes without one, too."""
    text = one.gets(1)
    one.phone.run("settings put secure lock_screen_allow_private_notifications 0")
    _lock(one, secure=False)
    assert one.listed == [text]
    one.phone.run("wm dismiss-keyguard")
    _lock(one, secure=True)
    assert one.phone.has(_ROW)
    assert text not in one.phone.texts
    assert "title 1" not in one.phone.texts
    one.phone.run("settings put secure lock_screen_show_notifications 0; " + _LOCK)
    assert not one.phone.has(_ROW)
