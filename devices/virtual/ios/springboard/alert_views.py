"""How an alert looks: a card with a title, a message, perhaps a picture, and buttons."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios import colors
from devices.virtual.ui import fonts
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.virtual.ios.springboard.alerts import Alert, Button

_LINE: Final = "#C9C9CD"
_CAPSULE: Final = "#E4E4E9"
_LABEL_SIZE: Final = 17.0
_SIDE: Final = 16.0
_GAP: Final = 8.0
_BESIDE: Final = 2  # at most so many buttons stand beside each other
_HAIRLINE: Final = 1.0


def card(
    alert: Alert, look: Mapping[str, Any], scale: float, tapped: Callable[[Button], None]
) -> Node:
    """An alert in the middle of the screen.

    Args:
        alert: what it says.
        look: row of the table ``alerts``.
        scale: pixels in a point.
        tapped: called with the button that was tapped.
    """
    width = alert.width or look["width"]
    parts = [_words(alert, look)]
    if alert.picture is not None:
        parts.append(alert.picture())
    parts += _buttons(alert.buttons, look, _beside(alert, width, scale), tapped)
    node = Node(
        Role.GROUP,
        kind=alert.kind,
        id=alert.id,
        label=alert.title,
        text=alert.value,
        style=Style(width=width, radius=look["radius"], background=look["face"], elevation=12),
        children=parts,
    )
    return Node(
        Role.GROUP,
        important=False,
        style=Style(align="center"),
        children=[_room(), node, _room()],
    )


def _room() -> Node:
    return Node(Role.GROUP, important=False, style=Style(weight=1))


def _words(alert: Alert, look: Mapping[str, Any]) -> Node:
    align = look["text_align"]
    title = Node(
        Role.TEXT,
        text=alert.title,
        style=Style(text_size=_LABEL_SIZE, bold=True, color=colors.INK, text_align=align),
    )
    lines = [title]
    if alert.message:
        style = Style(text_size=13, color=colors.INK, text_align=align)
        lines.append(Node(Role.TEXT, text=alert.message, style=style))
    return Node(Role.GROUP, style=Style(padding=(_SIDE, 20, _SIDE, 20), gap=3), children=lines)


def _beside(alert: Alert, width: float, scale: float) -> bool:
    """Whether the buttons stand beside each other: two that fit into half the width each."""
    room = round((width / 2 - _SIDE) * scale)
    size = round(_LABEL_SIZE * scale)
    fits = all(fonts.text_width(b.label, size, bold=b.bold) <= room for b in alert.buttons)
    return len(alert.buttons) <= _BESIDE and fits


def _buttons(
    buttons: Sequence[Button],
    look: Mapping[str, Any],
    beside: bool,  # noqa: FBT001 - the one caller names what it passes
    tapped: Callable[[Button], None],
) -> list[Node]:
    made = [_button(button, look, tapped) for button in buttons]
    if look["capsules"]:
        style = Style(
            direction="row" if beside else "column", gap=_GAP, padding=(_SIDE, _GAP, _SIDE, _SIDE)
        )
        return [Node(Role.GROUP, style=style, children=made)] if made else []
    parted: list[Node] = []
    for number, one in enumerate(made):
        if number or not beside:
            parted.append(_separator(upright=beside))
        parted.append(one)
    if not beside:
        return parted
    row = Style(direction="row", align="stretch")
    return [_separator(upright=False), Node(Role.GROUP, style=row, children=parted)]


def _separator(*, upright: bool) -> Node:
    size = Style(width=_HAIRLINE, background=_LINE) if upright else None
    return Node(Role.GROUP, style=size or Style(height=_HAIRLINE, background=_LINE))


def _button(button: Button, look: Mapping[str, Any], tapped: Callable[[Button], None]) -> Node:
    filled = look["capsules"] and button.bold
    faces = {True: colors.BLUE, False: _CAPSULE}
    style = Style(
        height=look["button_height"],
        padding=(4, 4, 4, 4),
        text_size=_LABEL_SIZE,
        bold=button.bold,
        text_align="center",
        color=colors.PAPER if filled else colors.INK if look["capsules"] else colors.BLUE,
        background=faces[filled] if look["capsules"] else None,
        radius=look["button_height"] / 2 if look["capsules"] else 0,
    )
    node = Node(
        Role.BUTTON,
        id=button.id,
        text=button.label,
        label=button.label,
        on_tap=partial(tapped, button),
        style=style,
    )
    return Node(Role.GROUP, style=Style(weight=1), children=[node])
