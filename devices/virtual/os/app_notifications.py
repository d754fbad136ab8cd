"""Notifications as a running app sees them: its channels, what it posts, and what was tapped.

Source: AOSP android.app.NotificationManager, PendingIntent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os.intents import (
    ACTION_MAIN,
    CATEGORY_LAUNCHER,
    FLAG_CLEAR_TOP,
    FLAG_NEW_TASK,
    FLAG_SINGLE_TOP,
    Intent,
)
from devices.virtual.os.notification_choices import Channel
from devices.virtual.os.notification_records import Action, Content, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.virtual.os.activities import Activities
    from devices.virtual.os.context import Context
    from devices.virtual.os.notifications import Notifications
    from devices.virtual.os.package import Package

_OPEN: Final = "notification"
_ONGOING: Final = 0x02
_AUTO_CANCEL: Final = 0x10
# The app comes forward as it is, and what it has put over its first activity goes.
_FLAGS: Final = FLAG_NEW_TASK | FLAG_CLEAR_TOP | FLAG_SINGLE_TOP


class Poster:
    """The notifications of one running app. See `devices.virtual.os.process.AppNotifications`."""

    def __init__(
        self, package: Package, store: Notifications, activities: Activities, context: Context
    ) -> None:
        self._package = package
        self._store = store
        self._activities = activities
        self._context = context

    @property
    def enabled(self) -> bool:
        """Whether the app may post at all."""
        return self._store.enabled(self._package.name)

    def create_channel(self, id: str, name: str, importance: int) -> None:  # noqa: A002 - Android's word
        """Declare a kind of notifications."""
        self._store.create_channel(self._package.name, Channel(id, name, importance))

    def post(
        self,
        id: int,  # noqa: A002 - Android's word
        channel: str,
        *,
        title: str,
        text: str,
        tag: str | None = None,
        extras: Mapping[str, str] | None = None,
        ongoing: bool = False,
        actions: Sequence[tuple[str, Mapping[str, str]]] = (),
    ) -> None:
        """Show a notification; without its channel there is a line in the log instead."""
        content = Content(
            title=title,
            text=text,
            flags=_ONGOING if ongoing else _AUTO_CANCEL,
            actions=tuple(Action(words, self._opening(told)) for words, told in actions),
            on_tap=self._opening(extras or {}),
        )
        name = self._package.name
        try:
            self._store.post(name, self._package.uid, id, channel, content, tag=tag)
        except LookupError as error:
            self._context.log("E", "NotificationService", str(error.args[0]))

    def cancel(self, id: int, tag: str | None = None) -> None:  # noqa: A002 - Android's word
        """Take one of the app's own away, if it is there."""
        self._store.cancel(key_of(self._package.name, id, tag, self._package.uid))

    def cancel_all(self) -> None:
        """Take all of the app's own away."""
        self._store.cancel_all(self._package.name)

    def on_open(self, callback: Callable[[Mapping[str, str]], None]) -> None:
        """Call back with the extras of what was tapped."""
        self._context.on_result(_OPEN, callback)

    def _opening(self, extras: Mapping[str, str]) -> Callable[[], None]:
        """What the pending intent does, whether the process of now still runs then or not."""
        told, name, activities = dict(extras), self._package.name, self._activities

        def open_app() -> None:
            component = activities.resolve(name)
            intent = Intent(
                ACTION_MAIN,
                categories=(CATEGORY_LAUNCHER,),
                component=component,
                flags=_FLAGS,
                extras=told,
            )
            activities.start(component, intent=intent)
            activities.hand(name, _OPEN, told)

        return open_app
