"""OFF-01: the banner comes with the loss of both networks."""

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
    network.go_offline()
    assert app.banner.appears(), "no banner on the dashboard with both networks off"
    assert app.banner.text == "No connection"
    assert logged_in.is_open, "the dashboard has gone"


@pytest.mark.promise("OFF-01")
@pytest.mark.needs("network.offline", "network.use_only")
def test_banner_appears_when_the_second_network_is_lost(
    logged_in: DashboardPage, app: App, network: Network
) -> None:
    """Losing mobile data first and Wi-Fi later shows it as well."""
    network.use_only("wifi")
    network.go_offline()
    assert app.banner.appears(), "no banner with both networks off, one after the other"
    assert logged_in.is_open, "the dashboard has gone"


@pytest.mark.promise("OFF-01")
@pytest.mark.needs("network.offline")
def test_banner_shows_when_the_app_is_started_offline(
    logged_in: DashboardPage, app: App, network: Network
) -> None:
    """An app that is started without any network shows it from the beginning."""
    network.go_offline()
    app.relaunch()
    assert logged_in.opens(), "no dashboard after a start with both networks off"
    assert app.banner.appears(), "no banner after a start with both networks off"


@pytest.mark.promise("OFF-01", assumed=True)
@pytest.mark.needs("network.offline")
def test_banner_appears_on_the_sign_in_form(
    logged_out: LoginPage, app: App, network: Network
) -> None:
    """The banner shows before anybody has signed in."""
    network.go_offline()
    assert app.banner.appears(), "no banner on the sign-in form with both networks off"
    assert logged_out.is_open, "the sign-in form has gone"


@pytest.mark.promise("OFF-01", assumed=True)
@pytest.mark.needs("network.offline")
def test_banner_appears_in_a_conversation(
    people: People, logged_in: DashboardPage, app: App, network: Network
) -> None:
    """The banner shows on a screen deep in the app as well."""
    correspondence = people.correspondence("Is the house on Elm Street still free?")
    thread = logged_in.bottom_bar.open_conversations().open(correspondence.contact.name)
    network.go_offline()
    assert app.banner.appears(), "no banner in a conversation with both networks off"
    assert thread.is_open, "the conversation has gone"


@pytest.mark.promise("OFF-01", assumed=True)
@pytest.mark.needs("network.offline")
def test_banner_is_on_every_main_screen(
    logged_in: DashboardPage, app: App, network: Network
) -> None:
    """It stays while the user goes from screen to screen."""
    network.go_offline()
    for name, go in (
        ("the dashboard", logged_in.wait_until_open),
        ("the conversations", app.bottom_bar.open_conversations),
        ("the calendar", app.bottom_bar.open_calendars),
        ("the contacts", app.bottom_bar.open_contacts),
        ("the opportunities", app.bottom_bar.open_opportunities),
    ):
        go()
        assert app.banner.appears(), f"no banner on {name} with both networks off"
