"""What a role looks like before any style: its paddings, least size and leading icon, in dp."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.ui.node import Role

if TYPE_CHECKING:
    from devices.virtual.ui.node import Node


@dataclass(frozen=True, slots=True)
class Metrics:
    """Sizes of a control in density-independent pixels, as Material 3 specifies them.

    Attributes:
        padding: left, top, right, bottom, where the style has none of its own.
        min_width: least width of the whole control.
        min_height: least height of the whole control.
        control: width of the drawn part beside the text (the box, the track).
        intrinsic: keeps its own width in a column rather than filling it.
    """

    padding: tuple[float, float, float, float] = (0, 0, 0, 0)
    min_width: float = 0
    min_height: float = 0
    control: float = 0
    intrinsic: bool = False


_PLAIN: Final = Metrics()
_METRICS: Final = {
    Role.BUTTON: Metrics(padding=(24, 10, 24, 10), min_height=48),
    Role.IMAGE_BUTTON: Metrics(
        padding=(12, 12, 12, 12), min_width=48, min_height=48, intrinsic=True
    ),
    Role.INPUT: Metrics(padding=(16, 16, 16, 16), min_height=56),
    Role.IMAGE: Metrics(min_width=24, min_height=24, intrinsic=True),
    Role.SWITCH: Metrics(min_height=48, control=52),
    Role.CHECK_BOX: Metrics(min_height=48, control=20),
    Role.RADIO: Metrics(min_height=48, control=20),
    Role.PROGRESS: Metrics(min_width=40, min_height=40, intrinsic=True),
    Role.SEEK: Metrics(min_height=48),
}

ICON_DP: Final = 24.0
ICON_GAP_DP: Final = 8.0
CONTROL_GAP_DP: Final = 16.0

SCROLLING: Final = frozenset({Role.SCROLL, Role.LIST, Role.PAGER})
"""Roles that clip their children and move them under a finger."""


def metrics(role: Role) -> Metrics:
    """The metrics of a role; plain groups and texts have none."""
    return _METRICS.get(role, _PLAIN)


def padding_of(node: Node) -> tuple[float, float, float, float]:
    """A node's padding in dp: its style's, or its role's where it is a bare control."""
    if any(node.style.padding) or node.children:
        return node.style.padding
    return metrics(node.role).padding


def shown_text(node: Node) -> str:
    """What is drawn and dumped as text: bullets for a secret, the hint of an empty input."""
    if not node.text:
        return node.hint
    return "•" * len(node.text) if node.secure else node.text


def told_text(node: Node) -> str:
    """The text that accessibility services are told: of a toolkit's views, that of inputs alone."""
    return "" if node.toolkit and node.role is not Role.INPUT else shown_text(node)
