"""What follows from permissions elsewhere on the phone: app ops, notifications, and time.

Source: AOSP PermissionPolicyService, NotificationManagerService, OneTimePermissionUserManager. That
what an app posts without the permission is dropped without a word is unsure.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from devices.virtual.os.permission_names import POST, PREFIX
from devices.virtual.os.permissions import PermissionFlag

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.activities import Activities
    from devices.virtual.os.app_ops import AppOps
    from devices.virtual.os.clock import Clock
    from devices.virtual.os.notifications import Notifications
    from devices.virtual.os.package import Package
    from devices.virtual.os.packages import Packages
    from devices.virtual.os.profile import Profile

_KEPT: Final = PermissionFlag.USER_SET | PermissionFlag.ONE_TIME


class PermissionEffects:
    """Keeps the phone in step with the permissions of its packages."""

    def __init__(self, profile: Profile, packages: Packages, app_ops: AppOps, clock: Clock) -> None:
        rows = profile.rows
        self._ops: dict[str, str] = rows["permission_ops"]["ops"]
        self._background: dict[str, str] = rows["permission_ops"]["background"]
        once = rows["one_time_permissions"]
        self._background_time = timedelta(seconds=once["background_s"])
        self._gone_time = timedelta(seconds=once["gone_s"])
        self._packages, self._app_ops, self._clock = packages, app_ops, clock
        self._timers: dict[str, tuple[bool, Callable[[], None]]] = {}
        app_ops.follow = self._modes
        packages.watch(self._changed)

    def power_on(self, notifications: Notifications, activities: Activities) -> None:
        """The system was started: its notifications and its activities are new ones."""
        self._notifications, self._activities = notifications, activities
        notifications.permitted = self._may_post
        activities.on_move.append(self._moved)

    def _modes(self, name: str) -> dict[str, str]:
        package = self._packages.get(name)
        if package is None or package.system:
            return {}
        return {
            op: self._mode(package, permission)
            for permission, op in self._ops.items()
            if PREFIX + permission in package.permissions
        }

    def _mode(self, package: Package, permission: str) -> str:
        state = package.permissions[PREFIX + permission]
        if not state.granted or state.flags & PermissionFlag.REVOKED_COMPAT:
            return "ignore"
        wider = self._background.get(permission)
        if wider is None:
            return "allow"
        held = package.permissions.get(PREFIX + wider)
        return "allow" if held is not None and held.granted else "foreground"

    def _may_post(self, name: str) -> bool:
        package = self._packages.get(name)
        state = package.permissions.get(POST) if package else None
        return state is None or state.granted

    def _changed(self, name: str, permission: str) -> None:
        package = self._packages.get(name)
        if package is None:
            return
        op = self._ops.get(permission.removeprefix(PREFIX))
        if op is not None:
            self._app_ops.follow_anew(package.uid, op)
        if permission == POST:
            self._notifications.block(name, on=not package.permissions[POST].granted)

    # -- what was given for this time alone

    def _moved(self) -> None:
        """Another app came to the front, or a process ended: time runs for those behind."""
        for package in self._packages.all():
            if self._once(package):
                self._watch(package.name)
            else:
                self._stop(package.name)

    @staticmethod
    def _once(package: Package) -> list[str]:
        return [
            name
            for name, state in package.permissions.items()
            if state.granted and state.flags & PermissionFlag.ONE_TIME
        ]

    def _watch(self, name: str) -> None:
        if self._activities.in_foreground(name):
            self._stop(name)
            return
        gone = self._activities.body_of(name) is None
        running = self._timers.get(name)
        if running is not None and running[0] == gone:
            return
        self._stop(name)
        delay = self._gone_time if gone else self._background_time
        self._timers[name] = (gone, self._clock.schedule(delay, lambda: self._expire(name)))

    def _stop(self, name: str) -> None:
        running = self._timers.pop(name, None)
        if running is not None:
            running[1]()

    def _expire(self, name: str) -> None:
        """The time is over: the user is asked again, as if there had been no answer."""
        self._timers.pop(name, None)
        package = self._packages.get(name)
        for permission in self._once(package) if package else []:
            self._packages.revoke(name, permission)
            self._packages.change_flags(name, permission, _KEPT, PermissionFlag.ONE_TIME)
        self._activities.kill(name, "one-time permission revoked")
