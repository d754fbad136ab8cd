"""The appointments of the next days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devices.virtual.app import resources, theme, words
from devices.virtual.app.screens.screen import Screen

if TYPE_CHECKING:
    from devices.virtual.app.resources import Resource
    from devices.virtual.ui.node import Node


class Calendars(Screen):
    """Appointments of today and the next days, soonest first."""

    id = "calendars"
    tab = "tab_calendars"
    top_level = True

    @property
    def title(self) -> str:
        """Its name."""
        return "Calendars"

    def resources(self) -> tuple[Resource, ...]:
        """The appointments, and the contacts for their names."""
        place = self.app.account.place
        now = self.app.context.clock.now()
        return (resources.appointments(place, now), resources.contacts(place))

    def body(self) -> Node:
        """The list, or that there is none."""
        events, people = (self.app.account.cached(one) or {} for one in self.resources())
        if not events["events"]:
            return theme.empty("appointments_empty", "calendar", "No upcoming appointments")
        names = {row["id"]: row["name"] for row in people["contacts"]}
        rows = (self._row(row, names.get(row["contactId"], "")) for row in events["events"])
        return theme.list_of("appointment_list", rows)

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
            None,
            theme.icon("calendar", theme.BRAND),
            theme.column(*texts, gap=2, weight=1),
        )
