"""OFF-01, OFF-02: the banner comes with the loss of both networks and goes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from devices.device import Network
    from fixtures.app import App
    from fixtures.crm import People
    from pages import DashboardPage, LoginPage


@pytest.mark.promise("OFF-01")
@pytest.mark.needs("network.offline")
def test_banner_appears_on_the_dashboard(
    logged_in: DashboardPage, app: App, network: Network
) -> None:
    """Losing Wi-Fi and mobile data shows the banner with its text."""
    assert not app.banner.is_shown, "the banner shows while there is a connection"
    network.go_offline()
    assert app.banner.appears(), "no banner on the dashboard with both networks off"
    assert app.banner.text == "No connection"
    assert logged_in.is_open, "the dashboard has gone"


@pytest.mark.promise("OFF-01")
@pytest.mark.needs("network.offline")
def test_banner_appears_in_a_conversation(
    people: People, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """The banner shows on a screen deep in the app as well."""
    correspondence = people.correspondence("Is the house on Elm Street still free?", "Is it?")
    thread = logged_in.bottom_bar.open_conversations().open(correspondence.contact.name)
    network.go_offline()
    assert app.banner.appears(), "no banner in a conversation with both networks off"
    assert thread.messages == list(correspondence.messages), "the loaded messages have gone"


@pytest.mark.promise("OFF-01")
@pytest.mark.needs("network.offline")
def test_banner_appears_on_the_sign_in_form(
    logged_out: LoginPage, app: App, network: Network
) -> None:
    """The banner shows before anybody has signed in."""
    network.go_offline()
    assert app.banner.appears(), "no banner on the sign-in form with both networks off"
    assert logged_out.is_open, "the sign-in form has gone"


@pytest.mark.promise("OFF-02")
@pytest.mark.needs("network.offline")
def test_banner_goes_when_the_connection_is_back(
    logged_in: DashboardPage, app: App, network: Network
) -> None:
    """The banner goes by itself once a network is back."""
    network.go_offline()
    assert app.banner.appears(), "no banner with both networks off, so none can go"
    network.go_online()
    assert app.banner.goes(), "the banner is still there with both networks back"
    assert logged_in.is_open, "the dashboard has gone"
