"""The inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.app import resources, theme, words
from devices.virtual.app.screens.screen import Screen
from devices.virtual.app.screens.thread import Thread

if TYPE_CHECKING:
    from devices.virtual.app.resources import Resource
    from devices.virtual.app.screens.screen import App
    from devices.virtual.ui.node import Node

_TABS: Final = (
    ("inbox_all", "All", "all", "No conversations yet"),
    ("inbox_unread", "Unread", "unread", "No unread conversations"),
    ("inbox_recent", "Recent", "recents", "No recent conversations"),
    ("inbox_starred", "Starred", "starred", "No starred conversations"),
)


class Conversations(Screen):
    """Conversations by tab, the one with the newest message first."""

    id = "conversations"
    tab = "tab_conversations"
    top_level = True

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._status = "all"
        self._wanted = ""

    @property
    def title(self) -> str:
        """Its name."""
        return "Conversations"

    def resources(self) -> tuple[Resource, ...]:
        """The inbox, as the open tab narrows it."""
        return (resources.conversations(self.app.account.place, self._status),)

    def loaded(self) -> bool:
        """Whether the whole inbox has been loaded: the tabs can be shown then."""
        return self._cached("all") is not None

    def body(self) -> Node:
        """Tabs, search, and the list or that there is none."""
        tabs = theme.bar(*(self._tab(*tab) for tab in _TABS))
        search = theme.field("conversation_search", "Search", self._wanted, self._search)
        rows = [
            row for row in self._rows() if self._wanted.casefold() in row["fullName"].casefold()
        ]
        if rows:
            found = theme.list_of("conversation_list", map(self._row, rows))
        else:
            said = next(empty for _, _, status, empty in _TABS if status == self._status)
            found = theme.empty(
                "conversations_empty", "chat", "Nothing found" if self._wanted else said
            )
        return theme.column(tabs, theme.inset(search), theme.divider(), found, weight=1)

    def _tab(self, id: str, name: str, status: str, _: str) -> Node:  # noqa: A002 - the node's own word
        return theme.pill(id, name, lambda: self._open(status), chosen=status == self._status)

    def _open(self, status: str) -> None:
        self._status = status
        self.app.sync()

    def _search(self, content: str) -> None:
        self._wanted = content
        self.app.context.invalidate()

    def _cached(self, status: str) -> dict[str, Any] | None:
        return self.app.account.cached(resources.conversations(self.app.account.place, status))

    def _rows(self) -> list[dict[str, Any]]:
        """The tab's conversations; of a tab that was never loaded, those known from the inbox."""
        found = self._cached(self._status)
        if found is not None:
            return list(found["conversations"])
        known = (self._cached("all") or {})["conversations"]
        shown = {"unread": "unreadCount", "starred": "starred"}.get(self._status, "id")
        return [row for row in known if row[shown]]

    def _row(self, row: dict[str, Any]) -> Node:
        name, unread = row["fullName"], row["unreadCount"]
        now = self.app.context.clock.now()
        color = theme.INK if unread else theme.MUTED
        texts = theme.column(
            theme.text(name, id="conversation_name", bold=True),
            theme.text(
                words.preview(row),
                id="conversation_preview",
                size=14,
                color=color,
                bold=bool(unread),
            ),
            gap=2,
            weight=1,
        )
        time = words.when(row["lastMessageDate"], now)
        aside = [theme.text(time, id="conversation_time", size=13, color=theme.MUTED)]
        if unread:
            badge = theme.chip(
                str(unread), id="conversation_unread", color="#FFFFFF", background=theme.BRAND
            )
            aside.insert(0, badge)
        if row["starred"]:
            aside.insert(0, theme.mark("conversation_star", "Starred", "star", theme.STAR))
        return theme.list_row(
            "conversation_row",
            name,
            lambda: self.app.open(Thread(self.app, row)),
            theme.avatar(name),
            texts,
            *aside,
        )
