"""DASH-02: the appointment counts are those of the phone's today and the days after it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from devices.device import Time
    from fixtures.accounts import Account
    from suites.dashboard.conftest import Diary, Look, Midnight

_DAY: Final = timedelta(days=1)
_WEEK: Final = 7 * _DAY
_NOON: Final = _DAY / 2
_MINUTE: Final = timedelta(minutes=1)


@pytest.mark.promise("DASH-02")
def test_appointments_count_from_today_to_the_seventh_day(
    diary: Diary, midnight: Midnight, shown_and_counted: Look
) -> None:
    """Counted are the first minute of today, even when it has passed, to the last of day seven."""
    day = midnight()
    diary.book(day - _MINUTE, day, day + _DAY - _MINUTE)
    diary.book(day + _DAY, day + _WEEK - _MINUTE, day + _WEEK)
    seen, expected = shown_and_counted()
    assert seen == expected
    assert expected.today < expected.week, "nothing tells today from the week"


@pytest.mark.promise("DASH-02")
@pytest.mark.parametrize("status", ["cancelled", "invalid"])
def test_appointments_that_were_called_off_do_not_count(
    diary: Diary, midnight: Midnight, shown_and_counted: Look, status: str
) -> None:
    """A cancelled or invalid appointment is in neither count, a confirmed one is in both."""
    noon = midnight() + _NOON
    diary.book(noon)
    diary.book(noon, status=status)
    seen, expected = shown_and_counted()
    assert seen == expected


@pytest.mark.promise("DASH-02")
@pytest.mark.role("owner")
def test_appointments_of_other_sub_accounts_do_not_count(
    diary: Diary, account: Account, midnight: Midnight, shown_and_counted: Look
) -> None:
    """An appointment in the user's other sub-account is not counted in this one."""
    first, second, *_ = account.user.location_ids
    noon = midnight() + _NOON
    diary.book(noon, place=first)
    diary.book(noon, noon, place=second)
    seen, expected = shown_and_counted()
    assert seen == expected


@pytest.mark.promise("DASH-02")
@pytest.mark.needs("time.jump")
def test_appointments_are_those_of_the_next_day_once_it_has_come(
    diary: Diary, clock: Time, midnight: Midnight, shown_and_counted: Look
) -> None:
    """A day later today is another day, and the seventh day is one further on."""
    day = midnight()
    diary.book(day + _NOON, day + _DAY + _NOON, day + _WEEK + _NOON)
    if diary.counted(day) == diary.counted(day + _DAY):
        diary.book(day + _DAY + _NOON)
    seen, expected = shown_and_counted()
    assert seen == expected, "not the figures of the first day"
    clock.pass_(_DAY)
    seen, expected = shown_and_counted()
    assert seen == expected, "not the figures of the next day"
