"""What one app may do, by groups of permissions.

To Android 9 each group has a switch; later ones list groups under what they are, and each leads
to a page of its own. On iOS some have a switch and some a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal

from config.app import Feature
from pages.errors import ElementMissing
from pages.system.permission_rows import PermissionRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Group = Feature | Literal["nearby"]
"""What an app asks for, whatever the release calls it."""
State = Literal["allowed", "ask", "denied"]
# How releases call a group. Sources: AOSP PermissionController res/values/strings.xml; iPhone User
# Guide, "Control access to information in apps".
_LABELS: Final[Mapping[Group, tuple[str, ...]]] = {
    "camera": ("Camera",),
    "contacts": ("Contacts",),
    "location": ("Location",),
    "microphone": ("Microphone",),
    "photos": ("Photos and videos", "Files and media", "Storage", "Photos"),
    "notifications": ("Notifications",),
    "nearby": ("Nearby devices",),
}
_GROUPS: Final = {label: group for group, labels in _LABELS.items() for label in labels}
_SECTIONS: Final[Mapping[str, State]] = {
    "Allowed": "allowed",
    "Ask every time": "ask",
    "Denied": "denied",
    "Not allowed": "denied",
}
_NOTHING: Final = "No permissions "  # how a section without a group begins
# The first lines of what stands below the groups, by release.
_BELOW: Final = (
    "Unused apps",
    "Unused app settings",
    "Remove permissions if app isn\u2019t used",
)


class PermissionListPage(PermissionRows[Group]):
    """Settings > Apps > the app > Permissions; on iOS the app's own page, once it has asked."""

    NAME: ClassVar = "system/permission_list"

    @property
    def groups(self) -> dict[str, State]:
        """How each group stands that the app asks for; one beside `Group` by its own name.

        For Android: on iOS a group that leads to a page does not say in one word how it stands.
        """
        labels = self._labels()
        if _has_sections(labels):
            return _by_section(labels)
        return {
            _GROUPS.get(label, label): "allowed" if self._is_on("switch", label=label) else "denied"
            for label in labels
        }

    def _labels(self) -> list[str]:
        """What the list says, without what stands below the groups."""
        self._one("entry")
        labels = self._listed("list", "entry")
        ends = [labels.index(label) for label in labels if label in _BELOW]
        return labels[: min(ends, default=len(labels))]

    def _row(self, name: Group) -> str:
        """See `PermissionRows`: how this release calls a group.

        Raises:
            ElementMissing: the app does not ask for it.
        """
        self._one("entry")
        for label in _LABELS[name]:
            if self._shows("group", values={"label": label}):
                return label
        listed = self._labels()
        for label in _LABELS[name]:
            if label in listed:
                self._one_in("list", "group", {"label": label})
                return label
        raise ElementMissing(
            self._session.facts.name,
            self.NAME,
            f"looking for {' or '.join(_LABELS[name])}",
            f"the list has {', '.join(listed)}",
        )


def _has_sections(labels: Iterable[str]) -> bool:
    return any(label in _SECTIONS for label in labels)


def _by_section(labels: Iterable[str]) -> dict[str, State]:
    """Each group with what the heading above it says."""
    found: dict[str, State] = {}
    state: State = "denied"
    for label in labels:
        if label in _SECTIONS:
            state = _SECTIONS[label]
        elif not label.startswith(_NOTHING):
            found[_GROUPS.get(label, label)] = state
    return found
