"""What is queued without a connection, what is refused there, and what is sent once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.devices.virtual.app.bench.bench import Bench
    from tests.devices.virtual.app.office import Office


def _go(bench: Bench, *ways: str) -> None:
    for node_id in ways:
        bench.tap(node_id)


def _note(bench: Bench, text: str) -> None:
    bench.tap("note_add")
    bench.write("note_input", text)
    bench.tap("note_save")


def _message(bench: Bench, text: str) -> None:
    bench.write("message_input", text)
    bench.tap("message_send")


def test_notes_and_messages_are_sent_in_the_order_made(
    bench: Bench, office: Office, conversation: dict[str, Any]
) -> None:
    """One queue holds both kinds, and the CRM gets them in the order written."""
    _go(bench, "tab_conversations", "conversation_row", "back", "tab_contacts", "contact_row")
    bench.network.set(connected=False)
    _note(bench, "first")
    bench.tap("contact_message")
    _message(bench, "second")
    bench.tap("back")
    _note(bench, "third")
    assert bench.texts("note_body") == ["third", "first"]
    assert bench.texts("note_status") == ["Pending"] * 2
    office.crm.requests.clear()
    bench.network.set(connected=True)
    notes = f"/contacts/{conversation['contactId']}/notes"
    sent = [row.path for row in office.crm.requests if row.method == "POST"]
    assert sent == [notes, "/conversations/messages", notes]
    assert not bench.find("note_status")
    assert office.notes(conversation["contactId"]) == ["first", "third"]


def test_lost_reply_does_not_send_twice(
    bench: Bench, office: Office, conversation: dict[str, Any]
) -> None:
    """A message whose reply was lost waits, is asked for again, and is in the CRM once."""
    _go(bench, "tab_conversations", "conversation_row")
    office.crm.lost_replies = 1
    _message(bench, "once")
    assert bench.texts("message_status") == ["Pending"]
    bench.relaunch()
    assert office.bodies(conversation)[1:] == ["once"]
    _go(bench, "tab_conversations", "conversation_row")
    assert bench.texts("message_status") == ["Sent"]


def test_same_words_twice_are_two_messages(
    bench: Bench, office: Office, conversation: dict[str, Any]
) -> None:
    """Being sent once is about the act of writing, not about the words."""
    _go(bench, "tab_conversations", "conversation_row")
    bench.network.set(connected=False)
    _message(bench, "Hi")
    _message(bench, "Hi")
    bench.network.set(connected=True)
    assert office.bodies(conversation)[1:] == ["Hi", "Hi"]


def test_channel_can_be_chosen(bench: Bench, office: Office) -> None:
    """Each of the four channels can be picked, and the message leaves by it."""
    _go(bench, "tab_conversations", "conversation_row")
    assert bench.texts("channel_picker") == ["Channel: SMS"]
    for node_id in ("channel_email", "channel_whatsapp", "channel_facebook", "channel_sms"):
        _go(bench, "channel_picker", node_id)
        _message(bench, node_id)
    (row,) = office.crm.records.conversations.values()
    assert [m.channel for m in row.messages[1:]] == ["Email", "WhatsApp", "FB", "SMS"]
    assert bench.texts("message_channel")[1:] == ["Email", "WhatsApp", "Facebook Messenger", "SMS"]


@pytest.mark.parametrize(
    ("way", "control", "said"),
    [
        (("tab_conversations", "conversation_row"), "thread_star", "Starring"),
        (("tab_conversations", "conversation_row"), "thread_unread", "Marking as unread"),
        (("tab_conversations", "conversation_row"), "thread_assign", "Assigning"),
        (("tab_conversations", "conversation_row"), "thread_call", "Calling"),
        (("tab_contacts", "contact_row"), "contact_call", "Calling"),
        (("tab_contacts", "contact_row"), "contact_book", "Booking"),
        (("tab_contacts", "contact_row"), "task_add", "Adding a task"),
        (("tab_calendars",), "calendar_book", "Booking"),
        ((), "refresh", "Refreshing"),
        (("menu", "menu_settings", "settings_profile"), "profile_edit", "Editing the profile"),
        (("menu", "menu_settings", "settings_two_factor"), "two_factor_enabled", "Changing this"),
    ],
)
def test_what_needs_a_connection_says_so(
    bench: Bench, office: Office, way: tuple[str, ...], control: str, said: str
) -> None:
    """Offline the control changes nothing, names its reason, and the screen stays."""
    _go(bench, *way)
    bench.network.set(connected=False)
    screen, asked = bench.content().id, len(office.crm.requests)
    bench.tap(control)
    assert bench.texts("snackbar") == [f"{said} needs a connection."]
    assert bench.content().id == screen
    assert len(office.crm.requests) == asked


def test_composer_says_that_messages_wait(bench: Bench) -> None:
    """Offline the thread tells that sending needs a connection; online it does not."""
    _go(bench, "tab_conversations", "conversation_row")
    assert not bench.find("composer_notice")
    bench.network.set(connected=False)
    assert bench.texts("composer_notice") == ["No connection. Messages are sent when it is back."]


def test_queue_goes_to_the_sub_account_it_was_written_in(
    bench: Bench, office: Office, conversation: dict[str, Any]
) -> None:
    """A message written in one sub-account arrives there though another is shown by then."""
    office.join("Elm Street")
    _go(bench, "menu", "menu_settings", "settings_log_out")
    bench.sign_in("ana@example.test", "planted-password")
    _go(bench, "tab_conversations", "conversation_row")
    bench.network.set(connected=False)
    _message(bench, "for the first")
    _go(bench, "back", "menu", "menu_switch")
    bench.tap("account_row", 1)
    assert bench.texts("notice") == ["Connect to the internet to load this."]
    bench.network.set(connected=True)
    assert office.bodies(conversation)[-1] == "for the first"
    assert bench.texts("conversations_open") == ["0"]
    bench.relaunch()
    assert bench.texts("conversations_open") == ["0"]
    bench.tap("menu")
    assert bench.texts("menu_account") == ["Elm Street"]
