"""Rows that tell how something may be used: each with a switch, or with a page of its own."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Final, Generic, TypeVar

from pages.driving import SETTINGS
from pages.errors import ChoiceMissing
from pages.system.permission_page import PermissionPage
from pages.system.system_page import SystemPage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.system.permission_page import Choice

Name = TypeVar("Name", bound=str)
"""What a row is about, as its page calls it."""
_SWITCHED: Final[Mapping[Choice, bool]] = {"allow": True, "deny": False}


class PermissionRows(SystemPage, Generic[Name]):
    """A list of them. What is done leaves the list open."""

    APPLICATION: ClassVar = SETTINGS

    @abstractmethod
    def _row(self, name: Name) -> str:
        """The label of the row that is meant, brought onto the screen.

        Raises:
            ElementMissing: there is no such row.
        """

    def choice(self, name: Name) -> Choice:
        """How a row stands, in full.

        Raises:
            ElementMissing: there is no such row.
        """
        label = self._row(name)
        page = self._page(label)
        if page is None:
            return "allow" if self._is_on("switch", label=label) else "deny"
        chosen = page.chosen
        self._return(page)
        return chosen

    def set(self, name: Name, choice: Choice) -> None:
        """Set a row.

        Raises:
            ElementMissing: there is no such row.
            ChoiceMissing: this release does not offer the choice for it.
            StepFailed: it stands as before.
        """
        label = self._row(name)
        page = self._page(label)
        if page is None:
            self._set_switch(label, choice)
            return
        page.choose(choice)
        self._return(page)

    def permit(self, name: Name) -> Choice:
        """Allow it while the app is used, as this release offers it; returns how.

        Raises:
            ElementMissing: there is no such row.
            StepFailed: it stands as before.
        """
        label = self._row(name)
        page = self._page(label)
        if page is None:
            self._set_switch(label, "allow")
            return "allow"
        choice: Choice = "allow_while_using" if page.offers("allow_while_using") else "allow"
        page.choose(choice)
        self._return(page)
        return choice

    def _page(self, label: str) -> PermissionPage | None:
        """The page of a row, opened; None where the row has a switch."""
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
                f"setting {label} to {choice} on {self._release}",
                f"a switch offers {', '.join(_SWITCHED)}",
            )
        self._turn("switch", on=_SWITCHED[choice], label=label)
