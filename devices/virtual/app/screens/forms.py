"""Writing a note, and setting a task."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from devices.virtual.app import resources, theme
from devices.virtual.app.screens.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.app.screens.screen import App
    from devices.virtual.ui.node import Node

_DUE_HOUR: Final = 17  # of the phone's day
_DUE: Final = (
    ("task_due_today", "Today", 0),
    ("task_due_tomorrow", "Tomorrow", 1),
    ("task_due_week", "In a week", 7),
)


class NewNote(Screen):
    """A note about a contact; it is queued, so that it can be written without a connection."""

    id = "note_form"

    def __init__(self, app: App, contact_id: str) -> None:
        super().__init__(app)
        self._contact_id = contact_id
        self._draft = ""

    @property
    def title(self) -> str:
        """What it is for."""
        return "New note"

    def body(self) -> Node:
        """The note, and Save."""
        field = theme.field("note_input", "Note", self._draft, self._write)
        field.multiline = True
        save = theme.button("note_save", "Save", self._save)
        save.enabled = bool(self._draft.strip())
        return theme.scroll(field, save)

    def _write(self, content: str) -> None:
        self._draft = content
        self.app.context.invalidate()

    def _save(self) -> None:
        self.app.outbox.add_note(self._contact_id, self._draft.strip())
        self.app.back()


class NewTask(Screen):
    """A task about a contact."""

    id = "task_form"

    def __init__(self, app: App, contact_id: str) -> None:
        super().__init__(app)
        self._contact_id = contact_id
        self._draft = ""
        self._days = 0

    @property
    def title(self) -> str:
        """What it is for."""
        return "New task"

    def body(self) -> Node:
        """What is to be done, by when, and Save."""
        field = theme.field("task_input", "Task", self._draft, self._write)
        due = [
            theme.pill(id_, name, self._chooser(days), chosen=days == self._days)
            for id_, name, days in _DUE
        ]
        save = theme.button("task_save", "Save", self._save)
        save.enabled = bool(self._draft.strip())
        return theme.scroll(field, theme.text("Due", bold=True), theme.row(*due, gap=8), save)

    def _write(self, content: str) -> None:
        self._draft = content
        self.app.context.invalidate()

    def _chooser(self, days: int) -> Callable[[], None]:
        def choose() -> None:
            self._days = days
            self.app.context.invalidate()

        return choose

    def _save(self) -> None:
        day = self.app.context.clock.now() + timedelta(days=self._days)
        due = day.replace(hour=_DUE_HOUR, minute=0, second=0, microsecond=0)
        body = {
            "title": self._draft.strip(),
            "dueDate": due.isoformat(),
            "completed": False,
            "assignedTo": self.app.account.user["id"],
        }
        path, account = f"/contacts/{self._contact_id}/tasks", self.app.account
        saved = self.app.attempt(
            "Adding a task", lambda: account.send("POST", path, resources.JULY, body)
        )
        if saved:
            self.app.back()
