"""Whether an app may post notifications: one answer for Settings and the permission controller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.os.permission_names import POST
from devices.virtual.os.permissions import PermissionFlag

if TYPE_CHECKING:
    from devices.virtual.os.package import Package
    from devices.virtual.os.system_apps.privileged import Privileged


def may_notify(phone: Privileged, package: Package) -> bool:
    """Whether its notifications are on."""
    state = package.permissions.get(POST)
    return package.name not in phone.notifications.blocked and (state is None or state.granted)


def set_notify(phone: Privileged, package: Package, *, on: bool) -> None:
    """Switch its notifications; what it posted goes when they are switched off.

    The permission follows, and the app is not killed for it.
    Source: AOSP PermissionHelper.setNotificationPermission, NotificationManagerService.
    """
    if POST in package.permissions:
        change = phone.packages.grant if on else phone.packages.revoke
        change(package.name, POST)
        mask = PermissionFlag.USER_SET | PermissionFlag.USER_FIXED
        phone.packages.change_flags(package.name, POST, mask, PermissionFlag.USER_SET)
    phone.notifications.block(package.name, on=not on)
