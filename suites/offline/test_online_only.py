"""OFF-05: sending, calling and booking need a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from crm import CrmClient
    from devices.device import Network
    from fixtures.app import App
    from fixtures.arrivals import Arrivals
    from fixtures.crm import People
    from pages import DashboardPage
    from suites.offline.conftest import Later


@pytest.mark.promise("OFF-05")
@pytest.mark.needs("network.offline")
@pytest.mark.usefixtures("logged_in")
def test_nothing_is_booked_without_a_connection(
    people: People, crm: CrmClient, app: App, later: Later, network: Network
) -> None:
    """The app claims no appointment, and the account has none when the connection is back."""
    contact = people.contact()
    app.bottom_bar.open_contacts().wait_for(contact.name)
    calendars = app.bottom_bar.open_calendars()
    network.go_offline()
    choice = calendars.begin_booking()
    app.snackbar.asks_for_connection()  # the app has answered; what it says is a claim further down
    if choice.is_open:
        choice.choose(contact.name).book()
        assert not app.snackbar.says_booked(), "without a connection the app says that it booked"
    network.go_online()
    app.banner.goes()
    if not calendars.is_open:
        app.relaunch()  # a form that was opened all the same
    later(contact)
    assert crm.appointments(contact) == []


@pytest.mark.promise("OFF-05")
@pytest.mark.needs("network.offline")
def test_booking_works_when_the_connection_is_back(
    people: People, crm: CrmClient, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """What needed a connection is possible with one, without a relaunch."""
    contact = people.contact()
    calendars = logged_in.bottom_bar.open_calendars()
    network.go_offline()
    app.banner.appears()
    network.go_online()
    app.banner.goes()
    calendars.begin_booking().wait_until_open().choose(contact.name).book()
    assert app.snackbar.says_booked(), "with a connection the app does not say that it booked"
    assert len(crm.appointments(contact)) == 1


@pytest.mark.promise("OFF-05")
@pytest.mark.needs("network.offline")
@pytest.mark.usefixtures("logged_in")
def test_nobody_is_called_without_a_connection(
    people: People, arrived: Arrivals, app: App, later: Later, network: Network
) -> None:
    """Call leaves the conversation open, and the account has none when the connection is back."""
    correspondence = people.correspondence("Call me when you can.")
    thread = app.bottom_bar.open_conversations().open(correspondence.contact.name)
    network.go_offline()
    thread.call()
    app.snackbar.asks_for_connection()  # the app has answered; what it says is a claim further down
    assert thread.is_open, "without a connection the app shows a call"
    thread.back()
    network.go_online()
    later(correspondence.contact)
    assert arrived.messages(correspondence.conversation) == []


@pytest.mark.promise("OFF-05")
@pytest.mark.needs("network.offline", "crm.send")
def test_message_is_not_said_to_be_sent_without_a_connection(
    people: People, logged_in: DashboardPage, network: Network
) -> None:
    """What was sent without a connection does not read as sent, after the next one either."""
    correspondence = people.correspondence("What is the address?")
    thread = logged_in.bottom_bar.open_conversations().open(correspondence.contact.name)
    network.go_offline()
    thread.send("12 Elm Street", "The blue door.")
    thread.wait_for_message("The blue door.")
    assert not thread.reads("12 Elm Street", "Sent", 0), "a message reads as sent and cannot be"


@pytest.mark.promise("OFF-05", assumed=True)
@pytest.mark.needs("network.offline")
def test_booking_says_that_it_needs_a_connection(
    logged_in: DashboardPage, app: App, network: Network
) -> None:
    """Who wants to book without a connection is told why it cannot be."""
    calendars = logged_in.bottom_bar.open_calendars()
    network.go_offline()
    calendars.begin_booking()
    assert app.snackbar.asks_for_connection(), "booking does not say that it needs a connection"


@pytest.mark.promise("OFF-05", assumed=True)
@pytest.mark.needs("network.offline")
def test_calling_says_that_it_needs_a_connection(
    people: People, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """Who wants to call without a connection is told why it cannot be."""
    correspondence = people.correspondence("Please call back.")
    thread = logged_in.bottom_bar.open_conversations().open(correspondence.contact.name)
    network.go_offline()
    thread.call()
    assert app.snackbar.asks_for_connection(), "calling does not say that it needs a connection"


@pytest.mark.promise("OFF-05", assumed=True)
@pytest.mark.needs("network.offline")
def test_composer_says_that_messages_wait(
    people: People, logged_in: DashboardPage, network: Network
) -> None:
    """Who writes without a connection is told beforehand that it waits."""
    correspondence = people.correspondence("May I write here?")
    thread = logged_in.bottom_bar.open_conversations().open(correspondence.contact.name)
    network.go_offline()
    assert thread.says_that_messages_wait, "nothing by the composer says that messages wait"
