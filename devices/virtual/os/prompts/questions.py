"""Which questions a request for permissions puts to the user, and in which order.

Source: AOSP PackageInstaller GrantPermissionsActivity (8 to 10); PermissionController
GrantPermissionsActivity (11), GrantPermissionsViewModel (from 12), grantPermissions/*Behavior (from
14).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.os.permission_names import BACKGROUND, COARSE, FINE, POST, SELECTED
from devices.virtual.os.permissions import NO_FLAGS, PermissionFlag
from devices.virtual.os.prompts.group_state import GroupState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from devices.virtual.os.package import Package
    from devices.virtual.os.packages import Packages

_ASKS_TO_POST: Final = 33  # target from which an app itself asks to post
_ACCURACY_SINCE: Final = 31  # release and target from which the location can be approximate
_SETTINGS_SINCE: Final = 30  # target from which the background is given in the settings alone
_MEDIA_SINCE: Final = 33  # release and target from which media have groups of their own
_CHOICE_SINCE: Final = 34  # release from which single pictures can be given
_CHANGED: Final = PermissionFlag.USER_SET | PermissionFlag.USER_FIXED
_FIXED: Final = PermissionFlag.POLICY_FIXED | PermissionFlag.SYSTEM_FIXED


class Kind(StrEnum):
    """What is asked about a group, by the names of the row ``permission_prompt``.

    The last two put no question: they open the settings' page, or the photo picker.
    """

    BASIC = "basic"
    FOREGROUND = "foreground"
    BOTH = "both"
    BACKGROUND = "background"
    UPGRADE = "upgrade"
    UPGRADE_ONCE = "upgrade_once"
    PRECISE = "precise"
    COARSE = "coarse"
    FINE = "fine"
    FINE_ONCE = "fine_once"
    PHOTOS = "photos"
    MORE_PHOTOS = "more_photos"
    SETTINGS = "settings"
    PICKER = "picker"


@dataclass(frozen=True, slots=True)
class Question:
    """One group that the user is asked about.

    Attributes:
        names: what of it the app asks for, and the user can give.
        again: whether an earlier denial makes this the last time.
    """

    state: GroupState
    names: tuple[str, ...]
    kind: Kind
    again: bool

    @property
    def group(self) -> str:
        """Short name of the group."""
        return self.state.name


class _RejectedError(Exception):
    """The whole request is refused without a question."""


class Questions:
    """What a request of one app leads to.

    Args:
        row: the release's ``permission_prompt``.
        api_level: of the release.
        packages: the package manager.
        package: the app.
        names: what it asks for, in its order.
    """

    def __init__(
        self,
        row: Mapping[str, Any],
        api_level: int,
        packages: Packages,
        package: Package,
        names: Iterable[str],
    ) -> None:
        self._row, self._level = row, api_level
        self._packages, self._package = packages, package
        self._target = package.manifest.target_sdk
        self.names = tuple(names)

    def open(self, answered: Iterable[str] = ()) -> list[Question]:
        """The questions that are left, those about the groups that were answered aside.

        What needs no question, since the group is granted already, is granted by the way.
        """
        try:
            found = [self._question(*one) for one in self._groups() if one[0] not in set(answered)]
        except _RejectedError:
            return []
        left = [question for question in found if question is not None]
        if len(left) > 1 and any(question.kind is Kind.SETTINGS for question in left):
            return []
        return self._sorted(left)

    def _groups(self) -> list[tuple[str, list[str]]]:
        groups: dict[str, list[str]] = {}
        for name in self._affected():
            if self._askable(name):
                groups.setdefault(self._packages.model.group_of[name], []).append(name)
        return list(groups.items())

    def _affected(self) -> list[str]:
        """What is asked for, and the background location that older apps ask for along with it."""
        comes = [
            implicit.name
            for implicit in self._packages.model.implicit
            if implicit.name in BACKGROUND and implicit.comes_with(list(self.names), self._target)
        ]
        return [*dict.fromkeys(self.names), *comes]

    def _askable(self, name: str) -> bool:
        state = self._package.permissions.get(name)
        known = name in self._packages.model.group_of
        if state is None or not known or self._packages.outlived(name, self._package):
            return False
        if name == POST and self._target < _ASKS_TO_POST:
            return False
        return not state.flags & _FIXED

    def _question(self, group: str, asked: list[str]) -> Question | None:
        state = GroupState(group, self._packages, self._package)
        names = [name for name in asked if not self._fixed(state, name)]
        if not names or self._grant_by_the_way(state, names):
            return None
        kind = self._kind(state, names)
        if kind is None:
            return None
        return Question(state, tuple(names), kind, self._again(state, names, kind))

    # -- what is settled already

    def _fixed(self, state: GroupState, name: str) -> bool:
        """Whether the user never wants to be asked again."""
        if self._chooses(state) and self._picks(state):
            return False
        if name == COARSE and self._accurate(state):
            return state.any((name,), PermissionFlag.USER_FIXED)
        part = state.background if name in BACKGROUND else state.foreground
        return state.any(part, PermissionFlag.USER_FIXED)

    def _picks(self, state: GroupState) -> bool:
        """Whether the user has said that the picker is to open at once."""
        return state.granted((SELECTED,)) and state.any((SELECTED,), PermissionFlag.USER_FIXED)

    def _grant_by_the_way(self, state: GroupState, names: list[str]) -> bool:
        front = [name for name in names if name not in BACKGROUND]
        behind = [name for name in names if name in BACKGROUND]
        done = self._held(state, front) and (not behind or state.granted(state.background))
        if not done:
            return False
        for name in names:
            if not self._package.permissions[name].granted:
                self._packages.grant(self._package.name, name)
                self._packages.change_flags(self._package.name, name, _CHANGED, NO_FLAGS)
        return True

    def _held(self, state: GroupState, front: list[str]) -> bool:
        """Whether what is asked of the foreground needs no question."""
        if self._accurate(state) and FINE in front:
            return state.granted((FINE,))
        if self._chooses(state):
            return state.granted(name for name in state.foreground if name != SELECTED)
        return state.granted(state.foreground)

    def _again(self, state: GroupState, names: list[str], kind: Kind) -> bool:
        if self._row["denied"] == "requested":
            held = self._package.permissions
            missing = [name for name in names if not held[name].granted]
            return state.any(missing, PermissionFlag.USER_SET)
        if self._level < _CHOICE_SINCE:  # the two parts of a group were groups of their own
            part = state.background if kind in _UPGRADES else state.foreground
            return state.any(part, PermissionFlag.USER_SET)
        return state.any(state.members, PermissionFlag.USER_SET)

    # -- what is asked

    def _kind(self, state: GroupState, names: list[str]) -> Kind | None:
        if BACKGROUND.intersection(names):
            if self._row["background"] == "dialog" or self._target < _SETTINGS_SINCE:
                return self._both(state, names)
            return self._in_settings(state, names)
        if self._accurate(state):
            return self._accuracy(state, names)
        if state.name == "STORAGE" and self._split_media:
            return None
        if self._chooses(state):
            return self._photos(state, names)
        return Kind.FOREGROUND if state.name in self._row["in_use"] else Kind.BASIC

    def _both(self, state: GroupState, names: list[str]) -> Kind | None:
        held = state.granted(state.foreground)
        asks = any(name not in BACKGROUND for name in names)
        if not held:
            return Kind.BOTH if asks else None
        if self._row["background"] == "dialog":
            return Kind.BACKGROUND
        once = state.any(state.foreground, PermissionFlag.ONE_TIME)
        return Kind.UPGRADE_ONCE if once else Kind.UPGRADE

    def _in_settings(self, state: GroupState, names: list[str]) -> Kind | None:
        """Newer apps ask for the background alone, and after the foreground."""
        if any(name not in BACKGROUND for name in names):
            raise _RejectedError
        return Kind.SETTINGS if state.granted(state.foreground) else None

    def _accuracy(self, state: GroupState, names: list[str]) -> Kind | None:
        if FINE not in names:
            return Kind.COARSE
        if state.granted((COARSE,)):
            once = state.any((COARSE,), PermissionFlag.ONE_TIME)
            return Kind.FINE_ONCE if once and Kind.FINE_ONCE in self._row["shown"] else Kind.FINE
        return Kind.PRECISE if COARSE in names else None

    def _photos(self, state: GroupState, names: list[str]) -> Kind | None:
        if names == [SELECTED]:
            return None
        if self._picks(state):
            return Kind.PICKER
        return Kind.MORE_PHOTOS if state.granted((SELECTED,)) else Kind.PHOTOS

    @property
    def _split_media(self) -> bool:
        return self._level >= _MEDIA_SINCE and self._target >= _MEDIA_SINCE

    def _accurate(self, state: GroupState) -> bool:
        recent = min(self._level, self._target) >= _ACCURACY_SINCE
        return state.name == "LOCATION" and recent

    def _chooses(self, state: GroupState) -> bool:
        """Whether the app can be given single pictures."""
        return self._level >= _CHOICE_SINCE and self._split_media and SELECTED in state.members

    # -- in which order

    def _sorted(self, questions: list[Question]) -> list[Question]:
        order = self._row["order"]
        if order == "asked":
            return questions
        once = self._row["one_time"]
        if order == "one_time_first":
            return sorted(questions, key=lambda one: one.group not in once)
        return sorted(questions, key=lambda one: (one.group not in once, one.group))


_UPGRADES: Final = frozenset({Kind.BACKGROUND, Kind.UPGRADE, Kind.UPGRADE_ONCE, Kind.SETTINGS})
