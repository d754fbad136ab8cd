"""DASH-04: recent activity shows what happened last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from crm import CrmClient
    from fixtures.crm import People
    from pages import DashboardPage


@pytest.mark.promise("DASH-04")
def test_activity_shows_messages_calls_and_contact_actions(
    people: People, crm: CrmClient, logged_in: DashboardPage
) -> None:
    """A message, a call and a new contact, the last things that happened, are all there."""
    written = people.correspondence("Is the garden big?")
    called = people.correspondence()
    crm.receive_call(called.conversation)
    added = people.contact()
    logged_in.refresh()
    expected = {
        (written.contact.name, "Is the garden big?"),
        (called.contact.name, "Incoming call"),
        (added.name, "Contact added"),
    }
    shown = logged_in.activity_when(expected.issubset)
    assert expected <= set(shown), f"what happened last is not all among {shown}"


@pytest.mark.promise("DASH-04")
def test_activity_gives_way_to_what_happens_later(
    people: People, crm: CrmClient, logged_in: DashboardPage
) -> None:
    """A contact's new message is shown in place of the one before."""
    talk = people.correspondence("I will call you.")
    crm.receive_message(talk.conversation, "Tomorrow, I mean.")
    logged_in.refresh()
    name, later = talk.contact.name, (talk.contact.name, "Tomorrow, I mean.")
    shown = logged_in.activity_when(lambda rows: later in rows)
    assert later in shown, f"what {name} wrote last is not among {shown}"
    assert (name, "I will call you.") not in shown, "what was written before is still there"


@pytest.mark.promise("DASH-04", assumed=True)
def test_activity_is_newest_first(people: People, logged_in: DashboardPage) -> None:
    """Of three messages the last one to come stands above the others."""
    texts = ("First", "Second", "Third")
    talks = [people.correspondence(text) for text in texts]
    expected = [(talk.contact.name, talk.messages[0]) for talk in reversed(talks)]
    logged_in.refresh()

    def messages(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [row for row in rows if row in expected]

    shown = logged_in.activity_when(lambda rows: messages(rows) == expected)
    assert messages(shown) == expected, f"not newest first: {shown}"
