"""App ops: what apps may do beside their permissions. Source: AOSP AppOpsService, AppOpsManager."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - a dataclass's annotation
from typing import TYPE_CHECKING, Any

from devices.virtual.os.permissions import in_range

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(slots=True)
class Use:
    """When a package last used an operation, or was refused it."""

    allowed: datetime | None = None
    refused: datetime | None = None


@dataclass(slots=True)
class AppOps:
    """The modes of a phone's operations.

    Attributes:
        names: the operations that this release has, in its order.
        modes: what they can be set to.
        defaults: mode of each where nobody set one, if it is not ``allow``.
        packages: modes that were set, by package and operation.
        uids: modes that were set for a user id, by operation.
        uses: what apps did, by package and operation.
        follow: gives the modes that a package's user id has by its permissions.
        per_uid: whether this release tells modes of a user id apart.
        tells_default: whether it tells the default where nothing is set.
    """

    names: tuple[str, ...]
    modes: tuple[str, ...]
    defaults: Mapping[str, str]
    per_uid: bool
    tells_default: bool
    packages: dict[str, dict[str, str]] = field(default_factory=dict)
    uids: dict[int, dict[str, str]] = field(default_factory=dict)
    uses: dict[str, dict[str, Use]] = field(default_factory=dict)
    follow: Callable[[str], Mapping[str, str]] = field(default=lambda _: {})

    @classmethod
    def of(cls, api_level: int, row: Mapping[str, Any]) -> AppOps:
        """Those of a release."""
        return cls(
            names=tuple(in_range(row["names"].split(), api_level)),
            modes=tuple(row["modes"]),
            defaults=row["default"],
            per_uid=row["uid_modes"],
            tells_default=row["told_default"],
        )

    def default(self, op: str) -> str:
        """The mode of an operation where nobody set one."""
        return self.defaults.get(op, "allow")

    def mode(self, package: str, uid: int, op: str) -> str:
        """The mode that counts for a package: its user id's first."""
        of_uid = self.of_uid(package, uid).get(op)
        return of_uid or self.packages.get(package, {}).get(op) or self.default(op)

    def of_uid(self, package: str, uid: int) -> dict[str, str]:
        """Modes of a user id: those of its permissions, and what was set instead of them."""
        return {**self.follow(package), **self.uids.get(uid, {})}

    def follow_anew(self, uid: int, op: str) -> None:
        """A permission has changed: what was set instead of it does not count any more."""
        self.uids.get(uid, {}).pop(op, None)

    def set(self, package: str, op: str, mode: str) -> None:
        """Set a package's mode; the default is the same as none set."""
        _set(self.packages.setdefault(package, {}), op, mode, self.default(op))

    def set_uid(self, uid: int, op: str, mode: str) -> None:
        """Set the mode of a user id."""
        _set(self.uids.setdefault(uid, {}), op, mode, self.default(op))

    def note(self, package: str, op: str, *, allowed: bool, when: datetime) -> None:
        """Remember that a package used an operation, or was refused it."""
        use = self.uses.setdefault(package, {}).setdefault(op, Use())
        if allowed:
            use.allowed = when
        else:
            use.refused = when

    def reset(self, package: str, uid: int) -> None:
        """Forget what was set for a package and its user id."""
        self.packages.pop(package, None)
        self.uids.pop(uid, None)

    def forget(self, package: str, uid: int) -> None:
        """Forget everything of a package that is gone."""
        self.reset(package, uid)
        self.uses.pop(package, None)


def _set(modes: dict[str, str], op: str, mode: str, default: str) -> None:
    if mode == default:
        modes.pop(op, None)
    else:
        modes[op] = mode
