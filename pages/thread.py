"""One conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from config.deadlines import DEADLINES
from devices import wait
from pages.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence


class ThreadPage(Page):
    """One conversation: its messages and the field for the next one."""

    NAME: ClassVar = "thread"

    @property
    def messages(self) -> list[str]:
        """Texts of the messages on screen, oldest first."""
        return self._texts("message")

    def messages_become(self, expected: Sequence[str]) -> list[str]:
        """The messages on screen, waited for; those that are there at the deadline otherwise."""
        return wait.until(
            lambda: self.messages, DEADLINES.notice_s, holds=lambda seen: seen == [*expected]
        )

    def wait_for_message(self, text: str) -> None:
        """Wait until a message is loaded.

        Raises:
            ElementMissing: it is not on screen within the deadline.
        """
        self._one("message_of", values={"text": text})

    def reads(self, text: str, status: str, deadline_s: float = DEADLINES.notice_s) -> bool:
        """Whether the user's own message has a status within the deadline.

        Args:
            text: the whole message.
            status: in the app's words: ``Pending``, ``Sent``, ``Not sent``.
            deadline_s: for the status to come.
        """
        return self._shows("message_in_status", deadline_s, {"text": text, "status": status})

    @property
    def says_that_messages_wait(self) -> bool:
        """Whether it tells, by the composer, that what is sent now waits for a connection."""
        return self._shows("waiting_notice", DEADLINES.notice_s)

    def choose_channel(self, name: str) -> None:
        """Send what follows by a channel, named in the app's words: ``SMS``, ``WhatsApp``."""
        self._tap("channel_picker")
        self._tap("channel", channel=name)

    def send(self, *texts: str) -> None:
        """Write messages, one after the other."""
        for text in texts:
            self._type("input", text)
            self._tap("send")

    def photograph(self) -> None:
        """Send a photo from the camera, which follows where the app may use it."""
        self._attach("from_camera")

    def upload_photo(self) -> None:
        """Send one of the phone's photos; they follow where the app may see them."""
        self._attach("from_photos")

    def record_voice(self) -> None:
        """Record a voice note, which WhatsApp takes; it begins where the app may listen."""
        self._tap("record_voice")

    def _attach(self, way: str) -> None:
        """Tap an entry of the menu, which stays open after a refusal."""
        if not self._shows(way):
            self._tap("attach")
        self._tap(way)

    def star(self) -> None:
        """Star the conversation."""
        self._tap("star")

    def call(self) -> None:
        """Call the contact."""
        self._tap("call")

    def back(self) -> None:
        """Go back to where it was opened."""
        self._tap("back")
