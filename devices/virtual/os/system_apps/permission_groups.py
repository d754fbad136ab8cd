"""One permission group of one app: how it stands, and what a choice changes.

Source: AOSP PermissionController, AppPermissionViewModel, AppPermissionGroup, KotlinUtils.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.os.permission_names import BACKGROUND, FINE, POST, SELECTED
from devices.virtual.os.permissions import NO_FLAGS, PermissionFlag, parse_flags
from devices.virtual.os.system_apps.notification_access import set_notify

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from devices.virtual.os.package import Package
    from devices.virtual.os.permissions import PermissionGroup
    from devices.virtual.os.system_apps.privileged import Privileged

_PHOTOS: Final = "READ_MEDIA_VISUAL"
_APPROXIMATE_SINCE: Final = 31  # target that can be given its approximate location alone
_USERS: Final = (
    PermissionFlag.USER_SET
    | PermissionFlag.USER_FIXED
    | PermissionFlag.ONE_TIME
    | PermissionFlag.REVOKE_WHEN_REQUESTED
    | PermissionFlag.AUTO_REVOKED
    | PermissionFlag.REVIEW_REQUIRED
)


class Choice(StrEnum):
    """What a group can be set to, by the names of the row ``permission_pages``."""

    ALLOW = "allow"
    ALWAYS = "always"
    FOREGROUND = "foreground"
    LIMITED = "limited"
    COMPATIBILITY = "compatibility"
    ASK_ONCE = "ask_once"
    ASK = "ask"
    DENY = "deny"


GRANTED: Final = frozenset(
    {
        Choice.ALLOW,
        Choice.ALWAYS,
        Choice.FOREGROUND,
        Choice.LIMITED,
        Choice.COMPATIBILITY,
        Choice.ASK_ONCE,
    }
)
"""Choices with which the app holds the permission."""


@dataclass(frozen=True, slots=True)
class GroupOfApp:
    """A permission group that an app requests.

    Attributes:
        names: the permissions of it that the app requests and the user can give.
    """

    phone: Privileged
    package: Package
    group: PermissionGroup
    names: tuple[str, ...]

    @property
    def _row(self) -> Mapping[str, Any]:
        return self.phone.rows["permission_pages"]

    @property
    def _background(self) -> frozenset[str]:
        return BACKGROUND.intersection(self.names)

    def _any(self, flag: PermissionFlag) -> bool:
        return any(self.package.permissions[name].flags & flag for name in self.names)

    def _granted(self, names: Iterable[str]) -> bool:
        return any(self.package.permissions[name].granted for name in names)

    @property
    def current(self) -> Choice:
        """How it stands."""
        held = {name for name in self.names if self.package.permissions[name].granted}
        if not held - BACKGROUND:
            return Choice.ASK if self._any(PermissionFlag.ONE_TIME) else Choice.DENY
        if self._any(PermissionFlag.REVOKE_WHEN_REQUESTED) and self._has(Choice.COMPATIBILITY):
            return Choice.COMPATIBILITY
        if self._any(PermissionFlag.ONE_TIME):
            return Choice.ASK_ONCE
        if self.group.name == _PHOTOS and held == {SELECTED} and self._has(Choice.LIMITED):
            return Choice.LIMITED
        if held & BACKGROUND:
            return Choice.ALWAYS
        return Choice.FOREGROUND if self._in_use else Choice.ALLOW

    @property
    def choices(self) -> list[Choice]:
        """What the user can choose now, in the page's order."""
        current = self.current
        once = Choice.ASK_ONCE if current is Choice.ASK_ONCE else Choice.ASK
        possible = {Choice.FOREGROUND if self._in_use else Choice.ALLOW, Choice.DENY, current}
        if self._background:
            possible.add(Choice.ALWAYS)
        if self._limitable:
            possible.add(Choice.LIMITED)
        if self.group.name in self._row["one_time"]:
            possible.add(once)
        return [choice for name in self._row["radios"] if (choice := Choice(name)) in possible]

    def text(self, choice: Choice) -> str:
        """What the page says for a choice."""
        radio = self._row["radios"][choice]
        if self._limitable and "beside_limited" in radio:
            return str(radio["beside_limited"])
        text: str = radio.get(self.group.name, radio["text"])
        return text

    def choose(self, choice: Choice) -> None:
        """Set the group, as its page does; an app that loses a permission is killed."""
        if choice in {Choice.COMPATIBILITY, Choice.ASK_ONCE}:
            return  # how it stands already: neither can be chosen otherwise
        given = self._given(choice)
        if self.names == (POST,):
            set_notify(self.phone, self.package, on=bool(given))
            return
        self._apply(self.names, given, self._flags(choice))

    @property
    def precise(self) -> bool | None:
        """Whether the location is precise; None where the page has no switch for that."""
        offered = self._row.get("accuracy") and FINE in self.names and len(self.names) > 1
        recent = self.package.manifest.target_sdk >= _APPROXIMATE_SINCE
        if not offered or not recent or self.current not in GRANTED:
            return None
        return self.package.permissions[FINE].granted

    def set_precise(self, *, on: bool) -> None:
        """Give or take the precise location alone."""
        flags = self.package.permissions[FINE].flags & ~PermissionFlag.USER_FIXED
        self._apply((FINE,), {FINE} if on else set(), flags | PermissionFlag.USER_SET)

    @property
    def _in_use(self) -> bool:
        return self.group.name in self._row["foreground"] or bool(
            self._background and self._has(Choice.FOREGROUND)
        )

    @property
    def _limitable(self) -> bool:
        return self.group.name == _PHOTOS and SELECTED in self.names and self._has(Choice.LIMITED)

    def _has(self, choice: Choice) -> bool:
        return choice in self._row["radios"]

    def _given(self, choice: Choice) -> set[str]:
        if choice in {Choice.DENY, Choice.ASK}:
            return set()
        if choice is Choice.LIMITED:
            return {SELECTED}
        if choice is Choice.FOREGROUND:
            return set(self.names) - BACKGROUND
        return set(self.names)

    def _flags(self, choice: Choice) -> PermissionFlag:
        if choice is Choice.ASK:
            return PermissionFlag.ONE_TIME
        if choice is Choice.DENY:
            return PermissionFlag.USER_SET
        return parse_flags(self._row["allow_sets"].split())

    def _apply(self, names: Iterable[str], given: set[str], flags: PermissionFlag) -> None:
        packages, name = self.phone.packages, self.package.name
        lost = False
        for permission in names:
            if permission in given:
                packages.grant(name, permission)
            else:
                lost = packages.revoke(name, permission) or lost
            packages.change_flags(name, permission, _USERS, flags or NO_FLAGS)
        if lost:
            self.phone.activities.kill(name, "permissions revoked")


def groups_of(phone: Privileged, package: Package) -> list[GroupOfApp]:
    """The groups that an app requests something of, by their labels."""
    model = phone.packages.model
    members: dict[str, list[str]] = {}
    for name in phone.packages.runtime_permissions(package):
        newest = model.outlived.get(name)
        if name in model.group_of and (newest is None or package.manifest.target_sdk < newest):
            members.setdefault(model.group_of[name], []).append(name)
    found = [
        GroupOfApp(phone, package, model.groups[name], tuple(names))
        for name, names in members.items()
    ]
    return sorted(found, key=lambda one: one.group.label)
