"""PERM-05: local presence asks where the phone is, and calls from a number of that area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from fixtures.app import App
    from pages import CallPage
    from pages.system import PermissionPrompt
    from suites.permissions.conftest import Asks


@pytest.mark.promise("PERM-05")
def test_local_presence_asks_for_the_location(
    local_call: Callable[[], None], asks_for: Asks, call: CallPage
) -> None:
    """Allowed, the contact is called."""
    local_call()
    assert asks_for("location"), "local presence does not ask for the location"
    assert call.opens(), "allowed, nobody is called"


@pytest.mark.promise("PERM-05")
@pytest.mark.releases(android="all", ios="16..")  # before iOS 16.4 nobody moves a phone
def test_call_comes_from_a_number_of_the_area(
    local_call: Callable[[], None],
    area: str,
    default_number: str,
    prompt: PermissionPrompt,
    call: CallPage,
) -> None:
    """With the location, the account's number of that area calls."""
    local_call()
    prompt.allow()
    assert call.opens(), "allowed, nobody is called"
    assert call.number.startswith(area), f"at {area}… the call comes from {call.number}"
    assert not default_number.startswith(area), "the usual number is of that area as well"


@pytest.mark.promise("PERM-05")
@pytest.mark.releases(android="12..", ios="16..")  # as above
def test_area_is_known_by_an_approximate_location(
    local_call: Callable[[], None], area: str, prompt: PermissionPrompt, call: CallPage
) -> None:
    """About where the phone is says what its area code is."""
    local_call()
    prompt.allow_approximate()
    assert call.opens(), "allowed in part, nobody is called"
    assert call.number.startswith(area), f"at {area}… the call comes from {call.number}"


@pytest.mark.promise("PERM-05", assumed=True)
def test_call_comes_from_the_default_number_without_the_location(
    local_call: Callable[[], None],
    default_number: str,
    app: App,
    prompt: PermissionPrompt,
    call: CallPage,
) -> None:
    """Refused, it goes on, and says what it lacks."""
    local_call()
    prompt.deny()
    assert call.opens(), "refused the location, nobody is called"
    assert call.number == default_number
    assert app.snackbar.says_it_needs("your location"), "refused, it does not say why"
