"""OFF-06: Wi-Fi alone or mobile data alone is a connection.

The verb proves which network the phone has; what the app loads proves that it works by it. The
app is started anew first, since a banner that has stuck is OFF-02's claim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from devices.device import Network
    from fixtures.app import App
    from fixtures.crm import People
    from pages import DashboardPage


@pytest.mark.promise("OFF-06")
@pytest.mark.needs("network.use_only")
def test_wifi_alone_is_enough(
    people: People, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """On Wi-Fi without mobile data the app loads what is new, and no banner shows."""
    app.relaunch()
    logged_in.wait_until_open()
    network.use_only("wifi")
    correspondence = people.correspondence("I write while you are on Wi-Fi.")
    conversations = logged_in.bottom_bar.open_conversations()
    assert conversations.shows(correspondence.contact.name), "nothing new is loaded on Wi-Fi alone"
    assert not app.banner.is_shown, "the banner shows on Wi-Fi alone"


@pytest.mark.promise("OFF-06")
@pytest.mark.needs("network.use_only")
def test_mobile_data_alone_is_enough(
    people: People, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """On mobile data without Wi-Fi the app loads what is new, and no banner shows."""
    app.relaunch()
    logged_in.wait_until_open()
    network.use_only("data")
    correspondence = people.correspondence("I write while you are on mobile data.")
    conversations = logged_in.bottom_bar.open_conversations()
    assert conversations.shows(correspondence.contact.name), "nothing new is loaded on mobile data"
    assert not app.banner.is_shown, "the banner shows on mobile data alone"


@pytest.mark.promise("OFF-06")
@pytest.mark.needs("network.use_only")
def test_start_on_mobile_data_alone_shows_no_banner(
    people: People, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """An app that is started on mobile data loads what is new, and no banner shows."""
    network.use_only("data")
    app.relaunch()
    correspondence = people.correspondence("I write before you look.")
    conversations = logged_in.wait_until_open().bottom_bar.open_conversations()
    assert conversations.shows(correspondence.contact.name), "nothing new is loaded on mobile data"
    assert not app.banner.is_shown, "the banner shows after a start on mobile data alone"
