"""Notifications as a running app sees them. Source: Apple, UNUserNotificationCenter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.notifications.records import Action, Delivered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.virtual.ios.notifications.store import Notifications
    from devices.virtual.os.context import Context

_LOW: Final = 2
OPENED = "notification"
"""The name under which an app is told what was tapped."""


class Poster:
    """See `devices.virtual.os.process.AppNotifications`.

    A notification that the app in front posts shows like any other: its delegate asks for that.
    """

    def __init__(self, store: Notifications, context: Context) -> None:
        self._store, self._context = store, context
        self._passive: set[str] = set()

    @property
    def enabled(self) -> bool:
        """Whether the app may post at all."""
        return self._store.settings(self._context.package).allowed

    def create_channel(self, id: str, name: str, importance: int) -> None:  # noqa: A002 - the protocol's word
        """Say how notifications of a kind interrupt: iOS is told with each of them.

        Source: Apple, UNNotificationInterruptionLevel, passive.
        """
        del name
        if importance <= _LOW:
            self._passive.add(id)

    def post(
        self,
        id: int,  # noqa: A002 - the protocol's word
        channel: str,
        *,
        title: str,
        text: str,
        tag: str | None = None,
        extras: Mapping[str, str] | None = None,
        ongoing: bool = False,
        actions: Sequence[tuple[str, Mapping[str, str]]] = (),
    ) -> None:
        """Show a notification; the user may clear any, ongoing or not."""
        del ongoing
        delivered = Delivered(
            bundle_id=self._context.package,
            identifier=_identifier(id, tag),
            app=self._context.label,
            title=title,
            body=text,
            posted=self._context.clock.now(),
            extras=dict(extras or {}),
            actions=tuple(Action(words, dict(told)) for words, told in actions),
            passive=channel in self._passive,
        )
        self._store.deliver(delivered)

    def cancel(self, id: int, tag: str | None = None) -> None:  # noqa: A002 - the protocol's word
        """Take one of the app's own away."""
        self._store.remove((self._context.package, _identifier(id, tag)))

    def cancel_all(self) -> None:
        """Take all of the app's own away."""
        self._store.remove_all(self._context.package)

    def on_open(self, callback: Callable[[Mapping[str, str]], None]) -> None:
        """Call back with the extras of what was tapped."""
        self._context.on_result(OPENED, callback)


def _identifier(number: int, tag: str | None) -> str:
    return f"{number}:{tag or ''}"
