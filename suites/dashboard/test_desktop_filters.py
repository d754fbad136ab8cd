"""DASH-06: what the desktop's dashboard is narrowed to changes nothing on the phone.

The figures are held against the account's, so that each test is about their own promise as well.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from crm import CrmClient
    from fixtures.accounts import Account
    from fixtures.crm import People
    from pages import DashboardPage
    from pages.dashboard import Pipeline
    from suites.dashboard.conftest import Diary, Look, Midnight

    Narrow = Callable[[dict[str, str]], None]


@pytest.fixture
def narrow(crm: CrmClient, account: Account) -> Iterator[Narrow]:
    """Sets the filters of the user's dashboard on the desktop; afterwards there are none."""
    yield lambda filters: crm.virtual.set_desktop_filters(account.user, filters)
    crm.virtual.set_desktop_filters(account.user, {})


@pytest.mark.promise("DASH-03", "DASH-06")
@pytest.mark.needs("crm.desktop_filters")
def test_status_filter_of_the_desktop_does_not_carry_over(
    people: People,
    crm: CrmClient,
    narrow: Narrow,
    open_deals: Callable[[], Pipeline],
    logged_in: DashboardPage,
) -> None:
    """Narrowed to won opportunities there, the phone still counts the open ones."""
    narrow({"status": "won"})
    contact = people.contact()
    crm.create_opportunity(contact, "Garage", 2_500)
    crm.create_opportunity(contact, "Roof", 9_300, status="won")
    logged_in.refresh()
    expected = open_deals()
    assert logged_in.pipeline_becomes(expected) == expected


@pytest.mark.promise("DASH-02", "DASH-06")
@pytest.mark.needs("crm.desktop_filters")
def test_date_range_of_the_desktop_does_not_carry_over(
    narrow: Narrow, diary: Diary, midnight: Midnight, shown_and_counted: Look
) -> None:
    """Narrowed to a week that has passed there, the phone still counts what is to come."""
    noon = midnight() + timedelta(hours=12)
    narrow({"startDate": _date(noon, -14), "endDate": _date(noon, -7)})
    diary.book(noon)
    seen, expected = shown_and_counted()
    assert seen == expected


def _date(moment: datetime, days: int) -> str:
    return (moment + timedelta(days=days)).date().isoformat()
