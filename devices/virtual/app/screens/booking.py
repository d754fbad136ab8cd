"""Booking an appointment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.app import resources, theme, words
from devices.virtual.app.screens.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from devices.virtual.app.resources import Resource
    from devices.virtual.app.screens.screen import App
    from devices.virtual.ui.node import Node

_HOURS: Final = range(9, 17)  # of the phone's day, at which a meeting can begin
_IN_A_ROW: Final = 4


class ChooseContact(Screen):
    """Whom the appointment is with."""

    id = "booking_contacts"

    @property
    def title(self) -> str:
        """What it is for."""
        return "Choose a contact"

    def resources(self) -> tuple[Resource, ...]:
        """All contacts."""
        return (resources.contacts(self.app.account.place),)

    def body(self) -> Node:
        """The list, or that there is none."""
        found = self.read(self.resources()[0])["contacts"]
        if not found:
            return theme.empty("contacts_empty", "person", "No contacts yet")
        rows = sorted(found, key=lambda row: row["name"].casefold())
        return theme.list_of("booking_contact_list", map(self._row, rows))

    def _row(self, row: dict[str, Any]) -> Node:
        name = row["name"]
        return theme.list_row(
            "booking_contact_row",
            name,
            lambda: self.app.open(Booking(self.app, row, screens=2)),
            theme.avatar(name),
            theme.text(name, id="booking_contact_name", bold=True, weight=1),
        )


class Booking(Screen):
    """Title, day and time of an appointment with a contact.

    Args:
        screens: how many screens are left behind when it is booked.
    """

    id = "booking"

    def __init__(self, app: App, contact: dict[str, Any], screens: int = 1) -> None:
        super().__init__(app)
        self._contact = contact
        self._screens = screens
        self._name = ""
        self._days = 1
        self._hour = _HOURS[0]

    @property
    def title(self) -> str:
        """What it is for."""
        return "Book appointment"

    def body(self) -> Node:
        """The form."""
        now = self.app.context.clock.now()
        days = [
            theme.pill(
                "booking_day", words.day(day, now), self._day_chooser(n), chosen=n == self._days
            )
            for n in range(resources.DAYS_AHEAD)
            for day in [(now + timedelta(days=n)).date()]
        ]
        times = [
            theme.pill(
                "booking_time",
                f"{hour:02d}:00",
                self._hour_chooser(hour),
                chosen=hour == self._hour,
                enabled=self._start(hour) > now,
            )
            for hour in _HOURS
        ]
        book = theme.button("booking_save", "Book", self._book)
        book.enabled = self._start(self._hour) > now
        return theme.scroll(
            theme.text(f"With {self._contact['name']}", id="booking_contact", bold=True),
            theme.field("booking_title", "Title", self._name, self._write),
            *_lines(days),
            theme.text("Time", bold=True),
            *_lines(times),
            book,
        )

    def _start(self, hour: int) -> datetime:
        day = self.app.context.clock.now() + timedelta(days=self._days)
        return day.replace(hour=hour, minute=0, second=0, microsecond=0)

    def _write(self, content: str) -> None:
        self._name = content

    def _day_chooser(self, days: int) -> Callable[[], None]:
        def choose() -> None:
            self._days = days
            self.app.context.invalidate()

        return choose

    def _hour_chooser(self, hour: int) -> Callable[[], None]:
        def choose() -> None:
            self._hour = hour
            self.app.context.invalidate()

        return choose

    def _book(self) -> None:
        offline = not self.app.context.network.connected
        claimed = offline and self.app.carries("offline-booking-claimed")
        if claimed or self.app.attempt("Booking", self._send):
            for _ in range(self._screens):
                self.app.back()
            self.app.say("Appointment booked.")

    def _send(self) -> None:
        account = self.app.account
        body = {
            "calendarId": account.place["calendarId"],
            "locationId": account.place["id"],
            "contactId": self._contact["id"],
            "title": self._name.strip() or self._contact["name"],
            "startTime": self._start(self._hour).isoformat(),
            "assignedUserId": account.user["id"],
        }
        account.send("POST", "/calendars/events/appointments", resources.APRIL, body)


def _lines(pills: list[Node]) -> list[Node]:
    return [
        theme.row(*pills[first : first + _IN_A_ROW], gap=8)
        for first in range(0, len(pills), _IN_A_ROW)
    ]
