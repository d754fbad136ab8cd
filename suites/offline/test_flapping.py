"""OFF-07: several short losses do neither more nor less than a single one.

That a single loss sends once, and shows and hides the banner, is claimed by OFF-01, OFF-02 and
OFF-04. So that a failure here means flapping, these tests compare with what a single loss did.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm import Message, Note
    from devices.device import Network
    from fixtures.app import App
    from fixtures.arrivals import Arrivals
    from fixtures.crm import People
    from pages import DashboardPage

_LOSSES: Final = 3


@pytest.mark.promise("OFF-07")
@pytest.mark.needs("network.offline", "crm.send")
def test_what_was_sent_is_not_sent_again(
    people: People, arrived: Arrivals, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """A message that a connection has brought to the account does not come again after losses."""
    correspondence = people.correspondence("Is it still free?")
    conversation = correspondence.conversation
    thread = logged_in.bottom_bar.open_conversations().open(correspondence.contact.name)
    network.go_offline()
    thread.send("It is.")
    network.go_online()
    once = _copies(arrived.messages(conversation, "It is."))
    _flap(network)
    app.banner.goes()
    thread.send("Come and see it.")  # what would be sent again is before it in the queue
    again = _copies(arrived.messages(conversation, "Come and see it."))
    assert again["It is."] == once["It is."], "several losses have sent a message again"


@pytest.mark.promise("OFF-07")
@pytest.mark.needs("network.offline", "crm.send")
def test_nothing_written_between_losses_is_lost_or_doubled(
    people: People, arrived: Arrivals, logged_in: DashboardPage, network: Network
) -> None:
    """A message written in each of several losses comes as often as one of a single loss."""
    correspondence = people.correspondence("Tell me all about it.")
    thread = logged_in.bottom_bar.open_conversations().open(correspondence.contact.name)
    network.go_offline()
    thread.send("In a single loss")
    network.go_online()
    once = _copies(arrived.messages(correspondence.conversation, "In a single loss"))
    texts = [f"In loss {number} of {_LOSSES}" for number in range(1, _LOSSES + 1)]
    for text in texts:
        network.go_offline()
        thread.send(text)
        network.go_online()
    sent = _copies(arrived.messages(correspondence.conversation, *texts))
    assert sent == dict.fromkeys(["In a single loss", *texts], once["In a single loss"])


@pytest.mark.promise("OFF-07")
@pytest.mark.needs("network.offline")
def test_notes_survive_losses(
    people: People, arrived: Arrivals, logged_in: DashboardPage, network: Network
) -> None:
    """Notes written before several losses come as often as one of a single loss."""
    contact = people.contact()
    page = logged_in.bottom_bar.open_contacts().open(contact.name)
    network.go_offline()
    page.add_notes("In a single loss")
    network.go_online()
    once = _copies(arrived.notes(contact, "In a single loss"))
    texts = ["Before the losses", "Also before them"]
    network.go_offline()
    page.add_notes(*texts)
    _flap(network)
    saved = _copies(arrived.notes(contact, *texts))
    assert saved == dict.fromkeys(["In a single loss", *texts], once["In a single loss"])


@pytest.mark.promise("OFF-07")
@pytest.mark.needs("network.offline")
def test_banner_ends_as_the_last_loss_leaves_it(
    logged_in: DashboardPage, app: App, network: Network
) -> None:
    """After several losses that end without a connection it shows as after a single one."""
    network.go_offline()
    single = app.banner.appears()
    network.go_online()
    _flap(network)
    network.go_offline()
    assert app.banner.appears() is single, "several losses that end in one show another banner"
    assert logged_in.is_open, "the dashboard has gone"


@pytest.mark.promise("OFF-07")
@pytest.mark.needs("network.offline")
def test_banner_ends_as_the_last_connection_leaves_it(
    logged_in: DashboardPage, app: App, network: Network
) -> None:
    """After several losses that end with a connection it is gone as after a single one."""
    network.go_offline()
    app.banner.appears()
    network.go_online()
    single = app.banner.goes()
    _flap(network)
    assert app.banner.goes() is single, "several losses that end well leave another banner"
    assert logged_in.is_open, "the dashboard has gone"


def _flap(network: Network) -> None:
    """Lose the connection several times in a row, and end with one."""
    for _ in range(_LOSSES):
        network.go_offline()
        network.go_online()


def _copies(records: Iterable[Message | Note]) -> Counter[str]:
    return Counter(record.body for record in records)
