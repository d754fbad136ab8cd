"""The form for a new note."""

from __future__ import annotations

from typing import ClassVar

from pages.page import Page


class NoteForm(Page):
    """A note about a contact, before it is saved."""

    NAME: ClassVar = "note_form"

    def write(self, text: str) -> None:
        """Write the note and save it; the contact follows."""
        self._type("input", text)
        self._tap("save")
