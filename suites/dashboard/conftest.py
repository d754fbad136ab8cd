"""What the dashboard's tests share: the phone's day, and what the account has to be counted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from pages.dashboard import Appointments, Pipeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from crm import CrmClient
    from devices.device import Time
    from fixtures.accounts import Account
    from fixtures.crm import People
    from pages import DashboardPage

    Midnight = Callable[[], datetime]
    Look = Callable[[], tuple[Appointments, Appointments]]

_DAY: Final = timedelta(days=1)
_WEEK: Final = 7 * _DAY
_CALLED_OFF: Final = ("cancelled", "invalid")


@pytest.fixture
def midnight(clock: Time) -> Callable[[], datetime]:
    """Asks the phone when its day began, in its own time zone."""
    return lambda: clock.now().replace(hour=0, minute=0, second=0, microsecond=0)


@pytest.fixture
def open_deals(crm: CrmClient, account: Account) -> Callable[[], Pipeline]:
    """Adds up the open opportunities of the sub-account that is shown first."""

    def added_up() -> Pipeline:
        deals = crm.opportunities(account.user.location_id)
        return Pipeline.of(deal.value for deal in deals if deal.status == "open")

    return added_up


class Diary:
    """The appointments of the user's sub-accounts; of the one that is shown first unless told."""

    def __init__(self, crm: CrmClient, people: People, place: str) -> None:
        self._crm = crm
        self._people = people
        self._place = place

    def book(self, *starts: datetime, place: str = "", status: str = "confirmed") -> None:
        """Book an appointment at each of these times, with somebody."""
        contact = self._people.contact(location_id=place or self._place)
        for start in starts:
            self._crm.create_appointment(
                contact, f"Visit {start:%d %b %H:%M}", start, status=status
            )

    def counted(self, midnight: datetime) -> Appointments:
        """The counts on the day that begins then, as the API says."""
        held = [
            meeting
            for meeting in self._crm.events(self._place, midnight, midnight + _WEEK)
            if meeting.status not in _CALLED_OFF
        ]
        today = [meeting for meeting in held if meeting.start < midnight + _DAY]
        return Appointments(len(today), len(held))


@pytest.fixture
def diary(crm: CrmClient, people: People, account: Account) -> Diary:
    """The user's appointments."""
    return Diary(crm, people, account.user.location_id)


@pytest.fixture
def shown_and_counted(diary: Diary, logged_in: DashboardPage, midnight: Midnight) -> Look:
    """Looks what the dashboard shows after a refresh and what it should, both of one day."""

    def look() -> tuple[Appointments, Appointments]:
        day = midnight()
        found = on(day)
        later = midnight()
        return found if later == day else on(later)  # the phone's day has ended in between

    def on(day: datetime) -> tuple[Appointments, Appointments]:
        logged_in.refresh()
        expected = diary.counted(day)
        return logged_in.appointments_become(expected), expected

    return look
