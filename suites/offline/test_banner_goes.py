"""OFF-02: the banner goes by itself when a connection is back.

That it came is OFF-01's claim: here it is waited for, and not claimed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from devices.device import Network
    from fixtures.app import App
    from fixtures.crm import People
    from pages import DashboardPage, LoginPage


@pytest.mark.promise("OFF-02")
@pytest.mark.needs("network.offline")
def test_banner_goes_when_the_connection_is_back(
    logged_in: DashboardPage, app: App, network: Network
) -> None:
    """The banner goes by itself once both networks are back."""
    network.go_offline()
    app.banner.appears()
    network.go_online()
    assert app.banner.goes(), "the banner is still there with both networks back"
    assert logged_in.is_open, "the dashboard has gone"


@pytest.mark.promise("OFF-02")
@pytest.mark.needs("network.offline", "network.use_only")
def test_banner_goes_when_wifi_alone_is_back(
    logged_in: DashboardPage, app: App, network: Network
) -> None:
    """One network is a connection."""
    network.go_offline()
    app.banner.appears()
    network.use_only("wifi")
    assert app.banner.goes(), "the banner is still there with Wi-Fi back"
    assert logged_in.is_open, "the dashboard has gone"


@pytest.mark.promise("OFF-02")
@pytest.mark.needs("network.offline")
def test_banner_goes_in_a_conversation(
    people: People, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """The banner goes on a screen deep in the app, which stays open."""
    correspondence = people.correspondence("Can I see the flat on Sunday?")
    thread = logged_in.bottom_bar.open_conversations().open(correspondence.contact.name)
    network.go_offline()
    app.banner.appears()
    network.go_online()
    assert app.banner.goes(), "the banner is still there in a conversation"
    assert thread.is_open, "the conversation has gone"


@pytest.mark.promise("OFF-02")
@pytest.mark.needs("network.offline")
def test_banner_goes_on_the_sign_in_form(logged_out: LoginPage, app: App, network: Network) -> None:
    """The banner goes before anybody has signed in."""
    network.go_offline()
    app.banner.appears()
    network.go_online()
    assert app.banner.goes(), "the banner is still there on the sign-in form"
    assert logged_out.is_open, "the sign-in form has gone"
