"""Notifications and push messages on the bench: what the app posts, and what reaches it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Posted:
    """What the app asked to be shown."""

    channel: str
    title: str
    text: str
    extras: Mapping[str, str]
    ongoing: bool = False
    actions: Sequence[tuple[str, Mapping[str, str]]] = ()


@dataclass(slots=True)
class BenchNotifications:
    """See `devices.virtual.os.process.AppNotifications`.

    Attributes:
        enabled: whether the app may post.
        channels: name and importance by id.
        posted: what is there, by id and tag, in the order of posting.
        open: what the app does when something with these extras is tapped.
    """

    enabled: bool = True
    channels: dict[str, tuple[str, int]] = field(default_factory=dict)
    posted: dict[tuple[int, str | None], Posted] = field(default_factory=dict)
    open: Callable[[Mapping[str, str]], None] = lambda _: None

    def create_channel(self, id: str, name: str, importance: int) -> None:  # noqa: A002 - the interface's
        """Keep it."""
        self.channels.setdefault(id, (name, importance))

    def post(
        self,
        id: int,  # noqa: A002 - the interface's
        channel: str,
        *,
        title: str,
        text: str,
        tag: str | None = None,
        extras: Mapping[str, str] | None = None,
        ongoing: bool = False,
        actions: Sequence[tuple[str, Mapping[str, str]]] = (),
    ) -> None:
        """Keep it, where the app may post and has the channel."""
        if self.enabled and channel in self.channels:
            posted = Posted(channel, title, text, dict(extras or {}), ongoing, actions)
            self.posted[id, tag] = posted

    def cancel(self, id: int, tag: str | None = None) -> None:  # noqa: A002 - the interface's
        """Drop it."""
        self.posted.pop((id, tag), None)

    def cancel_all(self) -> None:
        """Drop all."""
        self.posted.clear()

    def on_open(self, callback: Callable[[Mapping[str, str]], None]) -> None:
        """Remember who wants to know."""
        self.open = callback


@dataclass(slots=True)
class BenchPush:
    """See `devices.virtual.os.process.AppPush`.

    Attributes:
        receive: hands the app a message.
    """

    token: str = field(default_factory=lambda: secrets.token_hex(8))
    receive: Callable[[Mapping[str, str]], None] = lambda _: None

    def deliver(self, token: str, message: Mapping[str, str]) -> None:
        """Bring the app a message that is for its token."""
        if token == self.token:
            self.receive(message)

    def on_message(self, callback: Callable[[Mapping[str, str]], None]) -> None:
        """Remember who wants to know."""
        self.receive = callback
