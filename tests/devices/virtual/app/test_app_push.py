"""What notifications the app shows, and what they lead to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.devices.virtual.app import push_looks
from tests.devices.virtual.app.office import EMAIL, PASSWORD

if TYPE_CHECKING:
    from tests.devices.virtual.app.bench.bench import Bench
    from tests.devices.virtual.app.bench.push import Posted
    from tests.devices.virtual.app.office import Office


@pytest.fixture
def thread(office: Office, conversation: dict[str, Any]) -> dict[str, Any]:
    """Maya Chen's conversation, which is Ana's."""
    return conversation | push_looks.own(office)


def _only(bench: Bench) -> Posted:
    (posted,) = bench.notifications.posted.values()
    return posted


def _shown(bench: Bench) -> list[tuple[str, str]]:
    return [(posted.title, posted.text) for posted in bench.notifications.posted.values()]


def _open(bench: Bench) -> None:
    bench.notifications.open(_only(bench).extras)


def test_the_app_declares_its_channels_when_it_starts(bench: Bench) -> None:
    """As the document lists them."""
    assert bench.notifications.channels == {
        "messages": ("Messages", 4),
        "calls": ("Calls", 4),
        "reminders": ("Reminders", 3),
    }


def test_a_message_says_who_wrote_what_and_leads_to_the_thread(
    office: Office, thread: dict[str, Any], bench: Bench
) -> None:
    """Opening the thread takes the notification away, and back is the dashboard."""
    office.receive(thread, "Is noon free?")
    assert _shown(bench) == [("New message", "Maya Chen: Is noon free?")]
    assert _only(bench).channel == "messages"
    _open(bench)
    assert bench.texts("message") == ["Is the slot free?", "Is noon free?"]
    assert _shown(bench) == []
    bench.back()
    assert bench.content().id == "dashboard"


def test_a_tap_starts_the_app_where_it_is_about(
    office: Office, thread: dict[str, Any], bench: Bench
) -> None:
    """The process that has posted it may be gone."""
    office.receive(thread, "Is noon free?")
    posted = _only(bench)
    bench.relaunch()
    bench.notifications.open(posted.extras)
    assert bench.content().id == "thread"


def test_the_thread_in_front_shows_the_message_and_nothing_notifies(
    office: Office, thread: dict[str, Any], bench: Bench
) -> None:
    """In the background the same thread notifies."""
    bench.tap("tab_conversations")
    bench.tap("conversation_row")
    office.receive(thread, "one")
    assert bench.texts("message")[-1] == "one"
    assert _shown(bench) == []
    bench.pause()
    office.receive(thread, "two")
    assert _shown(bench) == [("New message", "Maya Chen: two")]


def test_a_newer_message_takes_the_place_of_the_one_before(
    office: Office, thread: dict[str, Any], bench: Bench
) -> None:
    """One notification a conversation and kind; a missed call stands beside it."""
    office.receive(thread, "one")
    office.receive(thread, "two")
    office.receive(thread, "", type="Call", call={"status": "no-answer"})
    assert _shown(bench) == [("New message", "Maya Chen: two"), ("Missed call", "Maya Chen")]


def test_offline_a_thread_opens_from_what_was_loaded(
    office: Office, thread: dict[str, Any], bench: Bench
) -> None:
    """One that the loaded inbox has is opened, another one is not."""
    office.receive(thread, "one")
    extras = _only(bench).extras
    bench.network.set(connected=False)
    bench.notifications.open(extras)
    assert bench.content().id == "thread"
    bench.back()
    bench.notifications.open({**extras, "conversationId": "none"})
    assert bench.content().id == "dashboard"
    assert bench.texts("snackbar") == ["Opening this needs a connection."]


def test_a_call_can_be_answered_and_ended(
    office: Office, thread: dict[str, Any], bench: Bench
) -> None:
    """Its notification stays until then, and leads to the screen of the call."""
    call = office.ring(thread)
    assert _shown(bench) == [("Inbound call", "Maya Chen")]
    assert (_only(bench).ongoing, [words for words, _ in _only(bench).actions]) == (
        True,
        ["Answer", "Decline"],
    )
    _open(bench)
    assert bench.content().id == "incoming_call"
    assert bench.texts("call_name") == ["Maya Chen"]
    bench.tap("call_answer")
    bench.permissions.allow()
    assert office.crm.records.calls[call].status == "answered"
    assert (bench.content().id, bench.texts("call_status")) == ("call", ["Connected"])
    assert _shown(bench) == []
    bench.tap("call_end")
    assert office.crm.records.calls[call].status == "ended"
    assert bench.content().id == "dashboard"


@pytest.mark.parametrize("by", ["button", "action"])
def test_a_call_can_be_declined(
    office: Office, thread: dict[str, Any], bench: Bench, by: str
) -> None:
    """On its screen, or by the notification itself."""
    call = office.ring(thread)
    if by == "action":
        bench.notifications.open(_only(bench).actions[1][1])
    else:
        _open(bench)
        bench.tap("call_decline")
    assert office.crm.records.calls[call].status == "declined"
    assert (bench.content().id, _shown(bench)) == ("dashboard", [])


def test_a_call_that_is_over_leaves_the_screen(
    office: Office, thread: dict[str, Any], bench: Bench
) -> None:
    """Nobody answers for 30 seconds: what is left is a missed call."""
    office.ring(thread)
    _open(bench)
    bench.clock.advance(timedelta(seconds=31))
    assert bench.content().id == "dashboard"
    assert _shown(bench) == [("Missed call", "Maya Chen")]


def test_a_call_answered_too_late_says_so(
    office: Office, thread: dict[str, Any], bench: Bench
) -> None:
    """Its notification may be tapped when it is over."""
    call = office.ring(thread)
    posted = _only(bench)
    office.call("PUT", f"/virtual/calls/{call}", "", {"status": "voicemail"})
    bench.notifications.open(posted.actions[0][1])
    bench.permissions.allow()
    assert bench.texts("snackbar") == ["This call has ended."]


def test_a_task_leads_to_its_contact(office: Office, thread: dict[str, Any], bench: Bench) -> None:
    """When it is due."""
    office.task(thread["contactId"], bench.clock.now() + timedelta(minutes=1))
    bench.clock.advance(timedelta(minutes=1))
    assert _shown(bench) == [("Task reminder", "Maya Chen: Send a quote")]
    assert _only(bench).channel == "reminders"
    _open(bench)
    assert (bench.content().id, bench.texts("contact_full_name")) == ("contact", ["Maya Chen"])


def test_an_appointment_leads_to_itself(
    office: Office, thread: dict[str, Any], bench: Bench
) -> None:
    """15 minutes before it begins, at the time of the phone's zone."""
    (user,) = office.crm.records.users
    office.crm.records.contacts[thread["contactId"]].assigned_to = user
    office.book({"locationId": office.location_id, "id": thread["contactId"]}, "Visit", 1)
    (row,) = office.crm.records.appointments.values()
    bench.clock.advance(row.start - bench.clock.now() - timedelta(minutes=14))
    begins = f"{datetime.fromisoformat(str(row.start)).astimezone(bench.clock.now().tzinfo):%H:%M}"
    assert _shown(bench) == [("Appointment reminder", f"Maya Chen: Visit, {begins}")]
    _open(bench)
    assert bench.texts("appointment_detail_title") == ["Visit"]
    assert bench.texts("appointment_detail_contact") == ["Maya Chen"]


