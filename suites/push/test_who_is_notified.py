"""PUSH-11, PUSH-13: only what is the user's own, in the sub-account in use, notifies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm import CrmClient
    from fixtures.accounts import Account
    from fixtures.crm import Correspondence, People
    from fixtures.notifications import AppNotifications, Reach
    from pages import DashboardPage
    from suites.push.conftest import Events

    class Assign(Protocol):
        """Says what the user can be reached by."""

        def __call__(self, *, number: bool, inbox: bool) -> None:
            """Assign an active phone number, and an inbox, or take it."""


pytestmark = pytest.mark.needs("notifications.list", "notifications.clear", "crm.address")


@pytest.fixture
def own_in_each(account: Account, people: People) -> dict[str, Correspondence]:
    """A correspondence of the user's in each sub-account, by its id; the one shown first first."""
    return {
        place: people.correspondence(contact=people.contact(location_id=place))
        for place in account.user.location_ids
    }


@pytest.fixture
def assign(crm: CrmClient, account: Account, reachable: Reach) -> Iterator[Assign]:
    """Says what the user can be reached by, who has both before and afterwards."""
    del reachable  # which comes before anything is taken

    def lines(*, number: bool, inbox: bool) -> None:
        crm.virtual.set_lines(account.user, number=number, inbox=inbox)

    yield lines
    lines(number=True, inbox=True)


@pytest.mark.promise("PUSH-11")
@pytest.mark.usefixtures("reachable")
def test_unassigned_conversation_stays_silent(
    notifications: AppNotifications, people: People, crm: CrmClient, events: Events
) -> None:
    """A message to nobody does not notify; one to the user, after it, does."""
    nobodys, own = people.correspondence(), people.correspondence()
    crm.assign(nobodys.contact, None)
    events.message(nobodys)
    events.message(own)
    assert notifications.arrives("New message", own.contact.name), "the user's own is silent"
    assert notifications.stays_silent_about(nobodys.contact.name), "nobody's notifies"


@pytest.mark.promise("PUSH-11")
@pytest.mark.needs("crm.lines")
def test_user_without_number_and_inbox_gets_none(
    notifications: AppNotifications,
    people: People,
    assign: Assign,
    logged_in: DashboardPage,
    events: Events,
) -> None:
    """A message does not notify who has neither; once both are assigned, the next one does."""
    before, later = people.correspondence(), people.correspondence()
    assign(number=False, inbox=False)
    events.message(before)
    page = logged_in.bottom_bar.open_conversations()
    assert page.shows(before.contact.name), "the message has not come to the app at all"
    assert notifications.stays_silent_about(before.contact.name), "with neither, it notifies"
    assign(number=True, inbox=True)
    events.message(later)
    assert notifications.arrives("New message", later.contact.name), "with both, it is silent"
    assert not notifications.about(before.contact.name), "what was not for the user shows later"


@pytest.mark.promise("PUSH-11")
@pytest.mark.needs("crm.lines")
@pytest.mark.parametrize("line", ["number", "inbox"])
def test_number_or_inbox_is_enough(
    notifications: AppNotifications, people: People, assign: Assign, events: Events, line: str
) -> None:
    """Who has one of them is notified: the promise is read as being about who has neither."""
    assign(number=line == "number", inbox=line == "inbox")
    talk = people.correspondence()
    events.message(talk)
    assert notifications.arrives("New message", talk.contact.name), f"with the {line}, silent"


@pytest.mark.promise("PUSH-13")
@pytest.mark.role("owner")
def test_only_the_sub_account_in_use_notifies(
    notifications: AppNotifications,
    reachable: Reach,
    own_in_each: dict[str, Correspondence],
    logged_in: DashboardPage,
    events: Events,
) -> None:
    """The one that is shown notifies and no other does, before a switch and after it."""
    first, *others = own_in_each.values()
    for talk in (*others, first):
        events.message(talk)
    assert notifications.arrives("New message", first.contact.name), "the one shown is silent"
    for other in others:
        assert notifications.stays_silent_about(other.contact.name), "another one notifies"
    logged_in.open_menu().switch_account()
    page = logged_in.wait_until_open().bottom_bar.open_conversations()
    second = next((other for other in others if page.shows(other.contact.name)), None)
    assert second, "after the switch it shows the conversations of none of the others"
    reachable.wait(second.contact.location_id)
    events.message(first)
    events.message(second)
    assert notifications.arrives("New message", second.contact.name), "switched to, it is silent"
    assert notifications.stays_silent_about(first.contact.name), "the one left behind notifies"
