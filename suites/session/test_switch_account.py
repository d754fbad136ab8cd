"""SES-03: the account switcher leads to another sub-account, and its dashboard to its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pages.dashboard import Pipeline

if TYPE_CHECKING:
    from crm import CrmClient
    from fixtures.app import App
    from fixtures.crm import Account, People
    from pages import DashboardPage


def counted(crm: CrmClient, place: str) -> Pipeline:
    """The open opportunities of a sub-account."""
    deals = crm.opportunities(place)
    return Pipeline.of(deal.value for deal in deals if deal.status == "open")


def switch(dashboard: DashboardPage) -> str:
    """Switch to the sub-account that is not shown; returns its name."""
    menu = dashboard.open_menu()
    shown, accounts = menu.account, menu.open_accounts()
    other = next(name for name in accounts.names if name != shown)
    accounts.switch_to(other)
    dashboard.wait_until_open()
    return other


@pytest.fixture
def pipelines(account: Account, people: People, crm: CrmClient) -> tuple[Pipeline, Pipeline]:
    """The pipelines of the user's two sub-accounts, which are never alike."""
    first, second = account.user.location_ids
    crm.create_opportunity(people.contact(location_id=first), "Attic", 640)
    crm.create_opportunity(people.contact(location_id=second), "Cellar", 230)
    if counted(crm, first).open == counted(crm, second).open:
        crm.create_opportunity(people.contact(location_id=second), "Porch", 170)
    return counted(crm, first), counted(crm, second)


@pytest.mark.promise("SES-03")
@pytest.mark.role("owner")
def test_dashboard_shows_the_account_that_was_switched_to(
    pipelines: tuple[Pipeline, Pipeline], logged_in: DashboardPage
) -> None:
    """After a switch the figures are the other sub-account's, after one back the first one's."""
    first, second = pipelines
    logged_in.refresh()
    assert logged_in.pipeline_becomes(first) == first, "not the first sub-account's, to begin with"
    name = switch(logged_in)
    assert logged_in.pipeline_becomes(second) == second, "not those of what was switched to"
    menu = logged_in.open_menu()
    assert menu.account == name, "the side menu names another sub-account"
    menu.close()
    switch(logged_in)
    assert logged_in.pipeline_becomes(first) == first, "not the first sub-account's again"


@pytest.mark.promise("SES-03")
@pytest.mark.role("owner")
def test_account_that_was_switched_to_stays_after_a_relaunch(
    pipelines: tuple[Pipeline, Pipeline], logged_in: DashboardPage, app: App
) -> None:
    """Started again, the app shows the figures of the sub-account that was switched to."""
    switch(logged_in)
    app.relaunch()
    logged_in.wait_until_open()
    assert logged_in.pipeline_becomes(pipelines[1]) == pipelines[1]
