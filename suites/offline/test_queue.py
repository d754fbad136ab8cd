"""OFF-04: what is written without a connection is sent by itself, in the order made.

That nothing comes twice is an assumed clause, so that only its own test claims it; the others look
at the first of each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm import Message, Note
    from devices.device import Network
    from fixtures.app import App
    from fixtures.arrivals import Arrivals
    from fixtures.crm import People
    from pages import DashboardPage


@pytest.mark.promise("OFF-04")
@pytest.mark.needs("network.offline", "crm.send")
def test_messages_are_sent_in_the_order_written(
    people: People, arrived: Arrivals, logged_in: DashboardPage, network: Network
) -> None:
    """Three messages of one conversation reach the account as they were written."""
    correspondence = people.correspondence("Can we meet this week?")
    thread = logged_in.bottom_bar.open_conversations().open(correspondence.contact.name)
    texts = ["Gladly.", "Is Thursday fine?", "Or rather Friday?"]
    network.go_offline()
    thread.send(*texts)
    network.go_online()
    sent = arrived.messages(correspondence.conversation, *texts)
    assert _in_order(sent) == texts


@pytest.mark.promise("OFF-04")
@pytest.mark.needs("network.offline")
def test_notes_are_saved_in_the_order_written(
    people: People, arrived: Arrivals, logged_in: DashboardPage, network: Network
) -> None:
    """Three notes about one contact reach the account as they were written."""
    contact = people.contact()
    page = logged_in.bottom_bar.open_contacts().open(contact.name)
    texts = ["Owns a bakery", "Looks for a shop", "Wants to move in spring"]
    network.go_offline()
    page.add_notes(*texts)
    network.go_online()
    saved = arrived.notes(contact, *texts)
    assert _in_order(saved) == texts


@pytest.mark.promise("OFF-04")
@pytest.mark.needs("network.offline", "crm.send")
def test_messages_and_notes_of_two_contacts_keep_their_order(
    people: People, arrived: Arrivals, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """One queue holds all: messages by two channels, and notes, about two contacts."""
    first = people.correspondence("Please send the offer.")
    second = people.correspondence("Is there news?", channel="WhatsApp")
    conversations = logged_in.bottom_bar.open_conversations()
    conversations.open(first.contact.name).back()
    thread = conversations.open(second.contact.name)
    thread.back()
    page = app.bottom_bar.open_contacts().open(second.contact.name)
    network.go_offline()
    page.add_notes("Asked for news")
    page.back()
    conversations = app.bottom_bar.open_conversations()
    conversations.open(second.contact.name).send("Not yet.")
    thread.back()
    conversations.open(first.contact.name).send("Here it is.", "Tell me what you think.")
    network.go_online()
    texts = ["Not yet.", "Here it is.", "Tell me what you think."]
    records: list[Message | Note] = [
        *arrived.messages(first.conversation, *texts[1:]),
        *arrived.messages(second.conversation, texts[0]),
        *arrived.notes(second.contact, "Asked for news"),
    ]
    assert _in_order(records) == ["Asked for news", *texts]


@pytest.mark.promise("OFF-04")
@pytest.mark.needs("network.offline", "crm.send")
def test_messages_keep_their_channels(
    people: People, arrived: Arrivals, logged_in: DashboardPage, network: Network
) -> None:
    """Each message goes by the channel that was chosen for it without a connection."""
    correspondence = people.correspondence("Write me anywhere.")
    thread = logged_in.bottom_bar.open_conversations().open(correspondence.contact.name)
    network.go_offline()
    thread.send("By SMS")
    thread.choose_channel("WhatsApp")
    thread.send("By WhatsApp")
    network.go_online()
    sent = arrived.messages(correspondence.conversation, "By SMS", "By WhatsApp")
    assert {message.body: message.channel for message in sent} == {
        "By SMS": "SMS",
        "By WhatsApp": "WhatsApp",
    }


@pytest.mark.promise("OFF-04")
@pytest.mark.needs("network.offline", "crm.send")
def test_queue_is_sent_wherever_the_user_is(
    people: People, arrived: Arrivals, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """What waits is sent from a screen that has nothing to do with it."""
    correspondence = people.correspondence("When do you open?")
    thread = logged_in.bottom_bar.open_conversations().open(correspondence.contact.name)
    network.go_offline()
    thread.send("At nine.")
    thread.back()
    app.bottom_bar.open_opportunities()
    network.go_online()
    sent = arrived.messages(correspondence.conversation, "At nine.")
    assert _in_order(sent) == ["At nine."]


@pytest.mark.promise("OFF-04")
@pytest.mark.role("owner")
@pytest.mark.needs("network.offline", "crm.send")
def test_queue_is_sent_from_another_sub_account(
    people: People, arrived: Arrivals, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """What was written in one sub-account goes to it while the user looks at another."""
    correspondence = people.correspondence("Is the office open on Monday?")
    thread = logged_in.bottom_bar.open_conversations().open(correspondence.contact.name)
    network.go_offline()
    thread.send("From ten o'clock.")
    thread.back()
    app.bottom_bar.open_opportunities().open_menu().switch_account()
    logged_in.wait_until_open()
    network.go_online()
    sent = arrived.messages(correspondence.conversation, "From ten o'clock.")
    assert _in_order(sent) == ["From ten o'clock."]


@pytest.mark.promise("OFF-04", assumed=True)
@pytest.mark.needs("network.offline", "crm.send")
def test_message_reads_pending_until_it_is_sent(
    people: People, logged_in: DashboardPage, network: Network
) -> None:
    """The conversation tells what still waits from what is sent."""
    correspondence = people.correspondence("Did you get my letter?")
    thread = logged_in.bottom_bar.open_conversations().open(correspondence.contact.name)
    network.go_offline()
    thread.send("Yes, this morning.")
    assert thread.reads("Yes, this morning.", "Pending"), "what waits is not marked as pending"
    network.go_online()
    assert thread.reads("Yes, this morning.", "Sent"), "what was sent is not marked as sent"


@pytest.mark.promise("OFF-04", assumed=True)
@pytest.mark.needs("network.offline")
def test_note_reads_pending_until_it_is_saved(
    people: People, logged_in: DashboardPage, network: Network
) -> None:
    """The contact tells what still waits from what is saved."""
    contact = people.contact()
    page = logged_in.bottom_bar.open_contacts().open(contact.name)
    network.go_offline()
    page.add_notes("Speaks Portuguese")
    assert page.note_waits("Speaks Portuguese"), "the note is not marked as pending"
    network.go_online()
    assert page.note_is_saved("Speaks Portuguese"), "the note is still marked as pending"


@pytest.mark.promise("OFF-04", assumed=True)
@pytest.mark.needs("network.offline", "crm.send")
def test_each_is_sent_once(
    people: People, arrived: Arrivals, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """No message and no note comes twice: the next message finds the queue empty."""
    correspondence = people.correspondence("How much is it?")
    contact = correspondence.contact
    page = logged_in.bottom_bar.open_contacts().open(contact.name)
    page.back()
    thread = app.bottom_bar.open_conversations().open(contact.name)
    network.go_offline()
    thread.send("800 a month.")
    thread.back()
    app.bottom_bar.open_contacts().open(contact.name).add_notes("Asked for the price")
    network.go_online()
    arrived.notes(contact, "Asked for the price")
    page.back()
    app.bottom_bar.open_conversations().open(contact.name).send("With heating.")
    sent = arrived.messages(correspondence.conversation, "With heating.")
    assert [message.body for message in sent] == ["800 a month.", "With heating."]
    assert [note.body for note in arrived.notes(contact)] == ["Asked for the price"]


@pytest.mark.promise("OFF-04", assumed=True)
@pytest.mark.needs("network.offline", "crm.send")
def test_queue_survives_the_end_of_the_app(
    people: People, arrived: Arrivals, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """An app that is ended and started without a connection still sends what waits, in order."""
    correspondence = people.correspondence("Do you have a lift?")
    contact = correspondence.contact
    app.bottom_bar.open_contacts().open(contact.name).back()
    thread = app.bottom_bar.open_conversations().open(contact.name)
    network.go_offline()
    thread.send("We do.", "It is new.")
    thread.back()
    app.bottom_bar.open_contacts().open(contact.name).add_notes("Needs a lift")
    app.relaunch()
    logged_in.wait_until_open()
    network.go_online()
    records: list[Message | Note] = [
        *arrived.messages(correspondence.conversation, "We do.", "It is new."),
        *arrived.notes(contact, "Needs a lift"),
    ]
    assert _in_order(records) == ["We do.", "It is new.", "Needs a lift"]


@pytest.mark.promise("OFF-04", assumed=True)
@pytest.mark.needs("network.offline", "crm.send")
def test_pending_messages_are_shown_after_a_relaunch(
    people: People, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """The conversation still shows what waits after the app was ended and started again."""
    correspondence = people.correspondence("Is it quiet?")
    name = correspondence.contact.name
    thread = logged_in.bottom_bar.open_conversations().open(name)
    network.go_offline()
    thread.send("Very.")
    app.relaunch()
    thread = app.bottom_bar.open_conversations().open(name)
    assert thread.reads("Very.", "Pending"), "after a relaunch what waits is not shown"


def _in_order(records: Iterable[Message | Note]) -> list[str]:
    """What was written, by when the account first got it."""
    return list(
        dict.fromkeys(record.body for record in sorted(records, key=lambda record: record.added))
    )
