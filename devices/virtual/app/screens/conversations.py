"""The inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devices.virtual.app import resources, theme, words
from devices.virtual.app.screens.screen import Screen
from devices.virtual.app.screens.thread import Thread

if TYPE_CHECKING:
    from devices.virtual.app.resources import Resource
    from devices.virtual.ui.node import Node


class Conversations(Screen):
    """All conversations, the one with the newest message first."""

    id = "conversations"
    tab = "tab_conversations"
    top_level = True

    @property
    def title(self) -> str:
        """Its name."""
        return "Conversations"

    def resources(self) -> tuple[Resource, ...]:
        """The inbox."""
        return (resources.conversations(self.app.account.place),)

    def body(self) -> Node:
        """The list, or that there is none."""
        found = self.app.account.cached(self.resources()[0]) or {}
        if not found["conversations"]:
            return theme.empty("conversations_empty", "chat", "No conversations yet")
        return theme.list_of("conversation_list", map(self._row, found["conversations"]))

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
        return theme.list_row(
            "conversation_row",
            name,
            lambda: self.app.open(Thread(self.app, row)),
            theme.avatar(name),
            texts,
            *aside,
        )
