"""Permission verbs on iOS: by Settings, which has a row for what an app has asked for.

Nothing gives a permission that nobody was asked about: what an app asks at its first start is
answered there.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from devices import wait
from devices.errors import CommandFailed, EffectMissing
from devices.facts import PermissionState
from devices.ios import screens
from devices.ios.settings_app import SettingsApp
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from devices.appium.session import Session
    from devices.facts import DeviceFacts
    from devices.ios.apps import IosApps
    from devices.ios.screens import Permission
    from devices.ios.settings_app import Row
    from devices.ios.springboard import Springboard

NOTIFICATIONS: Final = "notifications"
_ALLOW_NOTIFICATIONS: Final = "Allow Notifications"
# Source: appium/WebDriverAgent, FBAlertTests.m.
_MAY_NOTIFY: Final = "Would Like to Send You Notifications"
_ALLOW: Final = "Allow"
_ON: Final = "1"


class IosPermissions:
    """Reads, gives and takes permissions, which are called by what they are for: ``camera``.

    Args:
        facts: of the device.
        session: opens its session, or gives the one that is open.
        apps: of the device.
        springboard: of the device.
    """

    def __init__(
        self,
        facts: DeviceFacts,
        session: Callable[[], Session],
        apps: IosApps,
        springboard: Springboard,
    ) -> None:
        self.facts = facts
        self._session = session
        self._apps = apps
        self._springboard = springboard
        self._settings = SettingsApp(facts, session)
        self._known = screens.row_for(screens.read().settings, facts.api_level)

    @verb("permissions.state")
    def of(self, package: str) -> Mapping[str, PermissionState]:
        """See `devices.device.Permissions`.

        Settings come to the front for it, and what was there comes back.

        Raises:
            CommandFailed: the app is not installed; or a question is up that covers Settings.
            EffectMissing: Settings have no page of the app, or a row of it says nothing.
        """
        declared = self._declared(package)
        with self._page_of(package):
            rows = self._settings.rows(*(each.title for each in declared.values()))
        return {name: self._state(each, rows.get(each.title)) for name, each in declared.items()}

    @verb("permissions.grant")
    def grant(self, package: str, *names: str) -> None:
        """See `devices.device.Permissions`.

        An app that was never started is started for it, and its question about notifications
        answered. Of one that runs the system ends the process, but for notifications.

        Raises:
            CommandFailed: the app has not asked for one of them, so that nothing can give it.
        """
        wanted = self._wanted(package, names)
        if self._apps.is_untouched(package) and NOTIFICATIONS in wanted:
            del wanted[NOTIFICATIONS]
            self._answer(package)
        if wanted:
            self._set(package, wanted, on=True)

    @verb("permissions.revoke")
    def revoke(self, package: str, *names: str) -> None:
        """See `devices.device.Permissions`. What nobody was asked about is not held."""
        if self._apps.is_untouched(package):
            return
        ran = self._apps.state(package) in {"front", "background"}
        had = self._set(package, self._wanted(package, names), on=False)
        if ran and any(each.ends for each in had):
            gone = wait.until(lambda: self._apps.state(package) == "stopped", DEADLINES.effect_s)
            if not gone:
                tried = f"revoking permissions of {package}"
                raise EffectMissing(self.facts.name, tried, "it runs still")

    @verb("permissions.reset")
    def reset(self, package: str, *names: str) -> None:
        """See `devices.device.Permissions`. The app is in front for it, and ended by some.

        Raises:
            CommandFailed: nothing but removing the app makes that forgotten.
        """
        tried = f"resetting permissions of {package}"
        if NOTIFICATIONS in names:
            seen = f"XCTest knows no resource for {NOTIFICATIONS}"
            raise CommandFailed(self.facts.name, tried, seen, "`apps.clear` has it forgotten")
        for name in (wanted := self._wanted(package, names)):
            self._apps.start(package)  # what is reset is the active app's
            self._session().look_at(package)
            self._session().execute("mobile: resetPermission", service=name)
        states = self.of(package)
        if left := [name for name in wanted if states[name].asked]:
            raise EffectMissing(self.facts.name, tried, f"Settings still have {', '.join(left)}")

    def _wanted(self, package: str, names: tuple[str, ...]) -> dict[str, Permission]:
        declared = self._declared(package)
        return {name: declared[name] for name in names if name in declared}

    def _declared(self, package: str) -> dict[str, Permission]:
        """What the installed build may ask for: it says what for, where that is wanted."""
        rows = self._known.rows
        keys = [each.purpose for each in rows.values() if each.purpose]
        told = self._apps.told_of(package, *keys)
        if told is None:
            tried = f"reading the permissions of {package}"
            raise CommandFailed(self.facts.name, tried, "it is not installed", "install it first")
        return {n: each for n, each in rows.items() if not each.purpose or each.purpose in told}

    def _state(self, permission: Permission, row: Row | None) -> PermissionState:
        if row is None:
            return PermissionState(granted=False)
        if not (row.value or permission.says_nothing):
            tried, seen = f"reading {permission.title!r}", "its row says nothing"
            raise EffectMissing(self.facts.name, tried, seen, "see the picture of the screen")
        if row.is_switch:
            granted = row.value == _ON
            return PermissionState(granted, asked=True, fixed=not granted)
        granted = row.value not in self._known.not_granted
        asked = row.value not in self._known.not_asked
        return PermissionState(granted, asked=asked, fixed=asked and not granted)

    def _answer(self, package: str) -> None:
        """Start the app and allow the question that it begins with."""
        self._apps.start(package)
        tried = f"granting {package} to notify"

        def asked() -> bool:
            return _MAY_NOTIFY in self._springboard.alert()

        if not wait.until(asked, DEADLINES.find_s):
            seen = "it has not asked at its first start"
            raise EffectMissing(self.facts.name, tried, seen, "see the picture of the screen")
        self._springboard.answer(_ALLOW)
        if wait.until(asked, DEADLINES.effect_s, holds=lambda up: not up):
            raise EffectMissing(self.facts.name, tried, "its question stays")

    def _set(self, package: str, wanted: Mapping[str, Permission], *, on: bool) -> list[Permission]:
        """Have the rows of an app's page say so; gives those that were otherwise.

        Raises:
            CommandFailed: a row that is to allow something is not there.
            EffectMissing: one stands as before.
        """
        changed = []
        with self._page_of(package):
            rows = self._settings.rows(*(each.title for each in wanted.values()))
            for each in wanted.values():
                row = rows.get(each.title)
                if row is None and on:
                    tried = f"granting {package} {each.title!r}"
                    seen = "Settings have no row for it: the app has not asked for it yet"
                    remedy = "have the app ask, and answer its question"
                    raise CommandFailed(self.facts.name, tried, seen, remedy)
                if row is not None and self._state(each, row).granted is not on:
                    self._change(each, row, on=on)
                    changed.append(each)
        return changed

    def _change(self, permission: Permission, row: Row, *, on: bool) -> None:
        title = permission.title
        if row.is_switch:
            self._settings.turn(title, on=on)
            return
        self._settings.go_to(title)
        if permission is self._known.rows[NOTIFICATIONS]:
            self._settings.turn(_ALLOW_NOTIFICATIONS, on=on)
        else:
            self._settings.choose(*(self._known.allowing if on else self._known.denying))
        self._settings.back()
        self._prove(permission, on=on)

    def _prove(self, permission: Permission, *, on: bool) -> None:
        title = permission.title

        def stands() -> bool:
            row = self._settings.rows(title).get(title)
            return self._state(permission, row).granted is on

        if not wait.until(stands, DEADLINES.effect_s):
            seen = "Settings say otherwise"
            raise EffectMissing(self.facts.name, f"setting {title!r} to {on}", seen)

    @contextmanager
    def _page_of(self, package: str) -> Iterator[None]:
        """The app's page in Settings, for a while; what was in front comes back if it runs.

        Raises:
            CommandFailed: a question is up: a tap on what it covers would be taken by it.
        """
        if question := self._springboard.alert():
            seen = f"{question!r} is up"
            raise CommandFailed(self.facts.name, f"opening Settings of {package}", seen)
        was_in_front = self._apps.state(package) == "front"
        self._settings.open_app(self._apps.name(package))
        try:
            yield
        finally:
            self._settings.close()
            if was_in_front and self._apps.state(package) == "background":
                self._apps.start(package)
