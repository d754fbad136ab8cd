"""One contact."""

from __future__ import annotations

from typing import ClassVar

from pages.note_form import NoteForm
from pages.page import Page


class ContactPage(Page):
    """One contact: profile, notes, tasks and appointments, and what there is to do."""

    NAME: ClassVar = "contact"

    def wait_for(self, *lines: str) -> None:
        """Wait until these lines of the profile are loaded.

        Raises:
            ElementMissing: one is not there within the deadline.
        """
        for line in lines:
            self._one("line", values={"text": line})

    def shows(self, *lines: str) -> bool:
        """Whether these lines of the profile are all there: name, phone, e-mail address, tags."""
        return all(self._shows_in("content", "line", {"text": line}) for line in lines)

    def shows_note(self, text: str) -> bool:
        """Whether a note is there, somewhere on the page."""
        return self._shows_in("content", "note_of", {"text": text})

    def note_waits(self, text: str) -> bool:
        """Whether a note is marked as waiting for a connection within the deadline."""
        return self._shows_in("content", "waiting_note", {"text": text})

    def note_is_saved(self, text: str) -> bool:
        """Whether a note has the time at which the account got it within the deadline."""
        return self._shows_in("content", "saved_note", {"text": text})

    def open_note_form(self) -> NoteForm:
        """Begin a note."""
        self._tap_in("content", "add_note")
        return NoteForm(self._session).wait_until_open()

    def add_notes(self, *texts: str) -> None:
        """Write notes, one after the other."""
        for text in texts:
            self.open_note_form().write(text)

    def begin_task(self) -> None:
        """Ask for a new task; its form follows where the app lets one be made."""
        self._tap_in("content", "add_task")

    def call(self) -> None:
        """Call the contact; the call follows where it can be made."""
        self._tap_in("content", "call")

    def sign(self) -> None:
        """Sign the contact's document; the camera follows where the app may use it."""
        self._tap_in("content", "sign")

    @property
    def document_status(self) -> str:
        """What the document is, in the app's words: ``Not signed``, ``Signed``."""
        return self._text_in("content", "document_status")

    def back(self) -> None:
        """Go back to where it was opened."""
        self._tap("back")
