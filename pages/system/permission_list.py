"""What one app may do, by groups of permissions.

To Android 9 each group has a switch; later ones list groups under what they are, and each leads
to a page of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal

from config.app import Feature
from pages.errors import ChoiceMissing, ElementMissing
from pages.system.permission_page import PermissionPage
from pages.system.system_page import SystemPage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pages.system.permission_page import Choice

Group = Feature | Literal["nearby"]
"""What an app asks for, whatever the release calls it."""
State = Literal["allowed", "ask", "denied"]
# How releases call a group. Source: AOSP PermissionController res/values/strings.xml.
_LABELS: Final[Mapping[Group, tuple[str, ...]]] = {
    "camera": ("Camera",),
    "contacts": ("Contacts",),
    "location": ("Location",),
    "microphone": ("Microphone",),
    "photos": ("Photos and videos", "Files and media", "Storage"),
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
_SWITCHED: Final[Mapping[Choice, bool]] = {"allow": True, "deny": False}


class PermissionListPage(SystemPage):
    """Settings > Apps > the app > Permissions."""

    NAME: ClassVar = "system/permission_list"

    @property
    def groups(self) -> dict[str, State]:
        """How each group stands that the app asks for; one beside `Group` by its own name."""
        labels = self._labels()
        if _has_sections(labels):
            return _by_section(labels)
        return {
            _GROUPS.get(label, label): "allowed" if self._is_on("switch", label=label) else "denied"
            for label in labels
        }

    def choice(self, group: Group) -> Choice:
        """How a group stands, in full; the list is open again afterwards.

        Raises:
            ElementMissing: the app does not ask for it.
        """
        label = self._label(group)
        page = self._page(label)
        if page is None:
            return "allow" if self._is_on("switch", label=label) else "deny"
        chosen = page.chosen
        self._return(page)
        return chosen

    def set(self, group: Group, choice: Choice) -> None:
        """Set a group; the list is open again afterwards.

        Raises:
            ElementMissing: the app does not ask for it.
            ChoiceMissing: this release does not offer the choice for it.
            StepFailed: it stands as before.
        """
        label = self._label(group)
        page = self._page(label)
        if page is None:
            self._set_switch(label, choice)
            return
        page.choose(choice)
        self._return(page)

    def permit(self, group: Group) -> Choice:
        """Let the app have a group while it is used, as this release offers it; returns how.

        Raises:
            ElementMissing: the app does not ask for it.
            StepFailed: it stands as before.
        """
        label = self._label(group)
        page = self._page(label)
        if page is None:
            self._set_switch(label, "allow")
            return "allow"
        choice: Choice = "allow_while_using" if page.offers("allow_while_using") else "allow"
        page.choose(choice)
        self._return(page)
        return choice

    def _labels(self) -> list[str]:
        """What the list says, without what stands below the groups."""
        self._one("entry")
        labels = self._listed("list", "entry")
        ends = [labels.index(label) for label in labels if label in _BELOW]
        return labels[: min(ends, default=len(labels))]

    def _page(self, label: str) -> PermissionPage | None:
        """The page of a group, opened; None where the list has a switch for it."""
        if self._shows("switch", values={"label": label}):
            return None
        self._tap("group", label=label)
        return PermissionPage(self._session).wait_until_open()

    def _return(self, page: PermissionPage) -> None:
        page.back()
        self.wait_until_open()

    def _set_switch(self, label: str, choice: Choice) -> None:
        if choice not in _SWITCHED:
            raise ChoiceMissing(
                self._session.facts.name,
                self.NAME,
                f"setting {label} to {choice} on Android {self._session.facts.version}",
                f"a switch offers {', '.join(_SWITCHED)}",
            )
        self._turn("switch", on=_SWITCHED[choice], label=label)

    def _label(self, group: Group) -> str:
        """How this release calls a group, brought onto the screen.

        Raises:
            ElementMissing: the app does not ask for it.
        """
        self._one("entry")
        for label in _LABELS[group]:
            if self._shows("group", values={"label": label}):
                return label
        listed = self._labels()
        for label in _LABELS[group]:
            if label in listed:
                self._one_in("list", "group", {"label": label})
                return label
        raise ElementMissing(
            self._session.facts.name,
            self.NAME,
            f"looking for {' or '.join(_LABELS[group])}",
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
