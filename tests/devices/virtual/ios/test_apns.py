"""Push messages on an iPhone: what becomes of them while the app runs, and while it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.ios.apps.running_app import AppState
from tests.devices.virtual.ios.iphones import APP

if TYPE_CHECKING:
    from tests.devices.virtual.ios.notified import Notified


def _bodies(desk: Notified) -> list[str]:
    return [each.body for each in desk.phone.notifications.centre()]


def test_a_message_comes_to_an_app_in_the_background(desk: Notified) -> None:
    """It goes to the process that runs, which stays in the background."""
    desk.push("one")
    assert desk.seen == ["one"]
    assert _bodies(desk) == ["one"]
    assert desk.phone.apps.state(APP) is AppState.BACKGROUND


def test_a_message_comes_to_an_app_that_was_ended_and_does_not_start_it(desk: Notified) -> None:
    """Its service shows it and is gone; a swipe in the switcher changes nothing about that."""
    desk.phone.apps.terminate(APP)
    desk.seen.clear()
    desk.push("one")
    assert desk.seen == ["began", "one", "stopped"]
    assert _bodies(desk) == ["one"]
    assert desk.phone.apps.state(APP) is AppState.NOT_RUNNING


def test_why_an_app_ended_outlasts_a_message(desk: Notified) -> None:
    """The next process is told of the end before the message."""
    desk.phone.apps.kill(APP, "permissions revoked")
    desk.push("one")
    assert desk.phone.apps.launch(APP).context.last_exit == "permissions revoked"


def test_messages_sent_while_connected_all_come(desk: Notified) -> None:
    """None takes another's place."""
    desk.push("one", "two")
    assert _bodies(desk) == ["two", "one"]


def test_only_the_last_message_waits_for_a_phone_that_is_offline(desk: Notified) -> None:
    """APNs stores one notification for an app; it comes with the connection."""
    desk.phone.radios.set_airplane(on=True)
    desk.push("one", "two")
    assert _bodies(desk) == []
    desk.later(lambda: desk.phone.radios.set_airplane(on=False))
    assert _bodies(desk) == ["two"]


def test_a_message_to_an_unknown_token_goes_to_nobody(desk: Notified) -> None:
    """An installation that is gone has no address any more."""
    token = desk.token
    desk.phone.installed.remove(APP)
    desk.push("one", token=token)
    assert "one" not in desk.seen
