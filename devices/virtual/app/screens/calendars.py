"""The appointments of the next days: as a list, by day, and one alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from devices.virtual.app import resources, theme, words
from devices.virtual.app.screens.booking import ChooseContact
from devices.virtual.app.screens.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.app.resources import Resource
    from devices.virtual.app.screens.screen import App
    from devices.virtual.ui.node import Node


class Calendars(Screen):
    """Appointments of today and the next days, soonest first."""

    id = "calendars"
    tab = "tab_calendars"
    top_level = True

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._by_day = False
        self._days = 0

    @property
    def title(self) -> str:
        """Its name."""
        return "Calendars"

    def actions(self) -> list[Node]:
        """Book."""
        book = "Book appointment"
        return [theme.icon_button("calendar_book", book, "plus", self._book, color="#FFFFFF")]

    def resources(self) -> tuple[Resource, ...]:
        """The appointments, and the contacts for their names."""
        place = self.app.account.place
        now = self.app.context.clock.now()
        return (resources.appointments(place, now), resources.contacts(place))

    def body(self) -> Node:
        """The two views, and the open one's list or that there is none."""
        now = self.app.context.clock.now()
        events, people = (self.read(one) for one in self.resources())
        rows = resources.held(events, now)
        head = [
            theme.bar(
                theme.pill(
                    "calendar_list", "List", self._viewer(by_day=False), chosen=not self._by_day
                ),
                theme.pill("calendar_day", "Day", self._viewer(by_day=True), chosen=self._by_day),
            )
        ]
        if self._by_day:
            day = (now + timedelta(days=self._days)).date()
            rows = [r for r in rows if words.local(r["startTime"], now.tzinfo).date() == day]
            head.append(self._day_bar(words.day(day, now)))
        names = {row["id"]: row["name"] for row in people["contacts"]}
        if rows:
            entries = (self._row(row, names.get(row["contactId"], "")) for row in rows)
            shown = theme.list_of("appointment_list", entries)
        else:
            said = "Nothing on this day" if self._by_day else "No upcoming appointments"
            shown = theme.empty("appointments_empty", "calendar", said)
        return theme.column(*head, theme.divider(), shown, weight=1)

    def _day_bar(self, day: str) -> Node:
        earlier = theme.icon_button("day_previous", "Previous day", "back", self._mover(-1))
        later = theme.icon_button("day_next", "Next day", "forward", self._mover(1))
        earlier.enabled = self._days > 0
        later.enabled = self._days < resources.DAYS_AHEAD - 1
        title = theme.text(day, id="day_title", bold=True, weight=1, align="center")
        return theme.row(earlier, title, later)

    def _viewer(self, *, by_day: bool) -> Callable[[], None]:
        def view() -> None:
            self._by_day, self._days = by_day, 0
            self.app.context.invalidate()

        return view

    def _mover(self, step: int) -> Callable[[], None]:
        def move() -> None:
            self._days += step
            self.app.context.invalidate()

        return move

    def _book(self) -> None:
        if self.app.carries("offline-booking-claimed") or self.app.online("Booking"):
            self.app.open(ChooseContact(self.app))

    def _row(self, row: dict[str, Any], name: str) -> Node:
        now = self.app.context.clock.now()
        texts = [
            theme.text(row["title"], id="appointment_title", bold=True),
            theme.text(
                words.appointment_time(row["startTime"], now),
                id="appointment_time",
                size=14,
                color=theme.BRAND,
            ),
        ]
        if name:
            texts.append(theme.text(name, id="appointment_contact", size=14, color=theme.MUTED))
        return theme.list_row(
            "appointment_row",
            row["title"],
            lambda: self.app.open(Appointment(self.app, row, name)),
            theme.icon("calendar", theme.BRAND),
            theme.column(*texts, gap=2, weight=1),
        )


class Appointment(Screen):
    """One appointment."""

    id = "appointment"

    def __init__(self, app: App, row: dict[str, Any], name: str) -> None:
        super().__init__(app)
        self._row = row
        self._name = name

    @property
    def title(self) -> str:
        """What it is."""
        return "Appointment"

    def body(self) -> Node:
        """What, when, with whom, and how it stands."""
        now = self.app.context.clock.now()
        end = words.local(self._row["endTime"], now.tzinfo)
        time = f"{words.appointment_time(self._row['startTime'], now)} to {end:%H:%M}"
        status = self._row["appointmentStatus"].title()
        lines = [
            ("calendar", "appointment_detail_time", time),
            ("person", "appointment_detail_contact", self._name),
            ("check", "appointment_detail_status", status),
        ]
        rows = [
            theme.row(theme.icon(icon), theme.text(content, id=id_, weight=1), gap=16)
            for icon, id_, content in lines
            if content
        ]
        title = theme.text(self._row["title"], id="appointment_detail_title", size=22, bold=True)
        return theme.scroll(theme.card("", "", None, title, *rows))
