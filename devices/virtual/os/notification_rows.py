"""How one notification looks, in the shade, on the lock screen and over what is in front.

Ids of its views: AOSP SystemUI and frameworks' notification templates.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.clock import Clock
    from devices.virtual.os.notification_records import Record
    from devices.virtual.os.notifications import Notifications

_ANDROID: Final = "android"
_INSIDE: Final = Style(direction="stack", align="stretch")
_AUTO_CANCEL: Final = 0x10
_NO_CLEAR: Final = 0x20
_MINUTE_MS: Final = 60_000
_ICON_DP: Final = {"always": 18, "expanded": 32}


class NotificationRows:
    """Makes rows, and does what a finger on them does.

    Args:
        look: the release's row of ``notification_list``.
        store: what is posted.
        label_of: the name of a package's app.
        clock: the phone's.

    Attributes:
        leave: goes from wherever a row is to what its tap opens, which is done then.
    """

    def __init__(
        self,
        look: Mapping[str, Any],
        store: Notifications,
        label_of: Callable[[str], str],
        clock: Clock,
    ) -> None:
        self._look = look
        self._store = store
        self._label_of = label_of
        self._clock = clock
        self._chosen: dict[str, bool] = {}
        self.leave: Callable[[Callable[[], None]], None] = lambda then: then()

    def row(
        self,
        record: Record,
        changed: Callable[[], None],
        *,
        expanded: bool = False,
        locked: bool = False,
        hidden: bool = False,
        raised_dp: float = 0,
    ) -> Node:
        """One notification.

        Args:
            record: what it is.
            changed: called when it was expanded or collapsed.
            expanded: whether the system shows all of it, unless the user chose otherwise.
            locked: whether the phone is.
            hidden: whether its texts are not to be seen.
            raised_dp: how high it stands over what is below.
        """
        opened = self._chosen.get(record.key, expanded) and not hidden
        parts = self._lines(record, changed, opened=opened, hidden=hidden)
        content = Node(
            Role.GROUP,
            id="status_bar_latest_event_content",
            package=_ANDROID,
            style=Style(gap=2),
            children=parts,
        )
        inside = Node(Role.GROUP, id="expanded", style=_INSIDE, children=[content])
        return Node(
            Role.GROUP,
            id="expandableNotificationRow",
            owner=record.key,
            style=Style(
                direction="stack",
                align="stretch",
                background=self._look["card"],
                radius=self._look["radius"],
                elevation=raised_dp,
                padding=(16, 12, 16, 12),
            ),
            on_tap=lambda: self.open(record),
            on_swipe=(lambda: self._dismiss(record)) if self._goes(record, locked=locked) else None,
            children=[inside],
        )

    def open(self, record: Record) -> None:
        """Do what a tap on it does."""
        tapped = record.content.on_tap
        if tapped is None:
            return

        def opened() -> None:
            if record.content.flags & _AUTO_CANCEL:
                self._store.cancel(record.key)
            tapped()

        self.leave(opened)

    # -- how it goes

    def _goes(self, record: Record, *, locked: bool) -> bool:
        """Whether a swipe takes it away."""
        stays = record.content.flags & _NO_CLEAR or locked or not self._look["ongoing_goes"]
        return record.clearable or not stays

    def _dismiss(self, record: Record) -> None:
        self._chosen.pop(record.key, None)
        self._store.cancel(record.key)

    # -- how it looks

    def _lines(
        self, record: Record, changed: Callable[[], None], *, opened: bool, hidden: bool
    ) -> list[Node]:
        title, body = self._texts(record, opened=opened, hidden=hidden)
        button = self._expander(record, changed, opened=opened) if not hidden else []
        app, time = self._quiet("app_name_text", self._label_of(record.package)), self._time(record)
        actions = self._actions(record) if opened and record.content.actions else []
        if self._look["head"] == "always":
            header = _row([self._icon(), app, time, _gap(), *button], id_="notification_header")
            return [header, *title, *body, *actions]
        top = [app, time] if opened else [*title, time]
        below = [*title, *body, *actions] if opened else body
        column = [_row(top, id_="notification_top_line"), *below]
        beside = Node(Role.GROUP, important=False, style=Style(weight=1, gap=2), children=column)
        return [_row([self._icon(), beside, *button])]

    def _texts(
        self, record: Record, *, opened: bool, hidden: bool
    ) -> tuple[list[Node], list[Node]]:
        content = record.content
        if hidden:
            return [self._ink("title", self._look["hidden"], bold=True)], []
        title = [self._ink("title", content.title, bold=True)] if content.title is not None else []
        if opened and content.big_text is not None:
            return title, [self._ink("big_text", content.big_text)]
        return title, [self._ink("text", content.text)] if content.text is not None else []

    def _actions(self, record: Record) -> list[Node]:
        style = Style(color=self._look["accent"], text_size=14, bold=True, padding=(0, 8, 24, 8))
        buttons = [
            Node(
                Role.BUTTON,
                id="action0",
                package=_ANDROID,
                text=action.title,
                style=style,
                on_tap=partial(self.leave, action.on_tap),
            )
            for action in record.content.actions
        ]
        return [_row(buttons, id_="actions")]

    def _expander(self, record: Record, changed: Callable[[], None], *, opened: bool) -> list[Node]:
        if not record.content.actions and record.content.big_text is None:
            return []

        def turn() -> None:
            self._chosen[record.key] = not opened
            changed()

        style = Style(
            width=24,
            height=24,
            padding=(3, 3, 3, 3),
            icon="up" if opened else "down",
            color=self._look["quiet"],
        )
        label = "Collapse" if opened else "Expand"
        return [
            Node(
                Role.IMAGE_BUTTON, id="expand_button", package=_ANDROID, label=label, style=style,
                on_tap=turn,
            )
        ]  # fmt: skip

    def _icon(self) -> Node:
        size = _ICON_DP[self._look["head"]]
        style = Style(width=size, height=size, icon="bell", color=self._look["accent"])
        return Node(Role.IMAGE, id="icon", package=_ANDROID, style=style)

    def _time(self, record: Record) -> Node:
        minutes = (round(self._clock.now().timestamp() * 1000) - record.posted_ms) // _MINUTE_MS
        words = "now" if minutes < 1 else f"{minutes}m" if minutes < 60 else f"{minutes // 60}h"  # noqa: PLR2004 - minutes of an hour
        return self._quiet("time", words)

    def _ink(self, id_: str, text: str, *, bold: bool = False) -> Node:
        style = Style(color=self._look["ink"], text_size=14, bold=bold)
        return Node(Role.TEXT, id=id_, package=_ANDROID, text=text, style=style)

    def _quiet(self, id_: str, text: str) -> Node:
        style = Style(color=self._look["quiet"], text_size=12)
        return Node(Role.TEXT, id=id_, package=_ANDROID, text=text, style=style)


def _row(children: list[Node], id_: str = "") -> Node:
    style = Style(direction="row", align="center", gap=8)
    return Node(
        Role.GROUP, id=id_, package=_ANDROID, important=bool(id_), style=style, children=children
    )


def _gap() -> Node:
    return Node(Role.GROUP, important=False, style=Style(weight=1))
