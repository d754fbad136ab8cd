"""Notifications through the driver: verbs, page objects, and the driver's own commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from devices.virtual.builds import AppSpec, make_app
from pages import ElementMissing
from pages.system import LockScreen, NotificationShade
from tests.devices.virtual.android.driver.cells import CELLS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.devices.virtual.android.driver.driven import Driven

_APP: Final = "com.example.posts"
_OTHER: Final = "com.example.others"
_OPENED: Final = f"{_APP}:id/opened"
_LEVELS: Final = (26, 29, 30, 33, 34, 36, 37)
_SOME: Final = [c for c in CELLS if c.api_level in _LEVELS and c.attach == "cable"]
_FIRST_LISTENER: Final = 29

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.parametrize("driven", _SOME, ids=lambda cell: cell.id, indirect=True),
]


@pytest.fixture
def posting(driven: Driven, tmp_path: Path) -> Iterator[Driven]:
    """The phone with two apps that post what they are started with, and nothing posted yet."""
    post = "android.permission.POST_NOTIFICATIONS"
    for package in (_APP, _OTHER):
        build = make_app(
            tmp_path / f"{package}.apk", AppSpec(package, "Posts", permissions={post: 0})
        )
        driven("installApp", appPath=str(build))
        driven.device.permissions.grant(package, post)
    driven.device.notifications.clear(_APP)
    yield driven
    driven.device.notifications.close_shade()
    for package in (_APP, _OTHER):
        driven("removeApp", appId=package)


def _post(driven: Driven, title: str, text: str, package: str = _APP) -> None:
    driven.shell(
        f"am start -W -f 0x10008000 -n {package}/.MainActivity"
        f" --es android.title {title} --es android.text '{text}'"
    )
    assert driven.device.notifications.arrives(package, title, text, 5) is not None


def test_the_list_is_read_and_used(posting: Driven) -> None:
    """Verb and page tell the same, and a row that is tapped opens what it is about."""
    verbs, shade = posting.device.notifications, NotificationShade(posting.device.session)
    _post(posting, "First", "Ada (from home): one\ntwo")
    _post(posting, "Second", "Bob: three")
    _post(posting, "Third", "Cyd: four")
    assert [n.title for n in verbs.of(_APP)] == ["Third", "Second", "First"]
    assert verbs.of(_APP)[2].text == "Ada (from home): one\ntwo"
    assert (verbs.of(_APP)[0].channel, verbs.of(_APP)[0].importance) == ("plain", 4)
    verbs.open_shade()
    shade.wait_until_open()
    assert [row.title for row in shade.rows] == ["Third", "Second", "First"]
    assert shade.shows("Second", "three")
    assert not LockScreen(posting.device.session).is_open
    shade.open("Second", "Bob")
    assert posting.find(id=_OPENED).text == "Second"
    verbs.open_shade()
    with pytest.raises(ElementMissing, match=r"the list has .*'First': 'Ada \(from home\)"):
        shade._one("titled", 0.1, {"title": "Second"})
    verbs.close_shade()
    assert not shade.is_open


def test_the_lock_screen_has_the_list(posting: Driven) -> None:
    """A tap there opens what the notification is about, and the lock goes."""
    _post(posting, "First", "Ada: one")
    posting.device.lock.lock()
    screen = LockScreen(posting.device.session).wait_until_open()
    assert not NotificationShade(posting.device.session).is_open
    assert screen.shows("First", "one")
    screen.open("First")
    assert posting.find(id=_OPENED).text == "First"
    assert not posting.device.lock.is_locked


def test_what_others_have_posted_stays(posting: Driven) -> None:
    """The app's own are swept away one by one, and no others."""
    _post(posting, "First", "one")
    _post(posting, "Others", "two", _OTHER)
    _post(posting, "Third", "three")
    posting.device.notifications.clear(_APP)
    assert posting.device.notifications.of(_APP) == []
    assert [n.title for n in posting.device.notifications.of(_OTHER)] == ["Others"]


def test_all_is_cleared_however_much_there_is(posting: Driven) -> None:
    """The verb finds the button at the end of the list; the driver tells what was there.

    Before Android 10 it does so only once somebody has allowed its helper to listen, by hand.
    """
    for number in range(9):
        _post(posting, f"Title{number}", "text")
    posting.device.notifications.clear(_APP)
    assert posting.device.notifications.of(_APP) == []
    if posting.api_level < _FIRST_LISTENER:
        assert "Cannot parse notifications" in posting.refusal("getNotifications")
        return
    told = posting("getNotifications")["statusBarNotifications"]
    ours = [n for n in told if n["packageName"] == _APP]
    assert ours[0]["notification"]["title"] == "Title8"
    assert all(n["isRemoved"] for n in ours)
