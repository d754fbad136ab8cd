"""Push messages and notifications as a running app has them: what comes, and what a tap opens."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from devices.virtual.os.plain_app import PlainApp
from tests.devices.virtual.os.system_apps.handset import SHOP, Handset, handset

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from devices.virtual.os.biometrics.service import AppFingerprints
    from devices.virtual.os.intents import Intent
    from devices.virtual.os.process import AppContext

_CHANNEL: Final = "news"
_OPENED: list[Mapping[str, str]] = []
_SEEN: list[str] = []


class _Messenger(PlainApp):
    """An app that posts what is pushed to it, and says what became of it."""

    def __init__(
        self, context: AppContext, intent: Callable[[], Intent], fingerprints: AppFingerprints
    ) -> None:
        super().__init__(context, intent, fingerprints)
        _SEEN.append("began")
        self._context = context
        assert context.push.token
        context.push.on_message(self._received)
        context.notifications.on_open(_OPENED.append)

    def resume(self, activity: str) -> None:
        _SEEN.append("resumed")
        super().resume(activity)

    def _received(self, message: Mapping[str, str]) -> None:
        _SEEN.append(message["body"])
        posts = self._context.notifications
        posts.create_channel(_CHANNEL, "News", 4)
        posts.post(
            1,
            _CHANNEL,
            title="News",
            text=message["body"],
            tag=message["body"],
            extras={"about": message["body"]},
            actions=(("Mark", {"marked": message["body"]}),),
        )


@pytest.fixture
def phone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Handset:
    """A phone whose app listens and was started once."""
    return _phone(tmp_path, monkeypatch, 34)


def _phone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, level: int, *, granted: bool = True
) -> Handset:
    monkeypatch.setattr("devices.virtual.android.phone.PlainApp", _Messenger)
    phone = handset(folder, level, target_sdk=level)
    if granted and level >= 33:
        phone.run(f"pm grant {SHOP} android.permission.POST_NOTIFICATIONS")
    phone.phone.activities.start(phone.phone.activities.resolve(SHOP))
    _OPENED.clear()
    _SEEN.clear()
    return phone


def _token(phone: Handset) -> str:
    (token,) = (v for k, v in phone.shop.storage.items() if k.endswith("messaging.token"))
    return str(token)


def _push(phone: Handset, *bodies: str, token: str = "") -> None:
    """Send messages and let the moment pass in which they come."""

    async def main() -> None:
        for body in bodies:
            phone.phone.push.deliver(token or _token(phone), {"body": body})
        phone.phone.clock.advance(timedelta())

    asyncio.run(main())


def _moment(phone: Handset, event: Callable[[], object]) -> None:
    """Have something happen, and let the moment pass in which messages come."""

    async def main() -> None:
        event()
        phone.phone.clock.advance(timedelta())

    asyncio.run(main())


def _texts(phone: Handset) -> list[str | None]:
    return [record.content.text for record in phone.phone.notifications.active()]


def _tap(phone: Handset, body: str) -> None:
    records = phone.phone.notifications.active()
    found = next(record for record in records if record.content.text == body)
    assert found.content.on_tap is not None
    found.content.on_tap()


def test_a_message_starts_the_app_in_the_background(phone: Handset) -> None:
    """An app that the system has ended runs for it, without coming to the front."""
    phone.phone.activities.home()
    phone.phone.activities.kill(SHOP)
    _push(phone, "one")
    assert _SEEN == ["began", "one"]
    assert phone.phone.processes.get(SHOP) is not None
    assert SHOP not in phone.focus
    assert _texts(phone) == ["one"]


def test_a_running_app_gets_messages_in_their_order(phone: Handset) -> None:
    """No second process is made for them."""
    _push(phone, "one", "two")
    assert _SEEN == ["one", "two"]


def test_messages_wait_for_a_connection(phone: Handset) -> None:
    """What is sent meanwhile comes when the phone is back, in its order."""
    phone.phone.radios.set_signal(on=False)
    _push(phone, "one", "two")
    assert _SEEN == []
    _moment(phone, lambda: phone.phone.radios.set_signal(on=True))
    assert _SEEN == ["one", "two"]


def test_messages_wait_for_a_restart(phone: Handset) -> None:
    """A phone that is off gets them once it is up again."""
    phone.phone.shut_down()
    _push(phone, "one")
    phone.phone.power_on()
    assert _SEEN == []
    _moment(phone, phone.phone.complete_boot)
    assert _SEEN == ["began", "one"]


@pytest.mark.parametrize(
    "state", ["input keyevent SLEEP", "dumpsys deviceidle force-idle", "dumpsys deviceidle step"]
)
def test_idle_and_locked_phones_get_messages(phone: Handset, state: str) -> None:
    """Neither a dark screen nor idle mode holds a message of high priority."""
    phone.run(state)
    _push(phone, "one")
    assert _texts(phone) == ["one"]


def test_an_app_that_was_stopped_by_force_gets_nothing(phone: Handset) -> None:
    """What was sent is lost, what was posted is gone, and a start makes it listen again."""
    _push(phone, "one")
    phone.run(f"am force-stop {SHOP}")
    assert _texts(phone) == []
    assert " stopped=true " in phone.run(f"dumpsys package {SHOP}").out
    _push(phone, "two")
    assert phone.phone.processes.get(SHOP) is None
    phone.phone.activities.start(phone.phone.activities.resolve(SHOP))
    assert " stopped=false " in phone.run(f"dumpsys package {SHOP}").out
    _push(phone, "three")
    assert "two" not in _SEEN
    assert _texts(phone) == ["three"]


def test_an_app_that_the_system_ended_is_not_stopped(phone: Handset) -> None:
    """What it posted stays, and a tap there starts it and tells it what was tapped."""
    _push(phone, "one")
    phone.phone.activities.home()
    phone.phone.activities.kill(SHOP)
    assert _texts(phone) == ["one"]
    _SEEN.clear()
    _tap(phone, "one")
    assert _SEEN == ["began", "resumed"]
    assert _OPENED == [{"about": "one"}]
    assert SHOP in phone.focus


def test_a_tap_brings_a_running_app_to_the_front(phone: Handset) -> None:
    """It comes forward with what it shows, in its one task."""
    _push(phone, "one")
    phone.phone.activities.home()
    _tap(phone, "one")
    assert SHOP in phone.focus
    assert len([t for t in phone.phone.activities.tasks if t.affinity == SHOP]) == 1
    assert _OPENED == [{"about": "one"}]


def test_a_token_goes_with_the_data(phone: Handset) -> None:
    """Cleared, the app has another address, and the old one leads nowhere."""
    old = _token(phone)
    phone.run(f"pm clear {SHOP}")
    phone.run(f"pm grant {SHOP} android.permission.POST_NOTIFICATIONS")
    phone.phone.activities.start(phone.phone.activities.resolve(SHOP))
    _push(phone, "old", token=old)
    _push(phone, "new")
    assert _SEEN[-1] == "new"
    assert "old" not in _SEEN


def test_a_token_outlasts_process_and_phone(phone: Handset) -> None:
    """Neither the end of the process nor a restart changes it."""
    token = _token(phone)
    phone.phone.reboot()
    _push(phone, "one", token=token)
    assert _texts(phone) == ["one"]


@pytest.mark.parametrize(
    ("level", "granted", "posts"),
    [(30, False, True), (33, False, False), (33, True, True), (37, False, False)],
)
def test_what_is_posted_needs_the_permission_of_the_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, level: int, granted: bool, posts: bool
) -> None:
    """From 13 on a message comes all the same, but nothing is shown of it."""
    phone = _phone(tmp_path, monkeypatch, level, granted=granted)
    _push(phone, "one")
    assert _SEEN == ["one"]
    assert _texts(phone) == (["one"] if posts else [])


def test_what_a_user_switched_off_is_not_shown(phone: Handset) -> None:
    """The app's switch and the channel's hold over a restart; the app goes on listening."""
    _push(phone, "one")
    phone.phone.notifications.set_importance(SHOP, _CHANNEL, 0)
    assert _texts(phone) == []
    phone.phone.reboot()
    _push(phone, "two")
    assert _SEEN[-1] == "two"
    assert _texts(phone) == []
    phone.phone.notifications.set_importance(SHOP, _CHANNEL, 4)
    phone.phone.notifications.block(SHOP, on=True)
    _push(phone, "three")
    assert _texts(phone) == []
    phone.phone.notifications.block(SHOP, on=False)
    _push(phone, "four")
    assert _texts(phone) == ["four"]
