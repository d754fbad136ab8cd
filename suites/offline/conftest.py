"""What the offline tests share: knowing that what would come has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm import Contact
    from fixtures.app import App
    from fixtures.arrivals import Arrivals

    Later = Callable[[Contact], None]


@pytest.fixture
def later(app: App, arrived: Arrivals) -> Callable[[Contact], None]:
    """Writes a note about a contact from a main screen, and waits until the account has it.

    What an app has kept for the connection it sends before: what is not there then does not come.
    A note that does not come is another test's claim; the wait for it has passed all the same.
    """

    def write(contact: Contact) -> None:
        app.bottom_bar.open_contacts().open(contact.name).add_notes("Later")
        arrived.notes(contact, "Later")

    return write
