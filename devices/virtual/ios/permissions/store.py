"""What apps may do, as TCC and locationd keep it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.permissions.status import RESOURCES, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.apps.installed import Installed
    from devices.virtual.ios.apps.running import Apps
    from devices.virtual.ios.notifications.store import Notifications
    from devices.virtual.ios.profile import IosProfile
    from devices.virtual.os.clock import Clock

NOTIFICATIONS: Final = "notifications"
LOCATION: Final = "location"
_REVOKED: Final = "permissions revoked"  # see `devices.virtual.os.process.AppContext.last_exit`
_CHANGED: Final = "permissions changed"


@dataclass(slots=True)
class Grant:
    """What one app may do.

    Attributes:
        statuses: answers by service; one that is missing was never asked for.
        precise: whether it is told where exactly the phone is.
        pictures: paths of the pictures that it may see where it may see chosen ones.
        people: names of the people, likewise.
    """

    statuses: dict[str, Status] = field(default_factory=dict)
    precise: bool = True
    pictures: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)

    def forget(self, service: str) -> None:
        """Take an answer back, with what was chosen along with it."""
        del self.statuses[service]
        if service == LOCATION:
            self.precise = True
        elif service == "photos":
            self.pictures = set()
        elif service == "contacts":
            self.people = set()


class Permissions:
    """The answers about every app, and what a change does to those that run.

    Whether an app may notify is kept by the notifications themselves.

    Attributes:
        location_services: whether any app may know where the phone is.
        on_change: called with the bundle identifier after an answer came, changed or was forgotten.
    """

    def __init__(
        self,
        profile: IosProfile,
        *,
        installed: Installed,
        apps: Apps,
        notifications: Notifications,
        clock: Clock,
    ) -> None:
        self._rules = profile.rows["permission_rules"]
        self._installed, self._apps, self._clock = installed, apps, clock
        self._notifications = notifications
        self._grants: dict[str, Grant] = {}
        self._left: dict[str, timedelta] = {}  # uptime at which each was last left
        self.location_services = True
        self.on_change: list[Callable[[str], None]] = []
        installed.on_change.append(self._forget_removed)
        apps.on_front.append(self._front_changed)
        apps.on_end.append(self._end_once)

    def grant(self, bundle_id: str) -> Grant:
        """What an app may do."""
        return self._grants.setdefault(bundle_id, Grant())

    def status(self, bundle_id: str, service: str) -> Status:
        """The answer about one service."""
        if service == NOTIFICATIONS:
            told = self._notifications.settings(bundle_id).authorization
            return Status[told.name]
        self._expire(bundle_id)
        return self.grant(bundle_id).statuses.get(service, Status.NOT_DETERMINED)

    def decided(self, service: str) -> list[str]:
        """Bundle identifiers of the apps that have an answer about a service."""
        for bundle_id in self._grants:
            self._expire(bundle_id)
        return [each for each, grant in self._grants.items() if service in grant.statuses]

    def answer(self, bundle_id: str, service: str, status: Status) -> None:
        """Keep what a user answered to an app's question; one that was removed has none."""
        if self._installed.get(bundle_id) is None:
            return
        if service == NOTIFICATIONS:
            self._notifications.authorize(bundle_id, granted=status.granted)
        else:
            self.grant(bundle_id).statuses[service] = status
        self._tell(bundle_id)

    def change(self, bundle_id: str, service: str, status: Status) -> None:
        """Change an answer in Settings, which ends the app for most services."""
        before = self.status(bundle_id, service)
        if status is before:
            return
        self.answer(bundle_id, service, status)
        if service in self._rules["ends_process"]:
            self._apps.kill(bundle_id, _CHANGED if status.granted else _REVOKED)

    def reset(self, bundle_id: str, resource: int) -> None:
        """Forget the answer about a service, by XCTest's number; the app asks again.

        A number that is none, and an app that was never asked, change nothing.
        """
        service = RESOURCES.get(resource)
        grant = self._grants.get(bundle_id)
        if grant is None or service is None or service not in grant.statuses:
            return
        grant.forget(service)
        self._tell(bundle_id)
        if self._rules["reset_ends_process"]:
            self._apps.kill(bundle_id, _REVOKED)

    # -- inside

    def _tell(self, bundle_id: str) -> None:
        for told in tuple(self.on_change):
            told(bundle_id)

    def _forget_removed(self, bundle_id: str) -> None:
        if self._installed.get(bundle_id) is None:
            self._grants.pop(bundle_id, None)
            self._left.pop(bundle_id, None)

    def _front_changed(self) -> None:
        """Note when an app was left that was allowed once."""
        front, now = self._apps.front, self._clock.uptime()
        for bundle_id in self._grants:
            self._expire(bundle_id)
            if bundle_id == front:
                self._left.pop(bundle_id, None)
            else:
                self._left.setdefault(bundle_id, now)

    def _expire(self, bundle_id: str) -> None:
        """An app that was allowed once loses that when it has been away for a time."""
        left = self._left.get(bundle_id)
        after = timedelta(seconds=self._rules["once_ends_after_s"])
        if left is not None and self._clock.uptime() - left >= after:
            self._end_once(bundle_id)

    def _end_once(self, bundle_id: str) -> None:
        grant = self._grants.get(bundle_id)
        if grant is not None and grant.statuses.get(LOCATION) is Status.ONCE:
            del grant.statuses[LOCATION]
            self._tell(bundle_id)
