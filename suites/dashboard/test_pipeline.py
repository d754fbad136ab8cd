"""DASH-03: the pipeline snapshot is that of the account's open opportunities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pages.dashboard import Pipeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm import CrmClient
    from fixtures.accounts import Account
    from fixtures.crm import People
    from pages import DashboardPage

    OpenDeals = Callable[[], Pipeline]


@pytest.mark.promise("DASH-03")
def test_pipeline_adds_up_the_open_opportunities(
    people: People, open_deals: OpenDeals, crm: CrmClient, logged_in: DashboardPage
) -> None:
    """Cents are added up before they are rounded, and thousands are written out."""
    contact = people.contact()
    for value in (1_249.60, 20.60, 1_200_000.60, 0):
        crm.create_opportunity(contact, f"Refit for {value}", value)
    logged_in.refresh()
    expected = open_deals()
    assert logged_in.pipeline_becomes(expected) == expected


@pytest.mark.promise("DASH-03")
@pytest.mark.parametrize("status", ["won", "lost", "abandoned"])
def test_pipeline_leaves_out_what_is_decided(
    people: People, open_deals: OpenDeals, crm: CrmClient, logged_in: DashboardPage, status: str
) -> None:
    """An opportunity that was open counts no more, in number and value, once it is decided."""
    contact = people.contact()
    decided = crm.create_opportunity(contact, "Kitchen", 3_400)
    crm.create_opportunity(contact, "Bathroom", 7_200)
    logged_in.refresh()
    before = open_deals()
    assert logged_in.pipeline_becomes(before) == before
    crm.set_status(decided, status)
    logged_in.refresh()
    expected = Pipeline(before.open - 1, before.value - 3_400)
    assert logged_in.pipeline_becomes(expected) == expected


@pytest.mark.promise("DASH-03")
@pytest.mark.role("owner")
def test_pipeline_leaves_out_other_sub_accounts(
    people: People,
    account: Account,
    open_deals: OpenDeals,
    crm: CrmClient,
    logged_in: DashboardPage,
) -> None:
    """An opportunity in the user's other sub-account is not counted in this one."""
    first, second, *_ = account.user.location_ids
    for place in (first, second, second):
        crm.create_opportunity(people.contact(location_id=place), "Garden", 810)
    logged_in.refresh()
    expected = open_deals()
    assert logged_in.pipeline_becomes(expected) == expected
