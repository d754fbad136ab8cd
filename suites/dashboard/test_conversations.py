"""DASH-01: the conversation summary counts what the account has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pages.dashboard import Conversations

if TYPE_CHECKING:
    from crm import CrmClient
    from fixtures.accounts import Account
    from fixtures.crm import People
    from pages import DashboardPage


def counted(crm: CrmClient, account: Account) -> Conversations:
    """The counts of the sub-account that is shown first, as the API says."""
    place = account.user.location_id
    return Conversations(
        open=crm.conversation_count(place),
        unread=crm.conversation_count(place, "unread"),
        starred=crm.conversation_count(place, "starred"),
    )


@pytest.mark.promise("DASH-01")
def test_conversation_counts_are_the_account_s(
    people: People, account: Account, crm: CrmClient, logged_in: DashboardPage
) -> None:
    """All, unread and starred conversations are counted, whosever they are and each once."""
    unread = people.correspondence("Is the house still free?", "Is it?", "Hello?")
    people.correspondence("Until Monday then.")
    read = people.correspondence("Thank you!").conversation
    crm.set_unread(read, 0)
    crm.star(read)
    crm.assign(unread.contact, None)
    logged_in.refresh()
    expected = counted(crm, account)
    assert logged_in.conversations_become(expected) == expected


@pytest.mark.promise("DASH-01")
def test_conversation_counts_follow_what_happens(
    people: People, account: Account, crm: CrmClient, logged_in: DashboardPage
) -> None:
    """One that is read or loses its star counts there no more, and is still counted among all."""
    conversation = people.correspondence("See you at ten.").conversation
    crm.star(conversation)
    logged_in.refresh()
    before = counted(crm, account)
    assert logged_in.conversations_become(before) == before
    crm.set_unread(conversation, 0)
    crm.star(conversation, starred=False)
    logged_in.refresh()
    expected = Conversations(before.open, before.unread - 1, before.starred - 1)
    assert logged_in.conversations_become(expected) == expected


@pytest.mark.promise("DASH-01")
@pytest.mark.role("owner")
def test_conversation_counts_leave_out_other_sub_accounts(
    people: People, account: Account, crm: CrmClient, logged_in: DashboardPage
) -> None:
    """A conversation of the user's other sub-account is not counted in this one."""
    first, second, *_ = account.user.location_ids
    for place in (first, second, second):
        there = people.contact(location_id=place)
        crm.star(people.correspondence("Good morning", contact=there).conversation)
    logged_in.refresh()
    expected = counted(crm, account)
    assert logged_in.conversations_become(expected) == expected
