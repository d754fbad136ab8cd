"""PERM-10: a permission that is revoked in the settings ends the app, which then copes without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.app import App
    from fixtures.permissions import AppPermissions
    from pages import AddressBookPage, CameraPage, DashboardPage
    from pages.system import PermissionPrompt
    from suites.permissions.conftest import Asks


@pytest.mark.promise("PERM-10")
def test_app_notices_that_the_camera_was_revoked(
    logged_in: DashboardPage,
    app: App,
    permissions: AppPermissions,
    prompt: PermissionPrompt,
    camera: CameraPage,
) -> None:
    """Revoked while the camera is open, the app ends; started again it opens none, and goes on."""
    logged_in.bottom_bar.open_contacts().scan()
    prompt.allow()
    assert camera.opens(), "allowed, the camera does not open"
    app.settings.open_permissions().set("camera", "deny")
    assert app.ends(), "the app runs on with a permission revoked"
    assert "camera" not in permissions.granted()
    app.start()
    contacts = logged_in.wait_until_open().bottom_bar.open_contacts()
    contacts.scan()
    assert app.asks_or_says_why(prompt, "the camera"), "the app says nothing of the camera"
    assert not camera.is_open, "without permission the camera opens"
    assert app.is_in_front, "the app has gone"


@pytest.mark.promise("PERM-10")
@pytest.mark.needs("permissions.revoke")
@pytest.mark.releases(android="all")
def test_address_book_that_was_revoked_is_asked_for(  # noqa: PLR0917 - what it rests on
    logged_in: DashboardPage,
    app: App,
    permissions: AppPermissions,
    asks_for: Asks,
    prompt: PermissionPrompt,
    address_book: AddressBookPage,
) -> None:
    """Revoked while the address book is open, it is asked for at the next use.

    On iOS a revocation is a refusal, after which no system asks.
    """
    logged_in.bottom_bar.open_contacts().add().fill_in_from_address_book()
    prompt.allow()
    assert address_book.opens(), "allowed, the address book does not open"
    permissions.revoke("contacts")
    assert app.ends(), "the app runs on with a permission revoked"
    app.start()
    home = logged_in.wait_until_open()
    home.bottom_bar.open_contacts().add().fill_in_from_address_book()
    assert asks_for("contacts"), "after a revocation the contacts are not asked for"
    assert address_book.opens(), "allowed again, the address book does not open"
