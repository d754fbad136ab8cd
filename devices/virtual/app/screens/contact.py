"""One contact: profile, notes, tasks, appointments and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devices.virtual.app import resources, theme, words
from devices.virtual.app.screens.booking import Booking
from devices.virtual.app.screens.call import ring
from devices.virtual.app.screens.documents import documents
from devices.virtual.app.screens.forms import NewNote, NewTask
from devices.virtual.app.screens.screen import Screen
from devices.virtual.app.screens.thread import Thread
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.app.resources import Resource
    from devices.virtual.app.screens.screen import App


class Contact(Screen):
    """One contact, and what there is to do about the contact."""

    id = "contact"

    def __init__(self, app: App, row: dict[str, Any]) -> None:
        super().__init__(app)
        self._row = row

    @property
    def title(self) -> str:
        """Who it is."""
        return str(self._row["name"])

    def resources(self) -> tuple[Resource, ...]:
        """The profile, and what belongs to it."""
        contact_id = self._row["id"]
        return (
            resources.contact(contact_id),
            resources.notes(contact_id),
            resources.tasks(contact_id),
            resources.contact_appointments(contact_id),
        )

    def body(self) -> Node:
        """Name, actions, ways to reach the contact, and what belongs to it."""
        person = self.read(self.resources()[0])["contact"]
        name = theme.text(person["name"], id="contact_full_name", size=22, bold=True, weight=1)
        head = theme.row(theme.avatar(person["name"], 64), name, gap=16)
        return theme.scroll(
            theme.card("", "", None, head, self._actions()),
            *([] if self.app.hides_loaded() else self._details(person)),
            self._notes(),
            self._tasks(),
            self._appointments(),
            documents(self.app, self._row["id"]),
        )

    def _actions(self) -> Node:
        return theme.row(
            theme.action("contact_message", "Message", "chat", self._message),
            theme.action("contact_call", "Call", "phone", self._call),
            theme.action("contact_book", "Book", "calendar", self._book),
            gap=8,
        )

    @staticmethod
    def _details(person: dict[str, Any]) -> list[Node]:
        lines = [
            ("phone", "contact_phone", person["phone"]),
            ("mail", "contact_email", person["email"]),
            ("star", "contact_tags", ", ".join(person["tags"])),
        ]
        rows = [
            theme.row(theme.icon(icon), theme.text(content, id=id_, weight=1), gap=16)
            for icon, id_, content in lines
            if content
        ]
        return [theme.card("", "", None, *rows)] if rows else []

    def _notes(self) -> Node:
        now = self.app.context.clock.now()
        waiting = self.app.outbox.notes_about(self._row["id"])
        rows = [_note(item["body"], "", refused=item["refused"]) for item in reversed(waiting)]
        rows += [
            _note(row["body"], words.when(row["dateAdded"], now))
            for row in self.read(self.resources()[1])["notes"]
        ]
        return _section("Notes", "note_add", "Add note", self._add_note, rows, "No notes yet")

    def _tasks(self) -> Node:
        rows = [self._task(row) for row in self.read(self.resources()[2])["tasks"]]
        return _section("Tasks", "task_add", "Add task", self._add_task, rows, "No tasks yet")

    def _task(self, row: dict[str, Any]) -> Node:
        now, done = self.app.context.clock.now(), row["completed"]
        box = Node(
            Role.CHECK_BOX,
            id="task_done",
            label=row["title"],
            checkable=True,
            checked=done,
            on_tap=lambda: self._complete(row),
            style=Style(width=48),
        )
        color = theme.MUTED if done else theme.INK
        due = words.day(words.local(row["dueDate"], now.tzinfo).date(), now)
        texts = theme.column(
            theme.text(row["title"], id="task_title", color=color),
            theme.text(f"Due {due}", id="task_due", size=13, color=theme.MUTED),
            gap=2,
            weight=1,
        )
        style = Style(direction="row", align="center", gap=4)
        return Node(Role.GROUP, id="task_row", style=style, children=[box, texts])

    def _appointments(self) -> Node:
        now = self.app.context.clock.now()
        events = self.read(self.resources()[3])["events"]
        rows = [
            theme.plain_row(
                "contact_appointment_row",
                theme.text(row["title"], id="contact_appointment_title", bold=True),
                theme.text(
                    words.appointment_time(row["startTime"], now),
                    id="contact_appointment_time",
                    size=14,
                    color=theme.BRAND,
                ),
            )
            for row in events
        ]
        heading = theme.text("Appointments", bold=True)
        return theme.card("", "", None, heading, *(rows or [_nothing("No appointments yet")]))

    def _message(self) -> None:
        found: list[dict[str, Any]] = []
        if self.app.context.network.connected:
            if not self.app.attempt("Messaging", lambda: found.append(self._conversation())):
                return
        else:
            inbox = self.read(resources.conversations(self.app.account.place))
            rows = inbox.get("conversations", [])
            found = [row for row in rows if row["contactId"] == self._row["id"]]
        if found:
            self.app.open(Thread(self.app, found[0]))
        else:
            self.app.online("A new conversation")

    def _conversation(self) -> dict[str, Any]:
        """The conversation with the contact, opened when there is none."""
        account, place_id = self.app.account, self.app.account.place["id"]
        path = f"/conversations/search?locationId={place_id}&contactId={self._row['id']}"
        found = account.send("GET", path, resources.APRIL)["conversations"]
        if not found:
            body = {"locationId": place_id, "contactId": self._row["id"]}
            account.send("POST", "/conversations/", resources.APRIL, body)
            found = account.send("GET", path, resources.APRIL)["conversations"]
        return dict(found[0])

    def _call(self) -> None:
        ring(self.app, self._row["id"], self.title)

    def _book(self) -> None:
        if self.app.carries("offline-booking-claimed") or self.app.online("Booking"):
            self.app.open(Booking(self.app, self._row))

    def _add_note(self) -> None:
        self.app.open(NewNote(self.app, self._row["id"]))

    def _add_task(self) -> None:
        if self.app.online("Adding a task"):
            self.app.open(NewTask(self.app, self._row["id"]))

    def _complete(self, row: dict[str, Any]) -> None:
        path = f"/contacts/{self._row['id']}/tasks/{row['id']}/completed"
        body = {"completed": not row["completed"]}
        account = self.app.account
        done = self.app.attempt(
            "Changing a task", lambda: account.send("PUT", path, resources.JULY, body)
        )
        if done:
            self.app.sync()


def _section(  # noqa: PLR0917 - a section has these parts
    name: str,
    id: str,  # noqa: A002 - the node's own word
    adding: str,
    on_add: Callable[[], None],
    rows: list[Node],
    nothing: str,
) -> Node:
    heading = theme.row(
        theme.text(name, bold=True, weight=1),
        theme.icon_button(id, adding, "plus", on_add, color=theme.BRAND),
    )
    return theme.card("", "", None, heading, *(rows or [_nothing(nothing)]))


def _nothing(content: str) -> Node:
    return theme.text(content, size=14, color=theme.MUTED)


def _note(body: str, time: str, *, refused: bool = False) -> Node:
    """A note that is on the server has its time, one that waits the sign that it does."""
    if time:
        below = theme.text(time, id="note_time", size=13, color=theme.MUTED)
    elif refused:
        below = theme.text("Not saved", id="note_status", size=12, color=theme.DANGER)
    else:
        below = theme.pending("note_status")
    return theme.plain_row("note_row", theme.text(body, id="note_body"), below)
