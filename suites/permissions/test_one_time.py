"""PERM-11: what is allowed for one use lasts for that use, and is asked for at the next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.device import Time
    from fixtures.app import App
    from fixtures.permissions import AppPermissions
    from pages import CallPage, CameraPage, DashboardPage
    from pages.system import PermissionPrompt
    from suites.permissions.conftest import Away

_AWAY: Final = timedelta(minutes=2)  # the system ends a use after one in the background
_ENDED: Final = timedelta(seconds=10)  # and after five without a process


@pytest.fixture
def used(logged_in: DashboardPage, prompt: PermissionPrompt, camera: CameraPage) -> DashboardPage:
    """The app, which was allowed the camera for this use, and has it twice in that."""
    contacts = logged_in.bottom_bar.open_contacts()
    contacts.scan()
    prompt.allow_once()
    assert camera.opens(), "allowed for once, the camera does not open"
    camera.back()
    contacts.scan()
    assert camera.opens(), "in the same use the camera does not open again"
    return logged_in


@pytest.fixture
def ask_again(
    used: DashboardPage, prompt: PermissionPrompt, camera: CameraPage
) -> Callable[[], None]:
    """At the next use the scanner asks; with that refused there is no camera behind it."""

    def asked() -> None:
        contacts = used.wait_until_open().bottom_bar.open_contacts()
        contacts.scan()
        assert prompt.appears(), "what was allowed once is not asked for at the next use"
        prompt.deny()
        assert contacts.opens(), "refused at the next use, the scanner leaves the contacts"
        assert not camera.is_open, "what was allowed once is used on"

    return asked


@pytest.mark.promise("PERM-11")
@pytest.mark.releases(android="11..")
def test_what_was_allowed_once_is_asked_for_again(
    permissions: AppPermissions, ask_again: Callable[[], None], away: Away
) -> None:
    """In the same use it is not; after the app was away for some time it is."""
    away(_AWAY)
    assert "camera" not in permissions.granted(), "the system has not taken it back"
    ask_again()


@pytest.mark.promise("PERM-11")
@pytest.mark.releases(android="11..")
@pytest.mark.needs("apps.background", "apps.kill", "time.pass_")
def test_what_was_allowed_once_is_asked_for_after_the_process_has_ended(
    permissions: AppPermissions, ask_again: Callable[[], None], app: App, clock: Time
) -> None:
    """An app that the system has ended in the background begins another use."""
    app.leave()
    app.kill()
    clock.pass_(_ENDED)
    assert "camera" not in permissions.granted(), "the system has not taken it back"
    app.start()
    ask_again()


@pytest.mark.promise("PERM-11")
@pytest.mark.releases(android="11..", ios="all")
@pytest.mark.needs("apps.background", "apps.kill", "time.pass_")
def test_location_that_was_allowed_once_is_asked_for_again(
    local_call: Callable[[], None],
    prompt: PermissionPrompt,
    call: CallPage,
    app: App,
    clock: Time,
) -> None:
    """The call that asked goes on with it; in another use, by another process, it is asked for."""
    local_call()
    prompt.allow_once()
    call.wait_until_open()
    assert not app.snackbar.says_it_needs("your location", deadline_s=0), "allowed, it lacks it"
    call.end()
    app.leave()
    app.kill()
    clock.pass_(_ENDED)
    app.start()
    local_call()
    assert prompt.appears(), "what was allowed once is not asked for at the next use"
    prompt.deny()
    assert call.opens(), "refused the location, nobody is called"
    assert app.snackbar.says_it_needs("your location"), "what was allowed once is used on"
