"""PUSH-01: a new inbound message notifies, whichever channel it comes by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.crm import People
    from fixtures.notifications import AppNotifications


@pytest.mark.promise("PUSH-01")
@pytest.mark.needs("notifications.list", "notifications.clear", "crm.address")
@pytest.mark.usefixtures("reachable")
@pytest.mark.parametrize("channel", ["SMS", "Email", "WhatsApp", "FB"])
def test_inbound_message_notifies(
    notifications: AppNotifications, people: People, channel: str
) -> None:
    """A message raises "New message", which names who wrote."""
    talk = people.correspondence("Is noon free?", channel=channel)
    assert notifications.arrives("New message", talk.contact.name), "no notification of it"
