"""What pages of Settings are made of: a navigation bar, and groups of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios import colors
from devices.virtual.ios.settings import parts
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.virtual.ios.settings.page import Page

_RED: Final = "#FF3B30"
_ARROW: Final = "#C4C4C7"
_LARGE: Final = 34.0
_LINE_HEIGHT: Final = 20.0  # of a row's text


class Views:
    """Builds the parts of a page as one release has them.

    Args:
        look: row of the table ``settings_views``.
        changed: called after each tap on a row: the page is built anew.
    """

    def __init__(self, look: Mapping[str, Any], changed: Callable[[], None]) -> None:
        self._look, self._changed = look, changed

    def page(self, page: Page, before: str, back: Callable[[], None]) -> Node:
        """A whole page.

        Args:
            page: what is on it.
            before: title of the page below it; empty for the first.
            back: what the back button does.
        """
        inset = self._look["inset"]
        groups = page.groups()
        if not before:
            groups.insert(0, parts.text(page.title, size=_LARGE, bold=True))
        rows = Node(
            Role.LIST,
            kind=self._look["list"],
            style=Style(weight=1, padding=(inset, 8, inset, 24), gap=24),
            children=groups,
            owner=page,
        )
        bar = parts.navigation_bar(page.title, before, back)
        return Node(
            Role.GROUP, important=False, style=Style(background=colors.GROUND), children=[bar, rows]
        )

    def group(self, *rows: Node, header: str = "", footer: str = "") -> Node:
        """Rows on one card, with a small line above and below it."""
        parted: list[Node] = []
        for number, row in enumerate(rows):
            parted += [parts.line(), row] if number else [row]
        card = Node(
            Role.GROUP,
            important=False,
            style=Style(background=colors.PAPER, radius=self._look["radius"]),
            children=parted,
        )
        above = [parts.aside(header)] if header else []
        below = [parts.aside(footer)] if footer else []
        whole = [*above, *([card] if rows else []), *below]
        return Node(Role.GROUP, important=False, style=Style(gap=6), children=whole)

    def link(self, id: str, title: str, on_tap: Callable[[], None], *, value: str = "") -> Node:  # noqa: A002 - the node's own word
        """A row that leads to another page; the value says what is chosen there."""
        end = [parts.text(value, color=colors.FAINT)] if value else []
        return self._row(id, title, [*end, parts.icon("forward", _ARROW)], on_tap, value=value)

    def choice(self, id: str, title: str, on_tap: Callable[[], None], *, chosen: bool) -> Node:  # noqa: A002 - the node's own word
        """One of several rows of which one has a tick."""
        end = [parts.icon("check", colors.BLUE)] if chosen else []
        return self._row(id, title, end, on_tap, selected=chosen)

    def button(
        self,
        id: str,  # noqa: A002 - the node's own word
        title: str,
        on_tap: Callable[[], None],
        *,
        destructive: bool = False,
    ) -> Node:
        """A row that does something at once."""
        return self._row(id, title, [], on_tap, color=_RED if destructive else colors.BLUE)

    def switch(self, id: str, title: str, flip: Callable[[bool], None], *, on: bool) -> Node:  # noqa: A002 - the node's own word
        """A row with a switch; `flip` gets what it is switched to."""
        size = self._look["switch"]
        wide = self._look["wide_switch"]
        tap = self._told(lambda: flip(not on))
        knob = parts.toggle(tap, on=on, width=size["width"], height=size["height"])
        name = parts.text(title, weight=1)
        cell = Node(
            Role.GROUP, id=id, kind="Cell", style=self._row_style(size["height"]), children=[]
        )
        if not wide:
            knob.id, knob.label, cell.label = id, title, title
            cell.children = [name, knob]
            return cell
        name.id, name.kind = id, "Button" if self._look["row"] == "button" else ""
        whole = Node(
            Role.SWITCH,
            id=id,
            label=title,
            passive=True,
            checkable=True,
            checked=on,
            style=Style(direction="row", align="center", weight=1, height=size["height"], gap=8),
            children=[name, knob],
        )
        cell.children = [whole]
        return cell

    def _row(
        self,
        id: str,  # noqa: A002 - the node's own word
        title: str,
        end: Sequence[Node],
        on_tap: Callable[[], None] | None,
        *,
        value: str = "",
        color: str = colors.INK,
        selected: bool = False,
    ) -> Node:
        name = parts.text(title, weight=1, color=color)
        tap = self._told(on_tap) if on_tap is not None else None
        cell = Node(Role.GROUP, kind="Cell", style=self._row_style(), children=[name, *end])
        if self._look["row"] == "cell":
            cell.id, cell.label, cell.on_tap, cell.selected = id, title, tap, selected
            name.id = id
            return cell
        button = Node(
            Role.GROUP,
            kind="Button",
            id=id,
            label=f"{title}, {value}" if value else title,
            on_tap=tap,
            selected=selected,
            style=Style(direction="row", align="center", weight=1, gap=8),
            children=[name, *end],
        )
        cell.children = [button]
        return cell

    def _told(self, on_tap: Callable[[], None]) -> Callable[[], None]:
        def tapped() -> None:
            on_tap()
            self._changed()

        return tapped

    def _row_style(self, content: float = _LINE_HEIGHT) -> Style:
        """A row of the usual height, whatever the height of its content."""
        across = self._look["inset"]
        along = self._look["row_padding"] - (content - _LINE_HEIGHT) / 2
        padding = (across, along, across, along)
        return Style(direction="row", align="center", gap=8, padding=padding)
