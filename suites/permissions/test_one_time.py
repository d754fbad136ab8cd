"""PERM-11: what is allowed for one use lasts for that use, and is asked for at the next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from fixtures.permissions import AppPermissions
    from pages import CameraPage, DashboardPage
    from pages.system import PermissionPrompt
    from suites.permissions.conftest import Away

_AWAY: Final = timedelta(minutes=2)  # the system ends a use after one in the background


@pytest.mark.promise("PERM-11")
@pytest.mark.releases(android="11..")
@pytest.mark.needs("permissions.state", "apps.background", "time.pass_")
def test_what_was_allowed_once_is_asked_for_again(
    logged_in: DashboardPage,
    permissions: AppPermissions,
    prompt: PermissionPrompt,
    camera: CameraPage,
    away: Away,
) -> None:
    """In the same use it is not; after the app was away for some time it is."""
    contacts = logged_in.bottom_bar.open_contacts()
    contacts.scan()
    prompt.allow_once()
    assert camera.opens(), "allowed for once, the camera does not open"
    camera.back()
    contacts.scan()
    assert camera.opens(), "in the same use the camera does not open again"
    away(_AWAY)
    assert "camera" not in permissions.granted(), "the system has not taken it back"
    logged_in.wait_until_open().bottom_bar.open_contacts().scan()
    assert prompt.appears(), "what was allowed once is not asked for at the next use"
    assert not camera.is_open, "what was allowed once is used on"
