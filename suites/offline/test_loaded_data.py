"""OFF-03: what was loaded stays readable without a connection, and is read-only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from crm import Contact, CrmClient
    from devices.device import Network
    from fixtures.app import App
    from fixtures.crm import People
    from pages import DashboardPage
    from suites.offline.conftest import Later

_TEXTS: Final = ["Is the garden shared?", "And how old is the roof?", "Thank you."]


@pytest.mark.promise("OFF-03")
@pytest.mark.needs("network.offline")
def test_loaded_conversation_stays_readable(
    people: People, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """The messages that were loaded are there when the connection goes, and when opened again."""
    name = people.correspondence(*_TEXTS).contact.name
    conversations = logged_in.bottom_bar.open_conversations()
    thread = conversations.open(name)
    thread.wait_for_message(_TEXTS[-1])
    network.go_offline()
    app.banner.appears()  # the app has noticed, as far as it tells
    assert thread.messages_become(_TEXTS) == _TEXTS, "the open conversation has lost messages"
    thread.back()
    assert conversations.lists(name), "the list has lost the conversation"
    conversations.choose(name)
    assert thread.opens(), "the conversation does not open again"
    assert thread.messages_become(_TEXTS) == _TEXTS, "opened again, it has lost messages"


@pytest.mark.promise("OFF-03")
@pytest.mark.needs("network.offline")
def test_loaded_conversation_survives_a_relaunch(
    people: People, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """An app that is started without a connection shows the messages that were loaded before."""
    name = people.correspondence(*_TEXTS).contact.name
    thread = logged_in.bottom_bar.open_conversations().open(name)
    thread.wait_for_message(_TEXTS[-1])
    network.go_offline()
    app.relaunch()
    conversations = app.bottom_bar.open_conversations()
    assert conversations.lists(name), "after a relaunch the list has lost the conversation"
    conversations.choose(name)
    assert thread.opens(), "after a relaunch the conversation does not open"
    assert thread.messages_become(_TEXTS) == _TEXTS, "after a relaunch it has lost messages"


@pytest.mark.promise("OFF-03")
@pytest.mark.needs("network.offline", "crm.address")
def test_loaded_contact_stays_readable(
    people: People, crm: CrmClient, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """Profile and notes are there when the connection goes, and when opened again."""
    contact = people.contact()
    note = crm.add_note(contact, "Asked for the floor plan")
    contacts = logged_in.bottom_bar.open_contacts()
    page = contacts.open(contact.name)
    page.wait_for(*_profile(contact))
    network.go_offline()
    app.banner.appears()  # the app has noticed, as far as it tells
    assert page.shows(*_profile(contact)), "the open profile has lost lines"
    assert page.shows_note(note.body), "the open profile has lost its note"
    page.back()
    assert contacts.lists(contact.name), "the list has lost the contact"
    contacts.choose(contact.name)
    assert page.opens(), "the profile does not open again"
    assert page.shows(*_profile(contact)), "opened again, the profile has lost lines"


@pytest.mark.promise("OFF-03")
@pytest.mark.needs("network.offline", "crm.address")
def test_loaded_contact_survives_a_relaunch(
    people: People, crm: CrmClient, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """An app that is started without a connection shows the profile that was loaded before."""
    contact = people.contact()
    note = crm.add_note(contact, "Prefers to be called after six")
    page = logged_in.bottom_bar.open_contacts().open(contact.name)
    page.wait_for(*_profile(contact))
    network.go_offline()
    app.relaunch()
    contacts = app.bottom_bar.open_contacts()
    assert contacts.lists(contact.name), "after a relaunch the list has lost the contact"
    contacts.choose(contact.name)
    assert page.opens(), "after a relaunch the profile does not open"
    assert page.shows(*_profile(contact)), "after a relaunch the profile has lost lines"
    assert page.shows_note(note.body), "after a relaunch the profile has lost its note"


@pytest.mark.promise("OFF-03")
@pytest.mark.needs("network.offline")
def test_loaded_conversation_is_read_only(
    people: People, crm: CrmClient, logged_in: DashboardPage, later: Later, network: Network
) -> None:
    """Starring without a connection changes nothing, neither then nor later."""
    correspondence = people.correspondence("Who pays for the boiler?")
    thread = logged_in.bottom_bar.open_conversations().open(correspondence.contact.name)
    network.go_offline()
    thread.star()
    thread.back()
    network.go_online()
    later(correspondence.contact)
    assert not crm.conversation(correspondence.conversation.id).starred, (
        "what was starred without a connection is starred in the account"
    )


@pytest.mark.promise("OFF-03")
@pytest.mark.needs("network.offline")
def test_loaded_contact_is_read_only(
    people: People, crm: CrmClient, logged_in: DashboardPage, later: Later, network: Network
) -> None:
    """Asking for a task without a connection opens no form, and the account gets no task."""
    contact = people.contact()
    page = logged_in.bottom_bar.open_contacts().open(contact.name)
    network.go_offline()
    page.begin_task()
    assert page.is_open, "without a connection the app offers to make a task"
    page.back()
    network.go_online()
    later(contact)
    assert crm.tasks(contact) == []


@pytest.mark.promise("OFF-03", assumed=True)
@pytest.mark.needs("network.offline")
def test_a_change_says_that_it_needs_a_connection(
    people: People, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """What cannot be changed now says why."""
    correspondence = people.correspondence("Are pets allowed?")
    thread = logged_in.bottom_bar.open_conversations().open(correspondence.contact.name)
    network.go_offline()
    thread.star()
    assert app.snackbar.asks_for_connection(), "starring does not say that it needs a connection"


@pytest.mark.promise("OFF-03", assumed=True)
@pytest.mark.needs("network.offline")
def test_conversation_never_loaded_says_that_it_needs_a_connection(
    people: People, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """A conversation that is in the list and was never opened says what it lacks."""
    correspondence = people.correspondence("Does it have a cellar?")
    conversations = logged_in.bottom_bar.open_conversations()
    conversations.wait_for(correspondence.contact.name)
    network.go_offline()
    conversations.choose(correspondence.contact.name)
    assert app.notice.asks_for_connection(), "nothing says that the messages need a connection"


@pytest.mark.promise("OFF-03", assumed=True)
@pytest.mark.needs("network.offline")
def test_contact_never_loaded_says_that_it_needs_a_connection(
    people: People, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """A contact that is in the list and was never opened says what it lacks."""
    contact = people.contact()
    contacts = logged_in.bottom_bar.open_contacts()
    contacts.wait_for(contact.name)
    network.go_offline()
    contacts.choose(contact.name)
    assert app.notice.asks_for_connection(), "nothing says that the profile needs a connection"


def _profile(contact: Contact) -> tuple[str, ...]:
    return contact.name, contact.phone, ", ".join(contact.tags)
