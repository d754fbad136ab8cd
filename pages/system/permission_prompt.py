"""The system's question whether an app may do something, as each release asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal, get_args

from config.deadlines import DEADLINES
from devices import wait
from pages.driving import SPRINGBOARD
from pages.errors import ChoiceMissing
from pages.system.contacts_share import ContactsShare
from pages.system.photo_picker import PhotoPicker
from pages.system.system_page import SystemPage

if TYPE_CHECKING:
    from collections.abc import Callable

Choice = Literal[
    "allow",
    "allow_while_using",
    "allow_once",
    "select_photos",
    "deny",
    "deny_for_good",
]
"""What is offered differs by release, by what is asked for, and by what was answered before."""
_CHOICES: Final[tuple[Choice, ...]] = get_args(Choice)


class PermissionPrompt(SystemPage):
    """A permission prompt, whichever app asks. Each answer waits until it is taken.

    Raises:
        ElementMissing: no prompt came within the deadline; tells what is in front instead.
        ChoiceMissing: this prompt does not offer that; tells what it does.
        StepFailed: the prompt does not take the answer.
    """

    NAME: ClassVar = "system/permission_prompt"
    APPLICATION: ClassVar = SPRINGBOARD

    @property
    def is_shown(self) -> bool:
        """Whether one shows now."""
        return self.is_open

    def appears(self, deadline_s: float = DEADLINES.find_s) -> bool:
        """Whether one shows within the deadline."""
        return self.opens(deadline_s)

    def goes(self, deadline_s: float = DEADLINES.find_s) -> bool:
        """Whether none shows any more within the deadline."""
        return self._goes(self.SCREEN, deadline_s)

    @property
    def message(self) -> str:
        """The question, in the release's words."""
        self.wait_until_open()
        return self._text("message")

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be answered to this one."""
        self.wait_until_open()
        return tuple(choice for choice in _CHOICES if self._offers(choice))

    def allow(self) -> None:
        """Allow in full and to stay: always, or while the app is used where that is the most."""
        self.wait_until_open()
        goes_on = self._shows("goes_on")
        self._answer("allow")
        if goes_on:
            ContactsShare(self._session).share_all()

    def allow_while_using(self) -> None:
        """Allow while the app is used."""
        self._answer("allow_while_using")

    def allow_once(self) -> None:
        """Allow for this use."""
        self._answer("allow_once")

    def allow_approximate(self) -> None:
        """Allow to know about where the phone is while the app is used, and no more."""
        self.wait_until_open()
        if not self._shows("approximate") and not self._shows("is_approximate"):
            raise self._not_offered("an approximate location")
        self._tap_until("approximate", lambda: self._shows("is_approximate"))
        self._answer("allow_while_using")

    def select_photos(self) -> PhotoPicker:
        """Allow some photos and videos; which, is chosen in the picker that follows.

        Where the user has chosen some before, iOS shows the picker without a question.
        """
        picker = PhotoPicker(self._session)
        wait.until(lambda: self.is_open or picker.is_open, DEADLINES.find_s)
        if not picker.is_open:
            self._answer("select_photos")
        return picker.wait_until_open()

    def deny(self) -> None:
        """Refuse. From Android 11 on the second refusal is final, on iOS every one."""
        self._answer("deny")

    def deny_for_good(self) -> None:
        """Refuse so that nobody is asked again, which no Android offers the first time."""
        self.wait_until_open()
        if self._shows("never_again"):
            self._turn("never_again", on=True)
            self._answer("deny")
        else:
            self._answer("deny_for_good")

    def refuse_for_good(self, ask: Callable[[], None]) -> None:
        """Have the app ask, and refuse, as often as it takes until nobody is asked again."""
        ask()
        self.wait_until_open()
        if not self._offers("deny_for_good"):
            self.deny()
            ask()
        self.deny_for_good()

    def _answer(self, choice: Choice) -> None:
        """Tap a button until the prompt goes, or asks something else."""
        self.wait_until_open()
        if not self._shows(choice):
            raise self._not_offered(choice)
        asked = self._texts("message")
        self._tap_until(choice, lambda: not self._shows(choice) or self._texts("message") != asked)

    def _offers(self, choice: Choice) -> bool:
        return self._shows(choice) or (choice == "deny_for_good" and self._shows("never_again"))

    def _not_offered(self, what: str) -> ChoiceMissing:
        return ChoiceMissing(
            self._session.facts.name,
            self.NAME,
            f"choosing {what} on {self._release}",
            f"{self.message!r} offers {', '.join(self.choices)}",
        )
