"""How one group of permissions stands for one app.

There is such a page from Android 10 on, and on iOS where there is more to choose than yes and no.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal, get_args

from pages.driving import SETTINGS
from pages.errors import ChoiceMissing
from pages.system.system_page import SystemPage

if TYPE_CHECKING:
    from collections.abc import Iterable

Choice = Literal["allow", "allow_always", "allow_while_using", "allow_limited", "ask", "deny"]
"""``allow_while_using`` and ``ask`` are offered where use is told apart, ``allow`` elsewhere;
``allow_limited`` for photos from Android 14 on."""
_CHOICES: Final[tuple[Choice, ...]] = get_args(Choice)


class PermissionPage(SystemPage):
    """Settings > Apps > the app > Permissions > the group; on iOS no page lies between."""

    NAME: ClassVar = "system/permission_page"
    APPLICATION: ClassVar = SETTINGS

    @property
    def offered(self) -> tuple[Choice, ...]:
        """What can be chosen on this release."""
        self._one("screen")
        return tuple(choice for choice in _CHOICES if self._shows(choice))

    @property
    def chosen(self) -> Choice:
        """How it stands.

        Raises:
            ChoiceMissing: none of the choices is the chosen one.
        """
        offered = self.offered
        for choice in offered:
            if self._is_on(choice):
                return choice
        raise self._missing_choice("any choice", offered)

    def choose(self, choice: Choice) -> None:
        """Choose one, which a system may ask back about.

        Raises:
            ChoiceMissing: this release does not offer it here.
            StepFailed: it stands as before.
        """
        if not self.offers(choice):
            raise self._missing_choice(choice, self.offered)
        self._turn(choice, on=True)

    def offers(self, choice: Choice) -> bool:
        """Whether one of them can be chosen on this release."""
        self._one("screen")
        return self._shows(choice)

    def back(self) -> None:
        """Go back to the list that has led here."""
        self._leave_by("back")

    def _missing_choice(self, choice: str, offered: Iterable[str]) -> ChoiceMissing:
        return ChoiceMissing(
            self._session.facts.name,
            self.NAME,
            f"choosing {choice} on {self._release}",
            f"it offers {', '.join(offered) or 'nothing'}",
        )