def test_a_tap_opens_in_the_sub_account_that_it_is_of(
    office: Office, thread: dict[str, Any], bench: Bench
) -> None:
    """Another one was switched to since."""
    office.join("Elm Street")
    for node_id in ("menu", "menu_settings", "settings_log_out"):
        bench.tap(node_id)
    bench.sign_in(EMAIL, PASSWORD)
    office.receive(thread, "one")
    posted = _only(bench)
    for node_id in ("menu", "menu_switch"):
        bench.tap(node_id)
    bench.tap("account_row", 1)
    bench.notifications.open(posted.extras)
    assert bench.texts("message")[-1] == "one"


def test_logging_out_takes_everything_away(
    office: Office, thread: dict[str, Any], bench: Bench
) -> None:
    """Offline too, when the server does not hear of it: the phone itself shows nothing more."""
    office.receive(thread, "one")
    bench.network.set(connected=False)
    for node_id in ("menu", "menu_settings", "settings_log_out"):
        bench.tap(node_id)
    assert _shown(bench) == []
    office.receive(thread, "two")
    assert _shown(bench) == []


def test_the_phone_is_registered_once_and_after_a_lost_connection_too(
    office: Office, thread: dict[str, Any], bench: Bench
) -> None:
    """Relaunching asks no second time; what could not be told is told when it can be."""

    def asked() -> int:
        return sum(row.path == "/oauth/app/device" for row in office.crm.requests)

    assert asked() == 1
    bench.relaunch()
    bench.tap("tab_contacts")
    assert asked() == 1
    office.join("Elm Street")
    for node_id in ("menu", "menu_settings", "settings_log_out"):
        bench.tap(node_id)
    bench.sign_in(EMAIL, PASSWORD)
    for node_id in ("menu", "menu_switch"):
        bench.tap(node_id)
    bench.network.set(connected=False)
    bench.tap("account_row", 1)
    assert asked() == 2
    bench.network.set(connected=True)
    assert asked() == 3
    office.receive(thread, "elsewhere")
    assert _shown(bench) == []
