"""PUSH-11, PUSH-13: only what is the user's own, in the sub-account in use, notifies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crm import CrmClient
    from fixtures.accounts import Account
    from fixtures.crm import Correspondence, People
    from fixtures.notifications import AppNotifications
    from pages import DashboardPage
    from suites.push.conftest import Events

pytestmark = pytest.mark.needs("notifications.list", "notifications.clear")


@pytest.fixture
def own_in_each(account: Account, people: People) -> tuple[Correspondence, Correspondence]:
    """A correspondence of the user's in the sub-account shown first, and one in another."""
    first, second, *_ = (
        people.correspondence(contact=people.contact(location_id=place))
        for place in account.user.location_ids
    )
    return first, second


@pytest.fixture
def reachable_again(crm: CrmClient, account: Account) -> Iterator[Callable[[], None]]:
    """Takes the user's phone number and inbox; gives what assigns both again."""

    def assign() -> None:
        crm.virtual.set_lines(account.user, number=True, inbox=True)

    crm.virtual.set_lines(account.user, number=False, inbox=False)
    yield assign
    assign()


def only(notifications: AppNotifications, talk: Correspondence) -> bool:
    """Whether a message of this correspondence notifies, and nothing has before it."""
    if not notifications.arrives("New message", talk.contact.name):
        return False
    return [talk.contact.name in one.text for one in notifications.shown()] == [True]


@pytest.mark.promise("PUSH-11")
@pytest.mark.usefixtures("logged_in")
def test_unassigned_conversation_stays_silent(
    notifications: AppNotifications, people: People, crm: CrmClient, events: Events
) -> None:
    """A message to nobody does not notify; one to the user, after it, does."""
    nobodys, own = people.correspondence(), people.correspondence()
    crm.assign(nobodys.contact, None)
    events.message(nobodys)
    events.message(own)
    assert only(notifications, own), f"there is {notifications.shown()}"


@pytest.mark.promise("PUSH-11")
@pytest.mark.needs("crm.lines")
@pytest.mark.usefixtures("logged_in")
def test_user_without_number_and_inbox_gets_none(
    notifications: AppNotifications, people: People, reachable_again: Callable[[], None]
) -> None:
    """A message does not notify who has neither; once both are assigned, the next one does."""
    people.correspondence("Is noon free?")
    reachable_again()
    later = people.correspondence("Is one free?")
    assert only(notifications, later), f"there is {notifications.shown()}"


@pytest.mark.promise("PUSH-13")
@pytest.mark.role("owner")
def test_only_the_sub_account_in_use_notifies(
    notifications: AppNotifications,
    own_in_each: tuple[Correspondence, Correspondence],
    logged_in: DashboardPage,
    events: Events,
) -> None:
    """The one that is shown notifies and the other does not, before a switch and after it."""
    first, second = own_in_each
    events.message(second)
    events.message(first)
    assert only(notifications, first), f"there is {notifications.shown()}"
    notifications.clear()
    logged_in.open_menu().switch_account()
    logged_in.wait_until_open()
    events.message(first)
    events.message(second)
    assert only(notifications, second), f"after the switch there is {notifications.shown()}"
