"""The app's home: what there is to do, at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.app import resources, theme, words
from devices.virtual.app.screens.calendars import Calendars
from devices.virtual.app.screens.conversations import Conversations
from devices.virtual.app.screens.opportunities import Opportunities
from devices.virtual.app.screens.screen import Screen
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from datetime import datetime

    from devices.virtual.app.resources import Resource

_ACTIVITIES: Final = 5


class Dashboard(Screen):
    """Conversations, appointments, pipeline and what happened last."""

    id = "dashboard"
    top_level = True

    @property
    def title(self) -> str:
        """The account's brand."""
        return self.app.account.brand

    def resources(self) -> tuple[Resource, ...]:
        """Everything that is counted here."""
        place = self.app.account.place
        return (
            *(resources.conversations(place, status) for status in ("all", "unread", "starred")),
            resources.appointments(place, self.app.context.clock.now()),
            resources.opportunities(place),
            resources.contacts(place),
        )

    def body(self) -> Node:
        """Greeting and cards."""
        greeting = f"Hello, {self.app.account.user['firstName']}"
        return theme.scroll(
            theme.text(greeting, id="dashboard_greeting", size=24, bold=True),
            self._conversations(),
            self._appointments(),
            self._pipeline(),
            self._activity(),
        )

    def _conversations(self) -> Node:
        counts = [
            (status, str(self._read(resources.conversations(self.app.account.place, key))["total"]))
            for status, key in (("open", "all"), ("unread", "unread"), ("starred", "starred"))
        ]
        stats = [_stat(f"conversations_{name}", count, name.title()) for name, count in counts]
        return theme.card(
            "card_conversations",
            "Conversations",
            lambda: self.app.switch(Conversations(self.app)),
            _card_title("chat", "Conversations"),
            _stats(*stats),
        )

    def _appointments(self) -> Node:
        now = self.app.context.clock.now()
        events = self._read(resources.appointments(self.app.account.place, now))["events"]
        days = [words.local(event["startTime"], now.tzinfo).date() for event in events]
        return theme.card(
            "card_appointments",
            "Appointments",
            lambda: self.app.switch(Calendars(self.app)),
            _card_title("calendar", "Appointments"),
            _stats(
                _stat("appointments_today", str(days.count(now.date())), "Today"),
                _stat("appointments_week", str(len(days)), "Next 7 days"),
            ),
        )

    def _pipeline(self) -> Node:
        deals = self._read(resources.opportunities(self.app.account.place))["opportunities"]
        values = [deal["monetaryValue"] for deal in deals if deal["status"] == "open"]
        return theme.card(
            "card_pipeline",
            "Pipeline",
            lambda: self.app.switch(Opportunities(self.app)),
            _card_title("pipeline", "Pipeline"),
            _stats(
                _stat("pipeline_open", str(len(values)), "Open"),
                _stat("pipeline_value", words.money(sum(values)), "Value"),
            ),
        )

    def _activity(self) -> Node:
        now = self.app.context.clock.now()
        rows = [_activity_row(*entry, now) for entry in self._happened()]
        if not rows:
            rows = [theme.text("Nothing has happened yet", size=14, color=theme.MUTED)]
        return theme.card("card_activity", "", None, _card_title("bell", "Recent activity"), *rows)

    def _happened(self) -> list[tuple[str, str, str]]:
        """Time, name and event of what happened last, newest first."""
        place = self.app.account.place
        found = [
            (row["lastMessageDate"], row["fullName"], words.preview(row))
            for row in self._read(resources.conversations(place))["conversations"]
            if row["lastMessageBody"]
        ]
        found += [
            (row["dateAdded"], row["name"], "Contact added")
            for row in self._read(resources.contacts(place))["contacts"]
        ]
        found += [
            (row["createdAt"], row["contact"]["name"], f"Opportunity: {row['name']}")
            for row in self._read(resources.opportunities(place))["opportunities"]
        ]
        return sorted(found, key=lambda entry: entry[0], reverse=True)[:_ACTIVITIES]

    def _read(self, resource: Resource) -> dict[str, Any]:
        return self.app.account.cached(resource) or {}


def _card_title(icon: str, content: str) -> Node:
    title = theme.text(content, bold=True, weight=1)
    return theme.row(theme.icon(icon, theme.BRAND), title, gap=10)


def _stats(*stats: Node) -> Node:
    style = Style(direction="row", gap=8)
    return Node(Role.GROUP, important=False, style=style, children=list(stats))


def _stat(id: str, value: str, caption: str) -> Node:  # noqa: A002 - the node's own word
    return theme.column(
        theme.text(value, id=id, size=26, bold=True),
        theme.text(caption, size=13, color=theme.MUTED),
        weight=1,
    )


def _activity_row(instant: str, name: str, event: str, now: datetime) -> Node:
    texts = theme.column(
        theme.text(name, id="activity_title", size=15, bold=True),
        theme.text(event, id="activity_text", size=14, color=theme.MUTED),
        gap=2,
        weight=1,
    )
    time = theme.text(words.when(instant, now), size=13, color=theme.MUTED)
    style = Style(direction="row", align="center", gap=12, padding=(0, 4, 0, 4))
    return Node(
        Role.GROUP, id="activity", style=style, children=[theme.avatar(name, 36), texts, time]
    )
