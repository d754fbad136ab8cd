"""What a person sees on an iPhone's screen, and taps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.ui.node import Node, Role

if TYPE_CHECKING:
    from devices.virtual.ios.phone import IPhone


def seen(phone: IPhone) -> list[Node]:
    """Every view that can be seen, back to front: what an opaque window covers is not."""
    nodes: list[Node] = []
    for window in reversed(phone.display.windows()):
        nodes[:0] = phone.display.tree(window).walk()
        if not window.kind.floats:
            break
    return [node for node in nodes if node.visible.width and node.visible.height]


def words(phone: IPhone) -> list[str]:
    """What stands there."""
    return [node.text or node.label for node in seen(phone) if node.text or node.label]


def find(phone: IPhone, name: str) -> Node:
    """The front-most view with this identifier, label or text."""
    found = [node for node in seen(phone) if name in {node.id, node.label, node.text}]
    assert found, f"{name} is not among {words(phone)}"
    return found[-1]


def tap(phone: IPhone, name: str) -> None:
    """Put a finger on the middle of a view."""
    phone.display.tap(*find(phone, name).visible.center)


def switch(phone: IPhone, title: str) -> Node:
    """The control of a row with a switch: it stands beside its title."""
    titled = [node.bounds for node in seen(phone) if title in {node.id, node.text}]
    found = [
        node
        for node in seen(phone)
        if node.role is Role.SWITCH
        and node.on_tap
        and any(each.top <= node.visible.center[1] < each.bottom for each in titled)
    ]
    assert found, f"there is no switch beside {title}"
    return found[-1]


def flip(phone: IPhone, title: str) -> None:
    """Tap the control of a row with a switch."""
    phone.display.tap(*switch(phone, title).visible.center)
