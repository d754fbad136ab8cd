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
    from datetime import date, datetime

    from devices.virtual.app.resources import Place, Resource

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
        place = self._place
        preset = (resources.desktop_filters(),) if self._follows_desktop else ()
        return (
            *preset,
            *(resources.conversations(place, status) for status in ("all", "unread", "starred")),
            resources.appointments(place, self.app.context.clock.now()),
            resources.opportunities(place),
            resources.contacts(place),
        )

    def actions(self) -> list[Node]:
        """Refresh."""
        return [theme.icon_button("refresh", "Refresh", "refresh", self._refresh, color="#FFFFFF")]

    def body(self) -> Node:
        """Greeting and cards."""
        greeting = f"Hello, {self.app.account.user['firstName']}"
        return theme.scroll(
            theme.column(
                theme.text(greeting, id="dashboard_greeting", size=24, bold=True),
                theme.text(self._updated(), id="dashboard_updated", size=13, color=theme.MUTED),
                gap=4,
            ),
            self._conversations(),
            self._appointments(),
            self._pipeline(),
            self._activity(),
        )

    def _conversations(self) -> Node:
        unread = "all" if self.app.carries("dashboard-unread-wrong") else "unread"
        counts = [
            (status, str(self.read(resources.conversations(self._place, key))["total"]))
            for status, key in (("open", "all"), ("unread", unread), ("starred", "starred"))
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
        events = resources.held(self.read(resources.appointments(self._place, now)), now)
        days = [words.local(event["startTime"], now.tzinfo).date() for event in events]
        days = self._filtered_days(days)
        today = days.count(now.date())
        week = len(days) - (today if self.app.carries("dashboard-week-short") else 0)
        return theme.card(
            "card_appointments",
            "Appointments",
            lambda: self.app.switch(Calendars(self.app)),
            _card_title("calendar", "Appointments"),
            _stats(
                _stat("appointments_today", str(today), "Today"),
                _stat("appointments_week", str(week), "Next 7 days"),
            ),
        )

    def _pipeline(self) -> Node:
        deals = self.read(resources.opportunities(self._place))["opportunities"]
        shown = self._filters().get("status", "open")
        values = [deal["monetaryValue"] for deal in deals if deal["status"] == shown]
        worth = sum(values)
        if self.app.carries("pipeline-counts-lost"):
            worth += sum(deal["monetaryValue"] for deal in deals if deal["status"] == "lost")
        return theme.card(
            "card_pipeline",
            "Pipeline",
            lambda: self.app.switch(Opportunities(self.app)),
            _card_title("pipeline", "Pipeline"),
            _stats(
                _stat("pipeline_open", str(len(values)), "Open"),
                _stat("pipeline_value", words.money(worth), "Value"),
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
        place = self._place
        found = [
            (row["lastMessageDate"], row["fullName"], words.preview(row))
            for row in self.read(resources.conversations(place))["conversations"]
            if row["lastMessageDirection"]
        ]
        found += [
            (row["dateAdded"], row["name"], "Contact added")
            for row in self.read(resources.contacts(place))["contacts"]
        ]
        found += [
            (row["createdAt"], row["contact"]["name"], f"Opportunity: {row['name']}")
            for row in self.read(resources.opportunities(place))["opportunities"]
        ]
        newest = sorted(found, key=lambda entry: entry[0], reverse=True)[:_ACTIVITIES]
        return newest[::-1] if self.app.carries("activity-oldest-first") else newest

    @property
    def _place(self) -> Place:
        """The sub-account that is shown."""
        return self.app.account.place

    @property
    def _follows_desktop(self) -> bool:
        return self.app.carries("dashboard-follows-desktop")

    def _filters(self) -> dict[str, Any]:
        return self.read(resources.desktop_filters()) if self._follows_desktop else {}

    def _filtered_days(self, days: list[date]) -> list[date]:
        filters = self._filters()
        first, last = filters.get("startDate", ""), filters.get("endDate", "9")
        return [day for day in days if first <= day.isoformat() <= last]

    def _refresh(self) -> None:
        if self.app.online("Refreshing"):
            self.app.sync()

    def _updated(self) -> str:
        loaded = self.app.account.loaded_at(resources.opportunities(self._place))
        return f"Updated {loaded:%H:%M}" if loaded else ""


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
