"""Notification verbs of an iPhone read what accessibility says in Notification Centre."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pytest

from devices.errors import EffectMissing
from devices.facts import DeviceFacts
from devices.ios import screens
from devices.ios.notifications import IosNotifications

if TYPE_CHECKING:
    from config.locators import Locator
    from devices.ios.apps import IosApps
    from devices.ios.lock import IosLock
    from devices.ios.screens import Drag
    from devices.ios.springboard import Springboard

pytestmark = pytest.mark.usefixtures("impatience")

FACTS = DeviceFacts("cell", "virtual", "ios", "17.6", 17, "cable", "UDID", transport="usb")
CENTRE = screens.row_for(screens.read().notification_centre, 17)
OURS = "com.x"
NEWEST, OLDER = "ONE, now, New message, Jo: Hi, there", "ONE, 2m ago, Missed call, Kim"
THEIRS = "OTHER, now, New message, Jo: Hi"


@dataclass
class Board:
    """SpringBoard with Notification Centre, whose elements are what they say.

    Attributes:
        shown: labels of the notifications, newest first.
        coming: those that come with the next looks, one each.
        banners: those that stand in no cell.
        opens, clears: whether a drag and a sweep do anything.
    """

    shown: list[str] = field(default_factory=lambda: [NEWEST, THEIRS, OLDER])
    coming: list[str] = field(default_factory=list)
    banners: list[str] = field(default_factory=list)
    opens: bool = True
    clears: bool = True
    has_home_button: bool = False
    locked: bool = False
    is_open: bool = False
    swept: str = ""
    closed_by: list[str] = field(default_factory=list)

    def find(self, locator: Locator) -> list[str]:
        if not (self.is_open or self.locked):
            return []
        if locator == CENTRE.clock:
            return ["9:41"]
        if locator == CENTRE.clear:
            return ["Clear"] if self.swept else []
        if locator == CENTRE.notification[1]:
            return list(self.banners)
        assert locator == CENTRE.notification[0]
        self.shown = [*self.coming[:1], *self.shown]
        self.coming = self.coming[1:]
        return list(self.shown)

    def attribute(self, found: str, name: str) -> str:
        assert name == "label"
        return found

    def sweep_left(self, found: str) -> None:
        self.swept = found

    def tap(self, found: str) -> None:
        assert found == "Clear"
        if self.clears:
            self.shown.remove(self.swept)
        self.swept = ""

    @property
    def is_locked(self) -> bool:
        return self.locked

    def drag(self, drag: Drag) -> None:
        if drag == CENTRE.pull:
            self.is_open = self.opens
        else:
            self.is_open = False
            self.closed_by.append("push")

    def press_home(self) -> None:
        self.is_open = False
        self.closed_by.append("home")

    def name(self, package: str) -> str:
        return "One" if package == OURS else ""


def verbs(board: Board) -> IosNotifications:
    """The verbs on it."""
    return IosNotifications(
        FACTS, cast("Springboard", board), cast("IosApps", board), cast("IosLock", board)
    )


def test_the_apps_own_are_read_newest_first() -> None:
    """Its name may be written in capitals, and stand anywhere; nothing says where a title ends."""
    found = verbs(Board()).of(OURS)
    assert [(one.title, one.text) for one in found] == [("", NEWEST), ("", OLDER)]
    otherwise = "New message. Jo: Hi, there. One, 2 minutes ago"
    assert [one.text for one in verbs(Board([otherwise])).of(OURS)] == [otherwise]
    assert verbs(Board()).of("com.not.there") == []


def test_each_notification_counts_once() -> None:
    """What is in a cell may be found by itself as well; one that is in no cell counts, too."""
    assert len(verbs(Board(banners=[NEWEST])).of(OURS)) == 2
    assert len(verbs(Board([THEIRS], banners=[NEWEST])).of(OURS)) == 1


@pytest.mark.parametrize("label", ["ONE, now, Visit, 9:30, Tomorrow", "Visit, 9:30: Tomorrow, One"])
def test_however_the_words_are_joined_they_are_found(label: str) -> None:
    """Both have to be there."""
    found = verbs(Board([label])).arrives(OURS, "Visit, 9:30", "Tomorrow")
    assert found is not None
    assert (found.title, found.text) == ("Visit, 9:30", label)
    assert verbs(Board([label])).arrives(OURS, "Visit, 9:30", "Today", deadline_s=0.1) is None


def test_what_comes_while_it_is_waited_for_is_found() -> None:
    """The list stays open meanwhile, once; another app's does not count, nor does another text."""
    board = Board([], coming=[THEIRS, "ONE, now, New message, Kim: Hi", NEWEST])
    found = verbs(board).arrives(OURS, "New message", "Jo")
    assert found is not None
    assert "Jo: Hi, there" in found.text
    assert board.closed_by == ["push"]
    assert verbs(Board([])).arrives(OURS, "New message", deadline_s=0.1) is None


def test_clearing_takes_ours_and_leaves_the_others() -> None:
    """One sweep and one button each; what stays is told of."""
    board = Board()
    verbs(board).clear(OURS)
    assert board.shown == [THEIRS]
    assert not board.is_open
    with pytest.raises(EffectMissing, match=r"clearing the notifications of com\.x"):
        verbs(Board(clears=False)).clear(OURS)


@pytest.mark.parametrize(("button", "way"), [(False, "push"), (True, "home")])
def test_it_is_closed_as_the_phone_has_it(*, button: bool, way: str) -> None:
    """A sweep from the foot of a phone with a home button would open Control Centre."""
    board = Board(has_home_button=button)
    verbs(board).open_shade()
    assert board.is_open
    verbs(board).close_shade()
    assert (board.is_open, board.closed_by) == (False, [way])
    verbs(board).close_shade()
    assert board.closed_by == [way], "what is closed is let be"


def test_the_lock_screen_is_the_list_of_a_locked_phone() -> None:
    """It is read where it is; Notification Centre cannot be had over it."""
    board = Board(locked=True)
    assert len(verbs(board).of(OURS)) == 2
    assert not board.is_open
    with pytest.raises(EffectMissing, match="the lock screen is in front"):
        verbs(board).open_shade()


def test_a_drag_that_opens_nothing_is_found_out() -> None:
    """That nothing is there is no answer of a list that is not in sight."""
    with pytest.raises(EffectMissing, match="opening Notification Centre: its clock is not there"):
        verbs(Board(opens=False)).of(OURS)
