"""The parts that the screens of the system's apps are made of.

Ids: AOSP androidx.preference res/layout/preference.xml, SettingsLib res/layout.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

ANDROID: Final = "android"
INK: Final = "#1F1F1F"
_MUTED: Final = "#5F6368"
_PAPER: Final = "#FFFFFF"
_ACCENT: Final = "#0B57D0"
_BAR_ON: Final = "#D3E3FD"
_BAR_OFF: Final = "#E8EAED"
APP_ICON: Final = "android"
"""Stands for an app: the picture that Android gives one without its own."""
_DISC: Final = "#E8F0FE"
_PART: Final = Style(weight=1)
_ROW: Final = Style(direction="row", align="center", gap=20, padding=(20, 14, 20, 14))
_TITLE: Final = Style(text_size=18, color=INK)
_SUMMARY: Final = Style(text_size=14, color=_MUTED)
_CATEGORY: Final = Style(text_size=14, bold=True, color=_ACCENT, padding=(20, 18, 20, 6))


def screen(
    title: str, content: Iterable[Node], *, on_up: Callable[[], None] | None, collapsing: bool
) -> Node:
    """A whole page: its title with Up, and content that scrolls.

    Args:
        title: its name; empty where the content has one.
        content: the rows of its list.
        on_up: what Up does; None for a page without.
        collapsing: whether the title is large and the label of its bar, rather than a text.
    """
    style = Style(weight=1, padding=(0, 0, 0, 16))
    rows = Node(Role.LIST, id="recycler_view", style=style, children=list(content))
    parts = [_collapsing(title, on_up) if collapsing else _bar(title, on_up), rows]
    return Node(Role.GROUP, style=Style(background=_PAPER), children=parts)


def _up(on_up: Callable[[], None] | None) -> list[Node]:
    if on_up is None:
        return []
    style = Style(icon="back", width=48, height=48, padding=(12, 12, 12, 12), color=INK)
    return [Node(Role.IMAGE_BUTTON, label="Navigate up", on_tap=on_up, style=style)]


def _bar(title: str, on_up: Callable[[], None] | None) -> Node:
    left = 8 if on_up else 20
    style = Style(direction="row", align="center", height=64, gap=16, padding=(left, 8, 16, 8))
    name = Node(Role.TEXT, text=title, style=Style(text_size=20, color=INK, weight=1))
    return Node(Role.GROUP, id="action_bar", style=style, children=[*_up(on_up), name])


def _collapsing(title: str, on_up: Callable[[], None] | None) -> Node:
    name = Style(text_size=34, color=INK, padding=(20, 20, 20, 20))
    bar = Style(direction="row", height=56, padding=(4, 4, 4, 4))
    return Node(
        Role.GROUP,
        id="collapsing_toolbar",
        label=title,
        children=[
            Node(Role.GROUP, id="action_bar", style=bar, children=_up(on_up)),
            Node(Role.TEXT, text=title, important=False, style=name),
        ],
    )


def row(
    title: str,
    summary: str = "",
    *,
    on_tap: Callable[[], None] | None = None,
    icon: str = "",
    control: Node | None = None,
) -> Node:
    """One preference: title and summary, with an icon before and a control behind them."""
    texts = [Node(Role.TEXT, id="title", package=ANDROID, text=title, style=_TITLE)]
    if summary:
        texts.append(Node(Role.TEXT, id="summary", package=ANDROID, text=summary, style=_SUMMARY))
    parts = [Node(Role.GROUP, important=False, style=_PART, children=texts)]
    if icon:
        parts.insert(0, disc(icon, 40))
    if control is not None:
        parts.append(control)
    return Node(Role.GROUP, on_tap=on_tap, style=_ROW, children=parts)


def switch_row(title: str, summary: str, *, on: bool, flip: Callable[[], None]) -> Node:
    """A preference that is on or off."""
    widget = switch("switch_widget", ANDROID, on=on, flip=flip)
    return row(title, summary, on_tap=flip, control=widget)


def switch(name: str, package: str | None, *, on: bool, flip: Callable[[], None]) -> Node:
    """A switch without words."""
    return Node(
        Role.SWITCH,
        id=name,
        package=package,
        checkable=True,
        checked=on,
        on_tap=flip,
        style=Style(width=52, height=40),
    )


def category(title: str) -> Node:
    """The name of a list's section."""
    return Node(Role.TEXT, id="title", package=ANDROID, text=title, style=_CATEGORY)


def disc(icon: str, size: float) -> Node:
    """A picture on a disc, by the name of its icon."""
    inset = size / 4
    style = Style(
        width=size,
        height=size,
        radius=size / 2,
        background=_DISC,
        color=_ACCENT,
        padding=(inset, inset, inset, inset),
        icon=icon,
    )
    return Node(Role.IMAGE, id="icon", package=ANDROID, style=style)


def switch_bar(
    text: str,
    *,
    bar: str,
    widget: tuple[str, str],
    rounded: bool,
    on: bool,
    flip: Callable[[], None],
) -> Node:
    """The switch on top of a page that everything below depends on.

    Args:
        text: what it says.
        bar: its id.
        widget: package and id of the switch in it.
        rounded: whether it stands on the page as a card of its own, or goes from edge to edge.
        on: how it stands.
        flip: what a tap does.
    """
    style = Style(
        direction="row",
        align="center",
        gap=16,
        radius=28 if rounded else 0,
        padding=(20, 12, 16, 12),
        background=_BAR_ON if on else _BAR_OFF,
    )
    name = Node(Role.TEXT, id="switch_text", text=text, style=Style(text_size=18, weight=1))
    parts = [name, switch(widget[1], widget[0], on=on, flip=flip)]
    inside = Node(Role.GROUP, id=bar, on_tap=flip, style=style, children=parts)
    around = Style(padding=(16, 8, 16, 8) if rounded else (0, 0, 0, 8))
    return Node(Role.GROUP, important=False, style=around, children=[inside])


