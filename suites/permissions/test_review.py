"""PERM-08: Settings > Apps > LeadConnector > Permissions lists each permission, and changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

import pytest

if TYPE_CHECKING:
    from fixtures.app import App
    from fixtures.permissions import AppPermissions

_Asked = Literal["camera", "contacts", "location", "microphone", "photos"]
# What the product asks for on every release.
_ASKED: Final[tuple[_Asked, ...]] = get_args(_Asked)
# What is a permission from Android 13 on, and what Android 17 gives apps for 16 that use a network.
_LATER: Final = {"notifications", "nearby"}


@pytest.mark.promise("PERM-08")
@pytest.mark.usefixtures("logged_out", "permissions")
def test_settings_list_what_the_app_asks_for(app: App) -> None:
    """Found through Settings and Apps, the app's permissions are those of its features alone."""
    listed = app.settings.walk().open_permissions().groups
    assert set(listed) - _LATER == set(_ASKED), f"Settings list {sorted(listed)}"
    allowed = {group for group in _ASKED if listed[group] == "allowed"}
    assert not allowed, f"allowed without having been asked for: {sorted(allowed)}"


@pytest.mark.promise("PERM-08")
@pytest.mark.usefixtures("logged_out", "permissions")
@pytest.mark.releases(android="13..")
def test_settings_list_notifications_among_them(app: App) -> None:
    """Where notifications are a permission they are listed, as they stand."""
    assert app.settings.permissions.get("notifications") == "allowed"


@pytest.mark.promise("PERM-08")
@pytest.mark.usefixtures("logged_out")
def test_each_permission_can_be_denied_in_settings(app: App, permissions: AppPermissions) -> None:
    """Settings show as allowed what the app has; denied there, it has none of it any more."""
    permissions.grant(*_ASKED)
    page = app.settings.open_permissions()
    listed = page.groups
    denied = [group for group in _ASKED if listed[group] != "allowed"]
    assert not denied, f"the app has them, and Settings do not say so: {denied}"
    for group in _ASKED:
        page.set(group, "deny")
    left = permissions.granted() - {"notifications"}
    assert not left, f"denied in Settings, the app still has {sorted(left)}"


@pytest.mark.promise("PERM-08")
@pytest.mark.usefixtures("logged_out")
def test_each_permission_can_be_allowed_in_settings(app: App, permissions: AppPermissions) -> None:
    """Allowed there one after the other, the app has them all, and none beside."""
    page = app.settings.open_permissions()
    for group in _ASKED:
        page.permit(group)
    given = permissions.granted() - {"notifications"}
    assert given == set(_ASKED), f"allowed in Settings, the app has only {sorted(given)}"
