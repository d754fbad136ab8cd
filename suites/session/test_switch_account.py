"""SES-03: the account switcher leads to another sub-account, and its dashboard to its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from pages.dashboard import Pipeline

if TYPE_CHECKING:
    from crm import CrmClient
    from fixtures.accounts import Account
    from fixtures.app import App
    from fixtures.crm import People
    from pages import DashboardPage


def counted(crm: CrmClient, place: str) -> Pipeline:
    """The open opportunities of a sub-account."""
    deals = crm.opportunities(place)
    return Pipeline.of(deal.value for deal in deals if deal.status == "open")


@dataclass(frozen=True)
class Pipelines:
    """The pipelines of the user's sub-accounts: of the one shown first, and of the others.

    The API does not say by which name the app lists a sub-account. For a user of two there is one
    other; for one of more, its figures are one of the others'.
    """

    first: Pipeline
    others: list[Pipeline]


@pytest.fixture
def pipelines(account: Account, people: People, crm: CrmClient) -> Pipelines:
    """The user's pipelines; the first one is unlike the others."""
    first, *others = account.user.location_ids
    crm.create_opportunity(people.contact(location_id=first), "Attic", 640)
    for place in others:
        crm.create_opportunity(people.contact(location_id=place), "Cellar", 230)
        if counted(crm, first).open == counted(crm, place).open:
            crm.create_opportunity(people.contact(location_id=place), "Porch", 170)
    return Pipelines(counted(crm, first), [counted(crm, place) for place in others])


@pytest.mark.promise("SES-03")
@pytest.mark.role("owner")
def test_dashboard_shows_the_account_that_was_switched_to(
    pipelines: Pipelines, logged_in: DashboardPage
) -> None:
    """After a switch the figures are the other sub-account's, after one back the first one's."""
    first, others = pipelines.first, pipelines.others
    logged_in.refresh()
    assert logged_in.pipeline_becomes(first) == first, "not the first sub-account's, to begin with"
    menu = logged_in.open_menu()
    home = menu.account
    name = menu.switch_account()
    logged_in.wait_until_open()
    assert logged_in.pipeline_becomes(*others) in others, "not those of what was switched to"
    menu = logged_in.open_menu()
    assert menu.account == name, "the side menu names another sub-account"
    menu.open_accounts().switch_to(home)
    logged_in.wait_until_open()
    assert logged_in.pipeline_becomes(first) == first, "not the first sub-account's again"


@pytest.mark.promise("SES-03")
@pytest.mark.role("owner")
def test_account_that_was_switched_to_stays_after_a_relaunch(
    pipelines: Pipelines, logged_in: DashboardPage, app: App
) -> None:
    """Started again, the app shows the figures of the sub-account that was switched to."""
    logged_in.open_menu().switch_account()
    logged_in.wait_until_open()
    app.relaunch()
    logged_in.wait_until_open()
    assert logged_in.pipeline_becomes(*pipelines.others) in pipelines.others