def header(title: str, summary: str = "") -> Node:
    """An app's picture and name, and what is said of it."""
    texts = [
        Node(Role.TEXT, id="entity_header_title", text=title, style=Style(text_size=24, color=INK))
    ]
    if summary:
        texts.append(Node(Role.TEXT, id="entity_header_summary", text=summary, style=_SUMMARY))
    style = Style(align="center", gap=8, padding=(20, 16, 20, 16))
    return Node(Role.GROUP, id="entity_header", style=style, children=[disc(APP_ICON, 64), *texts])


def dialog(
    title: str, message: str, *, no: Callable[[], None], yes: Callable[[], None], agree: str = "OK"
) -> Node:
    """An alert with two buttons. Ids: AOSP res/layout/alert_dialog_material.xml."""
    buttons = Style(direction="row", align="center", gap=8, padding=(0, 16, 0, 0))
    text = Style(color=_ACCENT, bold=True, text_size=15)
    gap = Node(Role.GROUP, important=False, style=_PART)
    cancel, confirm = (
        Node(Role.BUTTON, id=id_, package=ANDROID, text=words, on_tap=tap, style=text)
        for id_, words, tap in (("button2", "Cancel", no), ("button1", agree, yes))
    )
    return Node(
        Role.GROUP,
        id="parentPanel",
        package=ANDROID,
        style=Style(background=_PAPER, radius=28, padding=(24, 24, 24, 12), gap=12),
        children=[
            Node(
                Role.TEXT,
                id="alertTitle",
                package=ANDROID,
                text=title,
                style=Style(text_size=22, color=INK),
            ),
            Node(Role.TEXT, id="message", package=ANDROID, text=message, style=_SUMMARY),
            Node(
                Role.GROUP,
                id="buttonPanel",
                package=ANDROID,
                style=buttons,
                children=[gap, cancel, confirm],
            ),
        ],
    )


def choice_dialog(
    title: str,
    choices: Mapping[int, str],
    chosen: int,
    choose: Callable[[int], None],
    cancel: Callable[[], None],
) -> Node:
    """An alert that offers one of several. Ids: AOSP res/layout/select_dialog_singlechoice."""
    name = Style(text_size=22, color=INK)
    options = [
        _option(words, checked=key == chosen, choose=partial(choose, key))
        for key, words in choices.items()
    ]
    text = Style(color=_ACCENT, bold=True, text_size=15)
    button = Node(
        Role.BUTTON, id="button2", package=ANDROID, text="Cancel", on_tap=cancel, style=text
    )
    return Node(
        Role.GROUP,
        id="parentPanel",
        package=ANDROID,
        style=Style(background=_PAPER, radius=28, padding=(24, 24, 24, 12), gap=4),
        children=[
            Node(Role.TEXT, id="alertTitle", package=ANDROID, text=title, style=name),
            *options,
            button,
        ],
    )


def _option(words: str, *, checked: bool, choose: Callable[[], None]) -> Node:
    style = Style(text_size=16, padding=(0, 10, 0, 10), text_align="left")
    return Node(
        Role.RADIO,
        id="text1",
        package=ANDROID,
        text=words,
        checkable=True,
        checked=checked,
        on_tap=choose,
        style=style,
    )


def bare(parts: Iterable[Node]) -> Node:
    """A page without a bar: a step of a wizard, whose buttons stand at the bottom."""
    style = Style(background=_PAPER, padding=(24, 48, 24, 24), gap=16)
    return Node(Role.GROUP, style=style, children=list(parts))


def wizard(
    header: str,
    title: str,
    text: str,
    buttons: Iterable[tuple[str, Callable[[], None]]],
    *,
    icon: str = "",
    field: Node | None = None,
) -> list[Node]:
    """A step of a wizard: an icon, a title, a text, what is entered, and buttons below.

    Args:
        header: id of the title.
        title: what the step is about.
        text: what to do.
        buttons: label and effect of each, the one that goes on first.
        icon: of what is above the title; empty for none.
        field: what is entered; None for nothing.
    """
    name = Style(text_size=26, color=INK)
    parts = [Node(Role.TEXT, id=header, text=title, style=name)]
    if icon:
        around = Style(direction="row")
        parts.insert(0, Node(Role.GROUP, important=False, style=around, children=[disc(icon, 48)]))
    if text:
        parts.append(Node(Role.TEXT, id="description", text=text, style=_SUMMARY))
    parts += [field] if field else []
    parts.append(Node(Role.GROUP, important=False, style=_PART))
    onward = [_wizard_button(label, on_tap) for label, on_tap in buttons]
    gap = Node(Role.GROUP, important=False, style=_PART)
    row = [*onward[1:], gap, *onward[:1]]
    bar = Style(direction="row", align="center")
    return [*parts, Node(Role.GROUP, id="suc_footer_button_bar", style=bar, children=row)]


def _wizard_button(label: str, on_tap: Callable[[], None]) -> Node:
    style = Style(color=_ACCENT, bold=True, text_size=15)
    return Node(Role.BUTTON, text=label, on_tap=on_tap, style=style)


def secret(
    name: str, text: str, *, on_text: Callable[[str], None], on_submit: Callable[[], None]
) -> Node:
    """A field that a credential is entered in; it has the focus."""
    return Node(
        Role.INPUT,
        id=name,
        text=text,
        secure=True,
        focused=True,
        on_text=on_text,
        on_submit=on_submit,
    )
