"""Permissions: what the platform knows on each release, and what a package holds.

Source: AOSP PermissionManagerService; PackageManager, FLAG_PERMISSION_…; PermissionInfo.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntFlag
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.os.permission_names import PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PLATFORM: Final = "android"
UNDEFINED_GROUP: Final = "android.permission-group.UNDEFINED"
_GROUP_PREFIX: Final = "android.permission-group."
_ALWAYS: Final = 999
_BASES: Final = {"dangerous": 1, "signature": 2, "signatureOrSystem": 3, "internal": 4}


class PermissionFlag(IntFlag):
    """Why a permission stands as it does. Their order is that of the dumps."""

    USER_SET = 0x1
    USER_FIXED = 0x2
    POLICY_FIXED = 0x4
    REVOKED_COMPAT = 0x8
    SYSTEM_FIXED = 0x10
    GRANTED_BY_DEFAULT = 0x20
    REVIEW_REQUIRED = 0x40
    REVOKE_WHEN_REQUESTED = 0x80
    USER_SENSITIVE_WHEN_GRANTED = 0x100
    USER_SENSITIVE_WHEN_DENIED = 0x200
    RESTRICTION_INSTALLER_EXEMPT = 0x800
    APPLY_RESTRICTION = 0x4000
    ONE_TIME = 0x10000
    AUTO_REVOKED = 0x20000
    SELECTED_LOCATION_ACCURACY = 0x80000


NO_FLAGS: Final = PermissionFlag(0)


@dataclass(frozen=True, slots=True)
class PermissionInfo:
    """A permission that some package declares.

    Attributes:
        level: its protection level in words, as ``dangerous|instant``.
        group: full name of the group that it is declared in; empty for none.
        owner: the package that declares it.
    """

    name: str
    level: str
    group: str = ""
    owner: str = PLATFORM

    @property
    def base(self) -> int:
        """Number of its base level, 0 for normal. Source: PermissionInfo, PROTECTION_…."""
        return next((n for word, n in _BASES.items() if self._has(word)), 0)

    @property
    def runtime(self) -> bool:
        """Whether a user grants it."""
        return self._has("dangerous")

    @property
    def normal(self) -> bool:
        """Whether whoever requests it gets it."""
        return self.base == 0

    @property
    def development(self) -> bool:
        """Whether the shell may grant it."""
        return self._has("development")

    @property
    def role(self) -> bool:
        """Whether only the holder of a role gets it."""
        return self.level == "internal|role"

    def _has(self, word: str) -> bool:
        return word in self.level.split("|")


@dataclass(slots=True)
class PermissionState:
    """One permission of one package: whether it holds it, and why."""

    granted: bool = False
    flags: PermissionFlag = NO_FLAGS


@dataclass(frozen=True, slots=True)
class PermissionGroup:
    """What prompts and settings show permissions under.

    Attributes:
        name: short, as ``CAMERA``.
        permissions: full names of its members that this release has.
    """

    name: str
    label: str
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImplicitPermission:
    """A permission that an app requests by requesting another.

    Attributes:
        asked: the others; one of them is enough.
        least: oldest API level that a build is for to which this happens.
        most: the newest.
        granted: it is granted until the app asks for it.
    """

    name: str
    asked: frozenset[str]
    least: int
    most: int
    granted: bool

    def comes_with(self, requested: list[str], target: int) -> bool:
        """Whether a build for a release that requests those, and not this, has it too."""
        return (
            self.least <= target <= self.most
            and self.name not in requested
            and not self.asked.isdisjoint(requested)
        )


@dataclass(frozen=True, slots=True)
class PermissionModel:
    """The permissions of one release.

    Attributes:
        platform: those that the platform declares, by name.
        groups: how PermissionController groups them, by short name.
        declared_groups: full names of the groups that the platform's manifest declares.
        restricted: names that only an installer may exempt.
        implicit: those that come with others.
        outlived: API level of the first apps that a permission is kept from, by its name.
        runtime_flags: what each runtime permission of an installed app carries.
        exempt_flag: what a restricted permission carries besides.
        not_changeable: the refusal of a permission that is not the user's to grant.
        separator: between the flags of a dump.
        tail: behind them.
    """

    platform: Mapping[str, PermissionInfo]
    groups: Mapping[str, PermissionGroup]
    declared_groups: tuple[str, ...]
    restricted: frozenset[str]
    implicit: tuple[ImplicitPermission, ...]
    outlived: Mapping[str, int]
    runtime_flags: PermissionFlag
    exempt_flag: PermissionFlag
    not_changeable: str
    separator: str
    tail: str
    group_of: Mapping[str, str] = field(default_factory=dict)

    def first_flags(self, name: str) -> PermissionFlag:
        """What a runtime permission carries right after the installation."""
        return self.runtime_flags | (self.exempt_flag if name in self.restricted else NO_FLAGS)

    def format_flags(self, flags: PermissionFlag) -> str:
        """Flags as dumps print them behind ``granted=…``; nothing for none."""
        if not flags:
            return ""
        names = self.separator.join(str(flag.name) for flag in flags)
        return f", flags=[ {names}{self.tail}]"


_models: Final[dict[int, PermissionModel]] = {}


def permission_model(api_level: int, rows: Mapping[str, Mapping[str, Any]]) -> PermissionModel:
    """The permissions of a release, read from its rows once in this process."""
    found = _models.get(api_level)
    if found is None:
        found = _models[api_level] = _read(api_level, rows)
    return found


def _read(api_level: int, rows: Mapping[str, Mapping[str, Any]]) -> PermissionModel:
    rules = rows["permission_rules"]
    groups = dict(_groups(api_level, rows["permission_groups"]["groups"]))
    members = {name: group.name for group in groups.values() for name in group.permissions}
    platform = {}
    for level, words in rows["platform_permissions"]["levels"].items():
        for name in _names(words, api_level):
            group = _GROUP_PREFIX + members[name] if name in members else ""
            if "dangerous" in level and rules["undefined_group"]:
                group = UNDEFINED_GROUP
            platform[name] = PermissionInfo(name, level, group)
    known = {
        name: PermissionGroup(
            name, group.label, tuple(member for member in group.permissions if member in platform)
        )
        for name, group in groups.items()
    }
    return PermissionModel(
        platform=dict(sorted(platform.items())),
        groups={name: group for name, group in known.items() if group.permissions},
        declared_groups=tuple(_GROUP_PREFIX + name for name in rules["declared"].split()),
        restricted=frozenset(_names(rules["restricted"], api_level)),
        implicit=tuple(_implicit(rows["implicit_permissions"]["come"])),
        outlived={PREFIX + name: level for name, level in rules["outlived"].items()},
        runtime_flags=parse_flags(rules["runtime_flags"].split()),
        exempt_flag=parse_flags(rules["exempt_flag"].split()),
        not_changeable=rules["not_changeable"],
        separator=rules["separator"],
        tail=rules["tail"],
        group_of=members,
    )


def _implicit(table: Mapping[str, Mapping[str, Any]]) -> Iterator[ImplicitPermission]:
    for name, facts in table.items():
        asked = frozenset(PREFIX + other for other in facts["with"].split())
        yield ImplicitPermission(
            PREFIX + name, asked, facts["least"], facts["most"], facts["granted"]
        )


def parse_flags(names: list[str]) -> PermissionFlag:
    """Flags by their names."""
    found = NO_FLAGS
    for name in names:
        found |= PermissionFlag[name]
    return found


def _groups(api_level: int, table: Mapping[str, Any]) -> Iterator[tuple[str, PermissionGroup]]:
    for name, facts in table.items():
        label = next(in_range(facts["label"].split(", "), api_level))
        members = tuple(_names(facts["permissions"], api_level))
        yield name, PermissionGroup(name, label, members)


def _names(words: str, api_level: int) -> Iterator[str]:
    for name in in_range(words.split(), api_level):
        yield name if "." in name else PREFIX + name


def in_range(words: Iterable[str], api_level: int) -> Iterator[str]:
    """Words without their ranges: those that hold for the API level."""
    for word in words:
        text, _, limits = word.partition("@")
        first, dash, last = limits.partition("-")
        newest = int(last) if dash else _ALWAYS
        if not limits or int(first) <= api_level <= newest:
            yield text
