"""PERM-08: Settings > Apps > LeadConnector > Permissions lists each permission, and changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from fixtures.app import App
    from fixtures.permissions import AppPermissions

_OF_THE_SYSTEM: Final = {"nearby"}  # Android 17 gives it to apps for 16 that use a network


@pytest.mark.promise("PERM-08")
@pytest.mark.usefixtures("logged_out")
def test_settings_list_what_the_app_asks_for(app: App, permissions: AppPermissions) -> None:
    """Found through Settings and Apps, each of the build's permissions is there, and denied."""
    listed = app.settings.walk().open_permissions().groups
    missing = permissions.declared() - set(listed)
    assert not missing, f"Settings list {sorted(listed)}, and not {sorted(missing)}"
    asked = permissions.declared() - {"notifications"}
    allowed = {group for group in asked if listed[group] == "allowed"}
    assert not allowed, f"allowed without having been asked for: {sorted(allowed)}"


@pytest.mark.promise("PERM-08", assumed=True)
@pytest.mark.usefixtures("logged_out")
def test_settings_list_nothing_that_no_feature_uses(app: App, permissions: AppPermissions) -> None:
    """What is listed is what the features are for, and nothing beside."""
    listed = set(app.settings.open_permissions().groups)
    unused = listed - permissions.used() - _OF_THE_SYSTEM
    assert not unused, f"Settings list what no feature uses: {sorted(unused)}"


@pytest.mark.promise("PERM-08")
@pytest.mark.usefixtures("logged_out", "permissions")
@pytest.mark.releases(android="13..")
def test_settings_list_notifications_among_them(app: App) -> None:
    """Where notifications are a permission they are listed, as they stand."""
    assert app.settings.open_permissions().groups.get("notifications") == "allowed"


@pytest.mark.promise("PERM-08")
@pytest.mark.usefixtures("logged_out")
def test_each_permission_can_be_denied_in_settings(app: App, permissions: AppPermissions) -> None:
    """Settings show as allowed what the app has; denied there, it has none of it any more."""
    asked = sorted(permissions.declared() - {"notifications"})
    permissions.grant(*asked)
    page = app.settings.open_permissions()
    listed = page.groups
    denied = [group for group in asked if listed[group] != "allowed"]
    assert not denied, f"the app has them, and Settings do not say so: {denied}"
    for group in asked:
        page.set(group, "deny")
    left = permissions.granted() - {"notifications"}
    assert not left, f"denied in Settings, the app still has {sorted(left)}"


@pytest.mark.promise("PERM-08")
@pytest.mark.usefixtures("logged_out")
def test_each_permission_can_be_allowed_in_settings(app: App, permissions: AppPermissions) -> None:
    """Allowed there one after the other, the app has them all."""
    asked = sorted(permissions.declared() - {"notifications"})
    page = app.settings.open_permissions()
    for group in asked:
        page.permit(group)
    missing = set(asked) - permissions.granted()
    assert not missing, f"allowed in Settings, the app does not have {sorted(missing)}"
